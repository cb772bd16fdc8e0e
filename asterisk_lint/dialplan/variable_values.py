"""The possible values of the dialplan's variables, as far as the configuration shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, count, repeat
from operator import eq

from asterisk_lint.conf.shared_results import Origin, OriginRange, Results, Table, by_origin
from asterisk_lint.dialplan.arguments.positions import pieces
from asterisk_lint.dialplan.columns import APPLICATION, ARGUMENTS, CONTEXT, PRIORITY, column, value
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
_ASSIGNING = frozenset([*_ONE, *_FILLED, "mset", "execif"])


class Assigned(Mapping[str, frozenset[str]]):
    """The values of variables, each kept as the arguments that assign it, or as the position of the
    step whose arguments do: the value is what follows the first `=`. (A file of 250,000 lines can
    assign as many variables.)
    """

    __slots__ = ("_steps", "_texts")

    def __init__(self, steps: Sequence[Step] = ()) -> None:
        self._steps = steps
        self._texts: dict[str, str | int | set[str]] = {}

    def __getitem__(self, name: str) -> frozenset[str]:
        texts = self._texts[name]
        every = texts if isinstance(texts, set) else (self._text(texts),)
        return frozenset(text.partition("=")[2] for text in every)

    def _text(self, where: str | int) -> str:
        return where if isinstance(where, str) else value(self._steps, ARGUMENTS, where)

    def __contains__(self, name: object) -> bool:
        return name in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def put(self, assigned: Iterable[tuple[str, str | int]]) -> None:
        """Add variables, each with the arguments that assign it, or the position of their step."""
        first = self._texts.setdefault
        for name, where in assigned:
            before = first(name, where)
            if isinstance(before, set):
                before.add(self._text(where))
            elif before is not where and (one := self._text(before)) != (two := self._text(where)):
                self._texts[name] = {one, two}

    def rename(self, name: str, new: str) -> None:
        """Give the values of one variable, if there are any, to another in place of its own."""
        if name in self._texts:
            self._texts[new] = self._texts.pop(name)

    def leave_out(self, names: Iterable[str]) -> None:
        """Forget variables."""
        for name in names:
            self._texts.pop(name, None)


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
            found.put(_assignments(piece, separator, start))
        else:
            assigned = shared.get((separator, origin))
            if assigned is None:
                texts = list(column(piece, ARGUMENTS))
                assigned = shared[separator, origin] = tuple(
                    dict.fromkeys(
                        (name, where if isinstance(where, str) else texts[where])
                        for name, where in _assignments(piece, separator, 0)
                    )
                )
            found.put(assigned)
        start += len(piece)
    found.rename(_HINTS, "HINT")
    found.leave_out(_OWN)
    return found


def _assignments(
    steps: Sequence[Step], separator: str, start: int
) -> Iterator[tuple[str, str | int]]:
    """Yield the variables that steps set, each with the arguments that assign it, or the position
    of their step. `start`: that of the first one.
    """
    hints = list(map(eq, column(steps, PRIORITY), repeat("hint")))
    names = list(column(steps, APPLICATION))
    for hint in compress(names, hints):
        yield _HINTS, f"={hint}"
    assigning = {name: small for name in set(names) if (small := name.lower()) in _ASSIGNING}
    if not assigning:
        return
    met: set[tuple[str, str]] = set()
    one = "set" if separator == "," else None
    contexts, every = column(steps, CONTEXT), column(steps, ARGUMENTS)
    fields = zip(count(start), map(assigning.get, names), hints, contexts, every, strict=False)
    for position, application, is_hint, context, arguments in fields:
        if application is None or is_hint:
            continue
        text = of_context(arguments, context)
        if application == one:
            at = text.find("=")
            if at > 0 and text[0] != "_" and (variable := text[:at]).isidentifier():
                yield variable, position if text is arguments else text  # as most do
                continue
        if (application, text) not in met:
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
