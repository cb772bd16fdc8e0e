"""The possible values of the dialplan's variables, as far as the configuration shows them."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from itertools import chain, compress, count, repeat
from operator import add, getitem

from asterisk_lint.conf.shared_results import Origin, OriginRange, Results, Table, by_origin
from asterisk_lint.dialplan.arguments.positions import pieces
from asterisk_lint.dialplan.assigned import Assigned
from asterisk_lint.dialplan.columns import (
    APPLICATION,
    ARGUMENTS,
    CONTEXT,
    PRIORITY,
    Columns,
    column,
    runs_of,
    values,
)
from asterisk_lint.dialplan.expressions import MARK, mask
from asterisk_lint.dialplan.passed_values import of_context
from asterisk_lint.dialplan.splitting import call, separate
from asterisk_lint.model import Step

# Set by Asterisk itself for each call (main/pbx_variables.c, ast_str_retrieve_variable()).
_OWN = frozenset(
    [
        "CHANNEL",
        "CONTEXT",
        "EPOCH",
        "EXTEN",
        "HANGUPCAUSE",
        "HINTNAME",
        "PRIORITY",
        "SYSTEMNAME",
        "UNIQUEID",
    ]
)
# Applications that store what a caller or another program says in the variable that is this
# argument.
_FILLED = {
    "read": 1,
    "readexten": 1,
    "receivemf": 1,
    "receivesf": 1,
    "storedtmf": 2,
    "meetmecount": 2,
    "jabberstatus": 3,
}
# By the separator of arguments
_ASSIGNED: Table[tuple[str, Origin], tuple[tuple[str, str], ...]] = Table()
_HINTS = "\0hints"  # in place of a variable's name: the devices of hints
_ONE = frozenset(["set", "setglobalvar", "readfile", "importvar"])
_PART: Callable[[str, slice], str] = getitem
_ASSIGNING = frozenset([*_ONE, *_FILLED, "mset", "execif"])


def known_variables(
    steps: Sequence[Step],
    others: Iterable[tuple[str, str]] = (),
    *,
    separator: str = ",",
    origins: Sequence[OriginRange] = (),
    results: Results | None = None,
) -> Assigned:
    """Return the values of each variable that only the configuration determines; a value may refer
    to other variables.

    `others` are assignments outside the steps: [globals], `setvar=` and `set_var=` in other files.
    A variable that also gets values only known during a call has MARK among its values. HINT has
    the devices of every hint. Arguments that Macro and Gosub passed to the context that assigns are
    `ARG1@CONTEXT` in the values (see `Passed`), because ARG1 differs elsewhere. `origins` tells
    which steps other PBXs also have, whose assignments are in `results`.
    """
    found = Assigned(steps)
    found.put(_texts((_plain(name), value) for name, value in others))
    shared = results.of(_ASSIGNED) if results is not None else {}
    start = 0
    for piece, origin in by_origin(steps, origins if results is not None else ()):
        if origin is None:
            for some in _assignments(piece, separator, start):
                found.put(some)
        else:
            assigned = shared.get((separator, origin))
            if assigned is None:
                texts = list(column(piece, ARGUMENTS))
                assigned = shared[separator, origin] = tuple(
                    dict.fromkeys(
                        (name, where if isinstance(where, str) else texts[where])
                        for name, where in chain.from_iterable(_assignments(piece, separator, 0))
                    )
                )
            found.put(assigned)
        start += len(piece)
    found.rename(_HINTS, "HINT")
    found.leave_out(_OWN)
    return found


def _assignments(
    steps: Sequence[Step], separator: str, start: int
) -> Iterator[Iterable[tuple[str, str | int]]]:
    """Yield the variables that steps set, some at a time, each with the arguments that assign it,
    or the position of their step. `start`: that of the first one.
    """
    comma = separator == ","
    met: set[tuple[str, str]] = set()
    for run in runs_of(steps):
        some: Sequence[int] = range(len(run))
        if isinstance(run, Columns) and (kinds := run.kinds()):
            named, others = _assigning(run, comma=comma)
            if named:
                where = _positions(kinds, named)
                texts = values(run, ARGUMENTS, where)
                ends = map(named.__getitem__, map(kinds.__getitem__, where))
                yield zip(map(_PART, texts, ends), map(add, where, repeat(start)), strict=True)
            some = _positions(kinds, others)
        yield _one_by_one(run, some, separator, start, met)
        start += len(run)


def _assigning(steps: Columns, *, comma: bool) -> tuple[dict[Hashable, slice], set[Hashable]]:
    """Return the kinds of steps that set one variable, each with where its arguments name it, and
    the other kinds that may set any. `comma`: whether that separates arguments.
    """
    named: dict[Hashable, slice] = {}
    others: set[Hashable] = set()
    firsts = steps.firsts()
    where = list(firsts.values())
    ran = zip(
        firsts, values(steps, APPLICATION, where), values(steps, ARGUMENTS, where), strict=True
    )
    for kind, application, text in ran:
        name = application.lower()
        if name in _ASSIGNING and (name != "execif" or "Set(" in text):
            end = _name_end(text) if comma and name == "set" and "${ARG" not in text else 0
            if end:
                named[kind] = slice(end)
            else:
                others.add(kind)
    return named, others


def _positions(kinds: Sequence[Hashable], wanted: Collection[Hashable]) -> Sequence[int]:
    """Return where some kinds are."""
    if not wanted:
        return ()
    return list(compress(count(), map(wanted.__contains__, kinds)))


def _name_end(text: str) -> int:
    """Return where the variable's name ends in the arguments of Set(), as most are; 0 if they are
    something else.
    """
    end = text.find("=")
    return end if end > 0 and text[0] != "_" and text[:end].isidentifier() else 0


def _one_by_one(
    steps: Sequence[Step],
    positions: Sequence[int],
    separator: str,
    start: int,
    met: set[tuple[str, str]],
) -> Iterator[tuple[str, str | int]]:
    """Yield the variables that the steps at some positions set, as in `_assignments`. `met`:
    applications with arguments that need no second look.
    """
    fields = (
        values(steps, field, positions) for field in (PRIORITY, APPLICATION, CONTEXT, ARGUMENTS)
    )
    for index, priority, name, context, arguments in zip(positions, *fields, strict=True):
        if priority == "hint":
            yield _HINTS, f"={name}"
            continue
        application = name.lower()
        if application not in _ASSIGNING:
            continue
        text = of_context(arguments, context)
        end = _name_end(text) if application == "set" and separator == "," else 0
        if end:
            yield text[:end], start + index if text is arguments else text
        elif (application, text) not in met:
            met.add((application, text))
            yield from _texts(_each_assigned(application, text, separator))


def _texts(assigned: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield variables with arguments that assign a value, except where a name is only known during
    a call.
    """
    return ((name, f"={value}") for name, value in assigned if MARK not in mask(name))


def _each_assigned(application: str, arguments: str, separator: str) -> Iterator[tuple[str, str]]:
    """Yield the variables that an application (in lower case) sets, each with its value (MARK: only
    known during a call).
    """
    if application in _ONE or application == "mset":
        # 1.4's Set accepts several, as MSet does
        several = application == "mset" or (application == "set" and separator == "|")
        for assignment in pieces(arguments, separator) if several else [arguments]:
            name, equals, value = assignment.partition("=")
            for each in _written(name.strip()) if equals else ():
                known = application not in {
                    "readfile",
                    "importvar",
                } and not name.strip().startswith("ARRAY(")
                yield each, value if known else MARK
    elif application in _FILLED:
        parts = separate(arguments, separator)
        if len(parts) >= _FILLED[application]:
            yield _plain(parts[_FILLED[application] - 1]), MARK
    elif application == "execif" and "Set(" in arguments:
        yield from _inner_sets(arguments)


def _plain(name: str) -> str:
    name = name.strip()
    for function in ("GLOBAL(", "LOCAL("):
        if name.startswith(function) and name.endswith(")"):
            name = name[len(function) : -1]
    return name[2:] if name.startswith("__") else name.removeprefix("_")


def _written(name: str) -> list[str]:
    if name.startswith("ARRAY(") and name.endswith(")"):
        return [_plain(each) for each in name[6:-1].split(",")]
    return [_plain(name)]


def _inner_sets(arguments: str) -> Iterator[tuple[str, str]]:
    rest = pieces(arguments, "?")[1:]
    for branch in pieces("?".join(rest), ":"):
        application, assignment = call(branch)
        name, equals, value = assignment.partition("=")
        if application.lower() == "set" and equals:
            yield _plain(name), value
