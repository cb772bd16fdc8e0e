"""The possible values of the dialplan's variables, as far as the configuration shows them."""

from collections.abc import Iterable, Iterator, Sequence

from asterisk_lint.conf.shared_results import Origin, OriginRange, Results, Table, by_origin
from asterisk_lint.dialplan.arguments.positions import pieces
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


def known_variables(
    steps: Sequence[Step],
    others: Iterable[tuple[str, str]] = (),
    *,
    separator: str = ",",
    origins: Sequence[OriginRange] = (),
    results: Results | None = None,
) -> dict[str, frozenset[str]]:
    """Return the values of each variable that only the configuration determines; a value may refer
    to other variables.

    `others` are assignments outside the steps: [globals], `setvar=` and `set_var=` in other files.
    A variable that also gets values only known during a call has MARK among its values. HINT has
    the devices of every hint. Arguments that Macro and Gosub passed to the context that assigns are
    `ARG1@CONTEXT` in the values (see `Passed`), because ARG1 differs elsewhere. `origins` tells
    which steps other PBXs also have, whose assignments are in `results`.
    """
    found: dict[str, set[str]] = {}
    for name, value in others:
        found.setdefault(_plain(name), set()).add(value)
    shared = results.of(_ASSIGNED) if results is not None else {}
    for piece, origin in by_origin(steps, origins if results is not None else ()):
        assigned = shared.get((separator, origin)) if origin is not None else None
        if assigned is None:
            assigned = tuple(_assignments(piece, separator))
            if origin is not None:
                shared[separator, origin] = assigned
        for name, value in assigned:
            found.setdefault(name, set()).add(value)
    if _HINTS in found:
        found["HINT"] = found.pop(_HINTS)
    return {
        name: frozenset(values)
        for name, values in found.items()
        if name not in _OWN and MARK not in mask(name)
    }


def _assignments(steps: Sequence[Step], separator: str) -> dict[tuple[str, str], None]:
    """Return the variables that steps set, each with its value, once; equal steps are processed
    once.
    """
    found: dict[tuple[str, str], None] = {}
    met: set[tuple[str, str]] = set()
    assigning: dict[str, str] = {}  # applications in lower case, "" for those that set nothing
    for step in steps:
        application = assigning.get(step.application)
        if application is None:
            small = step.application.lower()
            application = assigning[step.application] = small if small in _ASSIGNING else ""
        if step.priority == "hint":
            found[_HINTS, step.application] = None
        elif application:
            text = (application, of_context(step.arguments, step.context))
            if text not in met:
                met.add(text)
                found.update(dict.fromkeys(_assigned(*text, separator)))
    return found


def _assigned(application: str, arguments: str, separator: str) -> Iterable[tuple[str, str]]:
    """Return the variables that an application (in lower case) sets, each with its value (MARK:
    only known during a call).
    """
    if application == "set" and separator == ",":
        name, equals, value = arguments.partition("=")
        if equals and name.isidentifier() and name[0] != "_":
            return ((name, value),)  # as most do
    return _each_assigned(application, arguments, separator)


def _each_assigned(application: str, arguments: str, separator: str) -> Iterator[tuple[str, str]]:
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
