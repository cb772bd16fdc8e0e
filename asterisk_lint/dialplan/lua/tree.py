"""A Lua file as a tree of the relevant constructs, read with tree-sitter's Lua grammar (5.1 to 5.4,
continues after an error).
"""

from asterisk_lint.dialplan.lua.nodes import Node, UnreadRest
from asterisk_lint.dialplan.lua.strings import unquoted
from asterisk_lint.model import Problem
from asterisk_lint.records import TYPE_CHECKING

if TYPE_CHECKING:
    import tree_sitter


_SMALL = 8192  # bytes: tree-sitter needs no noticeable time for this much invalid text
_DEEPEST = 2000  # nested constructs


def parse(data: bytes, file: str) -> tuple[Node, list[Problem], UnreadRest | None]:
    """Return the file's block, its first error, at which Lua rejects the file, and the part of it
    that is not in the block.
    """
    import tree_sitter
    import tree_sitter_lua

    data = data.removeprefix(b"\xef\xbb\xbf")
    unread = None
    if len(data) > _SMALL:
        from asterisk_lint.dialplan.lua.syntax import error

        wrong = error(data)
        if wrong is not None and len(data) - wrong[0] > _SMALL:
            reader = _Reader(data, file)
            line, column = reader.line_and_column(wrong[1])
            message = (
                "this is not valid Lua: Asterisk loads nothing from extensions.lua, and "
                "asterisk-lint checks nothing from here on"
            )
            problem = Problem("syntax-error", message, file, line, column)
            unread = UnreadRest(data.count(b"\n", 0, wrong[0]) + 1, "is not valid Lua")
            data = data[: wrong[0]]
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_lua.language()))
    root = parser.parse(data).root_node
    reader = _Reader(data, file)
    if _is_deep(root):
        message = f"more than {_DEEPEST} nested constructs: this file is not checked"
        return (
            Node("block", "", file, 1, 1),
            [Problem("syntax-error", message, file, 1)],
            UnreadRest(1, "is nested too deeply"),
        )
    block = reader.node("block", root)
    reader.adopt(block, root.named_children)
    problems = []
    if unread is not None:
        problems.append(problem)
    elif root.has_error:
        line, column = reader.place(_first_error(root))
        problems.append(
            Problem(
                "syntax-error",
                "this is not valid Lua: Asterisk loads nothing from extensions.lua",
                file,
                line,
                column,
            )
        )
    return block, problems, unread


def _is_deep(root: "tree_sitter.Node") -> bool:
    cursor = root.walk()
    depth = 0
    while True:
        if cursor.goto_first_child():
            depth += 1
            if depth > _DEEPEST:
                return True
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return False
            depth -= 1


def _first_error(node: "tree_sitter.Node") -> "tree_sitter.Node":
    while True:
        inner = next(
            (child for child in node.children if child.has_error or child.is_missing), None
        )
        if inner is None:
            return node
        node = inner


class _Reader:
    def __init__(self, data: bytes, file: str) -> None:
        self._lines = data.split(b"\n")
        self._file = file

    def place(self, source: "tree_sitter.Node") -> tuple[int, int]:
        row, column = source.start_point
        before = self._lines[row][:column] if row < len(self._lines) else b""
        return row + 1, len(before.decode("utf-8", "surrogateescape")) + 1

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset in the file."""
        before = b"\n".join(self._lines)[:offset]
        return before.count(b"\n") + 1, len(
            before.rpartition(b"\n")[2].decode("utf-8", "surrogateescape")
        ) + 1

    def node(self, kind: str, source: "tree_sitter.Node", value: str = "") -> Node:
        return Node(kind, value, self._file, *self.place(source))

    def adopt(self, node: Node, sources: "list[tree_sitter.Node]") -> Node:
        for source in sources:
            if source.type != "comment":
                child = self.read(source)
                child.parent = node
                node.children.append(child)
        return node

    def read(self, source: "tree_sitter.Node") -> Node:
        kind = source.type
        if kind in ("identifier", "number", "nil"):
            return self.node({"identifier": "name"}.get(kind, kind), source, _text(source))
        if kind == "string":
            return self.node("text", source, unquoted(_text(source)))
        if kind == "vararg_expression":
            return self.node("vararg", source)
        if kind == "parenthesized_expression":
            inner = [child for child in source.named_children if child.type != "comment"]
            return (
                self.read(inner[0])
                if len(inner) == 1
                else self.adopt(self.node("other", source), inner)
            )
        if kind == "binary_expression":
            operators = {"..": "concat", "or": "or", "and": "and"}
            found = next(
                (operators[child.type] for child in source.children if child.type in operators),
                "other",
            )
            return self.adopt(self.node(found, source), source.named_children)
        if kind in ("dot_index_expression", "method_index_expression", "bracket_index_expression"):
            return self._index(source)
        if kind == "function_call":
            called, arguments = (
                source.child_by_field_name("name"),
                source.child_by_field_name("arguments"),
            )
            node = self.adopt(self.node("call", source), [called] if called else [])
            if node.children:
                node.line, node.column = node.children[0].line, node.children[0].column
            return self.adopt(node, arguments.named_children if arguments else [])
        if kind in ("function_definition", "function_declaration"):
            return self._function(source)
        if kind == "table_constructor":
            return self.adopt(self.node("table", source), source.named_children)
        if kind == "field":
            return self._field(source)
        if kind in ("variable_declaration", "assignment_statement"):
            return self._assignment(source)
        if kind == "for_statement":
            return self._for(source)
        kind = {"block": "block", "return_statement": "return", "expression_list": "list"}.get(
            kind, "other"
        )
        return self.adopt(self.node(kind, source), source.named_children)

    def _index(self, source: "tree_sitter.Node") -> Node:
        table = source.child_by_field_name("table")
        key = source.child_by_field_name("method") or source.child_by_field_name("field")
        if table is None or key is None:
            return self.adopt(self.node("other", source), source.named_children)
        if source.type == "method_index_expression":
            return self.adopt(self.node("method", source, _text(key)), [table])
        node = self.adopt(self.node("index", source), [table])
        if source.type == "bracket_index_expression":
            return self.adopt(node, [key])
        field = self.node("text", key, _text(key))
        field.parent = node
        node.children.append(field)
        return node

    def _function(self, source: "tree_sitter.Node") -> Node:
        function = self.node("function", source)
        parameters = source.child_by_field_name("parameters")
        if parameters is not None:
            function.names = [
                _text(child) for child in parameters.named_children if child.type == "identifier"
            ]
        body = source.child_by_field_name("body")
        self.adopt(function, [body] if body else [])
        name = source.child_by_field_name("name")
        if name is None:
            return function
        if name.type == "identifier" and any(child.type == "local" for child in source.children):
            node = self.node("localfunction", source)
            node.names = [_text(name)]
        else:
            node = self.adopt(self.node("assign", source), [name])
            node.count = 1
            target = node.children[0]
            if target.kind == "method":
                # `function a:b()` is `a.b = function(self)`
                target.kind = "index"
                target.children.append(self.node("text", name, target.value))
                function.names.insert(0, "self")
        function.parent = node
        node.children.append(function)
        return node

    def _field(self, source: "tree_sitter.Node") -> Node:
        key, value = source.child_by_field_name("name"), source.child_by_field_name("value")
        if key is None or value is None:
            return self.adopt(self.node("item", source), source.named_children)
        node = self.node("field", source)
        if key.type == "identifier" and source.children[0].type != "[":
            node.children.append(self.node("text", key, _text(key)))
            node.children[0].parent = node
        else:
            self.adopt(node, [key])
        return self.adopt(node, [value])

    def _assignment(self, source: "tree_sitter.Node") -> Node:
        local = source.type == "variable_declaration"
        inner = next(
            (child for child in source.named_children if child.type == "assignment_statement"),
            source,
        )
        names = next(
            (child for child in inner.named_children if child.type == "variable_list"), None
        )
        values = next(
            (child for child in inner.named_children if child.type == "expression_list"), None
        )
        targets = (
            [child for child in names.named_children if child.type not in ("attribute", "comment")]
            if names
            else []
        )
        node = self.node("local" if local else "assign", source)
        if local:
            node.names = [_text(target) for target in targets]
        else:
            self.adopt(node, targets)
            node.count = len(node.children)
        return self.adopt(node, values.named_children if values else [])

    def _for(self, source: "tree_sitter.Node") -> Node:
        node = self.node("for", source)
        clause, body = source.child_by_field_name("clause"), source.child_by_field_name("body")
        for child in clause.named_children if clause else []:
            if child.type == "variable_list":
                node.names += [
                    _text(name) for name in child.named_children if name.type == "identifier"
                ]
            elif (
                clause
                and clause.type == "for_numeric_clause"
                and not node.names
                and child.type == "identifier"
            ):
                node.names = [_text(child)]
            else:
                self.adopt(node, [child])
        return self.adopt(node, [body] if body else [])


def _text(source: "tree_sitter.Node") -> str:
    return (source.text or b"").decode("utf-8", "surrogateescape")
