"""The values that this package returns."""

from collections.abc import Collection, Iterable

from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Step
from asterisk_lint.records import NamedTuple
from asterisk_lint.references.hidden import Unread, is_hidden
from asterisk_lint.references.values import CONTEXT

UNREACHABLE, GAP, NO_FIRST = "unreachable-priority", "priority-gap", "missing-first-priority"
# What these report, a program that is not read can enter all the same.
UNENTERED = frozenset({UNREACHABLE, GAP, NO_FIRST})


class Oddity(NamedTuple):
    """One place where the dialplan cannot do what it says."""

    rule: str  # the name of the rule that reports it
    message: str
    file: str
    line: int
    column: int = 0
    fix: str = ""
    severity: str = ""  # if it differs from that of the rule
    of_dialplan: bool = False  # whether a part of the dialplan that cannot be read could change it
    help: str = ""


def at(step: Step, rule: str, message: str, fix: str = "", severity: str = "") -> Oddity:
    """Return an oddity of the dialplan at one of its steps."""
    return Oddity(rule, message, step.file, step.line, step.column, fix, severity, of_dialplan=True)


def by_rule(
    found: Iterable[Oddity],
    configuration: Configuration,
    unread: Unread,
    samples: Collection[str],
) -> dict[str, list[Oddity]]:
    """Return oddities by their rule, without those in `samples` that Asterisk installs, and without
    those that something unread could change, or a program that sends calls there.
    """
    hidden = is_hidden(CONTEXT, configuration, unread)
    kept: dict[str, list[Oddity]] = {}
    for each in found:
        if (
            each.file not in samples
            and not (hidden and each.of_dialplan)
            and not (unread.sending and each.rule in UNENTERED)
        ):
            kept.setdefault(each.rule, []).append(each)
    return kept
