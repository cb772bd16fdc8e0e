"""What the machine's files show that the repository does not: the same reading as a check's, once
with them and once without.
"""

import re
from collections.abc import Iterable, Iterator

from asterisk_lint import __version__
from asterisk_lint.catalog.load import Catalog, load
from asterisk_lint.catalog.third_party import with_third_party
from asterisk_lint.check import Sources, read_sources, with_local_modules
from asterisk_lint.machine.files import EverythingLoaded, Held, MachineFiles, Whole
from asterisk_lint.machine.objects import Objects
from asterisk_lint.machine.places import ELSEWHERE, Places, is_plain
from asterisk_lint.model import OutOfSight, Use
from asterisk_lint.observed.values import (
    CAUSES,
    KINDS,
    REACHES,
    Defined,
    Observed,
    ObservedUse,
    Open,
    digest,
)
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.requirements.closure import Stated
from asterisk_lint.requirements.grouped_uses import each_use
from asterisk_lint.requirements.resolve import resolve
from asterisk_lint.shared import Shared
from asterisk_lint.tree.target import Target
from asterisk_lint.unseen import find as find_unseen
from asterisk_lint.unseen.files import known_files
from asterisk_lint.usage.conditional_choices import is_given
from asterisk_lint.usage.odbc_functions import odbc_functions
from asterisk_lint.usage.rows import Choice, FileRow, OptionRow, SectionRow

PJSIP = "pjsip.conf"
OBJECTS = "PJSIP-objects"  # replaces a file's name if Asterisk itself showed its objects
NO_OBJECTS = Objects()
_TOKEN = re.compile(r"([a-z_]+)(?::([A-Za-z0-9_.+*/ -]{1,80}))?")
_NAME = re.compile(r"\*|[A-Za-z0-9_][A-Za-z0-9_.+:/ -]{0,79}")


class Side(NamedTuple):
    """A PBX as it is read from one set of files."""

    sources: Sources
    things: tuple[
        OutOfSight, ...
    ]  # everything that cannot be read, whether or not a verdict depends on it
    uses: tuple[Use, ...]
    names: frozenset[str]


def learn(
    target: Target,
    machine: MachineFiles,
    *,
    day: str,
    asterisk: Release | None = None,
    objects: Objects = NO_OBJECTS,
) -> Observed:
    """Return what to commit next to modules.conf, as far as files show it; `target` is the
    repository's side, `objects` what PJSIP has from elsewhere. Raises the exceptions of
    `check.gather`.
    """
    target = target._replace(observed=None)
    shared = Shared()
    bare = read(target, shared)
    rendered = {
        thing.hidden.partition(" ")[2]
        for thing in bare.things
        if thing.hidden.startswith("placeholder ")
    }
    files = Whole(target.files, machine.files, rendered)
    whole = read(target._replace(files=files), shared)
    # Rows that only apply to loaded modules apply to a whitelist of all modules, because the
    # whitelist can grow before the next observation.
    loading = EverythingLoaded(files, whole.sources.catalog.modules.keys())
    every = read(target._replace(files=loading), shared)
    known = known_files(whole.sources.declarations)
    places = Places(whole.sources.configuration, bare.names, known)
    vocabulary = Vocabulary(target, whole.sources, known)
    there = known | read_of(whole, every)
    observed = Observed(
        written_by=__version__,
        day=day,
        asterisk=asterisk,
        complete=machine.complete,
        files=frozenset(name for name in files.added & there if places.is_told(name)),
        unread=frozenset(name for name in machine.unread if places.is_told(name)),
        both=frozenset(machine.files.names()) & bare.names & known,
        rendered=rendered_of(bare, target, files, places),
        includes=includes_of(bare, whole, complete=machine.complete),
        databases=objects.complete,
        conditions=conditions_of(bare, whole),
        defined=definitions_of(bare, whole),
    )
    sighted = read(target._replace(observed=observed), shared)
    own = files.added | files.rendered
    uses = observed_uses(whole, every, sighted, own, places, vocabulary)
    known_uses = {use[:2] for use in uses}
    uses += tuple(
        use for use in uses_of_objects(target, objects, vocabulary) if use[:2] not in known_uses
    )
    left = tuple(open_things(whole, sighted, own, places, vocabulary))
    if objects.open:
        left += (Open("database", OBJECTS, 0, objects.open),)
    return observed._replace(uses=uses, open=left)


def uses_of_objects(
    target: Target, objects: Objects, vocabulary: "Vocabulary"
) -> tuple[ObservedUse, ...]:
    """Return what the objects of PJSIP need, as if they were in pjsip.conf."""
    if not objects.text:
        return ()
    files = Held(
        {PJSIP: objects.text.encode("utf-8", "surrogateescape"), "modules.conf": b"[modules]\n"}
    )
    found: dict[ObservedUse, None] = {}
    for use in each_use(read_sources(target._replace(files=files, observed=None)).uses):
        told = vocabulary.use(use) if use.file == PJSIP else None
        if told is not None:
            readers = tuple(
                module.name for name in use.readers if (module := vocabulary.catalog.module(name))
            )
            found[ObservedUse(*told, OBJECTS, 0, use.enforces, readers=readers)] = None
    return tuple(sorted(found))


def read(target: Target, shared: Shared) -> Side:
    """Read a PBX, and everything that cannot be read there."""
    sources = read_sources(target, shared)
    resolved = resolve(
        sources.uses,
        sources.catalog,
        sources.tables.companions,
        sources.choices,
        Stated(
            frozenset(sources.whitelist.named()),
            frozenset(sources.whitelist.forbidden()),
            {},
            target.inventory,
        ),
    )
    unseen = find_unseen(
        sources.configuration,
        sources.catalog,
        sources.declarations,
        sources.whitelist,
        frozenset(resolved.required),
    )
    things = tuple(dict.fromkeys((*sources.dynamic, *unseen)))
    return Side(sources, things, each_use(sources.uses), sources.configuration.names())


def rendered_of(
    bare: Side, target: Target, files: Whole, places: Places
) -> frozenset[tuple[str, str]]:
    """The repository's files from which a deployment made what was read on the machine, each with
    its digest.
    """
    made = set(files.rendered)
    for thing in bare.things:
        kind, _, name = thing.hidden.partition(" ")
        if thing.cause == "template" and kind == "file" and name in files.added:
            made.add(thing.file)
    return frozenset(
        (name, digest(target.files.read(name))) for name in made if places.is_told(name)
    )


def read_of(*sides: Side) -> frozenset[str]:
    """Return the files that were read at least in part."""
    found: set[str] = set()
    for side in sides:
        for conf in side.sources.configuration.read_confs():
            if not (conf.rejected and not conf.sections):
                found.add(conf.name)
                found.update(name for include in conf.includes for name in include.found)
        found.update(use.file for use in side.uses)
    return frozenset(found)


def includes_of(bare: Side, whole: Side, *, complete: bool) -> frozenset[tuple[str, str]]:
    """Return the includes of the repository's files that hid something, and that the machine's
    files complete.
    """
    hidden = {
        thing.hidden.removeprefix("include ")
        for thing in bare.things
        if thing.hidden.startswith("include ")
    }
    return frozenset(
        (include.file, include.target)
        for conf in whole.sources.configuration.read_confs()
        for include in conf.includes
        if include.kind != "exec"
        and f"{include.file}: {include.target}" in hidden
        and (include.found or complete)
        and is_plain(include.file)
        and include.target.isprintable()
        and include.target == include.target.strip()
        and len(include.target) < 300
    )


def conditions_of(bare: Side, whole: Side) -> frozenset[str]:
    """Return the conditions of the tables' rows that only the machine's files fulfil."""
    rows = (*whole.sources.tables.choices, *whole.sources.rows)
    given = {
        row.given.lstrip("!")
        for row in rows
        if isinstance(row, (Choice, OptionRow, SectionRow, FileRow)) and row.given
    }
    return frozenset(
        condition
        for condition in given
        if is_given(whole.sources.configuration, condition)
        and not is_given(bare.sources.configuration, condition)
    )


def definitions_of(bare: Side, whole: Side) -> tuple[Defined, ...]:
    """Return the functions that a file of the machine defines and the repository's files use."""
    wanted = {use.name for use in bare.uses if use.kind == "function"}
    return tuple(
        Defined(one.kind, one.name, one.module)
        for one in odbc_functions(whole.sources.configuration)
        if one.name in wanted and one.file not in bare.names and _NAME.fullmatch(one.name)
    )


class Vocabulary:
    """Publicly known names: only these are ever written."""

    def __init__(self, target: Target, sources: Sources, known: frozenset[str]) -> None:
        """`known`: the names of configuration files that Asterisk's modules read."""
        listed = [entry.module for entry in sources.whitelist.entries]
        self.catalog: Catalog = with_third_party(
            with_local_modules(load(target.release), target.settings), listed
        )
        self.files = known
        self.defined = {
            (one.kind, one.name): one.module for one in odbc_functions(sources.configuration)
        }

    def use(self, use: Use) -> tuple[str, str] | None:
        """Return the kind and name of a use in publishable form; None for a name that no module
        provides, which could be anything.
        """
        if use.kind not in KINDS:
            return None
        if (use.kind, use.name) in self.defined and not self.catalog.providers(use.kind, use.name):
            return "module", self.defined[use.kind, use.name]
        return known_name(self.catalog, use.kind, use.name)

    def token(self, token: str) -> str:
        """Return a token of a reach in publishable form: one with an unknown name stands for all of
        its kind.
        """
        found = _TOKEN.fullmatch(token)
        kind = token.partition(":")[0]
        if found is None or kind not in REACHES:
            return kind if kind in KINDS else ""
        name = found[2]
        if not name or kind == "modules":
            return token
        if kind == "file":
            return token if name in self.files else ""
        if kind == "module":
            return token if self.catalog.module(name) is not None else ""
        return token if self.catalog.spelling(kind, name) is not None else kind


def known_name(catalog: Catalog, kind: str, name: str) -> tuple[str, str] | None:
    """Return a kind and name as Asterisk spells them; None for a name that no module provides,
    which could be anything.
    """
    if kind == "module":
        known = catalog.module(name)
        return ("module", known.name) if known is not None and known.name else None
    if name == "*":
        return kind, "*"
    spelling = catalog.spelling(kind, name)
    if spelling is None or not catalog.providers(kind, name):
        return None
    return (kind, spelling) if _NAME.fullmatch(spelling) else None


def observed_uses(
    whole: Side,
    every: Side,
    sighted: Side,
    own: frozenset[str],
    places: Places,
    vocabulary: Vocabulary,
) -> tuple[ObservedUse, ...]:
    """Return what the machine's files (`own`) use, and what the repository's use only together with
    them; each with its first place.
    """
    seen = {need(use) for use in sighted.uses}
    always = {need(use) for use in whole.uses}
    found: dict[tuple[str, str, tuple[str, ...], bool, bool], ObservedUse] = {}
    for use in (*whole.uses, *every.uses):
        if use.file not in own and (use.file not in whole.names or need(use) in seen):
            continue
        told = vocabulary.use(use)
        if told is None:
            continue
        if_loaded = need(use) not in always
        readers = tuple(
            module.name for name in use.readers if (module := vocabulary.catalog.module(name))
        )
        key = (*told, readers, use.enforces, if_loaded)
        if key not in found:
            place = places.of(use.file)
            found[key] = ObservedUse(
                *told,
                place,
                use.line if place != ELSEWHERE else 0,
                use.enforces,
                if_loaded,
                readers,
            )
    return tuple(sorted(found.values()))


def need(use: Use) -> tuple[str, str, tuple[str, ...], bool]:
    """Return a use without its place."""
    return use.kind, use.name, use.readers, use.enforces


def open_things(
    whole: Side,
    sighted: Side,
    own: frozenset[str],
    places: Places,
    vocabulary: Vocabulary,
) -> Iterator[Open]:
    """Return what cannot be read even with the machine's files, and is not found without them."""
    known = {(thing.what, thing.file, thing.line) for thing in sighted.things}
    for thing in whole.things:
        if thing.cause not in CAUSES or (
            thing.file not in own and (thing.what, thing.file, thing.line) in known
        ):
            continue
        if thing.file not in own and thing.file in {"modules.conf", ".gitignore"}:
            continue
        reaches = told_reaches(thing.reaches, vocabulary)
        if reaches:
            yield Open(thing.cause, places.of(thing.file), thing.line, reaches)


def told_reaches(reaches: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return a reach in publishable form."""
    return tuple(sorted({vocabulary.token(token) for token in reaches} - {""}))
