import contextlib
import io
import json
import os
import random
from typing import Any

import pytest

from asterisk_lint.__main__ import main
from tests.repository import Repository

MODULES = (
    "[modules]\nautoload=no\nload => pbx_config.so\nload => app_verbose.so\nload => func_md5.so\n"
)
PLAIN = "[default]\nexten => 1,1,Verbose(1)\n"
QUIET = "[default]\nexten => 1,1,NoOp(1)\n"
MD5 = "[more]\nexten => 2,1,Set(x=${MD5(y)})\n"


def why(repository: Repository, *arguments: str) -> Any:
    here = os.getcwd()
    output = io.StringIO()
    os.chdir(repository.path)
    try:
        with contextlib.redirect_stdout(output):
            assert main(["why", *arguments, "--asterisk", "22", "--output-format", "json"]) == 0
    finally:
        os.chdir(here)
    [pbx] = json.loads(output.getvalue())["pbx"]
    return pbx


def since(found: Any, key: str = "since") -> str | None:
    return found[key]["commit"] if found[key] else None


def test_the_commit_that_took_the_last_use_away(repository: Repository) -> None:
    repository.commit(**{"etc/modules.conf": MODULES, "etc/extensions.conf": PLAIN + MD5})
    repository.commit(**{"etc/extensions.conf": PLAIN + MD5 + " same => n,Verbose(${MD5(z)})\n"})
    repository.commit(**{"etc/extensions.conf": PLAIN + MD5})
    last = repository.commit("Drop checksums", **{"etc/extensions.conf": PLAIN})
    repository.commit(**{"etc/sip.conf": "; nothing\n"})
    found = why(repository, "func_md5")
    assert (found["state"], since(found), found["since"]["subject"]) == (
        "unused",
        last,
        "Drop checksums",
    )
    assert since(why(repository, "app_queue")) is None


def test_the_commit_that_first_needed_it(repository: Repository) -> None:
    repository.commit(**{"etc/modules.conf": MODULES, "etc/extensions.conf": PLAIN})
    first = repository.commit(**{"etc/extensions.conf": PLAIN + MD5})
    repository.commit(**{"etc/extensions.conf": PLAIN})
    again = repository.commit(**{"etc/extensions.conf": PLAIN + "\n" + MD5})
    repository.commit(**{"etc/extensions.conf": PLAIN + "\n\n" + MD5})
    found = why(repository, "func_md5")
    assert (found["state"], since(found, "first_needed"), since(found)) == (
        "required",
        first,
        again,
    )
    assert found["reasons"] == [
        {"kind": "function", "name": "MD5", "file": "extensions.conf", "line": 6}
    ]


def test_a_use_in_an_included_file(repository: Repository) -> None:
    top = PLAIN + '#include "parts/*.conf"\n'
    repository.commit(
        **{
            "etc/modules.conf": MODULES,
            "etc/extensions.conf": top,
            "etc/parts/a.conf": "exten => 3,1,Set(x=${MD5(y)})\n",
        }
    )
    repository.commit(**{"etc/parts/b.conf": "exten => 4,1,NoOp()\n"})
    # The file stays, but nothing includes it
    last = repository.commit(**{"etc/extensions.conf": PLAIN})
    assert since(why(repository, "func_md5")) == last


def test_a_pbx_that_was_moved(repository: Repository) -> None:
    repository.commit(**{"asterisk/modules.conf": MODULES, "asterisk/extensions.conf": PLAIN})
    first = repository.commit(**{"asterisk/extensions.conf": PLAIN + MD5})
    (repository.path / "hosts").mkdir()
    repository.git("mv", "asterisk", "hosts/berlin")
    repository.commit("Move")
    assert since(why(repository, "func_md5")) == first


def test_the_commit_on_a_merged_branch(repository: Repository) -> None:
    repository.commit(
        **{"etc/modules.conf": MODULES, "etc/extensions.conf": PLAIN + MD5, "etc/a.conf": ""}
    )
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit(**{"etc/b.conf": ""})
    last = repository.commit("Drop checksums", **{"etc/extensions.conf": PLAIN})
    repository.commit(**{"etc/b.conf": "; more\n"})
    repository.git("checkout", "--quiet", "main")
    repository.commit(**{"etc/a.conf": "; main goes on\n"})
    repository.git("merge", "--quiet", "--no-edit", "side")
    assert since(why(repository, "func_md5")) == last


def test_layers_and_declared_uses(repository: Repository) -> None:
    settings = "pbx: {hosts/a: {layers: [common, hosts/a]}}\n"
    repository.commit(
        **{
            ".asterisk-lint.yaml": settings,
            "common/modules.conf": MODULES,
            "common/extensions.conf": PLAIN + MD5,
            "hosts/a/sip.conf": "",
        }
    )
    last = repository.commit(**{"hosts/a/extensions.conf": PLAIN})
    repository.commit(**{"common/extensions.conf": PLAIN + MD5 + MD5})
    assert since(why(repository, "func_md5")) == last


def test_uncommitted_changes_are_not_the_history(repository: Repository) -> None:
    repository.commit(**{"etc/modules.conf": MODULES, "etc/extensions.conf": PLAIN})
    repository.write("etc/extensions.conf", PLAIN + MD5)
    here = os.getcwd()
    text = io.StringIO()
    os.chdir(repository.path)
    try:
        with contextlib.redirect_stdout(text):
            main(["why", "func_md5", "--asterisk", "22"])
    finally:
        os.chdir(here)
    assert "needed since uncommitted changes" in text.getvalue()


def test_a_shallow_clone_and_no_repository(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    repository.commit(**{"etc/modules.conf": MODULES, "etc/extensions.conf": PLAIN + MD5})
    repository.commit(**{"etc/a.conf": ""})
    clone = tmp_path_factory.mktemp("clone") / "clone"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.path}", str(clone))
    shallow = object.__new__(Repository)
    shallow.path = clone
    assert since(why(shallow, "func_md5")) == repository.git("rev-parse", "HEAD")
    plain = object.__new__(Repository)
    plain.path = tmp_path_factory.mktemp("plain")
    plain.write("etc/modules.conf", MODULES)
    plain.write("etc/extensions.conf", MD5)
    assert (why(plain, "func_md5")["state"], since(why(plain, "func_md5"))) == ("required", None)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_as_checking_every_commit(repository: Repository, seed: int) -> None:
    """Any history: what the fast search says is what a full check of each commit says."""
    dice = random.Random(seed)
    uses = {
        "func_md5": "Set(x=${MD5(y)})",
        "app_verbose": "Verbose(1)",
        "func_sha1": "ExecIf($[1]?Verbose(${SHA1(z)}))",
    }
    states: list[dict[str, bool]] = []
    commits = []
    for _ in range(14):
        files = {"etc/modules.conf": MODULES}
        chosen = [
            dice.choice([*uses.values(), "NoOp(1)", "Wait(1)"]) for _ in range(dice.randrange(3))
        ]
        included = dice.random() < 0.7
        files["etc/extensions.conf"] = "[default]\nexten => 1,1,NoOp()\n" + (
            "#include part.conf\n" if included else ""
        )
        files["etc/part.conf"] = (
            "".join(f"exten => {number},1,{use}\n" for number, use in enumerate(chosen, 2))
            or "; empty\n"
        )
        commits.append(repository.commit(**files))
        states.append({module: included and use in chosen for module, use in uses.items()})
        states[-1]["app_verbose"] |= states[-1]["func_sha1"]
    for module in uses:
        series = [state[module] for state in states]
        found = why(repository, module)
        assert (found["state"] == "required") == series[-1]
        changed = next(
            (index + 1 for index in range(len(series) - 2, -1, -1) if series[index] != series[-1]),
            0 if series[-1] else None,
        )
        assert since(found) == (None if changed is None else commits[changed])
        if series[-1]:
            assert since(found, "first_needed") == commits[series.index(True)]
