"""From uses to requirements and verdicts: what is required, and what may not be removed because
something unreadable could use it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.conf.whitelist import Listed, Whitelist
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.followed_variables import Known
from asterisk_lint.model import GroupedUses, Reason, Unseen, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.requirements.closure import Companions, Stated
from asterisk_lint.requirements.questions import Question, questions_of, unanswered
from asterisk_lint.requirements.resolve import Resolutions, Resolved, resolve
from asterisk_lint.requirements.verdicts import (
    NO_DOUBT,
    Doubt,
    Verdict,
    needed_to_load,
    protective_modules,
    verdicts_of,
)
from asterisk_lint.usage.rows import Choice, Declaration, Listens, Row


class Case(NamedTuple):
    """One PBX, as far as it matters for determining the modules that it needs."""

    configuration: Configuration
    catalog: Catalog
    companions: Companions
    choices: tuple[Choice, ...]
    rows: tuple[Row | Declaration, ...]  # of the release
    services: tuple[Listens, ...]  # of the release
    whitelist: Whitelist
    installed: frozenset[str] | None  # the modules that the machine has, in lower case, if known
    clients_complete: bool  # clients use no more than what was observed
    sealed: bool  # no client and no missing file uses more than what can be read
    entries: tuple[Unseen, ...]  # the parts of modules.conf that cannot be read
    known: Known  # the values of the dialplan's variables
    asks: bool  # a service that only a configuration file asks for is a question, not a requirement


class Decided(NamedTuple):
    """What one PBX needs, and the verdict on each module of its whitelist (none with
    autoload=yes).
    """

    resolved: Resolved
    verdicts: Mapping[str, Verdict]  # by the module's name in lower case
    unseen: tuple[Unseen, ...]  # computed only if a verdict or an unknown name depends on it
    questions: tuple[Question, ...] = ()


def decide(
    case: Case,
    uses: Sequence[Use | GroupedUses],
    dynamic: Iterable[Unseen],
    kept: Mapping[str, Reason],
    known: Resolutions | None = None,
) -> Decided:
    """Resolve the uses, and determine the verdict for each whitelisted module.

    A module that stays although nothing that was read uses it must be able to load: its
    dependencies are required as well, which may add further configuration files; so this repeats
    until nothing is added. `dynamic` are the parts of the dialplan that are only known during a
    call, `kept` the modules that a person keeps, `known` the results for other PBXs of the run.
    """
    wanted = frozenset(case.whitelist.named())
    while True:
        counted = list(uses)
        questions: tuple[Question, ...] = ()
        if case.asks:
            forbidden = case.whitelist.forbidden()
            counted, questions = questions_of(uses, case.catalog, case.services, wanted, forbidden)
        decided = _decide(case, counted, (*dynamic, *unanswered(questions)), kept, known)
        answered = decided.resolved.required.keys() & {one.module.lower() for one in questions}
        if not answered:
            return decided._replace(questions=questions)
        # Something else needs the service: its file is in use, and all its entries count.
        wanted |= answered


def _decide(
    case: Case,
    uses: list[Use | GroupedUses],
    dynamic: tuple[Unseen, ...],
    kept: Mapping[str, Reason],
    known: Resolutions | None,
) -> Decided:
    while True:
        stated = Stated(
            frozenset(case.whitelist.named()),
            frozenset(case.whitelist.forbidden()),
            kept,
            case.installed,
        )
        resolved = resolve(uses, case.catalog, case.companions, case.choices, stated, known)
        if case.whitelist.autoload:
            return Decided(
                resolved, {}, _unseen(case, resolved, uses, dynamic) if resolved.unprovided else ()
            )
        doubt = _doubt(case, resolved, uses, (*dynamic, *_mistaken(case, uses, stated, resolved)))
        verdicts = verdicts_of(
            case.whitelist.loaded(), resolved.required, case.catalog, case.rows, doubt
        )
        further = needed_to_load(verdicts, case.catalog, resolved.required.keys())
        if not further:
            return Decided(resolved, verdicts, doubt.things)
        kept = {**kept, **{module: _to_load(module, listed) for module, listed in further.items()}}


def _mistaken(
    case: Case, uses: list[Use | GroupedUses], stated: Stated, resolved: Resolved
) -> Iterator[Unseen]:
    """Yield the mistakes in the configuration, each with the whitelisted modules that are needed
    once it is corrected.
    """
    configuration, catalog = case.configuration, case.catalog
    others = case.whitelist.loaded().keys() - resolved.required.keys()
    if not others or not (
        resolved.unprovided
        or configuration.dialplan().problems
        or any(conf.problems for conf in configuration.read_confs())
    ):
        return
    from asterisk_lint.requirements.reasons import chain as chain_of
    from asterisk_lint.unseen import mistakes

    hidden = [
        *mistakes.hidden_texts(configuration),
        *mistakes.misspelt(configuration, catalog, resolved.unprovided),
    ]
    yield from mistakes.other_lines(configuration, case.rows)
    if not hidden:
        return
    further, unseen = mistakes.uses_in(configuration, catalog, case.rows, case.known, hidden)
    corrected = resolve([*uses, *further], catalog, case.companions, case.choices, stated).required
    said = {(each.file, each.line): each.what for each in reversed(hidden)}
    found: dict[tuple[str, int], set[str]] = {}
    for module in others & corrected.keys():
        place = chain_of(corrected, module)[-1]
        if place.file is not None and place.line is not None:
            found.setdefault((place.file, place.line), set()).add(f"module:{module}")
    for (file, line), modules in sorted(found.items()):
        what = said.get((file, line), "a mistake")
        yield Unseen(what, file, line, frozenset(modules), "mistake")
    yield from unseen


def _doubt(
    case: Case,
    resolved: Resolved,
    uses: list[Use | GroupedUses],
    dynamic: tuple[Unseen, ...],
) -> Doubt:
    """Return what cannot be read: computed only if something whitelisted is not required, or a name
    is unknown.
    """
    if not resolved.unprovided and resolved.required.keys() >= case.whitelist.loaded().keys():
        return NO_DOUBT
    from asterisk_lint.requirements.possible import Possible

    things = _unseen(case, resolved, uses, dynamic)
    possible = Possible(
        case.catalog,
        case.rows,
        waiting=resolved.waiting,
        met=resolved.met,
        running=resolved.required.keys() | case.whitelist.loaded().keys(),
    )
    observed = case.configuration.observed
    newer = (
        frozenset(case.whitelist.loaded().keys() - observed.then.whitelist)
        if observed is not None
        else frozenset[str]()
    )
    return Doubt(
        things, possible.modules, case.sealed, protective_modules(case.rows, case.catalog), newer
    )


def _unseen(
    case: Case,
    resolved: Resolved,
    uses: list[Use | GroupedUses],
    dynamic: tuple[Unseen, ...],
) -> tuple[Unseen, ...]:
    """Return everything that cannot be read; files that are merely absent come last, because every
    other cause is more informative.
    """
    from asterisk_lint.unseen import find, with_observed
    from asterisk_lint.unseen.clients import started

    found = find(
        case.configuration,
        case.catalog,
        case.rows,
        case.whitelist,
        frozenset(resolved.required),
        case.entries,
    )
    if any(use.kind == "function" for use in resolved.unprovided):
        # A function that nobody else provides refers to the file that may define it.
        found = (
            thing._replace(absent="") if thing.absent == "func_odbc.conf" else thing
            for thing in found
        )
    things = with_observed(
        case.configuration,
        chain(dynamic, started(case.configuration, uses), found),
        case.clients_complete,
    )
    return tuple(sorted(things, key=lambda thing: (thing.settled, bool(thing.absent))))


def _to_load(module: str, listed: Listed) -> Reason:
    """Return why a module is required that nothing uses: another one, which stays in the whitelist,
    cannot be loaded without it.
    """
    entry = listed.entry
    because = f"{listed.module} is whitelisted and cannot be loaded without {module}"
    return Reason("dependency", listed.module, entry.file, entry.line, entry.value_column, because)
