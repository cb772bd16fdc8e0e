"""What the machine's files show that the repository does not: the same reading as a check's, once
with them and once without.
"""

from collections.abc import Iterator

from asterisk_lint import __version__
from asterisk_lint.check import read_sources
from asterisk_lint.configuration import Configuration
from asterisk_lint.machine.anonymous_paths import ELSEWHERE, Places
from asterisk_lint.machine.comparison import (
    Side,
    conditions_of,
    definitions_of,
    includes_of,
    read_of,
    read_side,
    rendered_of,
    whitelist_of,
)
from asterisk_lint.machine.files import EverythingLoaded, FilesInMemory, MachineFiles, Whole
from asterisk_lint.machine.foreign import NOTHING, Outside, foreign_of
from asterisk_lint.machine.objects import Objects
from asterisk_lint.machine.vocabulary import Vocabulary, told_reaches
from asterisk_lint.model import Use
from asterisk_lint.observed.values import (
    CAUSES,
    Observed,
    ObservedUse,
    OpenQuestion,
    Then,
)
from asterisk_lint.releases import Release
from asterisk_lint.requirements.grouped_uses import each_use
from asterisk_lint.shared import Shared
from asterisk_lint.tree.target import Target
from asterisk_lint.unseen.digests import digest_of_mappings
from asterisk_lint.unseen.known_files import known_files
from asterisk_lint.unseen.reach import rows_by_file

OBJECTS = "PJSIP-objects"  # replaces a file's name if Asterisk itself showed its objects
PLACES = {"pjsip.conf": OBJECTS, "sip.conf": "SIP-peers", "queues.conf": "queues"}
NO_OBJECTS = Objects()


def learn(
    target: Target,
    machine: MachineFiles,
    *,
    day: str,
    asterisk: Release | None = None,
    objects: Objects = NO_OBJECTS,
    outside: Outside = NOTHING,
) -> Observed:
    """Return what to commit next to modules.conf, as far as files show it; `target` is the
    repository's side, `objects` what a running Asterisk has from elsewhere, `outside` what of it is
    not Asterisk's own. Raises the exceptions of `check.gather`.
    """
    target = target._replace(observed=None)
    shared = Shared()
    bare = read_side(target, shared)
    rendered = {
        thing.hidden.partition(" ")[2]
        for thing in bare.things
        if thing.hidden.startswith("placeholder ")
    }
    files = Whole(target.files, machine.files, rendered)
    whole = read_side(target._replace(files=files), shared)
    # Rows that only apply to loaded modules apply to a whitelist of all modules, because the
    # whitelist can grow before the next observation.
    loading = EverythingLoaded(files, whole.sources.catalog.modules.keys())
    every = read_side(target._replace(files=loading), shared)
    known = known_files(rows_by_file(whole.sources.declarations))
    places = Places(whole.sources.configuration, bare.names, known)
    foreign = foreign_of(outside, whole.uses, whole.sources.catalog)
    vocabulary = Vocabulary(target, whole.sources, known, foreign)
    there = known | read_of(whole, every)
    observed = Observed(
        written_by=__version__,
        day=day,
        asterisk=asterisk,
        complete=machine.complete,
        then=Then(
            whitelist_of(bare),
            mappings=digest_of_mappings(target.files),
            rendered=rendered_of(bare, target, files, places),
            both=frozenset(machine.files.names()) & bare.names & known,
        ),
        files=frozenset(
            name for name in files.added & there if places.is_told(name) and name[0] != "/"
        ),
        unread=frozenset(name for name in machine.unread if places.is_told(name)),
        includes=includes_of(bare, whole, machine),
        databases=complete_databases(objects, whole.sources.configuration),
        conditions=conditions_of(bare, whole),
        defined=definitions_of(bare, whole),
        foreign=foreign,
    )
    own_side = read_side(target._replace(observed=observed), shared)
    own = files.added | files.rendered
    uses = observed_uses(whole, every, own_side, own, places, vocabulary)
    # A use that another module reads counts at other times: it is not the same.
    known_uses = {use._replace(file="", at=0) for use in uses}
    uses += tuple(
        use
        for use in uses_of_objects(target, objects, vocabulary)
        if use._replace(file="", at=0) not in known_uses
    )
    left = tuple(open_things(whole, own_side, own, places, vocabulary))
    if objects.open:
        left += (OpenQuestion("database", OBJECTS, 0, objects.open),)
    return observed._replace(uses=uses, open=left)


def complete_databases(objects: Objects, configuration: Configuration) -> frozenset[str]:
    """Return the kinds of objects that were read completely, wherever they are stored. A database
    that does not answer looks like an empty one, so PJSIP's kinds count only if an object was shown
    that no file defines.
    """
    named = {section.name for section in configuration.objects("pjsip.conf")}
    # A wizard's other objects are called NAME-iauth, NAME-reg-0 and so on.
    wizards = {section.name for section in configuration.objects("pjsip_wizard.conf")}
    made = tuple(f"{name}-" for name in wizards)
    if any(name not in named | wizards and not name.startswith(made) for name in objects.names):
        return objects.complete
    return frozenset(kind for kind in objects.complete if not kind.startswith("res_pjsip"))


def with_outside(found: Observed, target: Target, outside: Outside) -> Observed:
    """Return an observation with what modules from outside Asterisk need and provide, where no
    configuration was observed.
    """
    read = read_sources(target._replace(observed=None))
    return found._replace(foreign=foreign_of(outside, each_use(read.uses), read.catalog))


def uses_of_objects(
    target: Target, objects: Objects, vocabulary: Vocabulary
) -> tuple[ObservedUse, ...]:
    """Return what the objects of a running Asterisk need, as if they were in their file."""
    found: dict[ObservedUse, None] = {}
    for file, text in objects.texts:
        files = FilesInMemory(
            {file: text.encode("utf-8", "surrogateescape"), "modules.conf": b"[modules]\n"}
        )
        for use in each_use(read_sources(target._replace(files=files, observed=None)).uses):
            told = vocabulary.use(use) if use.file == file else None
            if told is not None:
                modules = filter(None, map(vocabulary.catalog.module, use.readers))
                readers = tuple(module.name for module in modules)
                place = PLACES[file]
                found[ObservedUse(*told, place, 0, use.enforces, readers=readers)] = None
    return tuple(sorted(found))


def observed_uses(
    whole: Side,
    every: Side,
    own_side: Side,
    own: frozenset[str],
    places: Places,
    vocabulary: Vocabulary,
) -> tuple[ObservedUse, ...]:
    """Return what the machine's files (`own`) use, and what the repository's use only together with
    them; each with its first place.
    """
    seen = {need(use) for use in own_side.uses}
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
    own_side: Side,
    own: frozenset[str],
    places: Places,
    vocabulary: Vocabulary,
) -> Iterator[OpenQuestion]:
    """Return what cannot be read even with the machine's files, and is not found without them."""
    known = {(thing.what, thing.file, thing.line) for thing in own_side.things}
    for thing in whole.things:
        if thing.cause not in CAUSES or (
            thing.file not in own and (thing.what, thing.file, thing.line) in known
        ):
            continue
        if thing.file not in own and thing.file in {"modules.conf", ".gitignore"}:
            continue
        reaches = told_reaches(thing.reaches, vocabulary)
        if reaches:
            yield OpenQuestion(thing.cause, places.of(thing.file), thing.line, reaches)
