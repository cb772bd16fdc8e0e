"""The possible values of an expression in the Lua files, as far as reading the code shows."""

from collections.abc import Sequence

from asterisk_lint.dialplan.lua.call_sites import CallSites, Site
from asterisk_lint.dialplan.lua.names import Names, Variable
from asterisk_lint.dialplan.lua.nodes import (
    Node,
    constructed_fields,
    is_library_call,
    parts_of_concatenation,
    returned_nodes,
)
from asterisk_lint.dialplan.lua.texts import NIL, Value, combinations, formatted, limited, text_of

_DEEPEST = 40
_EFFORT = 200_000  # evaluations for all files together
# What pbx_lua and Lua itself put into global variables, as the kind of a value.
_GLOBALS = {"app": "app", "channel": "channel", "_G": "globals", "_ENV": "globals"}


class Values:
    """Evaluates expressions of the files that `names` has read; `returned` gives the result of a
    required file.
    """

    def __init__(self, names: Names, required: "dict[Node, Node]") -> None:
        self._names = names
        self._required = required  # the call of require() mapped to the file's block
        self._fields: dict[Node, list[tuple[Node, Node]]] = {}
        self._sites = CallSites()
        self._returns: dict[Node, list[Node]] = {}
        self._functions: dict[Variable, Node] = {
            variable: function
            for function, variables in names.parameters.items()
            for variable in variables
        }
        self._site: Site | None = None
        self._known: dict[Variable, list[Value]] = {}
        self._busy: set[Variable] = set()
        self._circles = 0
        self._effort = _EFFORT
        for target, value in names.targets:
            if target.kind == "index":
                for table in self.of(target.children[0]):
                    if table.kind == "table" and table.node is not None:
                        self._fields.setdefault(table.node, []).append((target.children[1], value))
        for call in names.calls:
            self._bind(call)
        self._known.clear()

    def of(self, node: Node, depth: int = 0) -> list[Value]:
        """Return every possible value of an expression; at least one, and a limited number."""
        self._effort -= 1
        if depth > _DEEPEST or self._effort < 0:
            return [Value("unknown", "value")]
        return limited(self._evaluate(node, depth + 1)) or [NIL]

    @property
    def gave_up(self) -> bool:
        """Tell whether the files are too complex to follow to the end."""
        return self._effort < 0

    def texts(self, node: Node, depth: int = 0) -> list[str]:
        """Return the possible texts of an expression, with `${name}` for parts that are only known
        during a call.
        """
        return list(dict.fromkeys(text_of(value) for value in self.of(node, depth)))

    def fields(self, table: Node) -> list[tuple[Node | None, Node]]:
        """Return the contents of a table: key (None: a position) and value, from its constructor
        and from assignments to its fields.
        """
        return [*constructed_fields(table), *self._fields.get(table, [])]

    def _evaluate(self, node: Node, depth: int) -> list[Value]:
        kind = node.kind
        if kind in ("text", "number"):
            return [Value("text", node.value)]
        if kind == "nil":
            return [NIL]
        if kind in ("function", "table"):
            return [Value(kind, node=node)]
        if kind == "name":
            return (
                self._variable(self._names.meaning[node], depth)
                if node in self._names.meaning
                else [Value("unknown", node.value)]
            )
        if kind == "concat":
            sides = [self.texts(child, depth) for child in parts_of_concatenation(node)]
            return [Value("text", "".join(parts)) for parts in combinations(sides)]
        if kind in ("or", "and") and len(node.children) == 2:
            left = self.of(node.children[0], depth) if kind == "or" else []
            return [value for value in left if value.kind != "nil"] + self.of(
                node.children[1], depth
            )
        if kind == "index" and len(node.children) == 2:
            return [
                value
                for table in self.of(node.children[0], depth)
                for value in self._index(table, node.children[1], depth)
            ]
        if kind == "call":
            return self._call(node, depth)
        if kind == "vararg" and self._site is not None:
            return [
                Value("text", ",".join(texts))
                for texts in combinations([self.arguments(rest, depth) for rest in self._site.rest])
            ]
        return [Value("unknown", "arguments" if kind == "vararg" else "value")]

    def sites(self, function: Node) -> list[Site | None]:
        """Return the calls of a function that can be distinguished; None stands for any call."""
        return self._sites.of(function)

    def at(self, site: Site | None) -> None:
        """Evaluate from here on as in that call."""
        if site is not self._site:
            self._site = site
            self._known.clear()

    def _variable(self, variable: Variable, depth: int) -> list[Value]:
        if variable in self._known:
            return self._known[variable]
        if variable in self._busy:
            self._circles += 1
            return [Value("unknown", variable.name)]
        self._busy.add(variable)
        circles = self._circles
        found = self._values(variable, depth)
        self._busy.discard(variable)
        if circles == self._circles or not self._busy:
            self._known[variable] = found
        return found

    def _values(self, variable: Variable, depth: int) -> list[Value]:
        values = [value for node in variable.values for value in self.of(node, depth)]
        function = self._functions.get(variable)
        if function is not None:
            if self._site is not None and variable in self._site.given:
                return values + self.of(self._site.given[variable], depth)
            given = self._sites.given(function, variable)
            values += [value for node in given for value in self.of(node, depth)]
            if self._sites.is_open(function) or not given:
                values.append(Value("unknown", variable.name))
        elif variable.open:
            values.append(Value("unknown", variable.name))
        values += [
            value
            for table, wanted in variable.elements
            for value in self._elements(table, wanted, variable.name, depth)
        ]
        if not values and self._names.is_global(variable):
            return [Value(_GLOBALS.get(variable.name, "unknown"), variable.name)]
        return values or [NIL]

    def _elements(self, table: Node, wanted: bool, name: str, depth: int) -> list[Value]:
        """Return the values, or the keys, that a loop over a table produces."""
        found: list[Value] = []
        for value in self.of(table, depth):
            if value.kind != "table" or value.node is None:
                found.append(Value("unknown", name))
                continue
            for key, inside in self.fields(value.node):
                node = inside if wanted else key
                found += self.of(node, depth) if node is not None else [Value("unknown", name)]
        return found

    def _index(self, table: Value, key: Node, depth: int) -> list[Value]:
        keys = self.texts(key, depth)
        if table.kind == "app":
            return [Value("application", name) for name in keys]
        if table.kind == "channel":
            return [Value("variable", name) for name in keys]
        if table.kind == "globals":
            return [
                value
                for name in keys
                for value in self._variable(self._names.globals.get(name) or Variable(name), depth)
            ]
        if table.kind == "table" and table.node is not None:
            found = []
            fields = self.fields(table.node)
            self._effort -= len(fields) // 8
            for other, value in fields:
                if other is not None and not set(keys).isdisjoint(self.texts(other, depth)):
                    found += self.of(value, depth)
            if not found and any("${" in name for name in keys):
                found = [inner for _, value in fields for inner in self.of(value, depth)]
            return found or [Value("unknown", keys[0])]
        return [Value("unknown", keys[0])]

    def _call(self, node: Node, depth: int) -> list[Value]:
        called, arguments = node.children[0], node.children[1:]
        if node in self._required:
            return self._returned(self._required[node], depth)
        if called.kind == "name" and called.value in ("tostring", "tonumber") and arguments:
            return [Value("text", text) for text in self.texts(arguments[0], depth)]
        if called.kind == "method":
            return self._method(called, arguments, depth)
        if is_library_call(called, "string", "format") and arguments:
            return [
                Value("text", text) for text in self._format(arguments[0], arguments[1:], depth)
            ]
        if is_library_call(called, "table", "concat") and arguments:
            return [Value("text", text) for text in self._joined(arguments, depth)]
        found = []
        for value in self.of(called, depth):
            if value.kind == "function" and value.node is not None:
                found += self._returned(value.node, depth)
            elif value.kind == "variable":
                found += [
                    Value("variable", text) for text in self.calls(value.text, arguments, depth)
                ]
        return found or [Value("unknown", "value")]

    def _method(self, called: Node, arguments: list[Node], depth: int) -> list[Value]:
        values = self.of(called.children[0], depth)
        if called.value == "get":
            names = [value.text for value in values if value.kind == "variable"]
            if names:
                return [Value("unknown", name.partition("(")[0]) for name in names]
        if called.value == "format":
            return [
                Value("text", text) for text in self._format(called.children[0], arguments, depth)
            ]
        return [Value("unknown", "value")]

    def _format(self, pattern: Node, arguments: list[Node], depth: int) -> list[str]:
        return [
            formatted(texts[0], texts[1:])
            for texts in combinations([self.texts(node, depth) for node in (pattern, *arguments)])
        ]

    def _joined(self, arguments: list[Node], depth: int) -> list[str]:
        found: list[str] = []
        separators = self.texts(arguments[1], depth) if len(arguments) > 1 else [""]
        for table in self.of(arguments[0], depth):
            if table.kind == "table" and table.node is not None:
                rest = self._site.rest if self._site is not None else None
                values = [value for _, value in self.fields(table.node)]
                items = [
                    self.texts(each, depth)
                    for value in values
                    for each in (rest if value.kind == "vararg" and rest is not None else [value])
                ]
                found += [
                    separator.join(texts)
                    for separator in separators
                    for texts in combinations(items)
                ]
        return found or ["${value}"]

    def calls(self, name: str, arguments: Sequence[Node], depth: int = 0) -> list[str]:
        """Return `name(arguments)` in every variant, with the arguments joined as pbx_lua joins
        them.
        """
        return [
            f"{name}({','.join(texts)})"
            for texts in combinations([self.arguments(node, depth) for node in arguments])
        ]

    def arguments(self, node: Node, depth: int = 0) -> list[str]:
        """Return the texts of one argument; nil is empty."""
        return list(
            dict.fromkeys(
                "" if value.kind == "nil" else text_of(value) for value in self.of(node, depth)
            )
        )

    def _returned(self, function: Node, depth: int) -> list[Value]:
        returns = self._returns.get(function)
        if returns is None:
            returns = self._returns[function] = returned_nodes(function)
        found: list[Value] = []
        for value in returns:
            found += self.of(value, depth)
            if self._effort < 0:
                break
        return found or [Value("unknown", "value")]

    def _bind(self, call: Node) -> None:
        called, arguments = call.children[0], call.children[1:]
        if called.kind == "method":
            key = Node("text", called.value, called.file, called.line, called.column)
            tables = [table for table in self.of(called.children[0]) if table.kind == "table"]
            values = [value for table in tables for value in self._index(table, key, 0)]
            arguments = [called.children[0], *arguments]
        else:
            values = self.of(called)
        for value in values:
            if value.kind == "function" and value.node is not None:
                parameters = self._names.parameters.get(value.node, [])
                # zip() stops at the shorter sequence, because a parameter may get no value
                site = Site(dict(zip(parameters, arguments)), arguments[len(parameters) :])  # noqa: B905
                handed_on = (
                    called.kind == "name" and self._names.meaning[called] in self._names.handed_on
                )
                self._sites.add(value.node, site, is_open=handed_on)
