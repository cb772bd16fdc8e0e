"""The reports of earlier runs on the same PBXs, in one entry of the cache: a fleet of 500 PBXs
reads and writes one file.
"""

from collections.abc import Callable, Mapping
from itertools import islice
from time import time_ns

from asterisk_lint.records import NamedTuple
from asterisk_lint.run.cache import Cache
from asterisk_lint.tree.statuses import Status, Statuses
from asterisk_lint.tree.work import WorkTree

_VARIANTS = 3  # of one PBX: a commit, what is staged, and the work tree are often checked in turn


class KeptReport(NamedTuple):
    """One PBX's report, and the files that it depends on."""

    names: tuple[str, ...]  # of the files that the check asked for, without the missing ones
    states: tuple[str, ...]  # what each of them was (`tasks.states_of`)
    missing: tuple[str, ...]  # of the files that it asked for in vain
    report: object  # as `report_cache.to_value` returns it
    details: bytes | None  # as `report_cache.details_of` returns it; None: nobody wanted them


# of a KeptReport
_Values = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], object, bytes | None]


class KeptReports:
    """The reports that a run finds in the cache, and those that it leaves there."""

    def __init__(self, cache: Cache, key: str) -> None:
        """`key`: of the run, from `cache.key_of`; it must cover this tool's version. All else that
        the reports depend on is in their own keys.
        """
        self._cache = cache
        self._key = key
        self._started = time_ns()
        self._trees: dict[str, Statuses] = {}
        self._new: dict[str, list[KeptReport]] = {}
        self._same: dict[object, object] = {}
        self._changed = False
        reports, statuses = cache.get(key) or ({}, {})
        self._old: Mapping[str, list[_Values]] = reports
        self._statuses: Mapping[str, Mapping[str, tuple[Status, str]]] = statuses

    def watch(self, tree: object) -> None:
        """Let a work tree know which of its files are as an earlier run read them."""
        if isinstance(tree, WorkTree) and self._cache.directory is not None:
            tree.statuses = self._trees[tree.root] = Statuses(
                self._statuses.get(tree.root, {}), self._started
            )

    def find(self, key: str, matches: Callable[[KeptReport], bool]) -> KeptReport | None:
        """Return the report of the PBX with that key for the files as they are; None if there is
        none. `matches` tells whether they are those that a report depends on.
        """
        for number, values in enumerate(self._old.get(key, ())):
            kept = KeptReport(*values)
            if matches(kept):
                self.add(key, kept, changed=number > 0)
                return kept
        return None

    def add(self, key: str, report: KeptReport, *, changed: bool = True) -> None:
        """Keep a report for later runs, in front of what was kept of the same PBX."""
        others = [
            other
            for values in self._old.get(key, ())
            if (other := KeptReport(*values))[:3] != report[:3]
        ]
        self._new[key] = [report, *others[: _VARIANTS - 1]]
        self._changed = self._changed or changed

    def save(self) -> None:
        """Write everything to the cache, if there is something new."""
        statuses = {root: statuses.used for root, statuses in self._trees.items()}
        if not self._changed and not any(each.changed for each in self._trees.values()):
            return
        # Another branch, or the revision that a pull request is compared with.
        others = ((key, value) for key, value in self._old.items() if key not in self._new)
        reports = {
            key: [self._shared(report) for report in found] for key, found in self._new.items()
        } | dict(islice(others, len(self._new)))
        self._cache.put(self._key, (reports, {**self._statuses, **statuses}))

    def _shared(self, report: KeptReport) -> tuple[object, ...]:
        """Return the values of a report; those that several PBXs have alike are written once."""
        states = tuple([self._same.setdefault(state, state) for state in report.states])
        return (
            self._same.setdefault(report.names, report.names),
            self._same.setdefault(states, states),
            self._same.setdefault(report.missing, report.missing),
            report.report,
            self._same.setdefault(report.details, report.details),
        )
