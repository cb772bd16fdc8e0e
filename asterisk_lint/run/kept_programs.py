"""What programs of a repository write into configuration files, kept from one run to the next: to
find it out takes longer than an unchanged check.
"""

from collections.abc import Iterable

from asterisk_lint.run.cache import key_of, open_cache, tool_version
from asterisk_lint.tree.deployment import in_program, written_files
from asterisk_lint.tree.digests import blake2b
from asterisk_lint.tree.files import Tree
from asterisk_lint.tree.target import WrittenFile


def written_by_programs(tree: Tree, *, wanted: bool) -> tuple[WrittenFile, ...]:
    """Return what `written_files` does; if the cache is wanted, programs are only looked at that an
    earlier run has not seen as they are.
    """
    if not wanted:
        return written_files(tree)
    programs = _KeptPrograms(tree.root)
    found = written_files(tree, programs.find)
    programs.save()
    return found


class _KeptPrograms:
    """The programs of one repository that name configuration files, with what each writes."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._key = ""  # of the entry in the cache; "" until somebody asks
        self._cache = open_cache(wanted=False)
        self._old: dict[str, tuple[tuple[object, ...], ...]] = {}
        self._new: dict[str, tuple[tuple[object, ...], ...]] = {}

    def find(self, path: str, content: bytes) -> Iterable[WrittenFile]:
        """Return each file that a program writes."""
        if not self._key:
            self._key = key_of("programs", tool_version(), self._root)
            self._cache = open_cache()
            self._old = self._cache.get(self._key) or {}
        digest = blake2b(path.encode("utf-8", "surrogatepass") + b"\0" + content)
        known = self._old.get(digest)
        if known is None:
            known = tuple(map(tuple, in_program(path, content)))
        self._new[digest] = known
        return map(WrittenFile._make, known)

    def save(self) -> None:
        """Keep what is known for the next run, if it is something else than what was kept."""
        if self._new.keys() != self._old.keys():
            self._cache.put(self._key, self._new)
