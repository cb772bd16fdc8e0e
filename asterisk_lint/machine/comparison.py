"""A PBX as it is read from one set of files: the repository's, or those of the machine as well; and
what only the second set shows.
"""

from asterisk_lint.check import Sources, read_sources
from asterisk_lint.conf.include import find, leads_outside
from asterisk_lint.conf.values import Include
from asterisk_lint.machine.anonymous_paths import Places, is_plain
from asterisk_lint.machine.files import FilesInMemory, MachineFiles, Whole
from asterisk_lint.machine.vocabulary import NAME
from asterisk_lint.model import Unseen, Use
from asterisk_lint.observed.values import Defined, digest
from asterisk_lint.records import NamedTuple
from asterisk_lint.requirements.closure import Stated
from asterisk_lint.requirements.grouped_uses import each_use
from asterisk_lint.requirements.resolve import resolve
from asterisk_lint.shared import Shared
from asterisk_lint.tree.target import Target
from asterisk_lint.unseen import find as find_unseen
from asterisk_lint.usage.conditional_choices import is_given
from asterisk_lint.usage.odbc_functions import odbc_functions
from asterisk_lint.usage.rows import Choice, FileRow, OptionRow, SectionRow


class Side(NamedTuple):
    """A PBX as it is read from one set of files."""

    sources: Sources
    # Everything that cannot be read, whether or not a verdict depends on it
    things: tuple[Unseen, ...]
    uses: tuple[Use, ...]
    names: frozenset[str]


def read_side(target: Target, shared: Shared) -> Side:
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


def whitelist_of(bare: Side) -> frozenset[str]:
    """Return what modules.conf loads, in lower case, as far as it is publicly known."""
    catalog = bare.sources.catalog
    return frozenset(
        name for name in bare.sources.whitelist.loaded() if catalog.module(name) is not None
    )


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
    programs = {thing.file for thing in bare.things if thing.cause == "written"}
    told = [*filter(places.is_told, made), *programs]
    return frozenset((name, digest(target.files.read(name))) for name in told)


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


def includes_of(bare: Side, whole: Side, machine: MachineFiles) -> frozenset[tuple[str, str]]:
    """Return the includes of the repository's files that hid something, and that the machine's
    files complete.
    """
    etc = whole.sources.configuration.etc
    private = FilesInMemory(dict.fromkeys(machine.private, b""))

    def is_complete(include: Include) -> bool:
        if leads_outside(include.target, etc):
            return include.target in machine.followed
        if machine.private.intersection(find(private, include.target, etc).names):
            return False
        return bool(include.found) or machine.complete

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
        and is_complete(include)
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
        if one.name in wanted and one.file not in bare.names and NAME.fullmatch(one.name)
    )
