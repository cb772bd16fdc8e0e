"""What replaces a capability that Asterisk removed."""

from os.path import dirname, join

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release, bound

PATH = join(dirname(__file__), "data", "successors.txt")


class Removed(NamedTuple):
    """A capability that Asterisk no longer has."""

    kind: str
    name: str
    release: str  # the first series without it
    instead: str  # for people: what to write instead; "" if nothing replaces it


def removed() -> tuple[Removed, ...]:
    """Return every row of the file."""
    found = []
    with open(PATH, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                kind, name, release, *instead = line.rstrip("\n").split(" ", 3)
                found.append(Removed(kind, name, release, "".join(instead)))
    return tuple(found)


def successor(kind: str, name: str, release: Release) -> Removed | None:
    """Return what happened to a capability that `release` does not have; None if nothing is known,
    or if it was added later.
    """
    wanted = name.lower()
    for row in removed():
        if row.kind == kind and row.name.lower() == wanted and release.order >= bound(row.release):
            return row
    return None
