"""What really ran, from logs and call records of any size: each line is read once, and only counts
and days are stored.
"""

import re
from collections.abc import Callable, Iterator
from io import BufferedIOBase

from asterisk_lint.records import NamedTuple

BLOCK = 1 << 20
LONGEST_LINE = 1 << 18
MOST = 5000  # different names; they come from callers too
# Verbose lines of main/pbx.c, main/file.c and res/res_agi.c (16 and 22): each with two groups, of
# the kinds that _LINES names.
_STEP = re.compile(rb'Executing \[[^\]\n]{1,300}\] (\w{1,80})\("(?:([A-Za-z0-9]{1,30})/)?')
_SET = re.compile(rb'Set\("[^"\n]{0,200}", "_{0,2}([A-Z][A-Z0-9_]{1,60})()\(')
# What AMI and ARI clients and call files originate.
_LAUNCHED = re.compile(rb"Launching (\w{1,80})\([^\n]{0,500}\) on ([A-Za-z0-9]{1,30})/")
_AGI = re.compile(rb"AGI Script Executing Application: \((\w{1,80})\)()")
_PLAYING = re.compile(rb"> Playing '[^'\n]{1,300}\.(\w{1,20})' \(()")
# Each with a piece of text without which a block need not be searched.
_LINES: tuple[tuple[bytes, "re.Pattern[bytes]", tuple[str, str]], ...] = (
    (b"Executing [", _STEP, ("application", "channel")),
    (b"Launching ", _LAUNCHED, ("application", "channel")),
    (b'Set("', _SET, ("function", "")),
    (b"AGI Script Executing Application: (", _AGI, ("application", "")),
    (b"> Playing '", _PLAYING, ("format", "")),
)
_QUEUE = re.compile(rb"(?m)^(\d{9,10})\|[^|\n]*\|[^|\n]*\|[^|\n]*\|ENTERQUEUE\|")
_PREFIX = re.compile(rb"[^\"'(\n]{0,200}")
_COLOUR = re.compile(rb"\x1b\[[0-9;]{0,20}m")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH_DAY = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}(\d{1,2})\b")
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"


class Count(NamedTuple):
    """How often something ran, and the last day ("" if no line had one)."""

    times: int
    last: str


class Tally:
    """What ran in all files read so far: by source ("full log", "CDR", ...), kind and name."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str, str], Count] = {}
        self.first = ""
        self.last = ""
        self.bytes = 0

    def add(self, source: str, kind: str, name: str, times: int, day: str) -> None:
        """Count something; after MOST different names no new ones are added."""
        key = (source, kind, name)
        old = self.counts.get(key)
        if old is None and len(self.counts) >= MOST:
            return
        self.counts[key] = Count(
            times + (old.times if old else 0), max(day, old.last if old else "")
        )
        self.period(day)

    def period(self, day: str) -> None:
        """Widen the period that the files cover."""
        if day:
            self.first = min(self.first or day, day)
            self.last = max(self.last, day)


def read_log(
    stream: BufferedIOBase, tally: Tally, today: str, progress: Callable[[int], None] | None = None
) -> None:
    """Read a full log, the output of a console, or a queue_log; `today` (as 2026-11-27) supplies
    the year of lines without one.
    """
    trusted: set[tuple[str, bytes]] = set()
    for block in blocks(stream, tally, progress):
        if b"\x1b" in block:
            block = _COLOUR.sub(b"", block)
        for sign, pattern, kinds in _LINES:
            if sign in block:
                _count(block, pattern, kinds, trusted, tally, today)
        if b"|ENTERQUEUE|" in block:
            queued = _QUEUE.findall(block)
            if queued:
                day = day_of_epoch(queued[-1])
                tally.add("queue_log", "application", "Queue", len(queued), day)
                tally.period(day_of_epoch(queued[0]))


def _count(
    block: bytes,
    pattern: "re.Pattern[bytes]",
    kinds: tuple[str, str],
    trusted: set[tuple[str, bytes]],
    tally: Tally,
    today: str,
) -> None:
    """Count what a pattern finds in a block: one name, or two, in each line. `trusted`: the names
    in a line of the logger's own.
    """
    pairs: dict[tuple[bytes, bytes], int] = {}
    for pair in pattern.findall(block):
        pairs[pair] = pairs.get(pair, 0) + 1
    counts: dict[tuple[str, bytes], int] = {}
    for pair, times in pairs.items():
        for kind, name in zip(kinds, pair, strict=True):
            if kind and name:
                counts[kind, name] = counts.get((kind, name), 0) + times
    unknown = counts.keys() - trusted
    if unknown:
        # A caller's data is in quotes: only a line that begins with the logger's own words shows a
        # name.
        for found in pattern.finditer(block):
            named = {(kind, name) for kind, name in zip(kinds, found.groups(), strict=True) if name}
            if named & unknown and len(trusted) < MOST and is_own_line(block, found.start()):
                trusted |= named
                unknown -= named
                if not unknown:
                    break
    for (kind, name), times in counts.items():
        if (kind, name) in trusted:
            at = block.rfind(_LAST[kind][0] + name + _LAST[kind][1])
            at = at if at >= 0 else block.rfind(name)
            tally.add("full log", kind, name.decode(), times, day_of(_prefix(block, at), today))
    if counts:
        first = pattern.search(block)
        tally.period(day_of(_prefix(block, first.start() if first else 0), today))


# The text around a name, to find its last place in a block.
_LAST: dict[str, tuple[bytes, bytes]] = {
    "application": (b" ", b"("),
    "channel": (b'("', b"/"),
    "function": (b'"', b"("),
    "format": (b".", b"' ("),
}


def is_own_line(block: bytes, at: int) -> bool:
    """Tell whether the line before a place contains nothing that a caller can have sent."""
    start = block.rfind(b"\n", 0, at) + 1
    return _PREFIX.fullmatch(block, start, at) is not None


def read_records(
    stream: BufferedIOBase,
    tally: Tally,
    is_application: Callable[[str], bool],
    progress: Callable[[int], None] | None = None,
) -> None:
    """Read call records (Master.csv of cdr_csv, cdr_custom, cel_custom in any layout).

    The column of the application is the one with the most names of applications; if few lines have
    one, no column is used.
    """
    import csv

    column = -1
    for block in blocks(stream, tally, progress):
        lines = block.decode("latin-1").split("\n")
        try:
            kept = list(csv.reader(lines))
        except csv.Error:  # a line that is not a record
            kept = [line.split(",") for line in lines]
        if column < 0:
            column = _column_of(kept[:500], is_application)
        if column < 0:
            continue
        counts: dict[str, int] = {}
        last: dict[str, list[str]] = {}
        for row in kept:
            if len(row) > column and (name := row[column]):
                counts[name] = counts.get(name, 0) + 1
                last[name] = row
        for name, times in counts.items():
            if is_application(name):
                tally.add("CDR", "application", name, times, _record_day(last[name]))
        if kept and (dated := next((row for row in kept if len(row) > column), None)):
            tally.period(_record_day(dated))


def _column_of(rows: list[list[str]], is_application: Callable[[str], bool]) -> int:
    """Return the column with the most names of applications; -1 if less than a tenth of the rows
    has one anywhere.
    """
    hits: dict[int, int] = {}
    for row in rows:
        for index, value in enumerate(row[:100]):
            if value and len(value) < 80 and is_application(value):
                hits[index] = hits.get(index, 0) + 1
    if not hits:
        return -1
    best = max(hits, key=lambda index: (hits[index], -index))
    return best if hits[best] * 10 >= len(rows) else -1


def _record_day(row: list[str]) -> str:
    """Return the first day in a record."""
    for value in row:
        if _DAY.match(value):
            return value[:10]
        if value[:10].isdecimal() and len(value.partition(".")[0]) == 10 and value[0] == "1":
            return day_of_epoch(value[:10].encode())
    return ""


def blocks(
    stream: BufferedIOBase, tally: Tally, progress: Callable[[int], None] | None
) -> Iterator[bytes]:
    """Yield a file in blocks of whole lines; longer text than any line is skipped."""
    rest = b""
    while block := stream.read(BLOCK):
        tally.bytes += len(block)
        if progress is not None:
            progress(tally.bytes)
        cut = block.rfind(b"\n") + 1
        if cut:
            yield rest + block[:cut]
            rest = block[cut:]
        else:
            rest = (rest + block)[:LONGEST_LINE]
    if rest:
        yield rest


def _prefix(block: bytes, at: int) -> str:
    """Return the text of a line before a place."""
    start = block.rfind(b"\n", 0, at) + 1
    return block[start : min(at, start + 100)].decode("latin-1")


def day_of(prefix: str, today: str) -> str:
    """Return the day at the beginning of a log line; a month and day without a year mean the last
    such day; "" if there is none.
    """
    found = _DAY.search(prefix)
    if found is not None:
        return found[0]
    short = _MONTH_DAY.search(prefix)
    if short is None:
        return ""
    month = _MONTHS.index(short[1]) // 3 + 1
    year = int(today[:4])
    day = f"{year:04}-{month:02}-{int(short[2]):02}"
    return day if day <= today else f"{year - 1:04}{day[4:]}"


def day_of_epoch(seconds: bytes) -> str:
    """Return the day (UTC) of a number of seconds since 1970."""
    from time import gmtime, strftime

    return strftime("%Y-%m-%d", gmtime(int(seconds)))
