"""The constructs of a Lua program."""

from collections.abc import Iterator

from asterisk_lint.records import NamedTuple


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


class UnreadRest(NamedTuple):
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


def constructed_fields(table: Node) -> list[tuple[Node | None, Node]]:
    """Return what the constructor of a table contains: key (None: a position) and value."""
    inside: list[tuple[Node | None, Node]] = []
    for child in table.children:
        if child.kind == "field" and len(child.children) == 2:
            inside.append((child.children[0], child.children[1]))
        elif child.children:
            inside.append((None, child.children[0]))
    return inside


def returned_nodes(function: Node) -> list[Node]:
    """Return the first value of each `return` in a function or file."""
    found: list[Node] = []
    for node in inside_function(function):
        if node.kind == "return":
            values = (
                node.children[0].children
                if node.children and node.children[0].kind == "list"
                else node.children
            )
            found += values[:1]
    return found


def is_library_call(called: Node, library: str, name: str) -> bool:
    """Tell whether a called expression is `library.name`, such as `string.format`."""
    return (
        called.kind == "index"
        and called.children[0].value == library
        and called.children[1].value == name
    )
