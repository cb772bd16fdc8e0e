"""What a check imports: each module costs every commit some of its time.

`python -m tests.test_start` writes asterisk_lint/run/usual_modules.py again.
"""

import os
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import NamedTuple

import pytest

from asterisk_lint.rules import MISSING_NAMES, ODDITIES, RULES
from asterisk_lint.rules.occasions import OCCASIONS
from asterisk_lint.run import usual_modules
from tests.pbx import fixture, lint
from tests.repository import Repository

# Imports as Python does it, in whose order a module comes after those that it imports.
PRINT_MODULES = """
import sys
before = set(sys.modules)
from asterisk_lint.run import own_modules
loaded = []
run = own_modules.CompiledLoader.exec_module
own_modules.CompiledLoader.exec_module = lambda self, module: (
    run(self, module), loaded.append(module.__name__)
)
if TOGETHER is False:
    own_modules.import_together = lambda names: None
from asterisk_lint.__main__ import main
assert main(sys.argv[1:]) == 0
print("MODULES", *sorted(set(sys.modules) - before))
print("LOADED", *loaded)
"""
USUAL_MODULES = Path(usual_modules.__file__)

# What a check without findings may import of Python's library, with what these import themselves.
LIBRARY = frozenset(
    [
        "_bisect",
        "_blake2",
        "_collections",
        "_collections_abc",
        "_functools",
        "_operator",
        "_sha1",
        "_sha2",
        "_sha256",
        "_sre",
        "_warnings",
        "bisect",
        "collections",
        "collections.abc",
        "copyreg",
        "enum",
        "fnmatch",
        "functools",
        "gc",
        "importlib",
        "importlib._bootstrap",
        "importlib._bootstrap_external",
        "itertools",
        "keyword",
        "operator",
        "re",
        "re._casefix",
        "re._compiler",
        "re._constants",
        "re._parser",
        "reprlib",
        "sre_compile",
        "sre_constants",
        "sre_parse",
        "time",
        "types",
        "warnings",
    ]
)
# What it must do without: each belongs to another command, another input or a finding.
OURS_NOT = (
    "catalog.history", "commands.init", "commands.why", "dialplan.ael", "dialplan.agi",
    "dialplan.lua", "fix", "history", "output.github",
    "output.gitlab", "output.graph", "output.graph_page", "output.json", "output.junit",
    "output.sarif", "run.fixes", "settings.read", "tree.changes", "tree.index", "tree.log",
    "tree.objects", "tree.revision", "witness",
)  # fmt: skip


class Imported(NamedTuple):
    """What a check of a fixed small office in Git imports."""

    modules: frozenset[str]
    loaded: list[str]  # those of this program's modules that were found as compiled, in order


def imported_by_check(top: Path, *, together: bool, cache: Path | None = None) -> Imported:
    """What a check imports, without a cache or with this one; `together`: with those imported
    together that are usual.
    """
    options = ["--asterisk", "22", *([] if cache else ["--no-cache"])]
    run = subprocess.run(
        [sys.executable, "-c", PRINT_MODULES.replace("TOGETHER", str(together)), *options],
        cwd=top,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parent.parent),
            "XDG_CACHE_HOME": str(cache),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    modules, _, loaded = run.stdout.partition("MODULES ")[2].partition("LOADED ")
    return Imported(frozenset(modules.split()), loaded.split())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fixed small office in Git."""
    return fixed_office(tmp_path_factory.mktemp("start"))


def fixed_office(place: Path) -> Path:
    """The same, in a directory."""
    top = fixture("small-office", place)
    Repository(top).git("add", "--all")
    lint("--asterisk", "22", "--fix", "--quiet", cwd=top)
    imported_by_check(top, together=False)  # compiles
    return top


@pytest.fixture(scope="module")
def imported(office: Path) -> frozenset[str]:
    """The modules that a check imports."""
    return imported_by_check(office, together=True).modules


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="records.py imports typing there")
def test_of_the_library_it_imports_what_is_listed_here(imported: frozenset[str]) -> None:
    ours = {name for name in imported if name.startswith("asterisk_lint")}
    assert sorted(imported - ours - LIBRARY) == []


def test_it_imports_a_rule_only_where_it_can_have_something_to_say(
    imported: frozenset[str],
) -> None:
    rules = {name.removeprefix("asterisk_lint.rules.") for name in imported}
    there = {name for _, name in RULES if name.replace("-", "_") in rules}
    assert sorted(there & (OCCASIONS.keys() | MISSING_NAMES.keys() | ODDITIES)) == []


def test_it_imports_nothing_that_belongs_to_something_else(imported: frozenset[str]) -> None:
    not_these = tuple(f"asterisk_lint.{name}." for name in OURS_NOT)
    assert "asterisk_lint.check" in imported
    assert [name for name in sorted(imported) if f"{name}.".startswith(not_these)] == []


def test_where_nothing_changed_it_imports_neither_the_check_nor_regular_expressions(
    office: Path, tmp_path: Path
) -> None:
    imported_by_check(office, together=True, cache=tmp_path)
    modules = imported_by_check(office, together=True, cache=tmp_path).modules
    assert "asterisk_lint.run.processes" in modules
    assert modules & {"asterisk_lint.check", "re", "enum", "argparse", "fnmatch"} == set()


def usual(loaded: list[str]) -> tuple[list[str], list[str]]:
    """What belongs into usual_modules.py, given what a check imports one by one: packages before
    their modules.
    """
    names = [
        name.removeprefix("asterisk_lint.") for name in loaded if name != usual_modules.__name__
    ]
    order = dict.fromkeys(
        each
        for name in names
        for end in range(1, name.count(".") + 2)
        if (each := ".".join(name.split(".")[:end])) in names
    )
    found = list(order)
    first = found.index("tree.open") + 1
    return found[:first], found[first:]


FEW = 10  # of some two hundred
COMPILED = pytest.mark.skipif(
    sys.dont_write_bytecode or sys.pycache_prefix is not None, reason="nothing is compiled here"
)


@COMPILED
def test_the_usual_modules_are_nearly_those_of_a_check(office: Path) -> None:
    """With a few others a check does the same, hardly slower: run `python -m tests.test_start`."""
    start, check = usual(imported_by_check(office, together=False).loaded)
    assert len({*start} ^ {*usual_modules.START.split()}) <= FEW
    assert (
        len({*start, *check} ^ {*usual_modules.START.split(), *usual_modules.CHECK.split()}) <= FEW
    )


@COMPILED
def test_importing_them_together_imports_the_same(office: Path) -> None:
    one_by_one = imported_by_check(office, together=False)
    together = imported_by_check(office, together=True)
    assert one_by_one.modules <= together.modules
    assert len(one_by_one.loaded) > 150


def main() -> None:
    """Write the file."""
    with tempfile.TemporaryDirectory() as directory:
        start, check = usual(
            imported_by_check(fixed_office(Path(directory)), together=False).loaded
        )
    parts = [
        f'{name} = """\\\n{textwrap.fill(" ".join(names), 98, break_on_hyphens=False)}\n"""\n'
        for name, names in (("START", start), ("CHECK", check))
    ]
    USUAL_MODULES.write_text(f'"""{usual_modules.__doc__}"""\n\n{"".join(parts)}', encoding="utf-8")


if __name__ == "__main__":
    main()
