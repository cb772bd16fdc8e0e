"""Which files that programs of the repository write can be those of one PBX."""

import re
from collections.abc import Iterable, Iterator

from asterisk_lint.records import NamedTuple
from asterisk_lint.tree.deployment import REST
from asterisk_lint.tree.files import Unreadable
from asterisk_lint.tree.find import Pbx
from asterisk_lint.tree.paths import join
from asterisk_lint.tree.target import WrittenFile

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
                if own.has_all(place.sources):
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

    def has_all(self, sources: Iterable[str]) -> bool:
        """Tell whether all of these are, as far as the end of a path shows it."""
        return all(map(self._has, sources))

    def _has(self, source: str) -> bool:
        source = re.sub(
            r"^\w+://(?:/modules/[^/]+)?/?", "", source
        )  # Puppet's and Salt's own files
        # (a folder in a variable, `~` and `.` say nothing)
        parts = [part for part in source.split("/") if part and not re.match(r"[.~$%]|\{\{", part)]
        if parts and re.search(r"[*?]|\{\{|\$", parts[-1]):
            if not parts[-1].endswith(("*", ".conf", "}", "f")):
                return False
            del parts[-1]
        if not parts:
            return True
        last = "/".join(parts[-2:])
        return parts[-1] in self.paths or any(
            path == last or path.endswith(f"/{last}") for path in self.paths
        )
