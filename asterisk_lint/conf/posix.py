"""POSIX extended regular expressions, in time proportional to the expression times the text.

Configuration files contain such expressions, and Python's own matcher backtracks through every
possible match. Here all alternatives are followed in parallel (K. Thompson, Regular Expression
Search Algorithm, 1968). The syntax is that of glibc's regcomp() with REG_EXTENDED and the C
locale's classes, without back references.
"""

from asterisk_lint.conf.posix_parser import WORD, Parser, Part, Test, WrongExpression

_STATES = 4000  # the size of one expression; repetitions such as (x{200}){200} are expanded


class _State:
    """A test for a character, a condition on the position, or neither; and the states that
    follow.
    """

    __slots__ = ("index", "place", "test", "ways")

    def __init__(self, index: int, test: Test | None, place: str) -> None:
        self.index = index
        self.test = test
        self.place = place
        self.ways: list[_State] = []


class Expression:
    """A compiled expression. Creating one raises WrongExpression."""

    def __init__(self, text: str) -> None:
        self._count = 0
        self._start = self._state()
        parser = Parser(text)
        part = parser.alternatives(0)
        if parser.at < len(text):
            raise WrongExpression(text)
        self._end = self._add(part, self._start)

    def _state(self, test: Test | None = None, place: str = "") -> _State:
        if self._count >= _STATES:
            raise WrongExpression("too long")
        self._count += 1
        return _State(self._count, test, place)

    def _add(self, part: Part, before: _State) -> _State:
        """Append the states of a part to a state; return the last of them."""
        if part.kind in ("one", "place"):
            state, end = self._state(part.test, part.place), self._state()
            before.ways.append(state)
            state.ways.append(end)
            return end
        if part.kind == "row":
            for each in part.parts:
                before = self._add(each, before)
            return before
        end = self._state()
        if part.kind == "alternatives":
            for each in part.parts:
                self._add(each, before).ways.append(end)
            return end
        for _ in range(part.least):
            before = self._add(part.parts[0], before)
        if part.most is None:
            loop = self._state()
            before.ways.append(loop)
            self._add(part.parts[0], loop).ways.append(loop)
            loop.ways.append(end)
            return end
        for _ in range(part.most - part.least):
            before.ways.append(end)
            before = self._add(part.parts[0], before)
        before.ways.append(end)
        return end

    def search(self, text: str) -> bool:
        """Tell whether it matches anywhere in a text."""
        here: dict[int, _State] = {}
        for at in range(len(text) + 1):
            self._reach(self._start, text, at, here)
            if self._end.index in here:
                return True
            if at == len(text):
                break
            there: dict[int, _State] = {}
            for state in here.values():
                if state.test is not None and state.test(text[at]):
                    self._reach(state.ways[0], text, at + 1, there)
            if self._end.index in there:
                return True
            here = there
        return False

    def _reach(self, state: _State, text: str, at: int, reached: dict[int, _State]) -> None:
        """Add the states that are reachable from one without a character."""
        waiting = [state]
        while waiting:
            state = waiting.pop()
            if state.index in reached or (state.place and not _is_place(state.place, text, at)):
                continue
            reached[state.index] = state
            if state.test is None:
                waiting += state.ways


def _is_place(place: str, text: str, at: int) -> bool:
    if place in ("^", "`"):
        return at == 0
    if place in ("$", "'"):
        return at == len(text)
    before = at > 0 and text[at - 1] in WORD
    after = at < len(text) and text[at] in WORD
    if place == "<":
        return after and not before
    if place == ">":
        return before and not after
    return (before != after) == (place == "b")
