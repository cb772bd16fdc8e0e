"""Find the label that a goto names as AEL does (match_pval() and its callers in res/ael/pval.c)."""

from bisect import bisect_left
from collections.abc import Iterator

from asterisk_lint.dialplan.ael.covering import Covering, is_unclosed
from asterisk_lint.dialplan.ael.nodes import Node


class IncludeLoop(Exception):
    """The search loops through contexts that include each other; Asterisk's own search never ends,
    and it crashes.
    """


class SearchTooLong(Exception):
    """The program's gotos were looked up in more contexts than are searched here."""


_DEEPEST = 1000  # maximum chain of contexts that include one another
# maximum number of contexts to search for all gotos of a program, plus this many for each construct
_SEARCHES = 100_000
_SEARCHES_EACH = 20


def inside(node: Node, *, switches: bool = True) -> Iterator[Node]:
    """Yield every nested construct, in the order of the source; those in a switch only with
    `switches`.
    """
    waiting = list(node)[::-1]
    while waiting:
        current = waiting.pop()
        yield current
        if switches or current.kind != "switch":
            waiting.extend(list(current)[::-1])


class _Index:
    """The first label of each name in each of a list of constructs."""

    def __init__(self) -> None:
        self.found: dict[str, list[tuple[int, Node]]] = {}

    def add(self, position: int, labels: dict[str, Node]) -> None:
        for name, node in labels.items():
            self.found.setdefault(name, []).append((position, node))

    def first(self, name: str, position: int) -> Node | None:
        places = self.found.get(name, [])
        at = bisect_left(places, position, key=lambda place: place[0])
        return places[at][1] if at < len(places) else None


class Labels:
    """Every label of a program."""

    def __init__(self, program: list[Node], elsewhere: frozenset[str] = frozenset()) -> None:
        self.elsewhere = elsewhere  # contexts in extensions.conf
        # Extensions without the `]` of their pattern that a search encountered
        self.unclosed_met: dict[int, Node] = {}
        self._unclosed: dict[int, list[tuple[int, Node]]] = {}
        self.containers: dict[str, Node] = {}  # the first context or macro of each name
        self._named: dict[str, list[Node]] = {}
        self._position: dict[int, int] = {}
        self._program = _Index()
        self._extensions: dict[int, _Index] = {}
        self._labels: dict[int, dict[str, Node]] = {}
        self._covering: dict[tuple[int, str], Covering] = {}
        self._searches = _SEARCHES
        for position, node in enumerate(program):
            self._searches += _SEARCHES_EACH * (1 + len(node.body))
            self._position[id(node)] = position
            if node.kind not in ("context", "macro"):
                continue
            self.containers.setdefault(node.text, node)
            self._named.setdefault(node.text, []).append(node)
            self._program.add(
                position, self._macro(node) if node.kind == "macro" else self._context(node)
            )

    def in_extension(self, label: str, place: Node) -> Node | None:
        """Return the first label of that name starting from an extension or macro: Asterisk
        continues into what follows it.
        """
        index = (
            self._program
            if place.kind in ("context", "macro") or place.parent is None
            else self._extensions[id(place.parent)]
        )
        return index.first(label, self._position[id(place)])

    def in_context(
        self,
        extension: str,
        label: str,
        context: Node,
        state: dict[int, bool] | None = None,
        depth: int = 0,
    ) -> Node | None:
        """Return a label in the matching extensions of a context or, if there is none, in its
        includes.
        """
        if context.kind == "macro":
            return None
        state = {} if state is None else state
        if state.get(id(context)):
            raise IncludeLoop
        if id(context) in state:
            return None  # already searched without success
        self._searches -= 1
        if self._searches < 0 or depth > _DEEPEST:
            raise SearchTooLong
        state[id(context)] = True
        found = self._matching(extension, label, context) or self.in_includes(
            extension, label, context, state, depth + 1
        )
        state[id(context)] = False
        return found

    def in_includes(
        self,
        extension: str,
        label: str,
        context: Node,
        state: dict[int, bool] | None = None,
        depth: int = 0,
    ) -> Node | None:
        """Return a label in the contexts that a context includes, directly or indirectly."""
        state = {} if state is None else state
        for element in context.body if context.kind == "context" else ():
            if element.kind != "includes":
                continue
            for entry in element.body:
                included = self.containers.get(entry.text)
                found = (
                    self.in_context(extension, label, included, state, depth) if included else None
                )
                if found:
                    return found
        return None

    def target(self, goto: Node) -> Node | None:
        """Return the target of a goto; None if it is not in this program or is only known during a
        call.
        """
        words = goto.words[:3]
        if not words or any("${" in word for word in words):
            return None
        if len(words) == 1:
            place = goto.enclosing("extension", "context", "macro")
            return self.in_extension(words[0], place) if place else None
        if len(words) == 2:
            context = goto.enclosing("context", "macro")
            return self.in_context(words[0], words[1], context) if context else None
        found = self.anywhere(*words)
        container = self.containers.get(words[0])
        return found or (self.in_includes(words[1], words[2], container) if container else None)

    def anywhere(self, context: str, extension: str, label: str) -> Node | None:
        """Return a label in a context or macro of that name."""
        for node in self._named.get(context, []):
            found = (
                self._labels[id(node)].get(label)
                if node.kind == "macro"
                else self._matching(extension, label, node)
            )
            if found:
                return found
        return None

    def _macro(self, node: Node) -> dict[str, Node]:
        labels: dict[str, Node] = {}
        for label in inside(node):
            if label.kind == "label":
                labels.setdefault(label.text, label)
        self._labels[id(node)] = labels
        return labels

    def _context(self, context: Node) -> dict[str, Node]:
        index = self._extensions[id(context)] = _Index()
        every: dict[str, Node] = {}
        for position, extension in enumerate(context.body):
            self._position[id(extension)] = position
            if extension.kind != "extension":
                continue
            if extension.text.startswith("_") and is_unclosed(extension.text):
                self._unclosed.setdefault(id(context), []).append((position, extension))
            labels = self._macro(extension)
            # `1` is the extension's first statement, never a label with that name.
            labels.pop("1", None)
            if extension.body and extension.body[0].kind != "label":
                labels["1"] = extension.body[0]
            index.add(position, labels)
            for name, node in labels.items():
                every.setdefault(name, node)
        return every

    def _matching(self, extension: str, label: str, context: Node) -> Node | None:
        places = self._extensions[id(context)].found.get(label, [])
        if extension == "*":
            found = places[0] if places else None
        else:
            key = (id(context), label)
            covering = self._covering.get(key)
            if covering is None:
                covering = self._covering[key] = Covering(
                    [(at, context.body[place[0]].text) for at, place in enumerate(places)]
                )
            at = covering.first(extension)
            found = places[at] if at is not None else None
        for position, node in self._unclosed.get(id(context), ()):
            if (found is None or position <= found[0]) and extension not in ("*", node.text):
                self.unclosed_met[id(node)] = node
        return found[1] if found else None
