"""The shape of the package, which reviews would otherwise have to watch."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from asterisk_lint.rules import RULES, rule_names

PACKAGE = Path(__file__).parent.parent / "asterisk_lint"


def modules(*, without: tuple[str, ...] = ()) -> Iterator[tuple[str, ast.Module]]:
    """Each module of the package by its path in it, parsed; `without` names files and directories that are left out."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(without):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def test_arguments_of_the_command_line_stay_in_the_commands() -> None:
    """Everything else takes `Options`, which says what there is."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in modules(without=("commands/", "cli.py"))
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "Namespace") or (isinstance(node, ast.Name) and node.id in {"Namespace", "argparse"})
    ]
    assert found == []
    copies = [name for name, tree in modules() for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "vars"]
    assert copies == ["commands/options.py"]


RULE_NAMES = {*rule_names(), *dict(RULES)}


def rule_name(node: ast.AST | None, bound: set[str]) -> bool:
    """Whether a node is the name or code of a rule, or a name that is bound to one."""
    return (isinstance(node, ast.Constant) and node.value in RULE_NAMES) or (isinstance(node, ast.Name) and node.id in bound)


def compared(tree: ast.Module) -> Iterator[int]:
    """The lines that compare something with the name of a rule, or keep names of rules to look one up."""
    bound = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and any(rule_name(part, set()) for part in getattr(node.value, "elts", [node.value]))
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
    assert [f"{name}:{line}" for name, tree in modules(without=("rules/",)) for line in compared(tree)] == []


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
    assert list(compared(ast.parse('rule = "missing-module" if failed else "unused-module"\nload_rule(rule)\nProblem("syntax-error", x)'))) == []


def test_the_words_for_true_stand_in_one_place() -> None:
    """The words that Asterisk takes as true (main/utils.c, ast_true) are `conf.truth.is_true`."""
    found = [
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if {"yes", "t", "on"} <= {part.value for part in getattr(node, "elts", ()) if isinstance(part, ast.Constant)}
    ]
    assert found == ["conf/truth.py"]
