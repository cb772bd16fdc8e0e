"""The syntax tree of an AEL file."""

from collections.abc import Iterator


class Node:
    """One construct; which fields say something depends on `kind`.

    kind             text                 words                  body             otherwise
    context, macro   name                 arguments              what is inside
    extension        name                                        its statements
    globals                                                      assignments
    call, subcall    application, macro   arguments
    goto                                  target, 1 to 3 words
    set, local       variable
    if, random       condition                                   statements       else
    iftime                                the four times         statements       else
    while, switch    condition, value                            statements, cases
    for              first assignment     test, increment        statements
    case, pattern    the value                                   statements
    default, catch   -, the extension                            statements
    block                                                        statements
    label, ignorepat name
    break, continue, return
    includes, switches, eswitches                                entries
    entry            name                 the four times of an include
    """

    __slots__ = (
        "abstract", "body", "column", "end_line", "extended", "file", "hints", "home", "kind",
        "line", "otherwise", "parent", "places", "regexten",
        "text", "value", "words",
    )  # fmt: skip

    def __init__(self, kind: str, text: str, file: str, line: int, column: int) -> None:
        self.kind = kind
        self.text = text
        self.file = file
        self.line = line
        self.column = column
        self.end_line = line
        self.words: list[str] = []
        self.body: list[Node] = []
        self.otherwise: Node | None = None
        self.parent: Node | None = None
        self.value = ""  # of an assignment
        self.hints: str | None = None  # for an extension
        self.regexten = False  # for an extension
        self.abstract = False  # of a context: abstract, or extended
        self.extended = False  # of a context: marked `extend`
        self.places: list[
            tuple[str, int, int]
        ] = []  # of times: file, line and column of each of the four
        self.home: object = None  # of a label: the extension that it was compiled into

    def adopt(self, children: "list[Node]") -> None:
        """Set `children` as the body."""
        self.body = children
        for child in children:
            child.parent = self

    def child(self, kind: str, text: str = "") -> "Node":
        """Return a new node at this node's position without source text; it has no parent, as in
        Asterisk.
        """
        node = Node(kind, text, self.file, self.line, self.column)
        node.end_line = self.end_line
        return node

    def enclosing(self, *kinds: str) -> "Node | None":
        """Return this node or the nearest enclosing one that is of one of `kinds`."""
        node: Node | None = self
        while node is not None and node.kind not in kinds:
            node = node.parent
        return node

    def __iter__(self) -> "Iterator[Node]":
        """Yield the body, then the `else` part."""
        yield from self.body
        if self.otherwise is not None:
            yield self.otherwise
