"""What the queues of a running Asterisk need, wherever their members and options are stored."""

import re

from asterisk_lint.machine.commands import QUEUE, QUEUE_ROW, QUEUES
from asterisk_lint.machine.connection import Machine, is_plain
from asterisk_lint.machine.objects import AT_ONCE, MOST, Objects

FILE = "queues.conf"
# print_queue() in apps/app_queue.c (13 to 23). A member that has no name of its own shows its
# interface alone, and not the device whose state counts instead.
_QUEUE = re.compile(r"(?m)^(\S.*?) has \d+ calls \(max ")
_MEMBER = re.compile(
    r"^ {6}(.*?)(?: \((\S+?)(?: from (\S+))?\))?(?: with penalty -?\d+)? \(ringinuse "
)
_CALLERS = re.compile(r" {3}(?:No )?Callers")
_ROW = re.compile(r"^ *([A-Za-z]\w{0,60})  (\S.*?) *$")
_ROWS = "Column Name"


def queues_of(machine: Machine) -> Objects:
    """Return the queues as sections of a queues.conf that was never written; nothing if there are
    none. Raises MachineError for an answer that cannot be trusted.
    """
    names = _QUEUE.findall(machine.text(QUEUES))[:MOST]
    plain = [name for name in names if is_plain(name)]
    lines: list[str] = []
    hidden, stored, rows = len(plain) < len(names), False, 0
    for start in range(0, len(plain), AT_ONCE):
        asked = plain[start : start + AT_ONCE]
        for line in machine.text(QUEUE, names=asked).splitlines():
            found = _MEMBER.match(line)
            if found is None:
                hidden = hidden or (line.startswith(" " * 6) and "(ringinuse" in line)
                continue
            stored = stored or " (realtime)" in line
            hidden = hidden or found[2] is None
            lines.append(f"member={found[2] or found[1]},0,,{found[3] or ''}")
        tables = machine.text(QUEUE_ROW, names=asked).split(_ROWS)[1:]
        rows += len(tables)
        for table in tables:
            lines += columns_of(table)
    complete = set()
    # A database that gives no answer looks like one that stores nothing: only rows prove it.
    if names and rows == len(names):
        complete.add("queues")
    if stored and not hidden:
        complete.add("queue_members")
    text = "[queue]\n" + "".join(f"{line}\n" for line in lines)
    return Objects(((FILE, text),) if lines else (), frozenset(complete))


def columns_of(table: str) -> list[str]:
    """Return a row, as `realtime load` prints it below its head, as options of queues.conf."""
    rows = filter(None, map(_ROW.match, table.splitlines()[2:]))
    return [f"{row[1].replace('_', '-')}={row[2].replace(';', '')}" for row in rows]
