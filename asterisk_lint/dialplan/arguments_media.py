"""To come."""

from asterisk_lint.dialplan.arguments import Argument

MEDIA: tuple[Argument, ...] = ()
