"""What tells whether a repository has changed since the machine was observed, where a change could
add uses that the observation cannot know.
"""

from asterisk_lint.configuration import Configuration
from asterisk_lint.observed.values import digest
from asterisk_lint.tree.files import Files, Unreadable
from asterisk_lint.unseen import clients

MAPPINGS = ("sorcery.conf", "extconfig.conf")


def digest_of_clients(configuration: Configuration) -> str:
    """Return a digest of the clients that the repository admits or starts, and of what each may
    use.
    """
    told = sorted(f"{thing.what} {sorted(thing.reaches)}" for thing in clients.find(configuration))
    return digest("\n".join(told).encode("utf-8", "surrogateescape"))


def digest_of_mappings(files: Files) -> str:
    """Return a digest of the files that map objects and tables to databases."""
    return digest(b"\0".join(_content(files, name) for name in MAPPINGS))


def _content(files: Files, name: str) -> bytes:
    try:
        return files.read(name)
    except (FileNotFoundError, Unreadable):
        return b""
