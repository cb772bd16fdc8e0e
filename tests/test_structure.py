"""The shape of the package, which reviews would otherwise have to watch."""

import ast
from collections.abc import Iterator
from pathlib import Path

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
