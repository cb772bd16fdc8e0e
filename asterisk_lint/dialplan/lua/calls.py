"""How Lua code uses Asterisk: applications, functions, hints (pbx/pbx_lua.c, the same in 1.6.2 to
22).
"""

from collections.abc import Iterator

from asterisk_lint.dialplan.lua.names import Names
from asterisk_lint.dialplan.lua.nodes import Node
from asterisk_lint.dialplan.lua.texts import Value, combinations
from asterisk_lint.dialplan.lua.values import Values
from asterisk_lint.dialplan.steps import evaluated_by
from asterisk_lint.model import Problem, Step, Unseen, Use
from asterisk_lint.releases import Release

Home = tuple[str, str]
_CALLERS = ("pcall", "xpcall")
_CODE = ("load", "loadstring")
_UNKNOWN = "which application this runs is only known during a call"


class Calls:
    """Walks through files and collects their steps, uses and the code that cannot be followed."""

    def __init__(self, names: Names, values: Values, release: Release) -> None:
        self.steps: list[Step] = []
        self.uses: list[Use] = []
        self.problems: list[Problem] = []
        self.unseen: list[Unseen] = []
        self._names = names
        self._values = values
        self._release = release
        self._told: set[Problem] = set()
        self._homes: dict[Node, list[Home]] = {}

    def extensions(self) -> None:
        """Find out which function is which extension."""
        for context, extension, node in self._entries("extensions"):
            if extension.lower() == "include":
                continue
            for value in self._values.of(node):
                if value.kind == "function" and value.node is not None:
                    self._homes.setdefault(value.node, []).append((context, extension))
                elif value.kind == "application":
                    # An application as a value is called with the context and the extension.
                    self._step(value.text, f"{context},{extension}", node, (context, extension))

    def loading(self, file: Node) -> None:
        """Report what fails while Asterisk loads the file: `app` and `channel` exist only during a
        call (lua_load_extensions()).
        """
        waiting = [file]
        while waiting:
            node = waiting.pop()
            if (
                node.kind == "index"
                and node.children[0].kind == "name"
                and node.children[0].value in ("app", "channel")
            ):
                variable = self._names.meaning.get(node.children[0])
                if variable is not None and not variable.values and self._names.is_global(variable):
                    message = (
                        f"`{variable.name}` does not exist while extensions.lua is loaded, only "
                        "during a call: Asterisk rejects the file"
                    )
                    self.problems.append(
                        Problem("syntax-error", message, node.file, node.line, node.column)
                    )
            if node.kind not in ("function", "other", "or", "and"):
                waiting.extend(reversed(node.children))

    def hints(self) -> None:
        """Process the entries of the hints table."""
        from asterisk_lint.dialplan.text_uses import expression_uses

        for context, extension, node in self._entries("hints"):
            for text in self._values.texts(node):
                self.steps.append(
                    Step(context, extension, "hint", text, "", node.file, node.line, node.column)
                )
                if not extension.startswith("_"):
                    place = Use(
                        "",
                        "",
                        node.file,
                        node.line,
                        node.column,
                        context,
                        extension,
                        "hint",
                        because=evaluated_by("pbx_lua"),
                    )
                    self.uses += expression_uses(text, place, self._release)

    def read(self, file: Node) -> None:
        """Process everything that a file's code uses."""
        waiting: list[tuple[Node, Home | None, Node | None]] = [(file, None, None)]
        while waiting:
            node, home, function = waiting.pop()
            if node.kind == "function":
                homes = self._homes.get(node, [])
                home = homes[0] if len(homes) == 1 else home
                function = node
            if node.kind in ("call", "index", "name"):
                for site in self._values.sites(function) if function is not None else [None]:
                    self._values.at(site)
                    self._use(node, home)
                self._values.at(None)
            waiting.extend((child, home, function) for child in reversed(node.children))

    def _use(self, node: Node, home: Home | None) -> None:
        if node.kind == "call":
            self._call(node, home)
        elif node.kind == "index":
            self._index(node, home)
        else:
            self._name(node)

    def _entries(self, table: str) -> Iterator[tuple[str, str, Node]]:
        variable = self._names.globals.get(table)
        for expression in variable.values if variable else []:
            for contexts in self._values.of(expression):
                for context, inside in (
                    self._values.fields(contexts.node)
                    if contexts.kind == "table" and contexts.node
                    else []
                ):
                    yield from self._inside(context, inside)

    def _inside(self, context: Node | None, inside: Node) -> Iterator[tuple[str, str, Node]]:
        for extensions in self._values.of(inside):
            for extension, node in (
                self._values.fields(extensions.node)
                if extensions.kind == "table" and extensions.node
                else []
            ):
                for names in combinations(
                    [self._values.texts(key) if key else ["1"] for key in (context, extension)]
                ):
                    yield names[0], names[1], node

    def _step(self, application: str, arguments: str, place: Node, home: Home | None) -> None:
        context, extension = home or ("", "")
        self.steps.append(
            Step(
                context, extension, 1, application, arguments, place.file, place.line, place.column
            )
        )

    def _call(self, node: Node, home: Home | None) -> None:
        called, arguments = node.children[0], node.children[1:]
        if (
            called.kind == "name"
            and called.value in _CODE
            and self._names.is_global(self._names.meaning[called])
        ):
            self._dynamic(
                node,
                f"{called.value}() runs code that is only known during a call",
                ("application", "function"),
            )
        if called.kind == "name" and called.value in _CALLERS and arguments:
            called, arguments = arguments[0], arguments[1 if called.value == "pcall" else 2 :]
        if called.kind == "method":
            return
        for value in self._values.of(called):
            if value.kind == "application":
                self._application(value, called, arguments, home)
            elif value.kind == "variable":
                for text in self._values.calls(value.text, arguments):
                    self._function(text, called, home)

    def _application(
        self, value: Value, called: Node, arguments: list[Node], home: Home | None
    ) -> None:
        if "${" in value.text:
            self._dynamic(called, _UNKNOWN, ("application",))
            return
        place = _name_of(called)
        for texts in combinations([self._values.arguments(node) for node in arguments]):
            self._step(value.text, ",".join(texts), place, home)

    def _function(self, text: str, place: Node, home: Home | None) -> None:
        from asterisk_lint.dialplan.text_uses import expression_uses

        place = _name_of(place)
        context, extension = home or (None, None)
        use = Use(
            "", "", place.file, place.line, place.column, context, extension, 1 if home else None
        )
        self.uses += [
            found._replace(column=place.column)
            for found in expression_uses("${" + text + "}", use, self._release)
        ]

    def _index(self, node: Node, home: Home | None) -> None:
        called = (
            node.parent is not None
            and node.parent.kind == "call"
            and node.parent.children[0] is node
        )
        base = {value.kind for value in self._values.of(node.children[0])}
        if not base & {"app", "channel"}:
            return
        for value in self._values.of(node):
            if value.kind == "variable" and not called:
                name, parenthesis, _ = value.text.partition("(")
                if parenthesis and value.text.endswith(")") and "${" not in name:
                    self._function(value.text, node, home)
                elif value.text.startswith("${") and (
                    parenthesis or value.text.find("}") == len(value.text) - 1
                ):
                    self._dynamic(
                        node,
                        (
                            "whether this is a variable or a function, and which, is only known "
                            "during a call"
                        ),
                        ("function",),
                    )
            elif value.kind == "application" and not called and not self._followed(node):
                if "${" in value.text:
                    self._dynamic(node, _UNKNOWN, ("application",))
                else:
                    place = _name_of(node)
                    context, extension = home or (None, None)
                    self.uses.append(
                        Use(
                            "application",
                            value.text,
                            place.file,
                            place.line,
                            place.column,
                            context,
                            extension,
                            1 if home else None,
                        )
                    )

    def _followed(self, node: Node) -> bool:
        """Tell whether an application's value goes to a place where its calls are seen: a variable,
        pcall().
        """
        parent = node.parent
        if parent is None:
            return False
        if parent.kind == "call":
            return parent.children[0].value in _CALLERS and parent.children[1] is node
        return parent.kind in ("local", "localfunction") or (
            parent.kind == "assign" and parent.children[0].kind == "name"
        )

    def _name(self, node: Node) -> None:
        variable = self._names.meaning.get(node)
        if (
            variable is None
            or node.value not in ("app", "channel")
            or variable.values
            or not self._names.is_global(variable)
        ):
            return
        parent = node.parent
        if parent is None or parent.kind in (
            "index",
            "method",
            "local",
            "field",
            "assign",
            "or",
            "and",
        ):
            return
        if parent.kind == "call" and any(
            value.kind == "function" for value in self._values.of(parent.children[0])
        ):
            return
        reach = "application" if node.value == "app" else "function"
        self._dynamic(
            node,
            f"`{node.value}` is passed on, and asterisk-lint cannot follow how it is used",
            (reach,),
        )

    def _dynamic(self, node: Node, message: str, reaches: tuple[str, ...]) -> None:
        place = _name_of(node)
        problem = Problem("dynamic-use", message, place.file, place.line, place.column)
        if problem not in self._told:
            self._told.add(problem)
            self.problems.append(problem)
            self.unseen.append(
                Unseen(message, place.file, place.line, frozenset(reaches), "dynamic")
            )


def _name_of(node: Node) -> Node:
    """Return the node of the name itself: in `app.dial`, `dial`."""
    return node.children[1] if node.kind == "index" and len(node.children) == 2 else node
