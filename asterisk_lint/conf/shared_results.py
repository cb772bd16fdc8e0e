"""Results that the PBXs of one run share, stored under everything that determines them."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from asterisk_lint.conf.dialect import Dialect
from asterisk_lint.records import Generic, NamedTuple, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class ParseKey(NamedTuple):
    """A file as the parser receives it: everything that determines the result of parsing it."""

    name: str
    content: bytes
    dialect: Dialect
    byte_order_mark: bool  # a byte order mark at the beginning is skipped


class Origin(NamedTuple):
    """The origin of a range of sections or steps: values of the same origin are equal in every
    PBX.
    """

    source: ParseKey
    part: int  # of the parsed file; WHOLE for all sections of a file that includes no other
    section: int = -1  # within the part, for the steps of one section
    release: str = ""  # for steps, which depend on more than `source`


class OriginRange(NamedTuple):
    """The position of values with a known origin in a sequence of sections or steps."""

    start: int
    stop: int
    origin: Origin


WHOLE = -1


def are_covered(values: Sequence[object], origins: Iterable[OriginRange]) -> bool:
    """Tell whether the origin of each of the values is known. The ranges must be sorted."""
    at = 0
    for start, stop, _ in origins:
        if start != at:
            return False
        at = stop
    return at == len(values)


class Table(Generic[K, V]):
    """One kind of shared result, as a constant next to the code that computes it: the types of its
    keys and values.
    """

    __slots__ = ()


class Results:
    """All shared results of a run, with one dictionary for each kind."""

    def __init__(self) -> None:
        self._tables: dict[object, object] = {}
        # Whether results come from an earlier state of the same files, which they must not hold.
        self.are_carried = False

    def only(self, *tables: object) -> "Results":
        """Return results that share only these tables (`Table`s) with this one."""
        few = Results()
        few._tables = {table: self._tables.setdefault(table, {}) for table in tables}
        return few

    def of(self, table: Table[K, V]) -> dict[K, V]:
        """Return the results of one kind."""
        return cast("dict[K, V]", self._tables.setdefault(table, {}))

    def once(self, table: Table[K, V], key: K, find: Callable[[], V]) -> V:
        """Return the result for a key; if there is none, it is what `find` returns."""
        known = self.of(table)
        if key not in known:
            known[key] = find()
        return known[key]

    def take(self, other: "Results", renamed: Callable[[object], object | None], most: int) -> None:
        """Add the results of others, each under the key that `renamed` returns (None: not at all);
        a kind with more results than `most` is left out.
        """
        self.are_carried = True
        for table, kept in other._tables.items():
            mine = cast("dict[object, object]", self._tables.setdefault(table, {}))
            theirs = cast("dict[object, object]", kept)
            for key, value in theirs.items() if len(theirs) <= most else ():
                place = renamed(key)
                if place is not None:
                    mine.setdefault(place, value)


def by_origin(
    values: Sequence[T], origins: Iterable[OriginRange]
) -> Iterator[tuple[Sequence[T], Origin | None]]:
    """Yield the values in order: each range with its origin, and the values between ranges with
    None. The ranges must be sorted.
    """
    at = 0
    for start, stop, origin in origins:
        if at < start:
            yield values[at:start], None
        yield values[start:stop], origin
        at = stop
    if at < len(values):
        yield values[at:], None


def for_each(
    values: Sequence[T],
    origins: Iterable[OriginRange],
    results: Results | None,
    table: Table[tuple[K, Origin], list[R]],
    key: K,
    find: Callable[[T], Iterable[R]],
) -> Iterator[R]:
    """Yield the result of `find` for each of the values, in order. It must depend only on the value
    and `key`.

    The results for a whole range are stored in `table`; without `results` nothing is stored.
    """
    return for_each_range(
        values,
        origins,
        results,
        table,
        key,
        lambda piece: (each for value in piece for each in find(value)),
    )


def for_each_range(
    values: Sequence[T],
    origins: Iterable[OriginRange],
    results: Results | None,
    table: Table[tuple[K, Origin], list[R]],
    key: K,
    find: Callable[[Sequence[T]], Iterable[R]],
) -> Iterator[R]:
    """Yield the result of `find` for the values of each range, in order. It must depend only on the
    values and `key`. `table` and `results` as in `for_each`.
    """
    if results is None:
        yield from find(values)
        return
    kept = results.of(table)
    for piece, origin in by_origin(values, origins):
        if origin is None:
            yield from find(piece)
            continue
        found = kept.get((key, origin))
        if found is None:
            found = kept[key, origin] = list(find(piece))
        yield from found
