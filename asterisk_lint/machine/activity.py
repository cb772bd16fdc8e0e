"""What is at work on a machine while it is observed: channels, their applications and codecs, ARI
programs, modules that calls hold.

Callers choose parts of these answers, so a line counts only in the form that Asterisk gives it, and
of each only names that the catalog knows.
"""

import re

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.machine.commands import (
    AMI_CLIENTS,
    ARI_APPS,
    CHANNEL,
    CHANNELS,
    ODBC,
    USE_COUNTS,
)
from asterisk_lint.machine.connection import Machine, is_channel
from asterisk_lint.machine.vocabulary import known_name
from asterisk_lint.observed.values import Ran

SOURCE = "CLI"
MOST_CHANNELS = 200  # channels whose codecs are asked for
_FIELDS = 14  # of a line of `core show channels concise` (main/cli.c, 1.8 to 23)
_FORMATS = re.compile(r" *(?:NativeFormats|WriteFormat|ReadFormat): \(?([\w|]{1,300})\)?")
_STREAM = re.compile(r" *Formats: \(([\w|]{1,300})\)")
_RULE = re.compile(r"=+")
_USERS = re.compile(r"(\d{1,6}) users? connected\.")
_DSN = re.compile(r"  Name:   \S.*")
_MODULE = re.compile(r"(\w{1,60})\.so .*? (\d{1,9}) +Running +\w+")
# With every module loaded and no call, 16 and 22 count no use of these beyond the modules that
# need them, except the two: what is above that, calls hold.
_HELD = re.compile(r"(?:app|format|bridge|codec)_\w+")
_ALWAYS_HELD = frozenset({"bridge_builtin_features", "codec_speex"})


def at_work(machine: Machine, catalog: Catalog, today: str) -> tuple[Ran, ...]:
    """Return what is at work, each with how often it was seen. Raises MachineError."""
    counts: dict[tuple[str, str], int] = {}

    def add(kind: str, name: str, times: int = 1) -> None:
        told = known_name(catalog, kind, name)
        if told is not None and (kind == "module" or any(catalog.providers(*told))):
            counts[told] = counts.get(told, 0) + times

    names = []
    for line in machine.lines(CHANNELS):
        fields = line.split("!")
        if not is_channel(fields[0]):
            continue
        names.append(fields[0])
        add("channel", fields[0].partition("/")[0])
        if len(fields) == _FIELDS and fields[5]:
            add("application", fields[5])
    for name in names[:MOST_CHANNELS]:
        for codec in codecs_of(machine.lines(CHANNEL, names=[name])):
            add("codec", codec)
    programs = programs_of(machine.lines(ARI_APPS))
    if programs:
        add("application", "Stasis", programs)
    for module, times in held(machine.lines(USE_COUNTS), catalog):
        add("module", module, times)
    found = sorted(counts.items())
    return tuple(Ran(kind, name, times, today, SOURCE) for (kind, name), times in found)


def codecs_of(lines: list[str]) -> set[str]:
    """Return the codecs in what `core show channel` prints above the channel's variables."""
    codecs: set[str] = set()
    for line in lines:
        if line.strip() == "Variables:":
            break
        found = _FORMATS.fullmatch(line) or _STREAM.fullmatch(line)
        if found is not None:
            codecs.update(found[1].split("|"))
    return codecs


def programs_of(lines: list[str]) -> int:
    """Return how many ARI programs `ari show apps` lists below its rule."""
    rules = [number for number, line in enumerate(lines) if _RULE.fullmatch(line.strip())]
    return sum(bool(line.strip()) for line in lines[rules[0] + 1 :]) if rules else 0


def held(lines: list[str], catalog: Catalog) -> list[tuple[str, int]]:
    """Return the modules that calls hold, by the use counts of `module show`: those above the
    number of running modules that need them.
    """
    counts = {
        found[1]: int(found[2]) for line in lines if (found := _MODULE.fullmatch(line.strip()))
    }
    needed: dict[str, int] = {}
    for name in counts:
        module = catalog.module(name)
        if module is None:  # a module from outside can hold any other
            return []
        for other in {*module.requires, *module.optional}:
            needed[other] = needed.get(other, 0) + 1
    return [
        (name, count - needed.get(name, 0))
        for name, count in counts.items()
        if count > needed.get(name, 0) and _HELD.fullmatch(name) and name not in _ALWAYS_HELD
    ]


def connected_clients(machine: Machine) -> bool:
    """Tell whether AMI clients are connected."""
    found = filter(None, map(_USERS.fullmatch, machine.lines(AMI_CLIENTS)))
    return any(int(each[1]) for each in found)


def opens_odbc(machine: Machine) -> bool:
    """Tell whether Asterisk knows a connection of ODBC."""
    return any(map(_DSN.fullmatch, machine.lines(ODBC)))
