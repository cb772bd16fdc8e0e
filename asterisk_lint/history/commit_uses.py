"""The uses found in each file of one commit, updated incrementally from commit to commit."""

from collections import Counter
from collections.abc import Mapping
from fnmatch import fnmatchcase

from asterisk_lint.history.file_uses import BlobUses, Key
from asterisk_lint.tree.objects import TreeEntry


class Snapshot:
    """The uses of all files of a PBX in one commit, updated from commit to commit."""

    def __init__(self, blob_uses: BlobUses, blobs: Mapping[str, bytes], etc: str) -> None:
        """`blobs` returns contents by blob id; `etc` is the PBX's directory on the machine."""
        self.blob_uses = blob_uses
        self.blobs = blobs
        self.etc = etc
        self.names: dict[str, str] = {}
        self.roles: dict[str, str] = {}
        self.counts: Counter[Key] = Counter()
        self.known: frozenset[Key] | None = None

    def begin(self, names: dict[str, str]) -> None:
        """Start with these files (name to blob)."""
        self.names = names
        self.roles = self._roles_of(names)
        self.counts = Counter(key for name in names for key in self._uses(name))
        self.known = None

    def change(self, changes: list[tuple[str, TreeEntry | None]]) -> None:
        """Apply the changes of one commit."""
        if not changes:
            return
        old = {name: self.names.get(name) for name, _ in changes}
        new = {
            name: entry.blob if entry is not None and entry.mode.startswith("100") else None
            for name, entry in changes
        }
        if any(
            (old[name] is None) != (new[name] is None)
            or self._includes(old[name]) != self._includes(new[name])
            for name in new
        ):
            names = {**self.names, **{name: blob for name, blob in new.items() if blob is not None}}
            self.begin(
                {name: blob for name, blob in names.items() if new.get(name, blob) is not None}
            )
            return
        for name, blob in new.items():
            if blob is None:
                continue
            before = self._uses(name)
            self.names[name] = blob
            after = self._uses(name)
            if before != after:
                self.counts.update(after)
                self.counts.subtract(before)
                self.known = None

    def keys(self) -> frozenset[Key]:
        """Return the uses of all files."""
        if self.known is None:
            self.counts = +self.counts
            self.known = frozenset(self.counts)
        return self.known

    def _uses(self, name: str) -> frozenset[Key]:
        return self.blob_uses.uses(self.roles[name], self.names[name], self.blobs)

    def _includes(self, blob: str | None) -> tuple[str, ...]:
        return self.blob_uses.includes(blob, self.blobs) if blob is not None else ()

    def _roles_of(self, names: Mapping[str, str]) -> dict[str, str]:
        """Map each file to the top-level file that includes it, or to itself. `names` gives each
        one's blob.
        """
        parents: dict[str, str] = {}
        etc = self.etc.rstrip("/") + "/"
        for name, blob in sorted(names.items()):
            for target in self.blob_uses.includes(blob, self.blobs):
                inside = target.removeprefix(etc)
                if any(sign in inside for sign in "*?["):
                    found = [other for other in names if fnmatchcase(other, inside)]
                else:
                    found = [inside] if inside in names else []
                for other in found:
                    if other != name:
                        parents.setdefault(other, name)
        roles = {}
        for name in names:
            top, seen = name, {name}
            while top in parents and parents[top] not in seen:
                top = parents[top]
                seen.add(top)
            roles[name] = top
        return roles


def is_read(path: str) -> bool:
    """Tell whether a file can contain configuration, by its name (sounds and other data are
    ignored).
    """
    name = path.rpartition("/")[2]
    return name.endswith((".conf", ".ael", ".lua", ".inc", ".cfg", ".include")) or "." not in name


def files_of(entries: Mapping[str, TreeEntry], folders: tuple[str, ...]) -> dict[str, str]:
    """Return the blob of each file below the PBX's folders, by its name in the PBX; of several
    folders the last one counts.
    """
    names: dict[str, str] = {}
    for folder in folders:
        cut = 0 if folder == "." else len(folder) + 1
        inside = ((path, entry) for path, entry in entries.items() if within(path, (folder,)))
        names.update(
            (path[cut:], entry.blob)
            for path, entry in inside
            if entry.mode.startswith("100") and is_read(path)
        )
    return names


def within(path: str, folders: tuple[str, ...]) -> bool:
    """Tell whether a path is below one of the folders."""
    return any(folder == "." or path.startswith(f"{folder}/") for folder in folders)
