"""What programs of the repository write into configuration files when they deploy them: the
entrypoint of a container, tasks of Ansible.
"""

from collections.abc import Iterator

from asterisk_lint.conf.whitelist import FILE
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Unseen
from asterisk_lint.tree.target import WrittenFile
from asterisk_lint.unseen.reach import reach_of


def find(configuration: Configuration) -> Iterator[Unseen]:
    """Find each such file with what could be requested there, once for each program. The program
    writes it on the machine, whatever `sealed` says.
    """
    told: set[tuple[str, str]] = set()
    for place, name in written_here(configuration):
        if name == FILE or (name, place.program) in told:
            continue
        told.add((name, place.program))
        here = name in configuration.names()
        yield Unseen(
            f"what {place.program} writes into {name}",
            place.program,
            place.line,
            frozenset().union(*map(reach_of, _asked(configuration, name))),
            "written",
            hidden=f"{'placeholder' if here else 'file'} {name}",
        )


def written_here(configuration: Configuration) -> Iterator[tuple[WrittenFile, str]]:
    """Yield each place where a program writes a file, with the file's name in this PBX."""
    names = configuration.names()
    for place in configuration.written:
        folder = place.path.rpartition("/")[0]
        if folder[:1] == "/" and folder != configuration.etc and "asterisk" not in folder.lower():
            continue
        parts = place.path.split("/")
        ends = ["/".join(parts[at:]) for at in range(len(parts))]
        yield place, next((end for end in ends if end in names), parts[-1])


def _asked(configuration: Configuration, name: str) -> Iterator[str]:
    """Yield the files in whose place Asterisk reads this one: itself, and those that include it."""
    yield name
    last = name.rpartition("/")[2]
    for read in configuration.read_confs():
        for include in read.includes:
            if name in include.found or include.target.rpartition("/")[2] == last:
                yield read.name
