"""The calls of each function of the Lua files, as far as they can be distinguished."""

from asterisk_lint.dialplan.lua.names import Variable
from asterisk_lint.dialplan.lua.nodes import Node
from asterisk_lint.records import NamedTuple

_MOST = 64  # calls of one function that are distinguished


class Site(NamedTuple):
    """One call of a function of the files: the values of its parameters, and those left for
    `...`.
    """

    given: dict[Variable, Node]
    rest: list[Node]


class CallSites:
    """Collects the calls of functions."""

    def __init__(self) -> None:
        self._sites: dict[Node, list[Site]] = {}
        self._open: set[Node] = set()  # functions that are also called from elsewhere

    def add(self, function: Node, site: Site, *, is_open: bool) -> None:
        """Add a call of a function; `is_open`: the function may also be called from elsewhere."""
        self._sites.setdefault(function, []).append(site)
        if is_open:
            self._open.add(function)

    def is_open(self, function: Node) -> bool:
        """Tell whether a function may also be called from elsewhere."""
        return function in self._open

    def given(self, function: Node, parameter: Variable) -> list[Node]:
        """Return what the calls of a function pass for one of its parameters."""
        return [
            site.given[parameter]
            for site in self._sites.get(function, ())
            if parameter in site.given
        ]

    def of(self, function: Node) -> list[Site | None]:
        """Return the calls of a function that can be distinguished; None stands for any call."""
        known = self._sites.get(function, ())
        if len(known) > _MOST:
            return [None]
        sites: list[Site | None] = list(known)
        return [*sites, None] if function in self._open or not sites else sites
