"""How each release of Asterisk reads configuration files (main/config.c of each release
compared).
"""

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release


class Dialect(NamedTuple):
    """The behaviour of main/config.c in one release; each flag names the oldest release that has
    it.
    """

    append: bool  # `+=`: 1.6
    includes_must_exist: bool  # a missing #include ends the reading: 1.6
    unescapes: bool  # the backslash of `\;` is removed: 1.8
    skips_long_lines: bool  # 1.8
    tries: bool  # #tryinclude: 11
    escaped_first: bool  # a backslash before the first character of a line: 11
    filters: bool  # `[x](+filter)`, and `(+)` skips templates: 12
    byte_order_mark: bool  # 13


def dialect_of(release: Release) -> Dialect:
    """Return how that release reads configuration files."""
    number = release.order
    return Dialect(
        append=number >= (1, 6),
        includes_must_exist=number >= (1, 6),
        unescapes=number >= (1, 8),
        skips_long_lines=number >= (1, 8),
        tries=number >= (11,),
        escaped_first=number >= (11,),
        filters=number >= (12,),
        byte_order_mark=number >= (13,),
    )
