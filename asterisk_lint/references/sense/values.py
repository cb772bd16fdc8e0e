"""The values that this package returns."""

from asterisk_lint.model import Step
from asterisk_lint.records import NamedTuple


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


def at(step: Step, rule: str, message: str, fix: str = "", severity: str = "") -> Oddity:
    """Return an oddity of the dialplan at one of its steps."""
    return Oddity(rule, message, step.file, step.line, step.column, fix, severity, of_dialplan=True)
