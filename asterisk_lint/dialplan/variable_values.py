"""Which values the dialplan's variables can have, as far as the configuration shows it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from asterisk_lint.conf.shared_results import Origin, OriginRange, Results, Table, by_origin
from asterisk_lint.dialplan.arguments.positions import pieces
from asterisk_lint.dialplan.expressions import MARK, mask
from asterisk_lint.dialplan.splitting import call, options, separate
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
# Applications that put what a caller or another program says into the variable that is this argument.
_FILLED = {
    "read": 1,
    "readexten": 1,
    "receivemf": 1,
    "receivesf": 1,
    "storedtmf": 2,
    "meetmecount": 2,
    "jabberstatus": 3,
}
_ALL, _ANYWHERE = (
    "all",
    "any",
)  # in place of a context: what is handed over to all, and to contexts that no call names
_ASSIGNED: Table[tuple[str, Origin], tuple[tuple[str, str], ...]] = (
    Table()
)  # by the separator of arguments
_HINTS = "\0hints"  # in place of a variable's name: the devices of hints
_ONE = frozenset(["set", "setglobalvar", "readfile", "importvar"])
_ASSIGNING = frozenset([*_ONE, *_FILLED, "mset", "execif"])
_CALLS = frozenset(
    [
        "macro",
        "macroexclusive",
        "macroif",
        "gosub",
        "gosubif",
        "dial",
        "retrydial",
        "queue",
        "page",
        "originate",
        "followme",
        "execif",
    ]
)


def known_variables(
    steps: Sequence[Step],
    others: Iterable[tuple[str, str]] = (),
    *,
    separator: str = ",",
    origins: Sequence[OriginRange] = (),
    results: Results | None = None,
) -> dict[str, frozenset[str]]:
    """Give the values of each variable that the configuration alone decides; a value may refer to other variables.

    `others` are assignments outside the steps: [globals], `setvar=` and `set_var=` in other files. A variable that also gets what only a call shows
    has MARK among its values. HINT has the devices of every hint. What Macro and Gosub handed over to the context that assigns is `ARG1@CONTEXT` in
    the values (see `Passed`): elsewhere ARG1 is another's.
    `origins` tells which steps other PBXs have as well, whose assignments are in `results`.
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
    """The variables that steps set, each with its value, once; steps that say the same are looked at once."""
    found: dict[tuple[str, str], None] = {}
    met: set[tuple[str, str]] = set()
    assigning: dict[str, bool] = {}
    for step in steps:
        application = step.application
        assigns = assigning.get(application)
        if assigns is None:
            assigns = assigning[application] = application.lower() in _ASSIGNING
        hinted = step.priority == "hint"
        if hinted:
            found.update(dict.fromkeys(_assigned(step, separator)))
            continue
        text = (application, of_context(step.arguments, step.context)) if assigns else None
        if text is not None and text not in met:
            met.add(text)
            found.update(dict.fromkeys(_assigned(step._replace(arguments=text[1]), separator)))
    return found


def _assigned(step: Step, separator: str) -> Iterator[tuple[str, str]]:
    """The variables that a step sets, each with its value (MARK: only a call shows it)."""
    application = step.application.lower()
    if step.priority == "hint":
        yield _HINTS, step.application
    elif application in _ONE or application == "mset":
        # 1.4's Set takes several, as MSet does
        several = application == "mset" or (application == "set" and separator == "|")
        for assignment in pieces(step.arguments, separator) if several else [step.arguments]:
            name, equals, value = assignment.partition("=")
            for each in _written(name.strip()) if equals else ():
                known = application not in {
                    "readfile",
                    "importvar",
                } and not name.strip().startswith("ARRAY(")
                yield each, value if known else MARK
    elif application in _FILLED:
        parts = separate(step.arguments, separator)
        if len(parts) >= _FILLED[application]:
            yield _plain(parts[_FILLED[application] - 1]), MARK
    elif application == "execif" and "Set(" in step.arguments:
        yield from _inner_sets(step.arguments)


class Passed(Mapping[str, frozenset[str]]):
    """What variables are assigned, and what Macro and Gosub hand over, context by context: `ARG1@CONTEXT` (see `in_context`).

    A context gets what the calls that name it hand over, and what calls do whose target is a variable or an extension of no named context. One that
    no call names (others include it), or that some Goto names, can have got anything that is handed over anywhere.
    """

    def __init__(
        self, assigned: Mapping[str, frozenset[str]], steps: Iterable[Step], *, separator: str = ","
    ) -> None:
        self._assigned = assigned
        self._steps = steps
        self._separator = separator
        self._named: dict[str, dict[str, set[str]]] = {}
        self._anywhere: dict[str, set[str]] = {}
        self._all: dict[str, set[str]] = {}
        self._gathered = False

    def __getitem__(self, name: str) -> frozenset[str]:
        found = self._handed(name) if "@" in name else None
        return found or self._assigned[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._assigned)

    def __len__(self) -> int:
        return len(self._assigned)

    def in_context(self, context: str) -> str:
        """What stands behind `@` in the names of what a context gets."""
        self._gather()
        return _coded(context) if context in self._named else _ALL

    def _handed(self, variable: str) -> frozenset[str] | None:
        """What is handed over as one variable; None when nothing is."""
        self._gather()
        name, _, coded = variable.partition("@")
        explicit = [f"${{{name}}}"] if name in self._assigned else []
        if coded in (_ALL, _ANYWHERE):
            return frozenset(
                [*(self._all if coded == _ALL else self._anywhere).get(name, ()), *explicit]
            )
        named = self._named.get(_decoded(coded))
        if named is None:
            return frozenset([f"${{{name}@{_ALL}}}"]) if name in self._all or explicit else None
        anywhere = [f"${{{name}@{_ANYWHERE}}}"] if name in self._anywhere else []
        return frozenset([*named.get(name, ()), *anywhere, *explicit])

    def _gather(self) -> None:
        if self._gathered:
            return
        self._gathered = True
        gone_to: set[str] = set()
        for step in self._steps:
            application = step.application.lower()
            if application.startswith("goto"):
                gone_to.update(_targets(step.arguments, step.context, self._separator))
            elif application in _CALLS and step.priority != "hint":
                for context, values in _entered(application, step.arguments, self._separator):
                    self._hand_over(context, values, step.context)
        for context in gone_to:
            self._named.pop(context, None)

    def _hand_over(self, context: str | None, values: list[str], caller: str) -> None:
        mine = self._anywhere if context is None else self._named.setdefault(context, {})
        for number, value in enumerate(values, 1):
            for each in (mine, self._all):
                each.setdefault(f"ARG{number}", set()).add(of_context(value, caller))


def of_context(text: str, context: str) -> str:
    """A text that is evaluated in a context, with what Macro and Gosub hand over to it under that context's own names."""
    if "${ARG" not in text:
        return text
    return re.sub(r"\$\{(ARG[0-9]+)([:}])", rf"${{\1@{_coded(context)}\2", text)


def _coded(context: str) -> str:
    """A context's name in letters that mean nothing inside `${...}`."""
    return context.encode("utf-8", "surrogateescape").hex()


def _decoded(coded: str) -> str:
    try:
        return bytes.fromhex(coded).decode("utf-8", "surrogateescape")
    except ValueError:
        return ""


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


def _targets(arguments: str, context: str, separator: str) -> Iterator[str]:
    """The other contexts that a Goto or GotoIf names."""
    for target in pieces(arguments.partition("?")[2] or arguments, ":"):
        parts = pieces(target, separator)
        if len(parts) == 3 and parts[0].strip() != context:
            yield parts[0].strip()


def _entered(
    application: str, arguments: str, separator: str
) -> Iterator[tuple[str | None, list[str]]]:
    """The contexts that an application enters as subroutines or macros (None where it does not name one), with what it hands over."""
    if application in {"macro", "macroexclusive"}:
        yield from _macro(pieces(arguments, separator))
    elif application == "gosub":
        yield from _gosub(pieces(arguments, separator))
    elif application in {"macroif", "gosubif"}:
        rest = pieces(arguments, "?")[1:]
        for branch in pieces("?".join(rest), ":"):
            parts = pieces(branch, separator)
            yield from _macro(parts) if application == "macroif" else _gosub(parts)
    elif application == "execif":
        rest = pieces(arguments, "?")[1:]
        for branch in pieces("?".join(rest), ":"):
            inner, handed = call(branch)
            if inner.lower() in _CALLS and inner.lower() != "execif":
                yield from _entered(inner.lower(), handed, separator)
    else:
        for part in pieces(arguments, separator):
            if "(" in part:
                for letter, argument in options(mask(part)):
                    parts = argument.split("^")
                    if letter == "M" and argument:
                        yield from _macro(parts)
                    elif letter == "U" and argument:
                        yield _context(parts[0]), parts[1:]
                    elif letter in "bB" and argument:
                        yield from _gosub(_rejoined(parts))


def _context(name: str) -> str | None:
    name = mask(name).strip()
    return None if MARK in name or not name else name


def _macro(parts: list[str]) -> Iterator[tuple[str | None, list[str]]]:
    if parts:
        yield _context("macro-" + parts[0]), parts[1:]


def _gosub(parts: list[str]) -> Iterator[tuple[str | None, list[str]]]:
    if parts:
        _, parenthesis, handed = parts[-1].partition("(")
        values = pieces(handed.rpartition(")")[0], ",") if parenthesis else []
        yield (_context(parts[0]) if len(parts) > 2 else None), values


def _rejoined(parts: list[str]) -> list[str]:
    """`ctx^exten^pri(a^b)`, split at `^`: the arguments belong to the priority."""
    for number, part in enumerate(parts):
        if "(" in part:
            return [*parts[:number], ",".join(parts[number:])]
    return parts
