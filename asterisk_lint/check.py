"""The pipeline for one PBX: files, uses, requirements, verdicts, findings."""

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from os.path import relpath

from asterisk_lint.catalog.load import Catalog, load
from asterisk_lint.conf.suppressions import find_suppressions
from asterisk_lint.conf.whitelist import FILE, Whitelist, with_file_names
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan import columns
from asterisk_lint.dialplan.found_in_steps import InSteps
from asterisk_lint.facts import Facts
from asterisk_lint.model import (
    SETTLED_BY_SEALED,
    Finding,
    GroupedUses,
    Problem,
    Reason,
    Unseen,
    Use,
)
from asterisk_lint.records import NamedTuple
from asterisk_lint.references.lookup import References
from asterisk_lint.requirements.decide import Case, Decided, decide
from asterisk_lint.requirements.release_tables import Tables, tables_of, with_sounds
from asterisk_lint.requirements.verdicts import PRESUMED, REQUIRED, UNUSED, Verdict
from asterisk_lint.rules import load_rules, rule_names
from asterisk_lint.rules.occasions import can_speak
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.rules.silenced import (
    without_commented,
    without_doubtful_removals,
    without_ignored,
)
from asterisk_lint.settings.values import Settings
from asterisk_lint.shared import Shared
from asterisk_lint.tree.files import Unreadable
from asterisk_lint.tree.target import Target
from asterisk_lint.unseen import entries, third_party
from asterisk_lint.usage.conditional_choices import choices_in_force
from asterisk_lint.usage.find import find_uses
from asterisk_lint.usage.rows import Choice, Declaration, Row

# The order of findings: by place, then by rule.
IN_ORDER = attrgetter("file", "line", "column", "code", "message")


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
    return Checked(facts, tuple(find_all(facts, scope)))


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
    uses: list[Use | GroupedUses]
    problems: list[Problem]
    dynamic: list[Unseen]  # what in the dialplan is only known during a call
    in_steps: InSteps


def read_sources(target: Target, shared: Shared | None = None) -> Sources:
    """Read one PBX. Raises as `check_files` does."""
    files, release, settings = target.files, target.release, target.settings
    if settings.file is not None:
        settings = settings._replace(file=relpath(settings.file, target.directory))
    catalog = shared.catalog(release) if shared else load(release)
    if settings.modules:
        from asterisk_lint.catalog.third_party import with_local_modules

        catalog = with_local_modules(catalog, settings)
    configuration = Configuration(
        files,
        release=release,
        etc=target.etc,
        results=shared.results if shared else None,
        observed=target.observed,
        written=target.written,
    )
    whitelist = configuration.whitelist()
    if whitelist is None:
        raise Unreadable(f"there is no {target.path(FILE)}")
    if configuration.is_encrypted(FILE):
        raise Unreadable(f"{target.path(FILE)} is encrypted here, or only a pointer to the file")
    names = [listed.module for listed in whitelist.loaded().values()]
    if not all(map(catalog.module, names)):
        from asterisk_lint.catalog.third_party import with_third_party

        catalog = with_third_party(catalog, names)
    if target.observed is not None and target.observed.foreign:
        from asterisk_lint.catalog.third_party import with_observed_modules

        catalog = with_observed_modules(catalog, target.observed.foreign)
    catalog = with_configured_names(catalog, configuration)
    whitelist = with_file_names(whitelist, catalog.file_name)
    tables = shared.tables(release) if shared else tables_of(release)
    sounds = settings.sounds or target.sounds
    if not sounds and configuration.observed is not None and configuration.observation_counts:
        sounds = tuple(sorted(configuration.observed.sounds))
    if sounds:
        tables = with_sounds(tables, sounds)
    choices = choices_in_force(configuration, tables.choices)
    rows = (*tables.rows, *choices, *third_party.rows(catalog, whitelist.loaded().values()))
    declarations = (*rows, *tables.declarations)
    uses, problems, dynamic, in_steps = find_uses(
        configuration, catalog, settings, tables.about_files, tables.finders
    )
    if sounds:
        from asterisk_lint.usage.prompts import uses_with

        uses = list(uses_with(uses, sounds))
    if target.observed is not None:
        from asterisk_lint.observed.uses import uses_of

        uses += uses_of(target.observed, configuration.names(), whitelist.loaded().keys())
    return Sources(
        configuration, catalog, settings, whitelist, tables, choices, rows, declarations, uses,
        problems, dynamic, in_steps,
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
        services=read.tables.services,
        whitelist=whitelist,
        installed=target.inventory,
        clients_complete=read.settings.clients_complete,
        sealed=target.is_sealed,
        entries=hidden,
        known=read.in_steps.known,
        asks=not (whitelist.autoload or target.adopting),
    )
    kept: Mapping[str, Reason] = {}
    if not whitelist.autoload and (read.settings.keep or suppressions):
        from asterisk_lint.requirements.kept import kept_modules

        kept = kept_modules(whitelist, read.settings, suppressions)
    resolutions = shared.resolutions if shared else None
    decided = decide(case, read.uses, read.dynamic, kept, resolutions)
    if target.sharing is not None:
        elsewhere = needed_elsewhere(target, decided.verdicts, shared)
        if elsewhere:
            kept = {**elsewhere, **kept}
            decided = decide(case, read.uses, read.dynamic, kept, resolutions)
    resolved = decided.resolved
    return Facts(
        configuration, catalog, read.settings, whitelist, tuple(read.uses), resolved.required,
        resolved.unprovided, decided.verdicts, tuple(dict.fromkeys(read.problems)), suppressions,
        read.rows, read.declarations, decided.unseen, decided.questions, target,
        resolved.unsettled, _references(read, decided, hidden, sealed=target.is_sealed),
        _unsettled(hidden, sealed=target.is_sealed),
    )  # fmt: skip


def needed_elsewhere(
    target: Target, verdicts: Mapping[str, Verdict], shared: Shared | None
) -> dict[str, Reason]:
    """Return the modules that this PBX does not need, but another one that reads the same line, by
    their names as they are written.
    """
    left = {
        key: verdict for key, verdict in verdicts.items() if verdict.state in {UNUSED, PRESUMED}
    }
    known: dict[str, Mapping[str, str]] = {} if shared is None else shared.states
    found: dict[str, Reason] = {}
    for other, names in target.sharing() if left and target.sharing is not None else ():
        if other.directory not in known:
            facts = gather(other, shared)
            known[other.directory] = dict.fromkeys(facts.required, REQUIRED) | {
                key: verdict.state for key, verdict in facts.verdicts.items()
            }
        states = known[other.directory]
        for key, verdict in left.items():
            state = states.get(key, UNUSED)
            entry = verdict.listed.entry
            if entry.file in names and state not in {UNUSED, verdict.state}:
                because = f"{other.directory} reads the same {entry.file} and may need it"
                found.setdefault(
                    verdict.listed.module,
                    Reason("kept", verdict.listed.module, entry.file, entry.line, 0, because),
                )
    return found


def _references(
    read: Sources, decided: Decided, hidden: tuple[Unseen, ...], *, sealed: bool
) -> References:
    modules = frozenset(decided.resolved.required) | frozenset(read.whitelist.loaded())

    def files() -> frozenset[str]:
        if read.whitelist.autoload:
            return frozenset(read.configuration.names())
        known = map(read.catalog.module, modules)
        return frozenset(read.catalog.core.reads).union(*(each.reads for each in known if each))

    def unseen() -> Iterator[Unseen]:
        if decided.unseen:
            yield from decided.unseen  # the verdicts needed them
            return
        from asterisk_lint.unseen import find

        yield from read.dynamic
        yield from find(
            read.configuration, read.catalog, read.declarations, read.whitelist,
            frozenset(decided.resolved.required), hidden,
        )  # fmt: skip

    return References(read.configuration, read.in_steps, files, unseen, sealed=sealed)


def _unsettled(hidden: Iterable[Unseen], *, sealed: bool) -> tuple[Unseen, ...]:
    """Return those parts of modules.conf that `sealed` does not settle."""
    return tuple(thing for thing in hidden if not (sealed and thing.cause in SETTLED_BY_SEALED))


def find_all(facts: Facts, scope: RuleSelection) -> list[Finding]:
    """Run the rules that `scope` selects and drop silenced findings; sorted by file, line and
    column.
    """
    rules = load_rules(name for name in scope.rules() if can_speak(name, facts))
    kept, silenced = without_commented(
        (finding for rule in rules for finding in rule.check(facts)), facts
    )
    for rule in rules:
        if rule.check_silenced is not None:
            kept += rule.check_silenced(facts, silenced, frozenset(scope.rules()))
    kept = without_ignored(kept, facts)
    if facts.suppressions:
        kept = without_doubtful_removals(kept, facts)
    return sorted(kept, key=IN_ORDER)


def files_read(configuration: Configuration) -> set[str]:
    """Return the names of all files that were read at least in part."""
    names = columns.different(configuration.dialplan().steps, columns.FILE)
    for conf in configuration.read_confs():
        names.add(conf.name)
        for include in conf.includes:
            names.update(include.found)
    return names


def with_configured_names(catalog: Catalog, configuration: Configuration) -> Catalog:
    """Return the catalog extended by names that the configuration creates: the functions of
    func_odbc.conf, and what files that were observed on the machine define.
    """
    observed = configuration.observed
    if observed is not None and observed.defined:
        catalog = catalog.with_provided(
            [(each.module, each.kind, each.name) for each in observed.defined]
        )
    if "func_odbc.conf" not in configuration.names():
        return catalog
    from asterisk_lint.usage.odbc_functions import odbc_functions

    return catalog.with_provided(
        [(each.module, each.kind, each.name) for each in odbc_functions(configuration)]
    )
