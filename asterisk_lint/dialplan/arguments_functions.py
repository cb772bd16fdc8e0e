"""To come."""

from asterisk_lint.dialplan.arguments import Argument

FUNCTIONS: tuple[Argument, ...] = ()

STATES: tuple[Argument, ...] = ()
