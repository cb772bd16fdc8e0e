"""Read a whole configuration directory into memory, within bounds: from a machine, or a copy."""

import re

from asterisk_lint.machine.commands import FILES, INCLUDED
from asterisk_lint.machine.connection import Machine, MachineError, is_path, quoted_path
from asterisk_lint.machine.files import FilesInMemory, MachineFiles
from asterisk_lint.output.terminal import visible
from asterisk_lint.tree.files import TreeError, Unreadable

MOST_FILES = 20_000
LARGEST = 8_000_000  # bytes of one file
MOST = 128 << 20  # bytes of all
MOST_INCLUDES = 200  # targets of #include lines outside the directory
MOST_LEVELS = 10  # of files that include others, as main/config.c has it
_HEAD = re.compile(rb"(file|unreadable|private) +(\d{1,9}) (\.?/)([^\n]{1,1000})\n")
_ELSEWHERE = re.compile(
    rb"(?m)^[ \t]*#[ \t]*(?:try)?include[ \t]+[\"<]?(/[!-~]{1,200}?)[\">]?[ \t\r]*$"
)
# Files that are not configuration: keys and certificates, which must stay private, and sounds.
_LEFT_OUT = re.compile(
    r"\.(?:pem|key|crt|p12|wav|gsm|g722|ulaw|alaw|sln\w*|so)$|(?:^|/)(?:keys|\.git)/", re.IGNORECASE
)


def from_copy(directory: str) -> MachineFiles:
    """Return a copy of a configuration directory: files that it lacks prove nothing. Raises
    MachineError.
    """
    from asterisk_lint.tree.walk import walk
    from asterisk_lint.tree.work import WorkTree

    try:
        tree = WorkTree(directory, tracked=False)
    except TreeError as error:
        raise MachineError(str(error)) from None
    contents: dict[str, bytes] = {}
    unread: set[str] = set()
    size = 0
    for number, name in enumerate(walk(tree.root, ".", hidden=False)):
        if number >= MOST_FILES:
            raise MachineError(f"{visible(directory)}: more than {MOST_FILES} files")
        if _LEFT_OUT.search(name):
            continue
        try:
            content = tree.read(name)
        except (FileNotFoundError, Unreadable):
            unread.add(name)
            continue
        if len(content) > LARGEST:
            unread.add(name)
            continue
        size += len(content)
        if size > MOST:
            raise MachineError(f"{visible(directory)}: more than {MOST >> 20} MB of configuration")
        contents[name] = content
    return MachineFiles(FilesInMemory(contents), complete=False, unread=frozenset(unread))


def from_machine(machine: Machine, directory: str) -> MachineFiles:
    """Return the configuration directory of a machine. Raises MachineError if it cannot be read, or
    the answer is not what the command prints.
    """
    answer = machine.ask(FILES, directory=quoted_path(directory))
    contents, unread = files_in(answer, directory, b"./")
    if not answer:
        raise MachineError(f"{visible(directory)} cannot be read there")
    if "asterisk.conf" not in contents and "modules.conf" not in contents:
        raise MachineError(f"{visible(directory)} is not a configuration directory of Asterisk")
    private = frozenset(name for name in unread if _LEFT_OUT.search(name))
    followed = included_elsewhere(machine, directory, contents)
    return MachineFiles(
        FilesInMemory(contents), unread <= private, frozenset(unread) - private, followed, private
    )


def included_elsewhere(
    machine: Machine, directory: str, contents: dict[str, bytes]
) -> frozenset[str]:
    """Add the files outside a configuration directory that its files include, by their paths;
    return the targets whose files were all read. Raises MachineError.
    """
    home = directory.rstrip("/") + "/"
    asked: set[str] = set()
    followed: set[str] = set()
    for _ in range(MOST_LEVELS):
        targets = {
            target.decode("ascii")
            for content in contents.values()
            for target in _ELSEWHERE.findall(content)
        }
        new = sorted(
            target
            for target in targets - asked
            if is_path(target) and not target.startswith(home) and not _LEFT_OUT.search(target)
        )
        asked.update(new)
        for target in new[:MOST_INCLUDES]:
            answer = machine.ask(INCLUDED, names=[target])
            found, unread = files_in(answer, target, b"/")
            contents.update((f"/{name}", content) for name, content in found.items())
            if not unread:
                followed.add(target)
        if not new or len(asked) > MOST_INCLUDES:
            break
    return frozenset(followed)


def files_in(answer: bytes, place: str, begins: bytes) -> tuple[dict[str, bytes], set[str]]:
    """Return the files in an answer, by their names without what all begin with, and the names of
    those that were not read. Raises MachineError if the answer is not what the commands print.
    """
    contents: dict[str, bytes] = {}
    unread: set[str] = set()
    at = 0
    while found := _HEAD.match(answer, at):
        name = found[4].decode("utf-8", "surrogateescape")
        end = found.end() + int(found[2])
        if (
            answer[end : end + 5] != b"\nend\n"
            or found[3] != begins
            or len(contents) > MOST_FILES
            or name in contents
        ):
            raise MachineError(
                f"{visible(place)}: a file changed while it was read, or the answer is "
                f"invalid: try again{_terminal(answer)}"
            )
        if not name.isprintable() or {"", ".", ".."} & set(name.split("/")):
            raise MachineError(f"{visible(place)}: a file has the name {visible(name[:60])}")
        if found[1] == b"file":
            contents[name] = answer[found.end() : end]
        else:
            unread.add(name)
        at = end + 5
    if at < len(answer):
        raise MachineError(
            f"{visible(place)}: the answer does not have the expected form and is rejected"
            + _terminal(answer)
        )
    return contents, unread


def _terminal(answer: bytes) -> str:
    """Return what to do if the way to the machine changes the ends of lines."""
    return " (its lines end as on a terminal: leave out -t in --run)" if b"\r\n" in answer else ""
