"""Resolve which variable each name in the Lua files refers to."""

from asterisk_lint.dialplan.lua.nodes import Node


class Variable:
    """A local or global variable, with every expression that is assigned to it."""

    __slots__ = ("elements", "name", "open", "values")

    def __init__(self, name: str, *, is_open: bool = False) -> None:
        self.name = name
        self.values: list[Node] = []
        self.elements: list[
            tuple[Node, bool]
        ] = []  # tables that a loop iterates over; False: their keys, True: their values
        # it also gets unknown values: a loop's variable, the second result of a call
        self.open = is_open


class Scope:
    """The local variables that are visible at a place."""

    __slots__ = ("_around", "_variables")

    def __init__(self, around: "Scope | None" = None) -> None:
        self._around = around
        self._variables: dict[str, Variable] = {}

    def find(self, name: str) -> Variable | None:
        """Return the variable of a name; None if it is not local here."""
        scope: Scope | None = self
        while scope is not None:
            variable = scope._variables.get(name)
            if variable is not None:
                return variable
            scope = scope._around
        return None

    def declare(self, name: str, variable: Variable) -> None:
        """Make a name refer to a variable from here on."""
        self._variables[name] = variable


class Names:
    """The variables of all files: Lua's globals are common to them."""

    def __init__(self) -> None:
        self.globals: dict[str, Variable] = {}
        self.meaning: dict[Node, Variable] = {}
        self.parameters: dict[Node, list[Variable]] = {}
        self.handed_on: set[Variable] = set()  # read in another way than by calling it
        self.calls: list[Node] = []
        self.targets: list[tuple[Node, Node]] = []  # assignments to fields of tables

    def read(self, file: Node) -> None:
        """Add a file's block."""
        self._block(file, Scope())

    def is_global(self, variable: Variable) -> bool:
        """Tell whether it is a global variable."""
        return self.globals.get(variable.name) is variable

    def _find(self, name: str, scope: Scope) -> Variable:
        variable = scope.find(name) or self.globals.get(name)
        if variable is None:
            variable = self.globals[name] = Variable(name)
        return variable

    def _block(self, node: Node, scope: Scope) -> None:
        inner = Scope(scope)
        for child in node.children:
            self._visit(child, inner)

    def _declare(self, names: list[str], values: list[Node], scope: Scope) -> list[Variable]:
        variables = []
        for position, name in enumerate(names):
            variable = Variable(name)
            _give(variable, position, values)
            scope.declare(name, variable)
            variables.append(variable)
        return variables

    def _visit(self, node: Node, scope: Scope) -> None:
        kind = node.kind
        if kind == "name":
            variable = self.meaning[node] = self._find(node.value, scope)
            if (
                node.parent is None
                or node.parent.kind != "call"
                or node.parent.children[0] is not node
            ):
                self.handed_on.add(variable)
        elif kind == "block":
            self._block(node, scope)
        elif kind == "local":
            for value in node.children:
                self._visit(value, scope)
            self._declare(node.names, node.children, scope)
        elif kind == "localfunction":
            self._declare(node.names, node.children, scope)
            self._visit(node.children[0], scope)
        elif kind == "assign":
            self._assign(node, scope)
        elif kind == "function":
            inner = Scope(scope)
            self.parameters[node] = self._declare(node.names, [], inner)
            for child in node.children:
                self._visit(child, inner)
        elif kind == "for":
            for child in node.children[:-1]:
                self._visit(child, scope)
            inner = Scope(scope)
            table = _looped(node)
            for position, variable in enumerate(self._declare(node.names, [], inner)):
                if table is None or position > 1:
                    variable.open = True
                else:
                    variable.elements.append((table, position == 1))
            for child in node.children[-1:]:
                self._visit(child, inner)
        else:
            if kind == "call":
                self.calls.append(node)
            for child in node.children:
                self._visit(child, scope)

    def _assign(self, node: Node, scope: Scope) -> None:
        targets, values = node.children[: node.count], node.children[node.count :]
        for position, target in enumerate(targets):
            if target.kind == "name":
                variable = self.meaning[target] = self._find(target.value, scope)
                _give(variable, position, values)
            else:
                self._visit(target, scope)
                if position < len(values):
                    self.targets.append((target, values[position]))
        for value in values:
            self._visit(value, scope)


def _give(variable: Variable, position: int, values: list[Node]) -> None:
    if position < len(values):
        variable.values.append(values[position])
    elif values and values[-1].kind in ("call", "vararg"):
        variable.open = True


def _looped(node: Node) -> Node | None:
    """Return the table of `for key, value in pairs(table)`."""
    call = node.children[0] if node.children else node
    if call.kind == "list" and len(call.children) == 1:
        call = call.children[0]
    if (
        call.kind == "call"
        and len(call.children) == 2
        and call.children[0].value in ("pairs", "ipairs")
    ):
        return call.children[1]
    return None
