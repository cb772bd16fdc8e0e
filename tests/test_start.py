"""What a check imports: each module costs every commit some of its time.

`python -m tests.test_start` writes the list of the modules that a check loads together.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from asterisk_lint.rules import MISSING_NAMES, ODDITIES, RULES
from asterisk_lint.rules.occasions import OCCASIONS
from asterisk_lint.run import loaded_together
from tests.pbx import fixture, lint
from tests.repository import Repository

PRINT_MODULES = """
import sys
before = set(sys.modules)
from asterisk_lint.__main__ import main
assert main(sys.argv[1:]) == 0
print("MODULES", *sorted(set(sys.modules) - before))
"""

# Prints our modules in the order in which they are complete without that list.
PRINT_COMPLETE = """
from asterisk_lint.run import own_modules
own_modules.TOGETHER = {}
complete = []
class Loader(own_modules.CompiledLoader):
    def exec_module(self, module):
        super().exec_module(module)
        complete.append(self.name)
own_modules.CompiledLoader = Loader
""" + PRINT_MODULES.replace("*sorted(set(sys.modules) - before)", "*complete")

# Prints those of our modules that Python's import asks for.
PRINT_FOUND = """
from asterisk_lint.run import own_modules
found = []
find = own_modules.CompiledFinder.find_spec
def find_spec(name, path=None, target=None):
    if name.startswith("asterisk_lint."):
        found.append(name)
    return find(name, path)
own_modules.CompiledFinder.find_spec = find_spec
""" + PRINT_MODULES.replace("*sorted(set(sys.modules) - before)", "*found")

TOGETHER = Path(loaded_together.__file__)
# The modules before which others are loaded together; what each imports in a check.
LEADERS = ("asterisk_lint.cli", "asterisk_lint.commands.check", "asterisk_lint.check")
TEXT = '''\
"""What every check imports: the modules that are loaded together (run/own_modules.py) before each
of three modules, in the order in which they are complete.

`python -m tests.test_start` writes this file.
"""

from collections.abc import Mapping

TOGETHER: Mapping[str, tuple[str, ...]] = {
'''

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
        "_warnings",
        "bisect",
        "collections",
        "collections.abc",
        "functools",
        "gc",
        "itertools",
        "keyword",
        "operator",
        "reprlib",
        "time",
        "types",
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


def imported_by_check(
    top: Path, cache: Path | None = None, *, release: str = "22", program: str = PRINT_MODULES
) -> list[str]:
    """The modules that a check of a PBX imports, without a cache or with this one, as a program
    prints them.
    """
    options = ["--asterisk", release, *([] if cache else ["--no-cache"])]
    run = subprocess.run(
        [sys.executable, "-c", program, *options],
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
    return run.stdout.partition("MODULES ")[2].split()


def together(top: Path) -> str:
    """The list of the modules that a check of a PBX loads together, as a file."""
    complete = imported_by_check(top, release="23", program=PRINT_COMPLETE)
    text = TEXT
    for leader in LEADERS:
        at = complete.index(leader)
        before, complete = complete[:at], complete[at + 1 :]
        if leader == LEADERS[-1]:
            before += complete
        text += f'    "{leader}": (\n'
        text += "".join(f'        "{name}",\n' for name in before)
        text += "    ),\n"
    return f"{text}}}\n"


def office_in(folder: Path) -> Path:
    """A fixed small office in Git, in this folder."""
    top = fixture("small-office", folder)
    Repository(top).git("add", "--all")
    lint("--asterisk", "22", "--fix", "--quiet", cwd=top)
    return top


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fixed small office in Git."""
    return office_in(tmp_path_factory.mktemp("start"))


@pytest.fixture(scope="module")
def imported(office: Path) -> frozenset[str]:
    """The modules that a check of it imports, without a cache."""
    return frozenset(imported_by_check(office))


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


def test_what_is_loaded_together_is_what_every_check_imports(office: Path) -> None:
    message = "write it again with `python -m tests.test_start`"
    assert TOGETHER.read_text("utf-8") == together(office), message


def test_python_imports_nothing_else_of_ours_in_a_check(office: Path) -> None:
    imported_by_check(office, release="23")  # compiles what is not
    assert imported_by_check(office, release="23", program=PRINT_FOUND) == list(LEADERS)


def test_where_nothing_changed_it_imports_neither_the_check_nor_regular_expressions(
    office: Path, tmp_path: Path
) -> None:
    imported_by_check(office, tmp_path)
    modules = frozenset(imported_by_check(office, tmp_path))
    assert "asterisk_lint.run.processes" in modules
    assert modules & {"asterisk_lint.check", "re", "enum", "argparse", "fnmatch"} == set()


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        TOGETHER.write_text(together(office_in(Path(folder))), "utf-8")
