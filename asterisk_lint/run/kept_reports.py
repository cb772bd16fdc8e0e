"""The reports of earlier runs on the same PBXs, in one entry of the cache: a fleet of 500 PBXs
reads and writes one file.
"""

from collections.abc import Callable, Mapping
from itertools import islice
from time import time_ns

from asterisk_lint.records import NamedTuple
from asterisk_lint.run.cache import Cache
from asterisk_lint.tree.statuses import Statuses
from asterisk_lint.tree.work import WorkTree

_VARIANTS = 3  # of one PBX: a commit, what is staged, and the work tree are often checked in turn


class KeptReport(NamedTuple):
    """One PBX's report, and the files that it depends on."""

    names: tuple[str, ...]  # of the files that the check asked for, without the missing ones
    states: tuple[str, ...]  # what each of them was (`tasks.states_of`)
    statuses: bytes  # what each of them had on disk (`WorkTree.statuses_of`)
    missing: tuple[str, ...]  # of the files that it asked for in vain
    report: object  # as `report_cache.to_value` returns it
    details: bytes | None  # as `report_cache.details_of` returns it; None: nobody wanted them

    @property
    def content(self) -> tuple[object, ...]:
        """Return what the report depends on."""
        return self.names, self.states, self.missing


# of a KeptReport
_Values = tuple[tuple[str, ...], tuple[str, ...], bytes, tuple[str, ...], object, bytes | None]


class KeptReports:
    """The reports that a run finds in the cache, and those that it leaves there."""

    def __init__(self, cache: Cache, key: str) -> None:
        """`key`: of the run, from `cache.key_of`; it must cover this tool's version. All else that
        the reports depend on is in their own keys.
        """
        self._cache = cache
        self._key = key
        self._started = time_ns()
        self._new: dict[str, list[KeptReport]] = {}
        self._same: dict[object, object] = {}
        self._changed = False
        self._old: Mapping[str, list[_Values]] = cache.get(key) or {}

    def watch(self, tree: object) -> None:
        """Let a work tree know which of its files are as an earlier run read them."""
        if isinstance(tree, WorkTree) and self._cache.directory is not None:
            tree.statuses = Statuses(self._started)

    def find(self, key: str, now: Callable[[KeptReport], KeptReport | None]) -> KeptReport | None:
        """Return the report of the PBX with that key for the files as they are; None if there is
        none. `now` returns a report with the statuses that its files have now; None if they are not
        those that it depends on.
        """
        for number, values in enumerate(self._old.get(key, ())):
            before = KeptReport(*values)
            kept = now(before)
            if kept is not None:
                self.add(key, kept, changed=number > 0 or kept.statuses != before.statuses)
                return kept
        return None

    def add(self, key: str, report: KeptReport, *, changed: bool = True) -> None:
        """Keep a report for later runs, in front of what was kept of the same PBX."""
        others = [
            other
            for values in self._old.get(key, ())
            if (other := KeptReport(*values)).content != report.content
        ]
        self._new[key] = [report, *others[: _VARIANTS - 1]]
        self._changed = self._changed or changed

    def save(self) -> None:
        """Write everything to the cache, if there is something new."""
        if not self._changed:
            return
        # Another branch, or the revision that a pull request is compared with.
        others = ((key, value) for key, value in self._old.items() if key not in self._new)
        reports = {
            key: [self._shared(report) for report in found] for key, found in self._new.items()
        } | dict(islice(others, len(self._new)))
        self._cache.put(self._key, reports)

    def _shared(self, report: KeptReport) -> tuple[object, ...]:
        """Return the values of a report; those that several PBXs have alike are written once."""
        states = tuple([self._same.setdefault(state, state) for state in report.states])
        return (
            self._same.setdefault(report.names, report.names),
            self._same.setdefault(states, states),
            report.statuses,
            self._same.setdefault(report.missing, report.missing),
            report.report,
            self._same.setdefault(report.details, report.details),
        )
