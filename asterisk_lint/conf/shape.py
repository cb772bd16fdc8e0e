"""What sections of the same keys have in common: the keys, and how their lines begin."""

from collections.abc import Callable

from asterisk_lint.conf.entry import fold

_DIGITS = frozenset("0123456789")


class Opening:
    """How a plain line begins, up to its value: the key (and whether it has digits), and the
    columns of both (shared by all lines that begin alike).
    """

    __slots__ = ("column", "has_digits", "key", "operator", "value_column")

    def __init__(self, key: str, column: int, value_column: int, operator: str) -> None:
        self.key = key
        self.has_digits = not _DIGITS.isdisjoint(key)
        self.column = column
        self.value_column = value_column
        self.operator = operator


class Shape:
    """What sections have in common that have the same keys in the same order; compared by
    identity.
    """

    __slots__ = ("_among", "_different", "_positions", "_where", "keys", "openings")

    def __init__(self, keys: tuple[str, ...], openings: tuple[Opening, ...] = ()) -> None:
        self.keys = keys
        self.openings = openings
        self._different: frozenset[str] | None = None
        self._positions: dict[str, tuple[int, ...]] = {}
        self._where: dict[Callable[[str], bool], tuple[int, ...]] = {}
        self._among: dict[frozenset[str], tuple[int, ...]] = {}

    @property
    def different(self) -> frozenset[str]:
        """Every key once."""
        if self._different is None:
            self._different = frozenset(self.keys)
        return self._different

    def _of(self, wanted: list[str]) -> tuple[int, ...]:
        """Return where these keys are, given as they are written."""
        if not wanted:
            return ()
        several = frozenset(wanted)
        return tuple([index for index, key in enumerate(self.keys) if key in several])

    def among(self, wanted: frozenset[str]) -> tuple[int, ...]:
        """Return where these keys are, given in lower case, ignoring case."""
        found = self._among.get(wanted)
        if found is None:
            found = self._of([key for key in self.different if fold(key) in wanted])
            self._among[wanted] = found
        return found

    def where(self, test: Callable[[str], bool]) -> tuple[int, ...]:
        """Return where the keys are that pass a test; `test` always answers the same."""
        found = self._where.get(test)
        if found is None:
            found = self._of([key for key in self.different if test(key)])
            self._where[test] = found
        return found

    def positions(self, wanted: str) -> tuple[int, ...]:
        """Return where a key is, given in lower case, ignoring case."""
        found = self._positions.get(wanted)
        if found is None:
            length = len(wanted)
            found = self._positions[wanted] = self._of(
                [
                    key
                    for key in self.different
                    if len(key) == length and (key == wanted or fold(key) == wanted)
                ]
            )
        return found
