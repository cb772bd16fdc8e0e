"""Logs and call records, as what was seen in use: only names that a module of the release
provides.
"""

import os
from collections.abc import Iterable, Sequence
from contextlib import contextmanager

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.machine.tally import Tally, read_log, read_records
from asterisk_lint.machine.vocabulary import known_name
from asterisk_lint.observed.values import Observed, Ran
from asterisk_lint.run.options import UsageError
from asterisk_lint.witness.logs import open_log, unpacked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BufferedIOBase

    from asterisk_lint.machine.connection import Machine


def read_all(
    logs: Sequence[str],
    records: Sequence[str],
    catalog: Catalog,
    today: str,
    progress: "Callable[[int], None] | None" = None,
    machine: "Machine | None" = None,
) -> Tally:
    """Read every log and every file of call records, plain or compressed; with a machine, those
    there, except standard input. Raises UsageError or MachineError for one that cannot be read.
    """
    applications = {name.lower() for name in catalog.names("application")}
    tally = Tally()
    for path, is_record in (
        *((path, False) for path in sorted(logs, key=_age)),
        *((path, True) for path in sorted(records, key=_age)),
    ):
        try:
            with opened(path, machine) as stream:
                if is_record:
                    read_records(stream, tally, lambda name: name.lower() in applications, progress)
                else:
                    read_log(stream, tally, today, progress)
        except (OSError, EOFError, ValueError) as error:
            raise UsageError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
        except Exception as error:
            # (their modules are loaded for a compressed file only)
            if type(error).__module__ not in {"zlib", "_lzma", "lzma"}:
                raise
            raise UsageError(f"{path}: {error}") from None
    return tally


@contextmanager
def opened(path: str, machine: "Machine | None") -> "Iterator[BufferedIOBase]":
    """Open a file here, or on a machine."""
    if machine is None or path == "-":
        with open_log(path) as stream:
            yield stream
    else:
        with machine.stream(path) as raw:
            yield unpacked(raw)


def _age(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except OSError:
        return 0.0


def ran_of(tally: Tally, catalog: Catalog, today: str) -> tuple[Ran, ...]:
    """Return what was seen in use, by name; days in the future are ignored."""
    found: dict[tuple[str, str, str], Ran] = {}
    for (source, kind, name), count in tally.counts.items():
        told = known_name(catalog, kind, name)
        if told is not None:
            day = count.last if count.last <= today else ""
            old = found.get((*told, source))
            times = count.times + (old.times if old else 0)
            found[(*told, source)] = Ran(*told, times, max(day, old.last if old else ""), source)
    return tuple(sorted(found.values()))


def with_logs(observed: Observed, tally: Tally, catalog: Catalog, today: str) -> Observed:
    """Return an observation with what logs show; earlier results that these logs lack are kept,
    because logs are rotated.
    """
    new = ran_of(tally, catalog, today)
    known = {(ran.kind, ran.name, ran.source) for ran in new}
    kept = [ran for ran in observed.ran if (ran.kind, ran.name, ran.source) not in known]
    days = [
        day
        for day in (observed.logged_from, observed.logged_until, tally.first, tally.last)
        if day and day <= today
    ]
    return observed._replace(
        ran=(*kept, *new),
        logged_from=min(days, default=""),
        logged_until=max(days, default=""),
    )


def with_seen(old: Iterable[Ran], new: Iterable[Ran]) -> tuple[Ran, ...]:
    """Return what earlier observations saw with what this one saw at work: a second look on the
    same day changes nothing of what was known.
    """
    found = {(ran.kind, ran.name, ran.source): ran for ran in old}
    for ran in new:
        known = found.get((ran.kind, ran.name, ran.source))
        if known is None or known.last < ran.last:
            times = ran.times + (known.times if known else 0)
            found[ran.kind, ran.name, ran.source] = ran._replace(times=times)
    return tuple(sorted(found.values()))


def in_text(ran: Iterable[Ran], catalog: Catalog, loaded: frozenset[str]) -> Iterable[str]:
    """Yield each thing that was seen in use, for people: how often, until when, who provides it,
    and whether modules.conf loads that.
    """
    for one in ran:
        providers = [name or "the core" for name in catalog.providers(one.kind, one.name)]
        until = f" until {one.last}" if one.last else ""
        times = "time" if one.times == 1 else "times"
        there = not loaded or any(
            name == "the core" or name.lower() in loaded for name in providers
        )
        missing = "" if there else "  (modules.conf does not load it)"
        yield (
            f"{one.kind} {one.name}: {one.times:,} {times}{until} ({one.source}): "
            f"{' or '.join(providers)}{missing}"
        )
