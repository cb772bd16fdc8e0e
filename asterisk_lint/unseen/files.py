"""Configuration files, or parts of them, that cannot be read here: missing, ignored by Git,
generated from a template, printed by a program.
"""

from collections.abc import Iterable, Iterator, Mapping

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.conf.include import ignored_by_git, templates_of
from asterisk_lint.conf.values import Conf
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import OutOfSight
from asterisk_lint.records import NamedTuple
from asterisk_lint.tree.files import is_ignored
from asterisk_lint.tree.find import TEMPLATES
from asterisk_lint.unseen.reach import (
    BEHIND,
    DIALPLAN,
    DIALPLAN_FILES,
    Reach,
    declared,
    given_file,
    reach_of,
)
from asterisk_lint.usage.rows import Declaration, FileRow, OptionRow, Reader, Reads, Row, SectionRow

# Folders that usually contain templates.
TEMPLATE_FOLDERS = ("", "templates/")
# Kinds that an entry of a file which the core reads needs only together with something readable (a
# feature that the dialplan enables, a client that another file admits): if the whole file is
# absent, they are not in doubt.
_NOT_BY_ABSENCE = frozenset({"application", "function", "channel", "codec", "format"})
# Read by several modules, and rarely used: its absence usually means nothing
# (configs/samples/users.conf.sample: all commented out).
_RARE = frozenset({"users.conf"})
# Files of the core whose absence means nothing unless a module that uses them is loaded: a provider
# of a kind of capability, other than those that every PBX has.
_PARTNERS = {
    "extconfig.conf": ("engine", frozenset[str]()),
    "sorcery.conf": (
        "wizard",
        frozenset({"res_sorcery_config", "res_sorcery_memory", "res_sorcery_astdb"}),
    ),
}


class Running(NamedTuple):
    """Which files matter: the modules that are whitelisted or required, and those that are required
    (in lower case).
    """

    modules: frozenset[str]
    required: frozenset[str]


def find(
    configuration: Configuration,
    catalog: Catalog,
    rows: tuple[Row | Declaration, ...],
    running: Running,
) -> Iterator[OutOfSight]:
    """Find each file, or part of one, that cannot be read, with what could be requested there."""
    readers = readers_of(catalog, rows, running.modules)
    core = frozenset(catalog.core.reads)
    for name in sorted(known_files(rows)):
        read = name in readers or name in core or name in DIALPLAN_FILES
        template = template_of(configuration, name)
        if read and template:
            yield OutOfSight(
                f"{name}, which is generated from {template}",
                template,
                1,
                reach_of(name),
                "template",
                hidden=f"file {name}",
            )
        if name in configuration.names():
            conf = (
                configuration.conf(name)
                if name.endswith(".conf") and name not in {"modules.conf"}
                else None
            )
            if read and conf is not None and is_unreadable(conf):
                yield OutOfSight(
                    f"{name}, which cannot be read here",
                    name,
                    1,
                    reach_of(name),
                    "missing-file",
                    hidden=f"file {name}",
                )
        elif read and not template:
            yield from _absent(
                configuration,
                catalog,
                rows,
                name,
                () if name in core else readers.get(name, ()),
                running,
            )
    yield from _includes(configuration)
    yield from _dialplan(configuration)


def known_files(rows: Iterable[Row | Declaration]) -> frozenset[str]:
    """Return every configuration file that the usage tables mention."""
    found = set(BEHIND) | DIALPLAN_FILES
    for row in rows:
        if isinstance(row, (OptionRow, SectionRow, FileRow)):
            found.update({row.file, given_file(row)} - {""})
        elif isinstance(row, Reads):
            found.update(row.files.split())
    return frozenset(found)


def readers_of(
    catalog: Catalog, rows: Iterable[Row | Declaration], modules: Iterable[str]
) -> Mapping[str, frozenset[str]]:
    """Map each file to those of these modules that read it, according to the catalog and to the
    tables' Reader rows.
    """
    found: dict[str, set[str]] = {}
    wanted = frozenset(modules)
    for module in wanted:
        known = catalog.module(module)
        for file in known.reads if known else ():
            found.setdefault(file, set()).add(module)
    for row in rows:
        if isinstance(row, Reader):
            these = wanted & {module.lower() for module in row.modules.split()}
            if these:
                found.setdefault(row.file, set()).update(these)
    return {file: frozenset(those) for file, those in found.items()}


def template_of(configuration: Configuration, name: str) -> str:
    """Return the template from which a deployment creates a file: next to it, in its place, or in
    the folder `templates`; "" if there is none.
    """
    names = configuration.names()
    stem = name.removesuffix(".conf")
    for folder in TEMPLATE_FOLDERS:
        for ending in TEMPLATES:
            for candidate in (
                f"{folder}{name}{ending}",
                f"{folder}{stem}{ending}.conf" if stem != name else "",
            ):
                if candidate in names:
                    return candidate
    return ""


def is_made_elsewhere(configuration: Configuration, name: str) -> bool:
    """Tell whether a file that is missing here will exist on the machine: Git ignores it, or a
    template of it is here.
    """
    return is_ignored(configuration.files, name) or bool(template_of(configuration, name))


def is_unreadable(conf: Conf) -> bool:
    """Tell whether a file exists but nothing of it could be read."""
    return (
        conf.rejected
        and not conf.sections
        and bool(conf.problems)
        and conf.problems[0].line == 1
        and "cannot be read" in conf.problems[0].message
    )


def of_absent_files(configuration: Configuration, rows: tuple[Row | Declaration, ...]) -> Reach:
    """Return which modules the missing files could need if any module may run.

    Whole kinds of applications or functions are not included: a file that runs them is expected to
    be here, like the dialplan.
    """
    names = configuration.names()
    absent = known_files(rows) - DIALPLAN_FILES - frozenset(names)
    found = (declared(rows, name) for name in sorted(absent))
    return frozenset().union(*found) - {"application", "function"}


def _absent(
    configuration: Configuration,
    catalog: Catalog,
    rows: tuple[Row | Declaration, ...],
    name: str,
    readers: Iterable[str],
    running: Running,
) -> Iterator[OutOfSight]:
    """Process a file that is missing entirely. `readers`: the modules that read it, if the core
    does not.
    """
    readers = frozenset(readers)
    what = f"{name}, which is not in this repository"
    hidden = f"file {name}"
    if is_ignored(configuration.files, name):
        yield OutOfSight(
            f"{name}, which Git ignores and which is missing here",
            ".gitignore",
            1,
            reach_of(name),
            "ignored",
            hidden=hidden,
        )
    elif name in DIALPLAN_FILES:
        if readers - {"pbx_config"}:
            yield OutOfSight(
                what, "modules.conf", 1, reach_of(name), "missing-file", name, hidden=hidden
            )
    elif name in _PARTNERS:
        kind, usual = _PARTNERS[name]
        if any(_provides(catalog, module, kind) for module in running.modules - usual):
            yield OutOfSight(what, "modules.conf", 1, reach_of(name), "missing-file", hidden=hidden)
    elif name == "say.conf" and not says_by_rules(configuration):
        yield OutOfSight(what, "modules.conf", 1, reach_of(name), "absent", name, hidden=hidden)
    elif readers and name not in _RARE:
        absent = "" if readers & running.required else name
        yield OutOfSight(what, "modules.conf", 1, reach_of(name), "missing-file", absent, hidden)
    elif name == "features.conf" and "dynamic_features" in configuration.arguments().lower():
        yield OutOfSight(what, "modules.conf", 1, reach_of(name), "missing-file", hidden=hidden)
    elif reach := direct(rows, name):
        yield OutOfSight(what, "modules.conf", 1, reach, "absent", name, hidden=hidden)


def says_by_rules(configuration: Configuration) -> bool:
    """Tell whether the dialplan has numbers or dates spoken by the rules of say.conf, whatever its
    mode (apps/app_playback.c: option `say`).
    """
    return "playback" in configuration.applications() and any(
        step.application.lower() == "playback"
        and any(word in step.arguments.partition(",")[2].lower() for word in ("say", "mix", "$"))
        for step in configuration.dialplan().steps
    )


def _provides(catalog: Catalog, module: str, kind: str) -> bool:
    known = catalog.module(module)
    return known is not None and bool(known.provides.get(kind))


def direct(rows: tuple[Row | Declaration, ...], name: str) -> Reach:
    """Return what entries of a file need on their own, without anything else that would have to be
    readable.
    """
    return frozenset(
        token for token in declared(rows, name) if token.partition(":")[0] not in _NOT_BY_ABSENCE
    )


def _includes(configuration: Configuration) -> Iterator[OutOfSight]:
    configuration.conf("extensions.conf")
    for read in list(configuration.read_confs()):
        if read.name == "modules.conf":
            continue
        for include in read.includes:
            hidden = f"include {include.file}: {include.target}"
            if include.kind == "exec":
                yield OutOfSight(
                    f"the output of #exec {include.target}",
                    include.file,
                    include.line,
                    reach_of(read.name),
                    "exec",
                )
            elif not include.found:
                yield OutOfSight(
                    f"the missing #{include.kind} of {include.target}",
                    include.file,
                    include.line,
                    reach_of(read.name),
                    "include",
                    hidden=hidden,
                )
            elif ignored := ignored_by_git(configuration.files, include.target, configuration.etc):
                what = (
                    f"the files that #{include.kind} of {include.target} matches on the machine "
                    f"(Git ignores {ignored})"
                )
                yield OutOfSight(
                    what, include.file, include.line, reach_of(read.name), "ignored", hidden=hidden
                )
            elif template := templates_of(
                configuration.files, include.target, configuration.etc, TEMPLATES
            ):
                what = (
                    f"the file that #{include.kind} of {include.target} finds once {template} is "
                    "rendered"
                )
                yield OutOfSight(what, include.file, include.line, reach_of(read.name), "template")
    for thing in configuration.dialplan().out_of_sight:
        if any(f"file:{name}" in thing.reaches for name in DIALPLAN_FILES):
            yield thing._replace(reaches=thing.reaches | DIALPLAN)


def _dialplan(configuration: Configuration) -> Iterator[OutOfSight]:
    dialplan = configuration.dialplan()
    if not dialplan.steps and not dialplan.uses:
        reach = DIALPLAN | {f"file:{name}" for name in DIALPLAN_FILES}
        yield OutOfSight(
            "the dialplan, which this directory does not have",
            "modules.conf",
            1,
            reach,
            "dialplan",
            hidden="dialplan",
        )
