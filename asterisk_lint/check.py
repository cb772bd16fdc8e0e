"""The pipeline for one PBX: files, uses, requirements, verdicts, findings."""

from collections.abc import Iterable, Iterator
from itertools import chain
from operator import attrgetter
from os.path import relpath

from asterisk_lint.catalog.load import Catalog, Module, load
from asterisk_lint.catalog.third_party import with_third_party
from asterisk_lint.conf.reader import Section
from asterisk_lint.conf.shared_results import Origin, Table, for_each
from asterisk_lint.conf.suppressions import Suppression, find_suppressions
from asterisk_lint.conf.whitelist import FILE, Whitelist, read_whitelist, with_file_names
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan import channel_variables
from asterisk_lint.facts import Facts
from asterisk_lint.model import (
    SETTLED_BY_SEALED,
    Finding,
    OutOfSight,
    Problem,
    Reason,
    StepUses,
    Use,
)
from asterisk_lint.records import TYPE_CHECKING, NamedTuple
from asterisk_lint.requirements.decide import Case, decide
from asterisk_lint.requirements.release_tables import Tables, tables_of, with_sounds
from asterisk_lint.rules import load_rules, rule_names
from asterisk_lint.rules.rule import Rule
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.rules.silenced import without_commented, without_ignored
from asterisk_lint.settings.values import Settings
from asterisk_lint.shared import Shared
from asterisk_lint.tree.files import Unreadable
from asterisk_lint.tree.target import Target
from asterisk_lint.unseen import entries, third_party
from asterisk_lint.usage import Finder
from asterisk_lint.usage.conditional_choices import choices_in_force
from asterisk_lint.usage.rows import Choice, Declaration, Row

if TYPE_CHECKING:
    from asterisk_lint.observed.values import Observed

_SETTING_OPTIONS = tuple(
    dict.fromkeys(channel_variables.OPTIONS.values())
)  # none means anything else in the others' files
_VARIABLES: Table[tuple[bool, Origin], list[tuple[str, str]]] = (
    Table()
)  # by whether they are those of [globals]


class Checked(NamedTuple):
    """One PBX after its check: what is known, and the findings."""

    facts: Facts
    findings: tuple[Finding, ...]


def check_files(
    target: Target,
    scope: RuleSelection = RuleSelection(),  # noqa: B008 - a frozen value
    shared: Shared | None = None,
) -> Checked:
    """Check one PBX with the rules that `scope` selects.

    `shared` holds what the PBXs of a run have in common.

    Raises UnknownRelease, and Unreadable if modules.conf itself cannot be read.
    """
    facts = gather(target, shared)
    return Checked(
        facts,
        tuple(find_all(facts, scope, shared.rules(scope) if shared else load_rules(scope.rules()))),
    )


class Sources(NamedTuple):
    """One PBX as it is read, before anything is decided."""

    configuration: Configuration
    catalog: Catalog
    settings: Settings  # `file` relative to the PBX's directory
    whitelist: Whitelist
    tables: Tables
    choices: tuple[Choice, ...]  # those that hold here
    rows: tuple[Row, ...]
    declarations: tuple[Row | Declaration, ...]
    uses: list[Use | StepUses]
    problems: list[Problem]
    dynamic: list[OutOfSight]  # what in the dialplan is only known during a call


def read_sources(target: Target, shared: Shared | None = None) -> Sources:
    """Read one PBX. Raises as `check_files` does."""
    files, release, settings = target.files, target.release, target.settings
    if settings.file is not None:
        settings = settings._replace(file=relpath(settings.file, target.directory))
    catalog = with_local_modules(shared.catalog(release) if shared else load(release), settings)
    configuration = Configuration(
        files,
        release=release,
        etc=target.etc,
        results=shared.results if shared else None,
        observed=target.observed,
    )
    modules_conf = configuration.conf(FILE)
    if modules_conf is None:
        raise Unreadable(f"there is no {FILE}")
    whitelist = read_whitelist(modules_conf)
    catalog = with_third_party(catalog, [listed.module for listed in whitelist.loaded().values()])
    catalog = with_defined(catalog, configuration)
    whitelist = with_file_names(whitelist, catalog.file_name)
    tables = shared.tables(release) if shared else tables_of(release)
    sounds = settings.sounds
    if not sounds and configuration.observed is not None and configuration.observation_counts:
        sounds = tuple(sorted(configuration.observed.sounds))
    if sounds:
        tables = with_sounds(tables, sounds)
    choices = choices_in_force(configuration, tables.choices)
    rows = (*tables.rows, *choices, *third_party.rows(catalog, whitelist.loaded().values()))
    declarations = (*rows, *tables.declarations)
    uses, problems, dynamic = find_uses(
        configuration, catalog, settings, tables.rows, tables.finders
    )
    if sounds:
        from asterisk_lint.usage.prompts import uses_with

        uses = list(uses_with(uses, sounds))
    if target.observed is not None:
        from asterisk_lint.observed.uses import uses_of

        uses += uses_of(target.observed, configuration.names(), whitelist.loaded().keys())
    return Sources(
        configuration, catalog, settings, whitelist, tables, choices, rows, declarations, uses,
        problems, dynamic,
    )  # fmt: skip


def gather(target: Target, shared: Shared | None = None) -> Facts:
    """Collect everything that the rules look at. Raises the same exceptions as `check_files`."""
    read = read_sources(target, shared)
    configuration, catalog, whitelist = read.configuration, read.catalog, read.whitelist
    suppressions = find_suppressions(target.files, files_read(configuration), rule_names())
    hidden = tuple(entries.find(configuration, catalog))
    case = Case(
        configuration=configuration,
        catalog=catalog,
        companions=read.tables.companions,
        choices=read.choices,
        rows=read.declarations,
        whitelist=whitelist,
        installed=target.inventory,
        clients_complete=read.settings.clients_complete,
        sealed=target.is_sealed,
        entries=hidden,
        asks=not (whitelist.autoload or target.adopting),
    )
    kept = kept_modules(whitelist, read.settings, suppressions) if not whitelist.autoload else {}
    decided = decide(case, read.uses, read.dynamic, kept, shared.resolutions if shared else None)
    resolved = decided.resolved
    return Facts(
        configuration, catalog, read.settings, whitelist, tuple(read.uses), resolved.required,
        resolved.unprovided, decided.verdicts, tuple(dict.fromkeys(read.problems)), suppressions,
        read.rows, read.declarations, decided.unseen, decided.questions, target,
        resolved.unsettled, _unsettled(hidden, sealed=target.is_sealed),
    )  # fmt: skip


def _unsettled(hidden: Iterable[OutOfSight], *, sealed: bool) -> tuple[OutOfSight, ...]:
    """Return those parts of modules.conf that `sealed` does not settle."""
    return tuple(thing for thing in hidden if not (sealed and thing.cause in SETTLED_BY_SEALED))


def find_all(facts: Facts, scope: RuleSelection, rules: Iterable[Rule]) -> list[Finding]:
    """Run the rules that `scope` selects and drop silenced findings; sorted by file, line and
    column.
    """
    rules = tuple(rules)
    kept, silenced = without_commented(
        (finding for rule in rules for finding in rule.check(facts)), facts
    )
    for rule in rules:
        if rule.check_silenced is not None:
            kept += rule.check_silenced(facts, silenced, frozenset(scope.rules()))
    kept = without_ignored(kept, facts)
    return sorted(
        kept,
        key=lambda finding: (
            finding.file,
            finding.line,
            finding.column,
            finding.code,
            finding.message,
        ),
    )


def find_uses(
    configuration: Configuration,
    catalog: Catalog,
    settings: Settings,
    rows: Iterable[Row],
    finders: Iterable[Finder],
) -> tuple[list[Use | StepUses], list[Problem], list[OutOfSight]]:
    """Return every use in one PBX, the problems found, and parts of the dialplan that are only
    known during a call.
    """
    from asterisk_lint.dialplan.step_uses import findings_of
    from asterisk_lint.dialplan.variable_values import known_variables
    from asterisk_lint.usage.interpret import row_uses

    dialplan = configuration.dialplan()
    separator = "|" if configuration.release.within("<1.6.0") else ","
    steps, origins, results = dialplan.steps, dialplan.origins, configuration.results
    known = known_variables(
        steps, assignments(configuration), separator=separator, origins=origins, results=results
    )
    found = findings_of(
        steps,
        release=configuration.release,
        known=known,
        lines=configuration.lines,
        origins=origins,
        results=results,
    )
    uses: list[Use | StepUses] = [*dialplan.uses, *found.uses]
    problems = [*dialplan.problems, *found.problems]
    unseen = [*dialplan.out_of_sight, *found.unseen]
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
    return uses, problems, unseen


class _There(dict[str, bool]):
    """Tells whether a release has a module, given the name as a person writes it."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def __missing__(self, name: str) -> bool:
        self[name] = self._catalog.module(name) is not None
        return self[name]


def assignments(configuration: Configuration) -> Iterator[tuple[str, str]]:
    """Yield the variables that are set outside dialplan steps: [globals], AEL's globals, `setvar`
    of channels, call files.
    """
    from asterisk_lint.usage.originated_calls import assigned_by_calls

    yield from configuration.dialplan().variables
    yield from assigned_by_calls(configuration)
    for name in ("extensions.conf", *channel_variables.OPTIONS):
        conf = configuration.conf(name) if name in configuration.names() else None
        if conf is not None:
            find = _global_variables if name == "extensions.conf" else _channel_variables
            yield from for_each(
                conf.sections,
                conf.origins,
                configuration.results,
                _VARIABLES,
                name == "extensions.conf",
                find,
            )


def _global_variables(section: Section) -> Iterator[tuple[str, str]]:
    return (
        ((entry.key, entry.value) for entry in section.entries)
        if section.name == "globals"
        else iter(())
    )


def _channel_variables(section: Section) -> Iterator[tuple[str, str]]:
    for option in _SETTING_OPTIONS:
        for entry in channel_variables.set_in(section, option):
            variable, _, value = entry.value.partition("=")
            yield variable.strip(), value


def files_read(configuration: Configuration) -> set[str]:
    """Return the names of all files that were read at least in part."""
    names = set(map(attrgetter("file"), configuration.dialplan().steps))
    for conf in configuration.read_confs():
        names.add(conf.name)
        for include in conf.includes:
            names.update(include.found)
    return names


def kept_modules(
    whitelist: Whitelist, settings: Settings, suppressions: Iterable[Suppression]
) -> dict[str, Reason]:
    """Return the whitelisted modules that a person keeps on purpose, with the place that says
    so.
    """
    kept: dict[str, Reason] = {}
    loaded = whitelist.named()
    marked = {
        (suppression.file, suppression.line): suppression
        for suppression in suppressions
        if suppression.keep
    }
    for key, listed in loaded.items():
        settings_entry = next(
            (keep for name, keep in settings.keep.items() if name.lower() == key), None
        )
        mark = marked.get((listed.entry.file, listed.entry.line))
        if mark is not None:
            kept[listed.module] = Reason(
                "kept", listed.module, mark.file, mark.line, mark.column, mark.reason
            )
        elif settings_entry is not None:
            kept[listed.module] = Reason(
                "kept", listed.module, settings.file, settings_entry.line, 0, settings_entry.reason
            )
    return kept


def with_defined(catalog: Catalog, configuration: Configuration) -> Catalog:
    """Return the catalog extended by names that the configuration creates (the functions of
    func_odbc.conf).
    """
    if configuration.observed is not None and configuration.observed.defined:
        catalog = with_observed_definitions(catalog, configuration.observed)
    if "func_odbc.conf" not in configuration.names():
        return catalog
    from asterisk_lint.usage.odbc_functions import odbc_functions

    more: dict[str, dict[str, list[str]]] = {}  # by module and kind
    for each in odbc_functions(configuration):
        more.setdefault(each.module, {}).setdefault(each.kind, []).append(each.name)
    extended = []
    for name, kinds in more.items():
        module = catalog.module(name)
        if module is not None:
            provides = dict(module.provides)
            for kind, names in kinds.items():
                provides[kind] = (*provides.get(kind, ()), *names)
            extended.append(module._replace(provides=provides))
    return catalog.with_modules(extended) if extended else catalog


def with_observed_definitions(catalog: Catalog, observed: "Observed") -> Catalog:
    """The catalog with what configuration files on the machine make modules provide."""
    extended: dict[str, Module] = {}
    for each in observed.defined:
        module = extended.get(each.module) or catalog.module(each.module)
        if module is not None:
            names = (*module.provides.get(each.kind, ()), each.name)
            extended[each.module] = module._replace(provides={**module.provides, each.kind: names})
    return catalog.with_modules(list(extended.values()))


def with_local_modules(catalog: Catalog, settings: Settings) -> Catalog:
    """Return the catalog extended by the modules that the settings define."""
    if not settings.modules:
        return catalog
    return catalog.with_modules(
        [
            Module(name, module.provides, module.requires, origin="settings")
            for name, module in settings.modules.items()
        ]
    )
