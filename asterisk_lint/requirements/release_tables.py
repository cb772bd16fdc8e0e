"""The usage tables for one release of Asterisk, sorted by purpose."""

from collections.abc import Iterable, Sequence

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release, Within
from asterisk_lint.requirements.closure import Companions
from asterisk_lint.requirements.resolve import companions_of
from asterisk_lint.usage import Finder, load_declarations, load_tables
from asterisk_lint.usage.rows import (
    Choice,
    Declaration,
    FileRow,
    Listens,
    OptionRow,
    Reader,
    Row,
    Sample,
    SectionRow,
)

_ABOUT_FILES = frozenset([OptionRow, SectionRow, FileRow, Sample, Reader])


class Tables(NamedTuple):
    """The rows of one release."""

    rows: tuple[Row, ...]  # all but the choices
    about_files: tuple[Row, ...]  # those of the rows that say something about one file
    # Some of them apply only to certain configurations (usage/conditional_choices.py)
    choices: tuple[Choice, ...]
    companions: Companions
    finders: tuple[Finder, ...]
    # something that cannot be read could need what they declare
    declarations: tuple[Declaration, ...]
    services: tuple[Listens, ...]  # those of the declarations that name what listens


def tables_of(release: Release) -> Tables:
    """Load the tables and select what applies to a release."""
    rows, finders = load_tables()
    within = Within(release)
    rows = tuple([row for row in rows if within[row.releases]])
    choices = tuple([row for row in rows if isinstance(row, Choice)])
    declarations = tuple([row for row in load_declarations() if within[row.releases]])
    return Tables(
        tuple([row for row in rows if not isinstance(row, Choice)]),
        _about_files(rows),
        choices,
        companions_of(rows),
        finders,
        declarations,
        tuple([row for row in declarations if isinstance(row, Listens)]),
    )


def with_sounds(tables: Tables, formats: Sequence[str]) -> Tables:
    """Return the tables with these formats where they ask for Asterisk's own prompts."""
    from asterisk_lint.usage.prompts import rows_with

    rows = rows_with(tables.rows, formats)
    return tables._replace(
        rows=rows, about_files=_about_files(rows), companions=companions_of(rows)
    )


def _about_files(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple([row for row in rows if type(row) in _ABOUT_FILES])
