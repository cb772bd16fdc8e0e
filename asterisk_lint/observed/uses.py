"""Observations as uses and as things that cannot be read: each with its line in the observed file
as its place.
"""

from collections.abc import Callable, Collection, Iterator

from asterisk_lint.model import Unseen, Use
from asterisk_lint.observed.values import NAME, Observed, ObservedUse, Ran

CONNECTED = "AMI-clients"  # in place of a file: clients that no readable file admits
_OPEN = {
    "client": "a client that {file} on the machine admits or starts",
    "database": "what {file} on the machine reads from a database",
    "exec": "the output of an #exec in {file} on the machine",
    "include": "what {file} on the machine includes and observe could not read",
    "template": "a placeholder in {file} on the machine",
    "dynamic": "a name in {file} on the machine that is only known during a call",
}


def uses_of(observed: Observed, names: Collection[str], loaded: Collection[str]) -> Iterator[Use]:
    """Yield the observed uses that count: not those of a file that the repository lacked then and
    has now (`names`).

    `loaded`: the modules that modules.conf loads, in lower case.
    """
    for use in observed.uses:
        if use.file in names and use.file in observed.files:
            continue
        if use.if_loaded and use.kind == "module" and use.name.lower() not in loaded:
            continue
        yield Use(
            use.kind,
            use.name,
            NAME,
            use.line,
            because=in_file(use, observed.day),
            enforces=use.enforces,
            readers=use.readers,
        )
    for ran in observed.ran:
        yield Use(ran.kind, ran.name, NAME, ran.line, because=in_logs(ran))


def in_file(use: ObservedUse, day: str) -> str:
    """Return where a use was seen, for people."""
    place = f"{use.file}:{use.at}" if use.at else use.file
    return f"{place} on the machine, observed {day}"


def in_logs(ran: Ran) -> str:
    """Return how often and when something ran, for people: "ran 1,204 times until 2026-11-27 (full
    log)".
    """
    until = f" until {ran.last}" if ran.last else ""
    return f"ran {ran.times:,} {'time' if ran.times == 1 else 'times'}{until} ({ran.source})"


def open_things(observed: Observed) -> Iterator[Unseen]:
    """Yield what the machine's files leave open."""
    for thing in observed.open:
        what = _OPEN.get(thing.cause, "what {file} on the machine leaves open")
        if thing.file == CONNECTED:
            what = "a client that was connected to AMI"
        yield Unseen(
            what.format(file=thing.file),
            NAME,
            thing.line,
            frozenset(thing.reaches),
            thing.cause,
        )


def settles(
    observed: Observed,
    thing: Unseen,
    digest_of: Callable[[str], str],
    *,
    clients_complete: bool,
    mapped_alike: bool,
) -> bool:
    """Whether the observation shows what this thing would have hidden.

    `digest_of` gives the digest of a file of the repository; empty where it cannot be read.
    `clients_complete`: clients use nothing else, and none was added since. `mapped_alike`: the
    repository maps objects to databases as it did then.
    """
    kind, _, name = thing.hidden.partition(" ")
    made_from = {name} if kind == "placeholder" else set()
    if thing.cause == "written" or (kind == "file" and thing.cause == "template"):
        made_from.add(thing.file)
    if any((file, digest_of(file)) not in observed.then.rendered for file in made_from):
        return False
    if kind == "placeholder":
        return True
    if kind == "file":
        hides = observed.unread | observed.then.both
        return name in observed.files or (observed.complete and name not in hides)
    if kind == "include":
        file, _, target = name.partition(": ")
        return (file, target) in observed.includes
    if kind == "dialplan":
        return any(f"extensions.{ending}" in observed.files for ending in ("conf", "ael", "lua"))
    if kind == "database":
        return mapped_alike and name in observed.databases
    runs = thing.cause in {"client", "dynamic"}
    return clients_complete and runs and bool(observed.logged_until)
