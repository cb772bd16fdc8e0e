"""What is odd about one text, wherever it is written."""

from asterisk_lint.records import NamedTuple


class Odd(NamedTuple):
    """Something odd about the arguments of an application."""

    rule: str
    message: str
    severity: str = ""  # if it differs from that of the rule
    fix: str = ""
    help: str = ""
