"""The values that one context gives to another: arguments of subroutines, and what holds where a
call goes on.
"""

from collections.abc import Iterable, Iterator, Mapping

from asterisk_lint.dialplan.arguments.positions import pieces
from asterisk_lint.dialplan.expressions import MARK, mask
from asterisk_lint.dialplan.splitting import call, options
from asterisk_lint.model import Step

# In place of a context: what is handed over to all, and to contexts that no call names.
_ALL = "all"
_ANYWHERE = "any"
_ARGUMENT = "${ARG"
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


class Passed(Mapping[str, frozenset[str]]):
    """The variables that are assigned, and the arguments that Macro and Gosub pass, context by
    context: `ARG1@CONTEXT` (see `in_context`).

    A context gets the arguments of the calls that name it, and of calls whose target is a variable
    or an extension without a context. One that no call names (others include it), or that some Goto
    names, can have got any arguments that are passed anywhere.
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

    # Collecting the values only to see whether there are any would be quadratic: AEL assigns one
    # variable in each of many macros, which all pass it on.
    def __contains__(self, name: object) -> bool:
        return name in self._assigned or (
            isinstance(name, str) and "@" in name and self._is_handed(name)
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._assigned)

    def __len__(self) -> int:
        return len(self._assigned)

    def in_context(self, context: str) -> str:
        """Return the text after `@` in the names of a context's arguments."""
        self._gather()
        return _coded(context) if context in self._named else _ALL

    def _handed(self, variable: str) -> frozenset[str] | None:
        """Return the values that are passed as one variable; None if there are none."""
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

    def _is_handed(self, variable: str) -> bool:
        """Tell whether values are passed as one variable."""
        self._gather()
        name, _, coded = variable.partition("@")
        if name in self._assigned:
            return True
        if coded in (_ALL, _ANYWHERE):
            return name in (self._all if coded == _ALL else self._anywhere)
        named = self._named.get(_decoded(coded))
        return name in self._all if named is None else name in named or name in self._anywhere

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


def with_passed(
    known: Mapping[str, frozenset[str]], steps: Iterable[Step], separator: str
) -> Passed:
    """Return the values of variables with those of the arguments that steps pass; `known` itself if
    it has them already.
    """
    return known if isinstance(known, Passed) else Passed(known, steps, separator=separator)


def of_context(text: str, context: str) -> str:
    """Return a text that is evaluated in a context, with the arguments of Macro and Gosub under
    that context's own names.
    """
    if _ARGUMENT not in text:
        return text
    before, *parts = text.split(_ARGUMENT)
    found = [before]
    for part in parts:
        number = part.partition("}")[0].partition(":")[0]
        named = number.isdecimal() and number.isascii() and len(number) < len(part)
        own = f"@{_coded(context)}" if named else ""
        found.append(f"{_ARGUMENT}{number}{own}{part[len(number) :]}")
    return "".join(found)


def _coded(context: str) -> str:
    """Return a context's name in letters that have no meaning inside `${...}`."""
    return context.encode("utf-8", "surrogateescape").hex()


def _decoded(coded: str) -> str:
    try:
        return bytes.fromhex(coded).decode("utf-8", "surrogateescape")
    except ValueError:
        return ""


def _targets(arguments: str, context: str, separator: str) -> Iterator[str]:
    """Yield the other contexts that a Goto or GotoIf names."""
    for target in pieces(arguments.partition("?")[2] or arguments, ":"):
        parts = pieces(target, separator)
        if len(parts) == 3 and parts[0].strip() != context:
            yield parts[0].strip()


def _entered(
    application: str, arguments: str, separator: str
) -> Iterator[tuple[str | None, list[str]]]:
    """Yield the contexts that an application enters as subroutines or macros (None if it does not
    name one), with the arguments that it passes.
    """
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
