"""Every message that the program can print, with the place that prints it: `python -m
tools.messages`.

Each comes with its trigger: the function that prints it, and the condition or the error that leads
there. Found in the sources: what is given to the functions that print, to the errors that reach a
user, to findings, problems and what cannot be seen, and the reasons in the tables. `{...}` stands
for what is filled in.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from asterisk_lint.usage import load_tables

PACKAGE = Path(__file__).parent.parent / "asterisk_lint"
ERRORS = frozenset(
    {
        "UsageError", "FixRefused", "SettingsError", "TreeError", "Unreadable", "UnknownRelease",
        "NoAsterisk", "NotIsolated", "LogError",
        "NotObserved", "ArgumentTypeError",
    }
)  # fmt: skip
PRINTED = frozenset({"note", "say", "prompt", "progress"})
FINDINGS = frozenset(
    {
        "finding",
        "at",
        "_finding",
        "Problem",
        "problem",
        "OutOfSight",
        "Question",
        "Invisible",
        "NoValue",
    }
)
SENTENCES = frozenset(
    {"message", "fix", "why", "help", "because", "what", "shown_by", "summary"}
)  # arguments with these names


class Message(NamedTuple):
    """A text that people can get to see."""

    kind: str  # "error", "note", "finding", "text"
    text: str
    place: str  # "rules/missing.py:42"
    trigger: str = ""  # "refuse_unsafe(): if source.is_placeholder"


def messages() -> list[Message]:
    """All of them, by file and line."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        name = str(path.relative_to(PACKAGE))
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                trigger = _trigger(node, parents)
                found += [
                    Message(kind, text, f"{name}:{where.lineno}", trigger)
                    for kind, where in _spoken(node)
                    for text in _texts(where)
                    if " " in text.strip()
                ]
    found += _reasons()
    return list(dict.fromkeys(sorted(found, key=lambda each: (each.place.partition(":")[0], each))))


def _reasons() -> Iterator[Message]:
    """The reasons in the tables: why a line of a configuration needs a module."""
    rows, _ = load_tables()
    for row in rows:
        text = getattr(row, "because", "")
        if text:
            source = getattr(row, "source", "")
            yield Message("reason", text, f"usage ({source})", _shown(" ".join(map(str, row[:2]))))


def _trigger(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str:
    """Return where a call is, and what leads to it: the nearest condition or error around it."""
    reason = ""
    while node in parents:
        parent = parents[node]
        if not reason and isinstance(parent, ast.If | ast.IfExp) and node is not parent.test:
            here = parent.body if isinstance(parent.body, list) else [parent.body]
            reason = f"{'if' if node in here else 'unless'} {_shown(ast.unparse(parent.test))}"
        elif not reason and isinstance(parent, ast.ExceptHandler) and parent.type is not None:
            reason = f"on {ast.unparse(parent.type)}"
        elif isinstance(parent, ast.FunctionDef):
            return f"{parent.name}(): {reason or 'always'}"
        node = parent
    return reason or "when it is loaded"


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 100 else text[:97] + "..."


def _spoken(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """The arguments of a call that people read, with their kind."""
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name in ERRORS or name.endswith("Error") or name in {"NoAsterisk", "NotIsolated"}:
        yield from (("error", argument) for argument in call.args)
    elif name in PRINTED:
        yield from (("note", argument) for argument in call.args)
    elif name in FINDINGS:
        yield from (("finding", argument) for argument in call.args)
    for keyword in call.keywords:
        if keyword.arg in SENTENCES:
            yield "text", keyword.value


def _texts(node: ast.expr) -> Iterator[str]:
    """The texts that an expression can be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            str(part.value) if isinstance(part, ast.Constant) else f"{{{_named(part)}}}"
            for part in node.values
        )
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from _texts(part.value)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = list(_texts(node.left)) or ["{...}"], list(_texts(node.right)) or ["{...}"]
        yield from (one + other for one in left for other in right)


def _named(part: ast.expr) -> str:
    value = part.value if isinstance(part, ast.FormattedValue) else part
    text = ast.unparse(value)
    return text if len(text) <= 30 and '"' not in text and "'" not in text else "..."


def main() -> int:
    """Print the list, one message a line."""
    for message in messages():
        text = " ".join(message.text.split())
        sys.stdout.write(f"{message.kind:8} {text}   ({message.place}, {message.trigger})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
