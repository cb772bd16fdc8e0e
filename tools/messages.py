"""Every message that the program can print, with the place that prints it: `python -m
tools.messages`.

Each comes with its trigger: the function that prints it, and the condition or the error that leads
there. Found in the sources: what is given to the functions that print, to the errors that reach a
user, to findings, problems and what cannot be seen, and the reasons in the tables; also by way of
a variable, or of a function that returns it. `{...}` stands for what is filled in.
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from asterisk_lint.model import Need
from asterisk_lint.usage import load_tables

PACKAGE = Path(__file__).parent.parent / "asterisk_lint"
ERRORS = frozenset(
    {
        "UsageError", "FixRefused", "SettingsError", "TreeError", "Unreadable", "UnknownRelease",
        "NoAsterisk", "NotIsolated", "LogError",
        "NotObserved", "ArgumentTypeError",
    }
)  # fmt: skip
PRINTED = frozenset({"note", "note_unless", "say", "prompt", "ask", "progress"})
FINDINGS = frozenset(
    {
        "finding",
        "at",
        "_finding",
        "Problem",
        "problem",
        "Unseen",
        "Question",
        "Invisible",
        "NoValue",
        "Trouble",
        "syntax_problem",
        "Odd",
        "_at",
        "_warn",
        "warn",
        "remark",
        "give_up",
        "_counted",
    }
)
# Arguments with these names
SENTENCES = frozenset(
    {"message", "fix", "why", "help", "advice", "because", "what", "shown_by", "summary"}
)


class Message(NamedTuple):
    """A text that people can get to see."""

    kind: str  # "error", "note", "finding", "text"
    text: str
    place: str  # "rules/missing.py:42"
    trigger: str = ""  # "refuse_unsafe(): if source.is_placeholder"


def messages() -> list[Message]:
    """All of them, by file and line."""
    found = []
    trees = {
        str(path.relative_to(PACKAGE)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }
    for name, tree in trees.items():
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                trigger = _trigger(node, parents)
                told = Told(trees, tree, _function(node, parents))
                found += [
                    Message(kind, text, f"{name}:{where.lineno}", trigger)
                    for kind, where in _spoken(node)
                    for text in told.texts(where)
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
            yield Message("reason", text, f"usage ({source})", _shown(_row(row)))


def _row(row: object) -> str:
    """Return what a row is about, in one line."""
    fields = list(row)[:2] if isinstance(row, tuple) else [row]
    needs = [each for field in fields for each in (field if isinstance(field, tuple) else (field,))]
    return " ".join(
        f"{each.kind} {each.name}" if isinstance(each, Need) else str(each) for each in needs
    )


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


def _function(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> ast.AST | None:
    """Return the function around a node."""
    while node in parents and not isinstance(node, ast.FunctionDef):
        node = parents[node]
    return node if isinstance(node, ast.FunctionDef) else None


class Told:
    """The texts that an expression can be, in one function of a file."""

    def __init__(
        self,
        trees: Mapping[str, ast.Module],
        tree: ast.Module,
        function: ast.AST | None,
        seen: frozenset[str] = frozenset(),
    ) -> None:
        self.trees = trees
        self.tree = tree
        self.function = function
        self.seen = seen  # the variables and functions on the way here

    def texts(self, node: ast.expr) -> Iterator[str]:
        """Yield each of them."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else f"{{{_named(part)}}}"
                for part in node.values
            )
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    yield from self.texts(part.value)
        elif isinstance(node, ast.IfExp):
            yield from self.texts(node.body)
            yield from self.texts(node.orelse)
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                yield from self.texts(value)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left = list(self.texts(node.left)) or ["{...}"]
            right = list(self.texts(node.right)) or ["{...}"]
            yield from (one + other for one in left for other in right)
        elif isinstance(node, ast.Tuple | ast.List):
            for value in node.elts:
                yield from self.texts(value)
        elif isinstance(node, ast.Name):
            yield from self._of_variable(node.id)
        elif isinstance(node, ast.Call):
            yield from self._of_call(node)

    def _of_variable(self, name: str) -> Iterator[str]:
        if name in self.seen:
            return
        inside = Told(self.trees, self.tree, self.function, self.seen | {name})
        for place in (self.function, self.tree):
            if place is not None:
                for node in ast.walk(place):
                    value = _assigned(node, name)
                    if value is not None and (place is self.function or node in self.tree.body):
                        yield from inside.texts(value)

    def _of_call(self, call: ast.Call) -> Iterator[str]:
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr in {"replace", "format", "join"}:
            yield from self.texts(function.value)
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        if not name or name in self.seen:
            return
        tree = self._tree_of(name)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name == name:
                inside = Told(self.trees, tree, node, self.seen | {name})
                for each in ast.walk(node):
                    if isinstance(each, ast.Return | ast.Yield) and each.value is not None:
                        yield from inside.texts(each.value)

    def _tree_of(self, function: str) -> ast.Module:
        """Return the file that a function is imported from; this one if it is not imported."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and any(
                each.name == function for each in node.names
            ):
                path = (node.module or "").removeprefix("asterisk_lint.").replace(".", "/")
                return self.trees.get(f"{path}.py", self.tree)
        return self.tree


def _assigned(node: ast.AST, name: str) -> ast.expr | None:
    """Return what a statement gives to a variable, or adds to it."""
    if isinstance(node, ast.Assign):
        targets: list[ast.expr] = [
            each
            for target in node.targets
            for each in (target.elts if isinstance(target, ast.Tuple) else [target])
        ]
        value: ast.expr | None = node.value
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets, value = [node.target], node.value
    else:
        return None
    return (
        value if any(isinstance(each, ast.Name) and each.id == name for each in targets) else None
    )


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
