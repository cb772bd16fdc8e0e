"""Which values the dialplan's variables can have, as far as the configuration shows it."""

from collections.abc import Iterable, Iterator, Mapping

from asterisk_lint.dialplan.expressions import MARK, mask
from asterisk_lint.dialplan.places import pieces
from asterisk_lint.dialplan.splitting import call, options, separate
from asterisk_lint.dialplan.steps import Step

# Set by Asterisk itself for each call (main/pbx_variables.c, ast_str_retrieve_variable()).
_OWN = frozenset(["CHANNEL", "CONTEXT", "EPOCH", "EXTEN", "HANGUPCAUSE", "HINTNAME", "PRIORITY", "SYSTEMNAME", "UNIQUEID"])
# Applications that put what a caller or another program says into the variable that is this argument.
_FILLED = {"read": 1, "readexten": 1, "receivemf": 1, "receivesf": 1, "storedtmf": 2, "meetmecount": 2, "jabberstatus": 3}
_ONE = frozenset(["set", "setglobalvar", "readfile", "importvar"])
_CALLS = frozenset(
    ["macro", "macroexclusive", "macroif", "gosub", "gosubif", "dial", "retrydial", "queue", "page", "originate", "followme", "execif"]
)


def known_variables(steps: Iterable[Step], others: Iterable[tuple[str, str]] = (), *, separator: str = ",") -> dict[str, frozenset[str]]:
    """Give the values of each variable that the configuration alone decides; a value may refer to other variables.

    `others` are assignments outside the steps: [globals], `setvar=` and `set_var=` in other files. A variable that also gets what only a call shows
    has MARK among its values. HINT has the devices of every hint.
    """
    found: dict[str, set[str]] = {}
    hints: set[str] = set()
    for name, value in others:
        found.setdefault(_plain(name), set()).add(value)
    for step in steps:
        application = step.application.lower()
        if step.priority == "hint":
            hints.add(step.application)
        elif application in _ONE or application == "mset":
            # 1.4's Set takes several, as MSet does
            several = application == "mset" or (application == "set" and separator == "|")
            for assignment in pieces(step.arguments, separator) if several else [step.arguments]:
                name, equals, value = assignment.partition("=")
                for each in _written(name.strip()) if equals else ():
                    known = application not in {"readfile", "importvar"} and not name.strip().startswith("ARRAY(")
                    found.setdefault(each, set()).add(value if known else MARK)
        elif application in _FILLED:
            parts = separate(step.arguments, separator)
            if len(parts) >= _FILLED[application]:
                found.setdefault(_plain(parts[_FILLED[application] - 1]), set()).add(MARK)
        elif application == "execif" and "Set(" in step.arguments:
            for name, value in _inner_sets(step.arguments):
                found.setdefault(name, set()).add(value)
    if hints:
        found["HINT"] = hints
    return {name: frozenset(values) for name, values in found.items() if name not in _OWN and MARK not in mask(name)}


def passed_arguments(steps: Iterable[Step], *, separator: str = ",") -> Mapping[str, dict[str, frozenset[str]]]:
    """Give, for each context that is only ever entered by Macro and Gosub, the values of its ARG1, ARG2, ...

    A context that some Goto names is left out: what it has got cannot be told.
    """
    passed: dict[str, dict[str, set[str]]] = {}
    gone_to: set[str] = set()
    for step in steps:
        application = step.application.lower()
        if application.startswith("goto"):
            gone_to.update(_targets(step.arguments, step.context, separator))
        elif application in _CALLS and step.priority != "hint":
            for context, values in _entered(application, step.arguments, step.context, separator):
                if MARK in context:
                    return {}
                mine = passed.setdefault(context, {})
                for number, value in enumerate(values, 1):
                    mine.setdefault(f"ARG{number}", set()).add(value)
    return {
        context: {name: frozenset(values) for name, values in named.items()} for context, named in passed.items() if named and context not in gone_to
    }


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


def _entered(application: str, arguments: str, context: str, separator: str) -> Iterator[tuple[str, list[str]]]:
    """The contexts that an application enters as subroutines or macros, with what it hands over."""
    if application in {"macro", "macroexclusive"}:
        yield from _macro(pieces(arguments, separator))
    elif application == "gosub":
        yield from _gosub(pieces(arguments, separator), context)
    elif application in {"macroif", "gosubif"}:
        rest = pieces(arguments, "?")[1:]
        for branch in pieces("?".join(rest), ":"):
            parts = pieces(branch, separator)
            yield from _macro(parts) if application == "macroif" else _gosub(parts, context)
    elif application == "execif":
        rest = pieces(arguments, "?")[1:]
        for branch in pieces("?".join(rest), ":"):
            inner, handed = call(branch)
            if inner.lower() in _CALLS and inner.lower() != "execif":
                yield from _entered(inner.lower(), handed, context, separator)
    else:
        for part in pieces(arguments, separator):
            if "(" in part:
                for letter, argument in options(mask(part)):
                    parts = argument.split("^")
                    if letter == "M" and argument:
                        yield from _macro(parts)
                    elif letter == "U" and argument:
                        yield parts[0], parts[1:]
                    elif letter in "bB" and argument:
                        yield from _gosub(_rejoined(parts), context)


def _macro(parts: list[str]) -> Iterator[tuple[str, list[str]]]:
    if parts:
        yield "macro-" + mask(parts[0]).strip(), parts[1:]


def _gosub(parts: list[str], context: str) -> Iterator[tuple[str, list[str]]]:
    if parts:
        _, parenthesis, handed = parts[-1].partition("(")
        values = pieces(handed.rpartition(")")[0], ",") if parenthesis else []
        yield (mask(parts[0]).strip() if len(parts) > 2 else context), values


def _rejoined(parts: list[str]) -> list[str]:
    """`ctx^exten^pri(a^b)`, split at `^`: the arguments belong to the priority."""
    for number, part in enumerate(parts):
        if "(" in part:
            return [*parts[:number], ",".join(parts[number:])]
    return parts
