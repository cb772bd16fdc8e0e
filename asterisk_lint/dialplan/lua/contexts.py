"""The contexts in the table `extensions` of the Lua files (pbx/pbx_lua.c: lua_find_extension())."""

from collections.abc import Iterator

from asterisk_lint.dialplan.lua.names import Names
from asterisk_lint.dialplan.lua.nodes import Node
from asterisk_lint.dialplan.lua.values import Values
from asterisk_lint.dialplan.steps import ContextParts, Declared

# Functions of Lua that change no table and run no code; the parameter of the last ones is code.
_READERS = frozenset({"pairs", "ipairs", "next", "type", "print", "tostring", "assert", "unpack"})
_CODE = frozenset({"load", "loadstring", "dofile", "loadfile", "setfenv"})


class Contexts:
    """Finds the contexts. `whole`: nothing that cannot be followed adds to them."""

    def __init__(self, names: Names, values: Values, required: "dict[Node, Node]") -> None:
        self.whole = True
        self._names = names
        self._values = values
        self._required = required
        self._tables: set[Node] = set()

    def find(self) -> list[ContextParts]:
        """Return each context once. One to which something unknown adds counts as a context with a
        switch.
        """
        variable = self._names.globals.get("extensions")
        if variable is None or variable.open or variable.elements:
            self.whole = False
            return []
        contexts: dict[str, _Parts] = {}
        for expression in variable.values:
            for table in self._inner(expression):
                if table is None:
                    self.whole = False
                    continue
                for key, inside in self._values.fields(table):
                    for name in self._texts(key):
                        parts = contexts.setdefault(name, _Parts())
                        self._fill(parts, inside)
                        self.whole &= "${" not in name
        self.whole = self.whole and not self._escape()
        return [
            ContextParts(name, tuple(parts.includes), parts.open, tuple(parts.extensions))
            for name, parts in contexts.items()
        ]

    def _fill(self, parts: "_Parts", node: Node) -> None:
        for table in self._inner(node):
            if table is None:
                parts.open = True
                continue
            for key, value in self._values.fields(table):
                for name in self._texts(key):
                    if name.lower() == "include":
                        self._include(parts, value)
                    elif "${" in name or all(
                        each.kind in {"nil", "unknown"} for each in self._values.of(value)
                    ):
                        parts.open = True
                    else:
                        place = key or value
                        parts.extensions.append(
                            Declared(name, place.file, place.line, place.column)
                        )

    def _include(self, parts: "_Parts", node: Node) -> None:
        for table in self._inner(node):
            if table is None:
                parts.open = True
                continue
            for _, value in self._values.fields(table):
                for name in self._values.texts(value):
                    parts.open |= "${" in name
                    parts.includes[name] = None

    def _inner(self, node: Node) -> Iterator[Node | None]:
        """Yield the tables that an expression can be; None for anything else."""
        for value in self._values.of(node):
            if value.kind == "table" and value.node is not None:
                self._tables.add(value.node)
                yield value.node
            else:
                yield None

    def _texts(self, key: Node | None) -> list[str]:
        return self._values.texts(key) if key is not None else ["${key}"]

    def _escape(self) -> bool:
        """Tell whether code that is not followed can add to one of the tables."""
        for call in self._names.calls:
            called, arguments = call.children[0], call.children[1:]
            if called.kind == "name" and self._is_library(called):
                if called.value in _CODE and call not in self._required:
                    return True
                if called.value in _READERS:
                    continue
            if called.kind == "method":
                arguments = [called.children[0], *arguments]
            if any(self._is_one(each) for each in arguments) and not all(
                value.kind == "function" for value in self._values.of(called)
            ):
                return True
        return any(self._can_be_one(target.children[0], value) for target, value in
                   self._names.targets if target.kind == "index")  # fmt: skip

    def _is_library(self, called: Node) -> bool:
        variable = self._names.meaning.get(called)
        return variable is not None and self._names.is_global(variable) and not variable.values

    def _is_one(self, node: Node) -> bool:
        return any(value.node in self._tables for value in self._values.of(node) if value.node)

    def _can_be_one(self, table: Node, value: Node) -> bool:
        """Tell whether an assignment to a field of an unknown table can declare something."""
        kinds = {each.kind for each in self._values.of(table)}
        if "globals" in kinds:
            return True
        return "unknown" in kinds and any(
            each.kind in {"table", "function", "unknown"} for each in self._values.of(value)
        )


class _Parts:
    def __init__(self) -> None:
        self.includes: dict[str, None] = {}
        self.extensions: list[Declared] = []
        self.open = False
