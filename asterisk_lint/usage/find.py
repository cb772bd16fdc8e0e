"""Everything that one PBX uses: in its dialplan, in its configuration files, in its settings."""

from collections.abc import Iterable
from itertools import chain

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.conf.shared_results import Results, Table
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.followed_variables import Known
from asterisk_lint.dialplan.found_in_steps import InSteps
from asterisk_lint.model import GroupedUses, Problem, Unseen, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.settings.values import Settings
from asterisk_lint.usage import Finder
from asterisk_lint.usage.rows import RowsAbout
from asterisk_lint.usage.variables import assigned_variables


class FoundUses(NamedTuple):
    """Every use in one PBX, and what was found on the way."""

    uses: list[Use | GroupedUses]
    problems: list[Problem]
    dynamic: list[Unseen]  # what is only known during a call
    in_steps: InSteps


# By the variables that are set outside the steps; with `Configuration.dialplan_results`
_IN_STEPS: Table[tuple[tuple[str, str], ...], InSteps] = Table()


def find_uses(
    configuration: Configuration,
    catalog: Catalog,
    settings: Settings,
    rows: RowsAbout,
    finders: Iterable[Finder],
) -> FoundUses:
    """Return every use in one PBX. `rows`: those about each file."""
    from asterisk_lint.dialplan.text_needs import UNSEEN
    from asterisk_lint.usage.interpret import row_uses

    dialplan = configuration.dialplan()
    assigned = tuple(assigned_variables(configuration))
    in_steps = configuration.dialplan_results().once(
        _IN_STEPS, assigned, lambda: _find_in_steps(configuration, assigned)
    )
    found = in_steps.found
    uses: list[Use | GroupedUses] = [*dialplan.uses, *found.uses]
    problems = [*dialplan.problems, *found.problems]
    unseen = [*dialplan.unseen, *found.unseen]
    if "extensions.lua" in configuration.names():
        # A call in Lua becomes one step for each value that its arguments can have.
        problems, unseen = list(dict.fromkeys(problems)), list(dict.fromkeys(unseen))
    others = chain(
        row_uses(configuration, rows),
        chain.from_iterable(finder(configuration) for finder in finders),
    )
    # A left-over file of another release's module needs nothing here.
    there = _There(catalog)
    uses += [use for use in others if use.kind != "module" or there[use.name]]
    if any(use.kind == UNSEEN for use in uses):
        unseen += [_unknown(use) for use in uses if use.kind == UNSEEN]
        uses = [use for use in uses if use.kind != UNSEEN]
    uses += [
        Use(
            declared.kind,
            declared.name,
            settings.file or "",
            declared.line,
            because="the settings declare it",
        )
        for declared in settings.uses
    ]
    problems += [problem for conf in configuration.read_confs() for problem in conf.problems]
    return FoundUses(uses, problems, unseen, in_steps)


def _find_in_steps(configuration: Configuration, assigned: Iterable[tuple[str, str]]) -> InSteps:
    from asterisk_lint.dialplan.step_uses import findings_of
    from asterisk_lint.dialplan.variable_values import known_variables

    dialplan = configuration.dialplan()
    separator = "|" if configuration.release.within("<1.6.0") else ","
    steps, origins, results = dialplan.steps, dialplan.origins, configuration.results
    known: Known = known_variables(
        steps, assigned, separator=separator, origins=origins, results=results
    )
    arguments = configuration.arguments()
    if "${ARG" in arguments:
        from asterisk_lint.dialplan.passed_values import with_passed

        known = with_passed(known, steps, separator)
    found = findings_of(
        steps,
        release=configuration.release,
        known=known,
        lines=configuration.lines,
        origins=origins,
        results=results,
        arguments=arguments,
    )
    return InSteps(known, found, Results())


def _unknown(found: Use | GroupedUses) -> Unseen:
    """Return what a value outside the dialplan does that is only known during a call."""
    if isinstance(found, GroupedUses):
        found = next(iter(found.uses()))
    what = f"{found.because} ({found.within or found.file})"
    return Unseen(what, found.file, found.line, frozenset(found.name.split()), "dynamic")


class _There(dict[str, bool]):
    """Tells whether a release has a module, given the name as a person writes it."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def __missing__(self, name: str) -> bool:
        self[name] = self._catalog.module(name) is not None
        return self[name]
