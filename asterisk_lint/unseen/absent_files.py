"""Configuration files that the repository does not have, and what they could need."""

from collections.abc import Iterable, Iterator

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.steps import DIALPLAN_FILES
from asterisk_lint.model import Unseen
from asterisk_lint.records import NamedTuple
from asterisk_lint.tree.files import is_ignored
from asterisk_lint.unseen.known_files import known_files
from asterisk_lint.unseen.reach import (
    Reach,
    declared,
    declared_in,
    reach_of,
    rows_by_file,
)
from asterisk_lint.usage.rows import Declaration, Row

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


def of_absent_files(configuration: Configuration, rows: tuple[Row | Declaration, ...]) -> Reach:
    """Return which modules the missing files could need if any module may run.

    Whole kinds of applications or functions are not included: a file that runs them is expected to
    be here, like the dialplan.
    """
    names = configuration.names()
    absent = known_files(rows_by_file(rows)) - DIALPLAN_FILES - frozenset(names)
    return declared_in(rows, absent) - {"application", "function"}


def absent_file(
    configuration: Configuration,
    catalog: Catalog,
    rows: Iterable[Row | Declaration],
    name: str,
    readers: Iterable[str],
    running: Running,
) -> Iterator[Unseen]:
    """Process a file that is missing entirely. `rows`: those about it. `readers`: the modules that
    read it, if the core does not.
    """
    readers = frozenset(readers)
    what = f"{name}, which is not in this repository"
    hidden = f"file {name}"
    if is_ignored(configuration.files, name):
        yield Unseen(
            f"{name}, which Git ignores and which is missing here",
            ".gitignore",
            1,
            reach_of(name),
            "ignored",
            hidden=hidden,
        )
    elif name in DIALPLAN_FILES:
        if readers - {"pbx_config"}:
            yield Unseen(
                what, "modules.conf", 1, reach_of(name), "missing-file", name, hidden=hidden
            )
    elif name in _PARTNERS:
        kind, usual = _PARTNERS[name]
        if any(_provides(catalog, module, kind) for module in running.modules - usual):
            yield Unseen(what, "modules.conf", 1, reach_of(name), "missing-file", hidden=hidden)
    elif name == "say.conf" and not says_by_rules(configuration):
        yield Unseen(what, "modules.conf", 1, reach_of(name), "absent", name, hidden=hidden)
    elif readers and name not in _RARE:
        absent = "" if readers & running.required else name
        yield Unseen(what, "modules.conf", 1, reach_of(name), "missing-file", absent, hidden)
    elif name == "features.conf" and configuration.mentions("dynamic_features"):
        yield Unseen(what, "modules.conf", 1, reach_of(name), "missing-file", hidden=hidden)
    elif reach := direct(rows, name):
        yield Unseen(what, "modules.conf", 1, reach, "absent", name, hidden=hidden)


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


def direct(rows: Iterable[Row | Declaration], name: str) -> Reach:
    """Return what entries of a file need on their own, without anything else that would have to be
    readable.
    """
    return frozenset(
        token for token in declared(rows, name) if token.partition(":")[0] not in _NOT_BY_ABSENCE
    )
