"""Determine for each whitelisted module whether it is required, unused, or undecided because
something unreadable could use it.
"""

from collections.abc import Callable, Iterable, Mapping, Set

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.conf.whitelist import Listed
from asterisk_lint.model import SETTLED_BY_SEALED, Requirement, Unseen
from asterisk_lint.records import NamedTuple
from asterisk_lint.usage.rows import Declaration, Invisible, OptionRow, Protects, Row, SectionRow

REQUIRED = "required"
UNUSED = "unused"  # proved: everything that could use it was read
PRESUMED = "presumed unused"  # the only doubt is its own configuration file, which is missing
UNDECIDED = "undecided"
UNKNOWN = "unknown"


class Verdict(NamedTuple):
    """What is known about one whitelisted module."""

    listed: Listed
    state: str
    because: tuple[Unseen, ...] = ()  # what could use it, if undecided or presumed unused
    invisible: str = ""  # why no configuration can show its use, if that is so


class Doubt(NamedTuple):
    """Everything that could use modules and cannot be read, and how to determine what it
    reaches.
    """

    things: tuple[Unseen, ...]
    # What could be needed by something with this reach; True: only by what runs (`Possible`)
    modules: Callable[[frozenset[str], bool], frozenset[str]]
    sealed: bool  # the settings say that clients and missing files use nothing more
    # Modules that enforce something, in lower case: `sealed` does not cover them
    protective: frozenset[str]
    newer: frozenset[str] = frozenset()  # whitelisted since the machine was observed, in lower case


NO_DOUBT = Doubt((), lambda reach, running: frozenset(), sealed=False, protective=frozenset())


def verdicts_of(
    loaded: Mapping[str, Listed],
    required: Mapping[str, Requirement],
    catalog: Catalog,
    rows: Iterable[Row | Declaration],
    doubt: Doubt,
) -> Mapping[str, Verdict]:
    """Return the verdict for each whitelisted module (names in lower case); nothing is called
    unused that anything unreadable could use.

    `rows` are those of the catalog's release.
    """
    verdicts: dict[str, Verdict] = {}
    suspects: dict[str, Listed] = {}
    for name, listed in loaded.items():
        if name in required:
            verdicts[name] = Verdict(listed, REQUIRED)
        elif catalog.module(name) is None:
            verdicts[name] = Verdict(listed, UNKNOWN)
        else:
            suspects[name] = listed
    invisible = {row.module.lower(): row for row in unseeable(rows, required)} if suspects else {}
    for name, listed in suspects.items():
        verdicts[name] = _verdict(name, listed, catalog, doubt, invisible.get(name))
    _follow(verdicts, doubt)
    return verdicts


def _verdict(
    name: str, listed: Listed, catalog: Catalog, doubt: Doubt, invisible: Invisible | None
) -> Verdict:
    guards = name in doubt.protective
    trusts = not guards and name not in doubt.newer
    open_ones = [
        thing
        for thing in doubt.things
        if not (thing.settled and trusts)
        and (guards or not (doubt.sealed and thing.cause in SETTLED_BY_SEALED))
    ]
    because = tuple(
        thing
        for thing in open_ones
        if name in doubt.modules(thing.reaches, thing.cause == "absent")
    )
    if because and not guards and _is_presumed(name, catalog, because):
        return Verdict(listed, PRESUMED if invisible is None else UNDECIDED, because)
    if because:
        return Verdict(listed, UNDECIDED, because)
    if invisible is not None:
        return Verdict(listed, UNDECIDED, (), invisible.because)
    return Verdict(listed, UNUSED)


def _is_presumed(name: str, catalog: Catalog, because: Iterable[Unseen]) -> bool:
    """Tell whether the only doubt about a module is a missing file that nothing in the repository
    refers to: its own, or one whose absence usually means nothing.
    """
    known = catalog.module(name)
    own = known.reads if known else ()
    return all(
        thing.cause == "absent" or (thing.absent and thing.absent in own) for thing in because
    )


def unseeable(
    rows: Iterable[Row | Declaration], required: Mapping[str, Requirement]
) -> tuple[Invisible, ...]:
    """The modules whose use never shows in configuration, limited to those whose companion module
    is required.
    """
    return tuple(
        row
        for row in rows
        if isinstance(row, Invisible) and not row.never and _possible(row, required)
    )


def _possible(row: Invisible, required: Mapping[str, Requirement]) -> bool:
    return not row.when or any(need.name.lower() in required for need in row.when)


def _follow(verdicts: dict[str, Verdict], doubt: Doubt) -> None:
    """Mark what a module needs that stays although nothing that was read uses it: that stays
    too.
    """
    for state, softer in ((UNDECIDED, UNDECIDED), (PRESUMED, PRESUMED)):
        for name in [name for name, verdict in verdicts.items() if verdict.state == state]:
            listed = verdicts[name].listed
            for needed in doubt.modules(frozenset({f"module:{name}"}), False) - {name}:
                verdict = verdicts.get(needed)
                if (
                    verdict is None
                    or verdict.state not in {UNUSED, PRESUMED}
                    or verdict.state == softer
                ):
                    continue
                own = verdicts[name].because[:1] if state == PRESUMED else ()
                thing = Unseen(
                    f"{name} (also undecided), which needs it",
                    listed.entry.file,
                    listed.entry.line,
                    frozenset(),
                    "whitelisted",
                )
                guarded = needed in doubt.protective
                verdicts[needed] = Verdict(
                    verdict.listed, UNDECIDED if guarded else softer, own or (thing,)
                )


def protective_modules(rows: Iterable[Row | Declaration], catalog: Catalog) -> frozenset[str]:
    """Return the modules that enforce something, in lower case: those of rows with `enforces`, and
    those that a row names directly.
    """
    found: set[str] = set()
    for row in rows:
        if isinstance(row, Protects):
            found.update(name.lower() for name in row.modules.split())
        elif isinstance(row, (OptionRow, SectionRow)) and row.enforces:
            for kind, name in row.needs:
                if kind == "module":
                    found.add(name.lower())
                elif name != "*" and "{" not in name:
                    found.update(
                        module.lower() for module in catalog.providers(kind, name) if module
                    )
    return frozenset(found)


def _stays(verdict: Verdict) -> bool:
    """Tell whether --fix keeps a module that is not required. Without a module of a `require` line
    Asterisk does not start (main/loader.c), and so that line is a person's to remove.
    """
    return verdict.state in {UNDECIDED, PRESUMED} or (
        verdict.state == UNUSED and verdict.listed.option in {"require", "preload-require"}
    )


def needed_to_load(
    verdicts: Mapping[str, Verdict], catalog: Catalog, required: Set[str]
) -> Mapping[str, Listed]:
    """Return the modules, in the catalog's spelling, without which a whitelisted module that stays
    cannot be loaded, each with that module's entry.
    """
    found: dict[str, Listed] = {}
    for verdict in verdicts.values():
        known = catalog.module(verdict.listed.module)
        if _stays(verdict) and known is not None:
            for dependency in known.requires:
                if dependency.lower() not in required:
                    found.setdefault(dependency, verdict.listed)
    return found
