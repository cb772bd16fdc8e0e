"""The usage tables as one release of Asterisk has them, sorted by what they are asked for."""

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.requirements.closure import Companions, companions_of
from asterisk_lint.usage import Finder, load_declarations, load_tables
from asterisk_lint.usage.rows import Choice, Declaration, Row


class Tables(NamedTuple):
    """The rows of one release."""

    rows: tuple[Row, ...]  # all but the choices
    choices: tuple[
        Choice, ...
    ]  # some of them hold only in certain configurations (usage/choices.py)
    companions: Companions
    finders: tuple[Finder, ...]
    declarations: tuple[Declaration, ...]  # what cannot be read could need what they say


def tables_of(release: Release) -> Tables:
    """Load the tables and take what is about a release."""
    rows, finders = load_tables()
    rows = tuple([row for row in rows if release.within(row.releases)])
    choices = tuple([row for row in rows if isinstance(row, Choice)])
    declarations = tuple([row for row in load_declarations() if release.within(row.releases)])
    return Tables(
        tuple([row for row in rows if not isinstance(row, Choice)]),
        choices,
        companions_of(rows),
        finders,
        declarations,
    )
