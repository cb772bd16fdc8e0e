"""The search of a history in parts, against the plain walk over all commits."""

import os
import random
from typing import Any

import pytest

from asterisk_lint.history import states
from asterisk_lint.history.states import States
from tests.history.test_since import MODULES, why
from tests.repository import Repository


@pytest.mark.parametrize("seed", range(20))
def test_parts_give_the_answers_of_the_whole(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)
    values = [dice.random() < 0.9 for _ in range(dice.randrange(1, 60))]
    monkeypatch.setattr(states, "_LEAST", dice.randrange(1, 9))
    asked: list[int] = []

    def compute(first: int, after: int) -> list[bool]:
        asked.extend(range(first, after))
        return values[first:after]

    found = States(len(values), compute)
    assert found.last() == values[-1]
    others = [at for at, value in enumerate(values) if value != values[-1]]
    assert found.last_other() == (others[-1] if others else -1)
    if values[-1]:
        assert found.first_true() == values.index(True)
    assert len(asked) == len(set(asked))


def test_a_change_near_the_end_needs_no_more_than_the_end() -> None:
    computed: list[tuple[int, int]] = []

    def compute(first: int, after: int) -> list[bool]:
        computed.append((first, after))
        return [at < 990 for at in range(first, after)]

    assert States(1000, compute).last_other() == 989
    assert computed == [(960, 1000)]


def answers(repository: Repository) -> list[Any]:
    return [why(repository, module, "--no-cache") for module in ("func_md5", "app_verbose")]


@pytest.mark.parametrize("seed", range(int(os.environ.get("HISTORY_SEEDS", "2"))))
def test_histories_with_renames_and_merges(
    repository: Repository, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HISTORY_SEEDS=100 makes it a campaign."""
    dice = random.Random(seed)
    steps = ("Set(x=${MD5(y)})", "Verbose(1)", "Set(x=${SHA1(y)})", "NoOp(1)", "Wait(1)")
    directory = "etc"

    def write() -> None:
        text = "".join(
            f"exten => {number},1,{dice.choice(steps)}\n" for number in range(dice.randrange(4))
        )
        name = dice.choice(["extensions.conf", "part.conf"])
        head = "#include part.conf\n" if name == "extensions.conf" and dice.random() < 0.7 else ""
        repository.commit(f"write {name}", **{f"{directory}/{name}": f"[default]\n{text}{head}"})

    repository.commit(**{"etc/modules.conf": MODULES, "etc/extensions.conf": "[default]\n"})
    for number in range(6):
        what = dice.choice(["write", "write", "move", "merge"])
        if what == "move":
            moved = f"pbx{number}"
            repository.git("mv", directory, moved)
            directory = moved
            repository.commit("move")
        elif what == "merge":
            repository.git("checkout", "--quiet", "-b", f"side{number}")
            write()
            write()
            repository.git("checkout", "--quiet", "main")
            repository.git("merge", "--quiet", "--no-ff", "-m", "merge", f"side{number}")
        else:
            write()
    monkeypatch.setattr(states, "_LEAST", 1_000)
    whole = answers(repository)
    monkeypatch.setattr(states, "_LEAST", 1)
    assert answers(repository) == whole
