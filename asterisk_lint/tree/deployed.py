"""Which files that programs of the repository write can be those of one PBX."""

from collections.abc import Iterable, Iterator

from asterisk_lint.records import NamedTuple
from asterisk_lint.tree.deployment import REST
from asterisk_lint.tree.files import Unreadable
from asterisk_lint.tree.find import Pbx
from asterisk_lint.tree.paths import join
from asterisk_lint.tree.target import WrittenFile

_OPEN = ("*", "?", "$", "{{")  # in a name that is only known later
# Variables that hold where the repository is checked out, and those of Ansible for each file
_HERE = (
    r"here|pwd|dir\W*$|dirname|base|root|repo|src|source|top|workspace|project|checkout|script"
    r"|\$0|item|\{\{$|^\*"
)
_TESTS = frozenset({"test", "tests", "spec", "specs", "examples"})


def concerning(places: Iterable[WrittenFile], pbx: Pbx, etc: str) -> Iterator[WrittenFile]:
    """Yield the places where a program writes what can be a file of this PBX, and not a copy of its
    own. Programs of tests count only for a PBX of these tests. `etc`: the PBX's directory on the
    machine.
    """
    own: Own | None = None
    for place in places:
        if place.path != REST:
            if not _is_near(place.program, pbx.directory) or not _is_there(place.path, pbx, etc):
                continue
            if place.sources:
                own = own or Own.of(pbx)
                if own.has_all(place.sources, place.path.rpartition("/")[2]):
                    continue
        yield place


def _is_near(program: str, directory: str) -> bool:
    folders = program.split("/")[:-1]
    return all(
        f"{directory}/".startswith("/".join(folders[: depth + 1]) + "/")
        for depth, folder in enumerate(folders)
        if folder.lower() in _TESTS
    )


def _is_there(path: str, pbx: Pbx, etc: str) -> bool:
    """Tell whether a path, as a program names it, can be in the PBX's directory."""
    folder = path.rpartition("/")[0]
    if folder[:1] != "/" or folder == etc or "asterisk" in folder.lower():
        return True
    try:
        content = pbx.files.read("asterisk.conf").decode("utf-8", "surrogateescape")
    except (FileNotFoundError, Unreadable):
        return False
    import re

    moved = re.search(r"^\s*astetcdir\s*=>?\s*([^\s;]+)", content, re.MULTILINE)
    return moved is not None and moved[1].rstrip("/") == folder


class Own(NamedTuple):
    """The files of a PBX and the folders that hold them, as paths of the tree."""

    paths: frozenset[str]

    @classmethod
    def of(cls, pbx: Pbx) -> "Own":
        """Return those of a PBX."""
        files = {join(pbx.directory, name) for name in pbx.files.names()}
        folders = {pbx.directory}
        for path in files:
            folders.update(path[:at] for at, sign in enumerate(path) if sign == "/")
        return cls(frozenset(files | folders))

    def has_all(self, sources: Iterable[str], name: str) -> bool:
        """Tell whether all of these are, as far as the end of a path shows it, and one of them has
        the name that the copy gets.
        """
        files = {source.rpartition("/")[2] for source in sources if ".conf" in source}
        files = {file for file in files if not _is_open(file)}
        if files and name and not _is_open(name) and name not in files:
            return False
        return all(map(self._has, sources))

    def _has(self, source: str) -> bool:
        if "://" in source:
            import re

            # Puppet's and Salt's own files
            source = re.sub(r"^\w+://(?:/modules/[^/]+)?/?", "", source)
        parts = [part for part in source.split("/") if part and part[0] not in ".~"]
        if parts and _is_open(parts[-1]):
            if "." in parts[-1] and not parts[-1].endswith((".conf", ".ael")):
                return False
            parts[-1:] = parts[-1:] if len(parts) == 1 else []
        while parts and parts[0].startswith(_OPEN):
            if not _is_here(parts[0]):
                return False
            del parts[0]
        if not parts:
            return True
        last = "/".join(parts[-2:])
        return parts[-1] in self.paths or any(
            path == last or path.endswith(f"/{last}") for path in self.paths
        )


def _is_here(folder: str) -> bool:
    import re

    return re.search(_HERE, folder, re.IGNORECASE) is not None


def _is_open(name: str) -> bool:
    return any(sign in name for sign in _OPEN)
