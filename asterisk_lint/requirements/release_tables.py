"""The usage tables for one release of Asterisk, sorted by purpose."""

from collections.abc import Sequence

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release, Within
from asterisk_lint.requirements.closure import Companions
from asterisk_lint.requirements.resolve import companions_of
from asterisk_lint.usage import Finder, load_declarations, load_tables
from asterisk_lint.usage.rows import (
    Choice,
    Declaration,
    Listens,
    Row,
    RowsAbout,
    about_files,
)


class Tables(NamedTuple):
    """The rows of one release."""

    rows: tuple[Row, ...]  # all but the choices
    about_files: RowsAbout  # those of the rows that say something about one file
    # Some of them apply only to certain configurations (usage/conditional_choices.py)
    choices: tuple[Choice, ...]
    companions: Companions
    finders: tuple[Finder, ...]
    # something that cannot be read could need what they declare
    declarations: tuple[Declaration, ...]
    services: tuple[Listens, ...]  # those of the declarations that name what listens


def tables_of(release: Release) -> Tables:
    """Load the tables and select what applies to a release."""
    every, finders = load_tables()
    within = Within(release)
    rows: list[Row] = []
    choices: list[Choice] = []
    for row in every:
        if within[row.releases]:
            (choices if type(row) is Choice else rows).append(row)  # type: ignore[arg-type]
    declarations = tuple([row for row in load_declarations() if within[row.releases]])
    return Tables(
        tuple(rows),
        about_files(rows),
        tuple(choices),
        companions_of(rows),
        finders,
        declarations,
        tuple([row for row in declarations if isinstance(row, Listens)]),
    )


def with_sounds(tables: Tables, formats: Sequence[str]) -> Tables:
    """Return the tables with these formats where they ask for Asterisk's own prompts."""
    from asterisk_lint.usage.prompts import rows_with

    rows = rows_with(tables.rows, formats)
    return tables._replace(rows=rows, about_files=about_files(rows), companions=companions_of(rows))
