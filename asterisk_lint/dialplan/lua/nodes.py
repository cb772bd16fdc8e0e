"""The constructs of a Lua program."""

from collections.abc import Iterator

from asterisk_lint.records import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    pass


class Node:
    """One construct; `children` and `names` by `kind`:

    name, text, number, nil, vararg     `value` is what it says index
    the table, the key method                              the object; `value` is the method call
    what is called, then the arguments function                            `names` are the
    parameters; its block table                               fields (key, value) and items (value)
    concat, or, and                     both sides local, localfunction                `names`, the
    values assign                              the first `count` children are the targets, the
    others the values return                              the values block, for, other
    whatever is inside; a `for` has `names`
    """

    __slots__ = ("children", "column", "count", "file", "kind", "line", "names", "parent", "value")

    def __init__(self, kind: str, value: str, file: str, line: int, column: int) -> None:
        self.kind = kind
        self.value = value
        self.file = file
        self.line = line
        self.column = column
        self.children: list[Node] = []
        self.names: list[str] = []
        self.count = 0
        self.parent: Node | None = None

    def walk(self) -> Iterator["Node"]:
        """Yield this node and all nested ones, in the order of the source."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


class Unread(NamedTuple):
    """The line from which a file is not read, and the reason."""

    line: int
    reason: str


def parts_of_concatenation(node: Node) -> list[Node]:
    """Return the parts of `a .. b .. c`."""
    parts: list[Node] = []
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if part.kind == "concat":
            waiting.extend(reversed(part.children))
        else:
            parts.append(part)
    return parts


def inside_function(function: Node) -> list[Node]:
    """Return the contents of a function or file, without the contents of nested functions."""
    found: list[Node] = []
    waiting = list(function.children)
    while waiting:
        node = waiting.pop()
        found.append(node)
        if node.kind != "function":
            waiting.extend(node.children)
    return found
