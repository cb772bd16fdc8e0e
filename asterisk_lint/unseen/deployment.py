"""What programs of the repository write into configuration files when they deploy them: the
entrypoint of a container, tasks of Ansible.
"""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from asterisk_lint.conf.whitelist import FILE
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Unseen
from asterisk_lint.tree.deployment import REST
from asterisk_lint.tree.target import INSTEAD, LOADS, WrittenFile
from asterisk_lint.unseen.known_files import known_files
from asterisk_lint.unseen.reach import reach_of, rows_by_file
from asterisk_lint.usage.rows import Declaration, Row

ANY = "*"  # any file of the configuration directory


def find(configuration: Configuration, rows: Iterable[Row | Declaration]) -> Iterator[Unseen]:
    """Find each such file with what could be requested there, once for each program. The program
    writes it on the machine, whatever `sealed` says.
    """
    told: set[tuple[str, str]] = set()
    for place in configuration.written:
        if place.how == LOADS:
            what = f"{place.path}, which {place.program} {LOADS}"
            reach = frozenset({f"module:{place.path.lower()}"})
            yield Unseen(what, place.program, place.line, reach, "written")
    for place, name in written_here(configuration):
        if name == FILE or (name, place.program) in told:
            continue
        told.add((name, place.program))
        if name == ANY:
            reach = frozenset().union(*map(reach_of, known_files(rows_by_file(rows))))
            hidden = ""
        else:
            reach = frozenset().union(*map(reach_of, _asked(configuration, name, place.path)))
            hidden = f"{'placeholder' if name in configuration.names() else 'file'} {name}"
        cause, hidden = ("layer", "") if place.how == INSTEAD else ("written", hidden)
        yield Unseen(_said(place, name), place.program, place.line, reach, cause, hidden=hidden)


def _said(place: WrittenFile, name: str) -> str:
    if place.path == REST:
        return f"what {place.program} and later programs write, which are too many to read"
    if name == ANY:
        return f"what {place.program} puts into the configuration directory"
    return f"what {place.program} {place.how} {name}"


def written_here(configuration: Configuration) -> Iterator[tuple[WrittenFile, str]]:
    """Yield each place where a program writes a file, with the file's name in this PBX, or ANY.

    What changes many files does not add modules to modules.conf.
    """
    names = configuration.names()
    included = {
        file
        for read in configuration.read_confs()
        for include in read.includes
        for file in include.found
    }
    for place in configuration.written:
        if place.how == LOADS or (place.how == INSTEAD and place.program in included):
            continue
        parts = place.path.split("/")
        if not parts[-1]:
            yield place, ANY
        elif "*" in parts[-1]:
            for name in sorted(names):
                if "/" not in name and name != FILE and fnmatchcase(name, parts[-1]):
                    yield place, name
        else:
            ends = ["/".join(parts[at:]) for at in range(len(parts))]
            yield place, next((end for end in ends if end in names), parts[-1])


def _asked(configuration: Configuration, name: str, path: str) -> Iterator[str]:
    """Yield the files in whose place Asterisk reads this one: itself, and those that include it.
    `path`: how the program names it.
    """
    yield name
    parts = path.split("/")
    ends = ["/".join(parts[at:]) for at in range(len(parts))]
    for read in configuration.read_confs():
        for include in read.includes:
            if (
                name in include.found
                or include.target.rpartition("/")[2] == name.rpartition("/")[2]
                or any(fnmatchcase(end, include.target.lstrip("/")) for end in ends)
                or fnmatchcase(path, include.target)
            ):
                yield read.name
