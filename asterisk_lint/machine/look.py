"""Observe a machine: everything that its Asterisk and its files show, as one observation."""

import re
from collections.abc import Collection

from asterisk_lint.catalog.load import Catalog, load, series_of
from asterisk_lint.catalog.third_party import with_observed_modules
from asterisk_lint.machine.activity import at_work, connected_clients, opens_odbc
from asterisk_lint.machine.commands import (
    MODULES,
    SETTINGS,
    SOUNDS,
    USUAL_MODULES,
    VERSION,
)
from asterisk_lint.machine.connection import Machine, MachineError, quoted_path
from asterisk_lint.machine.directories import from_machine
from asterisk_lint.machine.foreign import Outside, files_in, files_over
from asterisk_lint.machine.learn import learn
from asterisk_lint.machine.objects import Objects, objects_of, together
from asterisk_lint.machine.peers import peers_of
from asterisk_lint.machine.queues import queues_of
from asterisk_lint.machine.registered import documented_over, registered
from asterisk_lint.observed.uses import CONNECTED
from asterisk_lint.observed.values import Observed, ObservedUse, OpenQuestion
from asterisk_lint.output.terminal import visible
from asterisk_lint.releases import Release, UnknownRelease
from asterisk_lint.tree.target import Target
from asterisk_lint.unseen.reach import AMI

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asterisk_lint.machine.connection import Tell

_VERSION = re.compile(r"^Asterisk (?:certified[/-])?(?:GIT-)?(\d[\w.+~-]{0,40})", re.MULTILINE)
_CONFIGURATION = re.compile(r"(?m)^ *Configuration directory: +(/.*\S) *$")
_MODULE = re.compile(r"([A-Za-z0-9_.+-]{1,80})\.so")


def look_at(
    prefix: str,
    etc: str,
    modules: str | None,
    target: Target,
    *,
    said: bool,
    today: str,
    tell: "Tell",
) -> Observed:
    """Observe a machine. `said`: a person named the target's release, otherwise the machine's
    counts. Raises MachineError.
    """
    machine = Machine(prefix, etc, tell)
    asterisk = release_of(machine)
    if asterisk is not None:
        refuse_another(machine, etc)
    if asterisk is not None and not said:
        target = target._replace(release=asterisk)
    files = from_machine(machine, etc)
    catalog = load(target.release)
    objects = Objects()
    if asterisk is not None:
        objects = together((objects_of(machine), peers_of(machine), queues_of(machine)))
    there = installed(machine, modules)
    outside = outside_of(
        machine, there or (), modules, catalog, is_here=not prefix, runs=asterisk is not None
    )
    found = learn(target, files, day=today, asterisk=asterisk, objects=objects, outside=outside)
    if asterisk is not None:
        catalog = with_observed_modules(catalog, found.foreign)
        hidden = "manager.conf" not in {*found.files, *target.files.names()}
        found = with_work(found, machine, catalog, today, hidden_clients=hidden)
    return found._replace(installed=there, sounds=sounds(machine, catalog))


def outside_of(
    machine: Machine,
    there: Collection[str],
    modules: str | None,
    catalog: Catalog,
    *,
    is_here: bool,
    runs: bool,
) -> Outside:
    """Return what a machine that has the modules `there` shows of those from outside Asterisk.
    `is_here`: it is this machine, whose files can be opened.
    """
    if is_here:
        files = files_in(modules or usual_folder(), catalog)
    else:
        files = files_over(machine, there, directories_of(modules), catalog)
    if not files:
        return Outside()
    listed = registered(machine) if runs else ()
    return Outside(files, (*listed, *documented_over(machine)))


def usual_folder() -> str | None:
    """Return the directory of this machine's modules; None if there is no usual one."""
    from asterisk_lint.witness.installed_modules import module_folder

    return module_folder("/")


def with_work(
    found: Observed, machine: Machine, catalog: Catalog, today: str, *, hidden_clients: bool
) -> Observed:
    """Return an observation with what is at work now. `hidden_clients`: no manager.conf was read
    that could tell of AMI clients.
    """
    uses, left = found.uses, found.open
    if opens_odbc(machine):
        # Whether anything uses a connection, other lines say.
        uses += (ObservedUse("module", "res_odbc", "ODBC-connections", 0, if_loaded=True),)
    if hidden_clients and connected_clients(machine):
        left += (OpenQuestion("client", CONNECTED, 0, tuple(sorted(AMI))),)
    return found._replace(uses=uses, open=left, ran=at_work(machine, catalog, today))


def refuse_another(machine: Machine, etc: str) -> None:
    """Raise MachineError if the Asterisk that answers reads another configuration directory, as on
    a machine with several: its answers would be taken for those of this one.
    """
    found = _CONFIGURATION.search(machine.text(SETTINGS))
    if found is not None and found[1].rstrip("/") != etc.rstrip("/"):
        there = visible(found[1][:100])
        raise MachineError(
            f"the Asterisk that answers there reads {there}, not {visible(etc)}: name its "
            f"directory with --etc {there}"
        )


def sounds(machine: Machine, catalog: Catalog) -> frozenset[str]:
    """The file formats of Asterisk's own prompts; none where they are not in a usual place."""
    endings = {line.rpartition(".")[2] for line in machine.text(SOUNDS).splitlines()}
    return frozenset(endings & set(catalog.names("format")))


def release_of(machine: Machine) -> Release | None:
    """Return the release that a running Asterisk reports; None if none runs or the release is
    unknown.
    """
    found = _VERSION.search(machine.text(VERSION))
    if found is None:
        return None
    version = re.match(r"\d+(?:\.\d+)*(?:-cert\d+)?", found[1])
    try:
        release = Release.parse(version[0] if version else found[1])
        series_of(release)
    except UnknownRelease:
        return None
    return release


def installed(machine: Machine, modules: str | None) -> frozenset[str] | None:
    """Return the modules that are installed; None if none is found."""
    listed = machine.text(MODULES, directory=directories_of(modules))
    found = {match[1] for line in listed.splitlines() if (match := _MODULE.fullmatch(line.strip()))}
    return frozenset(found) or None


def directories_of(modules: str | None) -> str:
    """Return the directories of modules for a command: the one that a person named, or the usual
    ones.
    """
    return quoted_path(modules) if modules else " ".join(USUAL_MODULES)
