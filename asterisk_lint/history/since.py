"""Since when a module is needed, or no longer needed: search a branch's history.

Every file of every commit is read individually, once for each content (stored by blob id), which
determines almost certainly in which commits the module was needed; where that changes, the commit
and the one before it are checked completely.
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from asterisk_lint.check import gather
from asterisk_lint.facts import Facts
from asterisk_lint.history.blobs import Blobs
from asterisk_lint.history.commit_uses import Snapshot, files_of, is_read, within
from asterisk_lint.history.file_uses import BlobUses, Key
from asterisk_lint.history.states import States
from asterisk_lint.history.with_modules import WithModules
from asterisk_lint.model import Requirement, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.requirements.closure import Stated
from asterisk_lint.requirements.resolve import companions_of, resolve
from asterisk_lint.settings.values import Settings
from asterisk_lint.shared import Shared
from asterisk_lint.tree.blobs import BlobReader
from asterisk_lint.tree.files import TreeFiles, Unreadable
from asterisk_lint.tree.find import MODULES, Pbx
from asterisk_lint.tree.log import Commit, apply, entries_at, entries_of, first_parents
from asterisk_lint.tree.objects import ObjectTree, TreeEntry
from asterisk_lint.tree.paths import join
from asterisk_lint.usage.rows import Choice


class NeedChange(NamedTuple):
    """A commit that made a module needed, or no longer needed."""

    commit: Commit
    needed: bool  # from this commit on
    # with the reasons: those after the commit if it made the module needed, otherwise those before
    requirement: Requirement | None


class History(NamedTuple):
    """What the history of a branch says about one module of one PBX."""

    now: bool  # needed at the tip
    first: NeedChange | None  # the first commit whose tree needed it
    last: NeedChange | None  # the commit since which this is the case; None: always


class Searcher:
    """Searches the history of one PBX for one module."""

    def __init__(
        self,
        root: str,
        pbx: Pbx,
        facts: Facts,
        module: str,
        blob_uses: BlobUses,
        shared: Shared,
    ) -> None:
        """`facts`: of the PBX as it is now, gathered with `shared`."""
        self.root = root
        self.pbx = pbx
        self.facts = facts
        self.key = module.lower()
        self.blob_uses = blob_uses
        self.reader = BlobReader(root)
        self.blobs = Blobs(self.reader)
        self.shared = shared
        self.resolved: dict[frozenset[Key], bool] = {}

    def search(self, tip: str) -> History:
        """Find the changes up to the commit `tip`. Raises TreeError."""
        commits = first_parents(self.root, tip)
        directories = self._directories(commits)
        states = self._lazy_states({}, commits, directories)
        last = self._last_change({}, commits, states, directories)
        if not states.last():
            return History(False, None, last)
        first = self._change({}, commits, states.first_true(), directories)
        if first is None or last is None or first.commit.id == last.commit.id:
            first = last
        return History(True, first, last)

    def close(self) -> None:
        """End the process that reads blobs."""
        self.reader.close()

    def _last_change(
        self,
        start: Mapping[str, TreeEntry],
        commits: list[Commit],
        states: States,
        directories: list[str],
    ) -> NeedChange | None:
        """Return the commit since which the module is needed or not; searched in the merged branch
        if it is a merge.
        """
        at = states.last_other()
        if at < 0 and not states.last():
            return None
        change = self._change(start, commits, at + 1, directories)
        if change is None:
            return None
        merged = self._in_merged_branch(change, directories[at + 1])
        return merged or change

    def _change(
        self, start: Mapping[str, TreeEntry], commits: list[Commit], at: int, directories: list[str]
    ) -> NeedChange | None:
        """Check the commit `at` and the one before it completely; if they show no change, search
        where it happened.
        """
        after = self._required(entries_at(start, commits, at), directories[at])
        before = (
            self._required(entries_at(start, commits, at - 1), directories[at - 1]) if at else None
        )
        if (after is None) == (before is None):
            at = self._bisect(start, commits, directories)
            if at < 0:
                return None
            after = self._required(entries_at(start, commits, at), directories[at])
            before = (
                self._required(entries_at(start, commits, at - 1), directories[at - 1])
                if at
                else None
            )
        return NeedChange(commits[at], after is not None, after or before)

    def _bisect(
        self, start: Mapping[str, TreeEntry], commits: list[Commit], directories: list[str]
    ) -> int:
        """Return the index of a commit that changed the need of the tip, by complete checks; -1 if
        the first one is like the last.
        """
        low, high = 0, len(commits) - 1
        now = self._required(entries_at(start, commits, high), directories[high]) is not None
        if (self._required(entries_at(start, commits, low), directories[low]) is not None) == now:
            return 0 if now else -1
        while high - low > 1:
            middle = (low + high) // 2
            if (
                self._required(entries_at(start, commits, middle), directories[middle]) is not None
            ) == now:
                high = middle
            else:
                low = middle
        return high

    def _in_merged_branch(self, change: NeedChange, directory: str) -> NeedChange | None:
        """Return the commit of a merged branch that made the change which the merge introduced."""
        if len(change.commit.parents) < 2:
            return None
        main, *others = change.commit.parents
        for other in others:
            branch = first_parents(self.root, other, main)
            if not branch:
                continue
            start = entries_of(self.root, branch[0].parents[0]) if branch[0].parents else {}
            directories = [directory] * len(branch)
            snapshot = Snapshot(self.blob_uses, self.blobs, self.facts.configuration.etc)
            snapshot.begin(files_of(start, self.pbx.settings.layers or (directory,)))
            states = self._lazy_states(start, branch, directories)
            if states.last() == change.needed and self.needed_for(snapshot.keys()) != change.needed:
                return self._last_change(start, branch, states, directories)
        return None

    def _directories(self, commits: list[Commit]) -> list[str]:
        """Return the PBX's directory in each commit: back from the tip, through the commits that
        moved its modules.conf.
        """
        directory = self.pbx.directory
        found = []
        for commit in reversed(commits):
            found.append(directory)
            changes = dict(commit.changes)
            here = changes.get(join(directory, MODULES))
            if here is not None and not self.pbx.settings.layers:
                gone = [
                    path
                    for path, entry in commit.changes
                    if entry is None and path.rpartition("/")[2] == MODULES
                ]
                if len(gone) == 1:
                    directory = gone[0].rpartition("/")[0] or "."
        return found[::-1]

    def _required(self, entries: Mapping[str, TreeEntry], directory: str) -> Requirement | None:
        """Return the requirement of the module in one commit, by a complete check."""
        tree = ObjectTree(self.root, entries, self.blobs.read)
        layers = self.pbx.settings.layers or (directory,)
        self.blobs.expect(
            entry.blob
            for path, entry in entries.items()
            if entry.mode.startswith("100") and within(path, layers) and is_read(path)
        )
        files = TreeFiles(tree, directory, layers)
        usable = WithModules(files)
        try:
            facts = gather(
                self.facts.target._replace(files=usable, settings=self._settings(), sealed=True),
                self.shared,
            )
        except Unreadable:
            return None
        return facts.required.get(self.key)

    def _settings(self) -> Settings:
        """Return the current settings without `keep`, which is not a need of the configuration."""
        return self.facts.target.settings._replace(keep={})

    def _lazy_states(
        self, start: Mapping[str, TreeEntry], commits: list[Commit], directories: list[str]
    ) -> States:
        """Return for each commit whether the module was needed, as far as single files show."""

        def compute(first: int, after: int) -> Iterator[bool]:
            before = entries_at(start, commits, first - 1)
            return self._states(before, commits[first:after], directories[first:after])

        return States(len(commits), compute)

    def _states(
        self, start: Mapping[str, TreeEntry], commits: list[Commit], directories: list[str]
    ) -> Iterator[bool]:
        """Yield what `_lazy_states` returns for commits in a row; `start`: the files before."""
        snapshot = Snapshot(self.blob_uses, self.blobs, self.facts.configuration.etc)
        known = self.blob_uses.known_includes
        folders = self.pbx.settings.layers or (directories[0],)
        first = [blob for blob in files_of(start, folders).values() if blob not in known]
        changed = (
            entry.blob
            for commit, directory in zip(commits, directories, strict=True)
            for path, entry in commit.changes
            if entry is not None
            and entry.mode.startswith("100")
            and entry.blob not in known
            and within(path, self.pbx.settings.layers or (directory,))
            and is_read(path)
        )
        self.blobs.expect(chain(first, changed))
        entries = dict(start)
        before = ""
        for commit, directory in zip(commits, directories, strict=True):
            apply(entries, commit)
            folders = self.pbx.settings.layers or (directory,)
            if directory != before or (
                len(folders) > 1 and any(within(path, folders) for path, _ in commit.changes)
            ):
                snapshot.begin(files_of(entries, folders))
            else:
                cut = 0 if directory == "." else len(directory) + 1
                snapshot.change(
                    [
                        (path[cut:], entry)
                        for path, entry in commit.changes
                        if within(path, folders) and is_read(path)
                    ]
                )
            before = directory
            yield self.needed_for(snapshot.keys())

    def needed_for(self, uses: frozenset[Key]) -> bool:
        """Tell whether these uses need the module."""
        known = self.resolved.get(uses)
        if known is None:
            places = [
                Use(kind, name, "", 1, readers=readers) for kind, name, readers in sorted(uses)
            ]
            places += [
                Use(declared.kind, declared.name, "", 1) for declared in self.facts.settings.uses
            ]
            whitelist = self.facts.whitelist
            found = resolve(
                places,
                self.facts.catalog,
                companions_of(self.facts.rows),
                [row for row in self.facts.rows if isinstance(row, Choice)],
                Stated(
                    frozenset(whitelist.named()),
                    frozenset(whitelist.forbidden()),
                    installed=self.facts.target.inventory,
                ),
            )
            known = self.resolved[uses] = self.key in found.required
        return known
