"""Which argument of which application or function runs or names something: the table's rows and how
they are found.

The rows are in the other files of this package, one file for each area. Every application of every
release has at least one row; those that run nothing have one with empty `needs`, so that a new
application cannot be forgotten.
"""

from collections.abc import Mapping
from functools import lru_cache

from asterisk_lint.dialplan.arguments.calls import CALLS
from asterisk_lint.dialplan.arguments.codecs import CODECS
from asterisk_lint.dialplan.arguments.functions import FUNCTIONS
from asterisk_lint.dialplan.arguments.media import MEDIA
from asterisk_lint.dialplan.arguments.row import RUN, Argument
from asterisk_lint.dialplan.arguments.variables import VARIABLES
from asterisk_lint.model import Need
from asterisk_lint.releases import Release

_WITH_USES = CALLS + MEDIA + CODECS + VARIABLES + FUNCTIONS


def rows() -> tuple[Argument, ...]:
    """The whole table."""
    from asterisk_lint.dialplan.arguments.without_uses import NOTHING

    nothing = tuple(
        Argument(name, "", (), source) for source, names in NOTHING for name in names.split()
    )
    return _WITH_USES + nothing


@lru_cache(
    maxsize=4
)  # one release for each run; every value of other files that contains a piece of dialplan uses it
def arguments(release: Release) -> Mapping[str, tuple[Argument, ...]]:
    """Return the rows that apply in a release, by name: applications in lower case, functions with
    `()` and variables with `=` unchanged.
    """
    found: dict[str, list[Argument]] = {}
    for row in _WITH_USES:
        if row.needs and (not row.releases or release.within(row.releases)):
            name = row.name if row.name.endswith(("()", "=")) else row.name.lower()
            found.setdefault(name, []).append(row)
    return {name: tuple(those) for name, those in found.items()}


def named_by(row: Argument) -> list[Need]:
    """Return the capabilities and modules that a row names directly."""
    named = [RUN.get(need.kind, need) if not need.name else need for need in row.needs]
    return [need for need in named if need.name and "{" not in need.name and need.kind != "in"]


def sentence(row: Argument) -> str:
    """Describe a row for people: `Dial(), option U: a subroutine runs on the called channel when it
    answers`.
    """
    name = row.name.rstrip("()=")
    place = row.where.partition(" if ")[0]
    number, colon, letters = place.partition(":")
    if row.name.endswith("="):
        said = f"the variable {name}"
    elif place == "=":
        wanted = row.where.partition(" if ")[2].partition(" is ")[0].replace("|", ", ")
        said = f"{name}({wanted}) is set"
    elif colon:
        said = (
            f"{name}() without option {letters[1:]}"
            if letters[0] == "!"
            else f"{name}(), option {' or '.join(letters)}"
        )
    elif number.isdigit():
        said = f"{name}(), argument {number}"
    else:
        said = f"{name}()"
    return f"{said}: {row.because}" if row.because else said
