"""From uses to required modules, each with its reasons and their places."""

from collections.abc import Iterable, Mapping, Sequence

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.model import GroupedUses, Reason, Requirement, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.requirements.closure import (
    Closure,
    Companions,
    FurtherReason,
    Source,
    Stated,
    UseGroup,
    folded,
)
from asterisk_lint.requirements.grouped_uses import each_use, first, readers_of
from asterisk_lint.usage.rows import Choice, Row, With


class Resolved(NamedTuple):
    """The result for the uses of one PBX."""

    # By the module's name in lower case, in the order of the names
    required: Mapping[str, Requirement]
    unprovided: tuple[Use, ...]  # uses of names that no module of this release provides
    # What a module that is not required would also need if it were (names in lower case)
    waiting: Mapping[str, frozenset[str]]
    # modules that would translate a codec that the core only passes through, if this Asterisk has
    # them; and the use
    unsettled: Mapping[str, Use | Reason]
    # Everything that is needed: "module:app_dial", "codec:ulaw" (in lower case)
    met: frozenset[str]


class Resolutions:
    """Results for the PBXs of a run, with the catalog, whose identity is in the key."""

    def __init__(self) -> None:
        self.closures: dict[object, tuple[Catalog, Closure]] = {}
        self.of_uses: dict[object, tuple[Catalog, Resolved]] = {}  # with the places


def resolve(
    uses: Iterable[Use | GroupedUses],
    catalog: Catalog,
    companions: Companions,
    choices: Iterable[Choice],
    stated: Stated,
    known: Resolutions | None = None,
) -> Resolved:
    """Find every module that the uses need, each with its reasons.

    `companions` (`companions_of` the tables' rows) and `choices` come from the tables, as far as
    they apply here. If several modules can provide something, a loaded one has precedence, then one
    that is required anyway, then the tables' choice, then the catalog's default; a module with
    `noload` is chosen only if there is no other. `known` stores results for the other PBXs of a
    run: the same needs give the same result, except for the places.
    """
    uses, choices = tuple(uses), tuple(choices)
    case = (
        id(catalog),
        id(companions),
        choices,
        stated.loaded,
        stated.forbidden,
        tuple(stated.kept.items()),
        stated.installed,
    )
    if known is None:
        return _resolve(uses, catalog, companions, choices, stated, case, Resolutions())
    same = known.of_uses.get((case, uses))
    if same is None:
        found = _resolve(uses, catalog, companions, choices, stated, case, known)
        same = known.of_uses[case, uses] = catalog, found
    return same[1]


def _resolve(
    uses: tuple[Use | GroupedUses, ...],
    catalog: Catalog,
    companions: Companions,
    choices: tuple[Choice, ...],
    stated: Stated,
    case: object,
    known: Resolutions,
) -> Resolved:
    groups: dict[UseGroup, list[Use | GroupedUses]] = {}
    for use in uses:
        groups.setdefault(UseGroup(use.kind, use.name, readers_of(use)), []).append(use)
    key = (case, tuple(groups))
    found = known.closures.get(key)
    if found is not None:
        closure = found[1]
    else:
        closure = Closure(catalog, companions, choices, stated)
        for module, reason in stated.kept.items():
            closure.require(module, [reason])
        for need in groups:
            closure.use(need)
        closure.settle()
        known.closures[key] = (catalog, closure)
    return Resolved(
        {
            name: Requirement(name_of(catalog, name), _reasons(closure.reasons[name], groups))
            for name in sorted(closure.reasons)
        },
        each_use([use for need in closure.unprovided for use in groups[need]]),
        {reader: closure.modules_for(needs) for reader, needs in closure.waiting.items()},
        {module: _first(source, groups) for module, source in closure.unsettled.items()},
        frozenset([f"{kind}:{name.lower()}" for kind, name in closure.met]),
    )


def _reasons(
    sources: Iterable[Source], groups: Mapping[UseGroup, Sequence[Use | GroupedUses]]
) -> tuple[Use | Reason | GroupedUses, ...]:
    """Return the places behind the results of the closure."""
    found: list[Use | Reason | GroupedUses] = []
    for source in sources:
        if isinstance(source, UseGroup):
            found += groups[source]
        else:
            found.append(_first(source, groups))
    return tuple(found)


def _first(source: Source, groups: Mapping[UseGroup, Sequence[Use | GroupedUses]]) -> Use | Reason:
    if isinstance(source, FurtherReason):
        found = _first(source.of, groups)
        return found._replace(because=source.because, enforces=found.enforces or source.enforces)
    return first(groups[source]) if isinstance(source, UseGroup) else source


def name_of(catalog: Catalog, module: str) -> str:
    """Return a module's name as Asterisk spells it."""
    known = catalog.module(module)
    return known.name if known else module


def companions_of(rows: Iterable[Row]) -> Companions:
    """What goes with each need or module, by its folded kind and name."""
    found: dict[tuple[str, str], list[With]] = {}
    for row in rows:
        if type(row) is With:
            found.setdefault(row.when, []).append(row)
    folds: dict[tuple[str, str], list[With]] = {}
    for need, those in found.items():
        folds.setdefault(folded(*need), []).extend(those)
    return folds
