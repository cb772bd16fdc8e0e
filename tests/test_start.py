"""What a check imports: each module costs every commit some of its time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from asterisk_lint.rules import MISSING_NAMES, ODDITIES, RULES
from asterisk_lint.rules.occasions import OCCASIONS
from tests.pbx import fixture, lint
from tests.repository import Repository

PRINT_MODULES = """
import sys
before = set(sys.modules)
from asterisk_lint.__main__ import main
assert main(sys.argv[1:]) == 0
print("MODULES", *sorted(set(sys.modules) - before))
"""

# What a check without findings may import of Python's library, with what these import themselves.
LIBRARY = frozenset(
    [
        "_bisect",
        "_blake2",
        "_collections",
        "_collections_abc",
        "_functools",
        "_locale",  # for `re` of Python 3.10
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
    "catalog.history", "catalog.third_party", "commands.init", "commands.why", "conf.directives",
    "conf.include",
    "dialplan.ael", "dialplan.agi",
    "dialplan.lua", "fix", "history", "output.github",
    "output.gitlab", "output.graph", "output.graph_page", "output.json", "output.junit",
    "output.sarif", "references.names_there", "references.sense.flow", "references.sense.jumps",
    "references.tree_files", "requirements.possible", "requirements.reasons", "run.fixes",
    "settings.read",
    "tree.changes", "tree.index", "tree.log", "tree.objects", "tree.revision", "tree.walk",
    "unseen.reach", "usage.originated_calls", "witness",
)  # fmt: skip


def imported_by_check(top: Path, cache: Path | None = None) -> frozenset[str]:
    """The modules that a check of a PBX imports, without a cache or with this one."""
    options = ["--asterisk", "22", *([] if cache else ["--no-cache"])]
    run = subprocess.run(
        [sys.executable, "-c", PRINT_MODULES, *options],
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
    return frozenset(run.stdout.partition("MODULES ")[2].split())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fixed small office in Git."""
    top = fixture("small-office", tmp_path_factory.mktemp("start"))
    Repository(top).git("add", "--all")
    lint("--asterisk", "22", "--fix", "--quiet", cwd=top)
    return top


@pytest.fixture(scope="module")
def imported(office: Path) -> frozenset[str]:
    """The modules that a check of it imports, without a cache."""
    return imported_by_check(office)


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
    imported_by_check(office, tmp_path)
    modules = imported_by_check(office, tmp_path)
    assert "asterisk_lint.run.processes" in modules
    assert modules & {"asterisk_lint.check", "re", "enum", "argparse", "fnmatch"} == set()
