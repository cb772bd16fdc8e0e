"""Arguments that an application does not take as they are meant: letters that name no option, too
few or too many arguments, `|` between them, conditions that are always the same, assignments that
set nothing.
"""

from collections.abc import Iterator

from asterisk_lint.catalog.application_arguments import ApplicationArguments, Takes
from asterisk_lint.dialplan.arguments.calls import CALLS
from asterisk_lint.dialplan.arguments.positions import Taken, pieces, texts
from asterisk_lint.dialplan.expressions import MARK, mask, references
from asterisk_lint.dialplan.followed_variables import Variables
from asterisk_lint.dialplan.splitting import call, clean, options
from asterisk_lint.records import NamedTuple
from asterisk_lint.references.sense.conditions import condition_oddities
from asterisk_lint.references.sense.expressions import expression_oddities
from asterisk_lint.references.sense.text import Odd

OPTION, COUNT = "unknown-application-option", "wrong-argument-count"
SEPARATOR, ASSIGNMENT = "old-separator", "malformed-assignment"
CONDITIONS = frozenset({"gotoif", "gosubif", "execif", "while", "macroif"})
# Where the arguments of Exec() and the like hold other applications, as `App(arguments)`.
_RUNNERS = {
    row.name.lower(): row.where
    for row in CALLS
    if row.where[:1] in ("*", "?") and any(need.kind == "call" for need in row.needs)
}
_DEEPEST = 20  # nested calls
_NO_VARIABLES = Variables({})
# Besides those whose second argument or a later one has options. None of their arguments has a `|`.
_SEPARATED = frozenset(
    {"goto", "gotoif", "gosub", "gosubif", "macro", "macroexclusive", "playback", "saynumber"}
)
# Commands and texts in their arguments may contain a `|`.
_FREE_TEXT = frozenset({"mixmonitor", "monitor", "externalivr", "agi", "system", "sendtext"})
# Options that are whole words, which some applications take besides letters.
_WORDS = frozenset({"skip", "noanswer", "say", "random", "wait", "force"})


class Calls(NamedTuple):
    """What is known about the applications of a release."""

    takes: ApplicationArguments
    commas: bool  # whether commas separate arguments, and not `|`

    def matters(self, application: str) -> bool:
        """Tell whether arguments without any `$` can be odd for an application (in lower case)."""
        return (
            self.takes.get(application) is not None
            or application in CONDITIONS
            or application in _SEPARATED
            or application in _RUNNERS
            or application == "set"
        )

    def ignores_words(self, application: str) -> bool:
        """Tell whether no word in the arguments of an application (in lower case) makes them odd,
        except the name of a function: it has no options, and runs nothing.
        """
        takes = self.takes.get(application)
        return application not in _RUNNERS and (takes is None or not takes.options)

    def odd(
        self, application: str, arguments: str, *, compiled: bool, depth: int = 0
    ) -> Iterator[Odd]:
        """Yield what is odd about a call. `compiled`: AEL's compiler has written it; `depth`: the
        calls around it.
        """
        name = application.lower()
        masked = mask(arguments)
        found = list(references(arguments)) if "$" in arguments else []
        if found:
            yield from expression_oddities(arguments, found, compiled=compiled)
        takes = self.takes.get(name)
        if takes is not None and takes.needs and not arguments.strip():
            yield Odd(
                COUNT,
                f"{application}() has no argument: Asterisk logs a warning and does nothing",
                severity="error",
            )
            return
        if not self.commas:
            return
        if not compiled and (name in CONDITIONS or "IF(" in arguments):
            yield from condition_oddities(application, arguments, found)
        if name in _RUNNERS and depth < _DEEPEST:
            for text in texts(_RUNNERS[name], Taken(arguments, ","), _NO_VARIABLES)[0]:
                inner = call(text)
                if "$" not in inner.application:
                    yield from self.odd(
                        inner.application, inner.arguments, compiled=compiled, depth=depth + 1
                    )
        if name == "set":
            yield from _assignment(masked)
        if name in _SEPARATED or (takes is not None and name not in _FREE_TEXT):
            if self._is_old(name, masked, takes):
                yield Odd(
                    SEPARATOR,
                    f"{application}() takes '|' as a part of its argument: commas have separated "
                    "arguments since Asterisk 1.6",
                    fix="write , for each |",
                )
            elif takes is not None:
                yield from _by_number(application, arguments, takes)

    def _is_old(self, name: str, masked: str, takes: Takes | None) -> bool:
        if "|" not in masked or "," in masked:
            return False
        if name in ("gotoif", "gosubif"):
            masked = masked.partition("?")[2]
        elif name not in _SEPARATED and not (takes and any(place > 1 for place in takes.options)):
            return False
        return "|" in masked


def _by_number(application: str, arguments: str, takes: Takes) -> Iterator[Odd]:
    if not takes.options and not takes.most:
        return
    given = pieces(arguments, ",")
    if takes.most and any(piece.strip() for piece in given[takes.most :]):
        yield Odd(
            COUNT,
            f"{application}() takes {takes.most} argument{'s' * (takes.most > 1)}, and this has "
            f"{len(given)}: Asterisk adds the others to the last one",
            severity="warning",
        )
        return
    for number, letters in takes.options.items():
        if len(given) >= number:
            unknown = _unknown(given[number - 1], letters)
            if unknown:
                shown = ", ".join(f"'{letter}'" for letter in unknown)
                yield Odd(
                    OPTION,
                    f"{takes.name}() has no option {shown} in this release: Asterisk ignores it",
                    help=f"remove {shown}, or write an option that it has: "
                    + " ".join(sorted(letters, key=lambda each: (each.lower(), each))),
                )


def _unknown(piece: str, letters: frozenset[str]) -> list[str]:
    """Return the letters of an argument that name no option."""
    masked = clean(mask(piece))
    if masked.strip().lower() in _WORDS:
        return []
    given = [letter for letter, _ in options(masked)]
    if MARK in given or "|" in given or any(sign in piece for sign in "{}@%<>"):
        return []
    return [
        letter
        for letter in dict.fromkeys(given)
        if letter not in letters and letter.isalnum() and letter.isascii()
    ]


def _assignment(masked: str) -> Iterator[Odd]:
    name, equals, _ = masked.partition("=")
    if not equals:
        if MARK not in masked:
            yield Odd(
                ASSIGNMENT,
                "Set() without '=' sets nothing: Asterisk logs a warning",
                fix=f"write {masked.strip() or 'NAME'}=VALUE",
            )
        return
    outside = name.partition("(")[0] + name.rpartition(")")[2] if "(" in name else name
    if " " in outside and name.strip():
        shown = name.replace(MARK, "${...}")
        message = (
            f"Set() takes the blanks around '=' into the name: it sets '{shown}', which "
            f"${{{shown.strip()}}} does not read"
        )
        yield Odd(ASSIGNMENT, message, fix=f"write {shown.strip()}=")
