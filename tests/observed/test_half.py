"""Each fixture cut in half: what is taken out of the repository lies "on the machine", and a look there gives every verdict back."""

import pytest

from asterisk_lint.catalog.load import load
from asterisk_lint.check import check_files
from asterisk_lint.facts import Facts
from asterisk_lint.fix.rounds import fix_files
from asterisk_lint.machine.files import Held, MachineFiles
from asterisk_lint.machine.learn import learn
from asterisk_lint.observed.read import parse_observed
from asterisk_lint.observed.text import render
from asterisk_lint.observed.values import NAME
from asterisk_lint.requirements.verdicts import protective_modules
from asterisk_lint.rules.selection import RuleSelection
from tests.pbx import pbxs
from tests.unseen.test_mutations import contents, target


def with_spares(name: str) -> dict[str, bytes]:
    """A fixture that also loads every twelfth module of its release: there is something to be unused, and something to be in doubt."""
    files = {file: bytes(content) for file, content in contents(name).items()}  # type: ignore[arg-type]
    spares = sorted(load(target(files, name).release).modules)[::12]
    extra = "".join(f"load => {module}.so\n" for module in spares).encode()
    return {**files, "modules.conf": files["modules.conf"] + b"\n" + extra}


def states(facts: Facts) -> dict[str, str]:
    return {module: verdict.state for module, verdict in facts.verdicts.items()}


@pytest.mark.parametrize(
    "name", pbxs()[::2]
)  # `python -m tests.observed.test_half` takes all, and both halves
def test_a_look_at_the_machine_gives_every_verdict_back(name: str) -> None:
    whole = with_spares(name)
    wanted = check_files(target(whole, name)).facts
    protective = protective_modules(wanted.declarations, wanted.catalog)
    others = sorted(file for file in whole if not file.startswith("modules"))
    for gone in halves(others)[len(name) % 2 :][:1]:
        check_half(name, whole, gone, states(wanted), protective)


def halves(names: list[str]) -> list[set[str]]:
    return [set(names[0::2]), set(names[1::2])]


def check_half(
    name: str,
    whole: dict[str, bytes],
    gone: set[str],
    wanted: dict[str, str],
    protective: frozenset[str],
) -> None:
    half = {file: content for file, content in whole.items() if file not in gone}
    seen = learn(target(half, name), MachineFiles(Held(whole), complete=False), day="2026-11-27")
    text = render(seen)
    observed = parse_observed(text.encode(), NAME)
    assert render(observed) == text
    got = states(check_files(target(half, name)._replace(observed=observed)).facts)
    # What protects is never called unused on the word of an observation alone.
    expected = {
        module: "undecided" if state == "unused" and module in protective else state
        for module, state in wanted.items()
    }
    differ = {
        module: (state, got[module])
        for module, state in wanted.items()
        if got[module] not in {state, expected[module]}
    }
    assert differ == {}


@pytest.mark.parametrize("name", ["webrtc", "realtime-odbc"])
def test_fix_removes_nothing_that_the_whole_pbx_requires(name: str) -> None:
    whole = with_spares(name)
    facts = fix_files(target(whole, name), RuleSelection()).after.facts
    required = facts.required.keys() & facts.whitelist.loaded().keys()
    for gone in halves(sorted(file for file in whole if not file.startswith("modules"))):
        half = {file: content for file, content in whole.items() if file not in gone}
        seen = learn(
            target(half, name), MachineFiles(Held(whole), complete=False), day="2026-11-27"
        )
        fixed = fix_files(target(half, name)._replace(observed=seen), RuleSelection()).after.facts
        assert required - fixed.whitelist.loaded().keys() == set()


def main() -> None:
    """Both halves of every fixture."""
    for name in pbxs():
        whole = with_spares(name)
        facts = check_files(target(whole, name)).facts
        protective = protective_modules(facts.declarations, facts.catalog)
        for gone in halves(sorted(file for file in whole if not file.startswith("modules"))):
            check_half(name, whole, gone, states(facts), protective)
        print(name, "the same")


if __name__ == "__main__":
    main()
