"""The shape of the package, which reviews would otherwise have to watch."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from asterisk_lint.rules import RULES, rule_names

PACKAGE = Path(__file__).parent.parent / "asterisk_lint"


def modules(*, without: tuple[str, ...] = ()) -> Iterator[tuple[str, ast.Module]]:
    """Each module of the package by its path in it, parsed; `without` names files and directories
    that are left out.
    """
    return ((name, tree) for name, tree in parsed().items() if not name.startswith(without))


@cache
def parsed() -> dict[str, ast.Module]:
    """Every module of the package, parsed once for all tests."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def test_arguments_of_the_command_line_stay_in_the_commands() -> None:
    """Everything else takes `Options`, which says what there is."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in modules(without=("commands/", "cli.py"))
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "Namespace")
        or (isinstance(node, ast.Name) and node.id in {"Namespace", "argparse"})
    ]
    assert found == []
    copies = [
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "vars"
    ]
    assert copies == ["commands/options.py"]


RULE_NAMES = {*rule_names(), *dict(RULES)}


def rule_name(node: ast.AST | None, bound: set[str]) -> bool:
    """Whether a node is the name or code of a rule, or a name that is bound to one."""
    return (isinstance(node, ast.Constant) and node.value in RULE_NAMES) or (
        isinstance(node, ast.Name) and node.id in bound
    )


def compared(tree: ast.Module) -> Iterator[int]:
    """The lines that compare something with the name of a rule, or keep names of rules to look one
    up.
    """
    bound = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and any(rule_name(part, set()) for part in getattr(node.value, "elts", [node.value]))
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        asked: list[ast.AST | None] = []
        if isinstance(node, ast.Compare):
            asked = [part for side in (node.left, *node.comparators) for part in ast.walk(side)]
            bound_here = bound
        else:
            bound_here = set()
            if isinstance(node, ast.Set):
                asked = [*node.elts]
            elif isinstance(node, ast.Dict):
                asked = [*node.keys]
            elif isinstance(node, ast.MatchValue):
                asked = [node.value]
        if any(rule_name(part, bound_here) for part in asked):
            yield getattr(node, "lineno", 0)


def test_nothing_outside_of_the_rules_compares_their_names() -> None:
    """What other code needs to know of a rule is a field of `Rule`."""
    assert [
        f"{name}:{line}" for name, tree in modules(without=("rules/",)) for line in compared(tree)
    ] == []


@pytest.mark.parametrize(
    "code",
    [
        'finding.rule == "unused-module"',
        'finding.rule in ("missing-module", "AL102")',
        'MENDED = frozenset({"missing-module"})',
        '{"unenforced-security": 9}.get(rule)',
        'X = "unused-module"\nrule != X',
        'X = ("unused-module", "missing-module")\nrule in X',
    ],
)
def test_a_comparison_is_seen(code: str) -> None:
    assert list(compared(ast.parse(code)))


def test_to_name_a_rule_is_no_comparison() -> None:
    assert (
        list(
            compared(
                ast.parse(
                    'rule = "missing-module" if failed else "unused-module"\n'
                    'load_rule(rule)\nProblem("syntax-error", x)'
                )
            )
        )
        == []
    )


def test_the_words_for_true_stand_in_one_place() -> None:
    """The words that Asterisk takes as true (main/utils.c, ast_true) are `conf.truth.is_true`."""
    found = [
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if {"yes", "t", "on"}
        <= {part.value for part in getattr(node, "elts", ()) if isinstance(part, ast.Constant)}
    ]
    assert found == ["conf/truth.py"]


def lint_imports(configuration: Path) -> int:
    """The exit status of import-linter for a pyproject.toml, in a process of its own: it changes
    the one it runs in.
    """
    code = (
        "from importlinter.cli import lint_imports; raise "
        f"SystemExit(lint_imports(config_filename={str(configuration)!r}, no_cache=True))"
    )
    return subprocess.run(
        [sys.executable, "-c", code], cwd=configuration.parent, capture_output=True, check=False
    ).returncode


def test_imports_go_down() -> None:
    """The layers are in pyproject.toml; `lint-imports` reports an import that goes up."""
    assert lint_imports(PACKAGE.parent / "pyproject.toml") == 0


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("settings/read.py", "from asterisk_lint.tree.files import join"),
        ("tree/find.py", "import asterisk_lint.conf.values"),
        ("fix/rewrite.py", "from asterisk_lint.run.projects import Project"),
        ("new.py", "import os"),
    ],
)
def test_an_import_that_goes_up_is_refused(file: str, line: str, tmp_path: Path) -> None:
    shutil.copytree(
        PACKAGE, tmp_path / PACKAGE.name, ignore=shutil.ignore_patterns("data", "__pycache__")
    )
    shutil.copy(PACKAGE.parent / "pyproject.toml", tmp_path)
    assert lint_imports(tmp_path / "pyproject.toml") == 0
    with (tmp_path / PACKAGE.name / file).open("a") as changed:
        changed.write(f"\n{line}\n")
    assert lint_imports(tmp_path / "pyproject.toml") == 1


FLAT = {
    "__main__", "cli", "model", "records", "releases", "configuration", "facts", "check", "shared",
}  # fmt: skip


def test_few_modules_are_in_no_package() -> None:
    """Everything else is in a package whose name says what it holds."""
    assert {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"} == FLAT


# Where JSON, YAML or a command line is read or written: what is in it has no type until it was
# looked at.
OUTSIDE = {
    "commands/module.py", "commands/uses.py", "commands/why_output.py", "fix/yaml.py",
    "output/gitlab.py", "output/json.py",
    "output/sarif.py", "run/cache.py", "run/processes.py", "run/report_cache.py", "witness/boot.py",
    "witness/pipe.py",
}  # fmt: skip


def test_everything_inside_has_a_type() -> None:
    """`Any` turns the type checker off, for all that such a value goes through."""
    found = {
        name
        for name, tree in modules(without=("records.py",))  # which takes the place of typing
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "Any")
        or (isinstance(node, ast.Attribute) and node.attr == "Any")
    }
    assert found == OUTSIDE


MOST = 7


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many parameters a function has, without `self` or `cls`."""
    named = [
        each.arg
        for each in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    ]
    return len(named) - (named[:1] in (["self"], ["cls"]))


def test_no_function_has_many_parameters() -> None:
    """What belongs together is a value."""
    assert [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and parameters(node) > MOST
    ] == []


LONGEST = 300


def test_files_are_small() -> None:
    """A file that holds one idea is read in one go."""
    lengths = {
        path.relative_to(PACKAGE).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert {name for name, length in lengths.items() if length > LONGEST} == set()


def test_every_package_has_tests_of_its_name() -> None:
    """The test of a module is where one looks first."""
    tests = Path(__file__).parent
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert {package for package in packages if not [*(tests / package).glob("test_*.py")]} == set()
