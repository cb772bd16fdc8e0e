"""The values of variables that name each other, with each variable followed once.

The work is linear in the number of assignments: every assigned text is read at most `_ROUNDS + 2`
times, and its possible values are bounded (`substitution.variants`). A variable whose values exceed
a bound is unknown: it becomes MARK, never a part of its values.
"""

from collections.abc import Callable, Iterator, Mapping

from asterisk_lint.dialplan.expressions import MARK
from asterisk_lint.dialplan.substitution import ROOM, variants

Known = Mapping[str, frozenset[str]]

_UNKNOWN = (MARK,)
_TOO_MANY = 256  # values of one variable
_LONGEST = 8192  # characters of one value: EXT_DATA_SIZE of main/pbx.c (22) holds no more
# characters of all values of a variable that refers to itself through others: they grow with each
# round
_ROOM_IN_CIRCLE = 4096
_ROUNDS = 8  # how often variables that refer to each other are substituted into each other


class Variables:
    """The possible values of variables. `seen` holds the values of each variable that was
    requested.
    """

    __slots__ = ("_assigned", "_found", "seen")

    def __init__(self, assigned: Known) -> None:
        self._assigned = assigned
        self._found: dict[str, tuple[str, ...]] = {}
        self.seen: dict[str, tuple[str, ...]] = {}

    def of(self, name: str) -> tuple[str, ...]:
        """Return every value of a variable, with MARK for parts only known during a call; MARK
        alone if nothing is known.
        """
        found = self._found.get(name)
        if found is None:
            found = self._follow(name) if name in self._assigned else _UNKNOWN
        self.seen[name] = found
        return found

    def have(self, values: Mapping[str, tuple[str, ...]]) -> bool:
        """Tell whether variables have these values; if so, that counts as a request for them."""
        before, self.seen = self.seen, {}
        same = all(self.of(name) == wanted for name, wanted in values.items())
        self.seen = before
        if same:
            before.update(values)
        return same

    def _follow(self, name: str) -> tuple[str, ...]:
        """Find the values of a variable, and of all variables on the way that were not found
        before.
        """
        for group, circular in _groups(name, self._named):
            if not circular:
                self._found[group[0]] = self._values(group[0]) or _UNKNOWN
                continue
            # MARK stands for any text, so the values of each round cover everything that a call can
            # contain.
            self._found.update(dict.fromkeys(group, _UNKNOWN))
            waiting = group
            for _ in range(_ROUNDS):
                values = {each: self._values(each, _ROOM_IN_CIRCLE) for each in waiting}
                changed = {
                    each: new for each, new in values.items() if new and new != self._found[each]
                }
                self._found.update(changed)
                if not changed:
                    break
                waiting = [each for each in waiting if values[each]]
        return self._found[name]

    def _named(self, name: str) -> list[str]:
        """Return the variables that a variable's texts name whose values are not found yet."""
        named: dict[str, None] = {}

        def look(other: str) -> tuple[str, ...]:
            if other not in self._found and other in self._assigned:
                named[other] = None
            return _UNKNOWN

        for text in sorted(self._assigned[name]):
            variants(text, look)
        return list(named)

    def _values(self, name: str, room: int = ROOM) -> tuple[str, ...] | None:
        """Return the values of a variable from the values of those that it names; None: they exceed
        a bound.
        """
        found: dict[str, None] = {}
        for text in sorted(self._assigned[name]):
            for value in variants(text, self._found_of):
                kept = value if len(value) <= _LONGEST else MARK
                if kept not in found:
                    found[kept] = None
                    room -= len(kept)
            if len(found) > _TOO_MANY or room < 0:
                return None
        return tuple(found) or _UNKNOWN

    def _found_of(self, name: str) -> tuple[str, ...]:
        return self._found.get(name, _UNKNOWN)


def _groups(start: str, named: Callable[[str], list[str]]) -> Iterator[tuple[list[str], bool]]:
    """Yield the variables that `start` depends on and itself, each after those that it depends on.

    Variables that depend on each other come together, with True: strongly connected components (R.
    Tarjan, Depth-First Search and Linear Graph Algorithms, 1972).
    """
    number: dict[str, int] = {start: 0}
    lowest: dict[str, int] = {start: 0}
    open_ = [start]
    still_open = {start}
    first = named(start)
    names_itself = {start} if start in first else set()
    path = [(start, iter(first))]
    while path:
        name, rest = path[-1]
        for other in rest:
            if other not in number:
                number[other] = lowest[other] = len(number)
                open_.append(other)
                still_open.add(other)
                following = named(other)
                if other in following:
                    names_itself.add(other)
                path.append((other, iter(following)))
                break
            if other in still_open:
                lowest[name] = min(lowest[name], number[other])
        else:
            path.pop()
            if path:
                around = path[-1][0]
                lowest[around] = min(lowest[around], lowest[name])
            if lowest[name] == number[name]:
                group = [open_.pop()]
                while group[-1] != name:
                    group.append(open_.pop())
                still_open.difference_update(group)
                yield group, len(group) > 1 or name in names_itself
