"""Observe a machine: everything that its Asterisk and its files show, as one observation."""

import re

from asterisk_lint.machine.commands import (
    MODULES,
    SETTINGS,
    SOUNDS,
    USUAL_MODULES,
    VERSION,
    Machine,
    MachineError,
    quoted_path,
)
from asterisk_lint.machine.directories import from_machine
from asterisk_lint.machine.learn import learn
from asterisk_lint.machine.objects import Objects, objects_of
from asterisk_lint.observed.values import Observed
from asterisk_lint.output.terminal import visible
from asterisk_lint.releases import Release, UnknownRelease
from asterisk_lint.tree.target import Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asterisk_lint.machine.commands import Tell

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
    objects = objects_of(machine) if asterisk is not None else Objects()
    found = learn(target, files, day=today, asterisk=asterisk, objects=objects)
    return found._replace(
        installed=installed(machine, modules), sounds=sounds(machine, target.release)
    )


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


def sounds(machine: Machine, release: Release) -> frozenset[str]:
    """The file formats of Asterisk's own prompts; none where they are not in a usual place."""
    from asterisk_lint.catalog.load import load

    endings = {line.rpartition(".")[2] for line in machine.text(SOUNDS).splitlines()}
    return frozenset(endings & set(load(release).names("format")))


def release_of(machine: Machine) -> Release | None:
    """Return the release that a running Asterisk reports; None if none runs or the release is
    unknown.
    """
    from asterisk_lint.catalog.load import series_of

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
    directories = quoted_path(modules) if modules else " ".join(USUAL_MODULES)
    listed = machine.text(MODULES, directory=directories)
    found = {match[1] for line in listed.splitlines() if (match := _MODULE.fullmatch(line.strip()))}
    return frozenset(found) or None
