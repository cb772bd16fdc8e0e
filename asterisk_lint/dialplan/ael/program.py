"""What AEL's compiler builds before it numbers priorities."""

from collections import deque

from asterisk_lint.dialplan.ael.nodes import Node
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release

# Sizes of Asterisk's buffers, without the terminating zero
ARGUMENTS = 1999
TARGET = 499
NAME = 79


class Style(NamedTuple):
    """What old releases compile differently (pbx/pbx_ael.c of 1.4, res/ael/pval.c since)."""

    subroutines: bool = (
        True  # macros are subroutines; in 1.4 they were macros, and arguments were separated by `|`
    )
    loop_macros: bool = False  # `for (&name(); ..)` runs Macro
    bubble: bool = True  # hangups are passed out of macros

    @property
    def assign(self) -> str:
        """Return the application that sets variables."""
        return "MSet" if self.subroutines else "Set"

    def join(self, words: list[str]) -> str:
        """Join arguments into one text."""
        return (
            ",".join(words)
            if self.subroutines
            else "|".join(words).replace(",", "|").replace("\\|", ",")
        )


def style_of(release: Release) -> Style:
    """Return how a release compiles AEL. Confirmed by boots for 16 and 22; the sources of 13 and of
    17 to 23 behave like those.
    """
    number = release.order
    return Style(number >= (1, 6), number < (13,) or (14,) <= number < (16,), number >= (1, 8))


class Priority:
    """One priority of an extension. `kind`: "call" (also for a label: "label"), or how its
    arguments depend on the position of others.

    jump: `Goto(N)`; test, if: `GotoIf(arguments?next:N)`; iftime: `GotoIfTime(arguments?next but
    one)`; return.
    """

    __slots__ = ("application", "arguments", "goto", "home", "kind", "number", "origin", "place")

    def __init__(self, kind: str, application: str, arguments: str | None, place: Node) -> None:
        self.kind = kind
        self.application = application
        self.arguments = arguments
        self.place = place  # the construct in the source that it comes from
        self.origin: Node | None = (
            None  # the construct that Asterisk itself records for it: some rules depend on that
        )
        self.goto: Priority | None = None
        self.home: Extension | None = None
        self.number = 0


class Extension:
    """One extension: of the source, or created by the compiler for a case or a catch."""

    __slots__ = (
        "caller_id",
        "checked",
        "context",
        "first",
        "has_switch",
        "hints",
        "leave",
        "name",
        "place",
        "priorities",
        "repeat",
        "split",
    )

    def __init__(self, context: str, name: str, place: Node, first: int = 1) -> None:
        self.context = context
        self.name = name
        self.place = place
        self.first = first  # number of its first priority
        self.hints: str | None = None
        self.caller_id: str | None = None
        self.priorities: list[Priority] = []
        self.has_switch = False
        self.checked = False
        self.leave: Priority | None = None  # target of `break`
        self.repeat: Priority | None = None  # target of `continue`
        self.split: deque[Extension] = deque()  # extensions created for its cases and catches

    def inherit(self, *others: "Extension | None") -> None:
        """Copy from `others` what they know about switches; the last one that knows has
        precedence.
        """
        for other in others:
            if other is not None and other.checked:
                self.has_switch, self.checked = other.has_switch, other.checked

    def link(self, priority: Priority, mother: "Extension | None") -> Priority:
        """Append a priority. From the first switch on, code that reads ${EXTEN} reads the copy that
        was made before it.
        """
        if priority.home is None:
            priority.home = self
        if priority.arguments is not None and (
            self.has_switch or (mother is not None and mother.has_switch)
        ):
            priority.arguments = priority.arguments.replace("${EXTEN}", "${~~EXTEN~~}").replace(
                "${EXTEN:", "${~~EXTEN~~:"
            )
        self.priorities.append(priority)
        return priority


def cut(text: str, size: int = ARGUMENTS) -> str:
    """Return a text as it comes out of one of Asterisk's buffers of `size` bytes."""
    if len(text) * 4 <= size:
        return text
    return text.encode("utf-8", "surrogateescape")[:size].decode("utf-8", "surrogateescape")
