"""Files that are encrypted in the repository, or only pointers to the file on the machine."""

from collections.abc import Iterator

from asterisk_lint.conf.values import Include
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Unseen
from asterisk_lint.unseen.reach import AGI, Reach, reach_of

_COMPILED = (".ael", ".lua")


def find(configuration: Configuration) -> Iterator[Unseen]:
    """Find each such file with what could be requested there. Its text is on the machine, whatever
    `sealed` says.
    """
    for name, reach in _files(configuration):
        if configuration.is_encrypted(name):
            yield Unseen(
                f"{name}, which is encrypted here or only a pointer",
                name,
                1,
                reach,
                "template",
                hidden=f"placeholder {name}",
            )


def _files(configuration: Configuration) -> Iterator[tuple[str, Reach]]:
    """Yield every file of the configuration that exists, with what it could request."""
    for read in list(configuration.read_confs()):
        if read.name != "modules.conf":
            for name in dict.fromkeys((read.name, *_included(read.includes))):
                yield name, reach_of(read.name)
    for name in sorted(configuration.names()):
        if name.endswith(_COMPILED):
            yield name, reach_of(f"extensions{name[-4:]}")
        elif name.endswith(".call"):
            yield name, AGI


def _included(includes: tuple[Include, ...]) -> Iterator[str]:
    return (name for include in includes for name in include.found)
