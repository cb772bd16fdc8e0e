"""Placeholders that a deployment fills before Asterisk reads the file: Jinja's, ERB's, and
`${NAME}` where Asterisk has no variables.

The text next to a placeholder is read as it is; only the possible values of the placeholder itself
are unknown.
"""

from collections.abc import Iterable, Iterator

from asterisk_lint.conf.lines import pieces
from asterisk_lint.conf.placeholder import (
    has_name,
    is_placeholder,
    may_hold_placeholder,
)
from asterisk_lint.conf.reader import Conf
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.steps import DIALPLAN_FILES
from asterisk_lint.model import Need, Unseen
from asterisk_lint.tree.files import Unreadable
from asterisk_lint.unseen.reach import BEHIND, NOTHING, Reach, declared, reach_of
from asterisk_lint.usage.patterns import matcher
from asterisk_lint.usage.rows import Declaration, OptionRow, Reads, Row

# Statements that insert text from elsewhere; all others (if, for, set, ...) only choose among the
# existing lines.
_BRINGING = ("include", "import", "from", "extends", "call", "block")
# Files with options in whose values Asterisk itself replaces ${...}, or keeps it literally for
# later.
_WITH_VARIABLES = DIALPLAN_FILES | {
    "calendar.conf", "cdr_custom.conf", "cdr_sqlite3_custom.conf", "cdr_syslog.conf",
    "cel_custom.conf", "cel_sqlite3_custom.conf", "features.conf",
    "func_odbc.conf", "minivm.conf", "phoneprov.conf", "queues.conf", "say.conf", "voicemail.conf",
    "dundi.conf",
}  # fmt: skip
# The kinds of values in which Asterisk replaces ${...}: wherever a row names them, and in the files
# above.
_EVALUATED = frozenset({"expression", "call"})
_EVALUATED_HERE = _EVALUATED | {"gosub", "mixmonitor"}
_ZEROS = str.maketrans("123456789", "000000000")
_SIGNS = ("{", "<", "$", "@", "%", "__", "#", "[[", "((")  # one of them is in every placeholder

# Options that enable a client's access or define its rights: with a placeholder there, everything
# that the file controls may be open.
_SWITCHES = frozenset({"enabled", "write", "read", "type"})


def find(configuration: Configuration, rows: tuple[Row | Declaration, ...]) -> Iterator[Unseen]:
    """Find the placeholders of every file that was read; each file and each reach once."""
    told: set[tuple[str, frozenset[str]]] = set()
    known: dict[tuple[str, str, str], Reach] = {}  # no digit of a value matters to a placeholder
    written: dict[str, dict[str, bytearray]] = {}
    for name, number, line, root, read in _lines(configuration):
        option, _, value = line.partition("=")
        alike = (option, value.translate(_ZEROS), root)
        reaches = known.get(alike)
        if reaches is None:
            reaches = known[alike] = line_reach(rows, line, root)
        if reaches and (name, reaches) not in told:
            if read is not None:
                if root not in written:
                    written[root] = _written(read)
                lines = written[root].get(name, b"")
                if number >= len(lines) or not lines[number]:
                    continue
            told.add((name, reaches))
            yield Unseen(
                f"the placeholder on this line of {name}",
                name,
                number,
                reaches,
                "template",
                hidden=f"placeholder {name}",
            )


def _lines(configuration: Configuration) -> Iterator[tuple[str, int, str, str, Conf | None]]:
    """Yield every line that has a sign of a placeholder: its file, number and text, the file that
    Asterisk was asked for, and that file as it was read if lines without effect must be left out.
    """
    for read in list(configuration.read_confs()):
        if read.name != "modules.conf":
            for file in sorted(_files(read)):
                for number, line in _signed(_marked(configuration, file, read.name)):
                    yield file, number, line, read.name, read
    for root, comment in (("extensions.ael", "//"), ("extensions.lua", "--")):
        if root in configuration.names():
            for number, text in enumerate(configuration.lines(root), 1):
                if any(sign in text for sign in _SIGNS) and not text.lstrip().startswith(comment):
                    yield root, number, text, root, None


def _files(read: Conf) -> set[str]:
    """Return the files that have a part in what was read."""
    found = {section.file for section in read.sections}
    for section in read.sections:
        if not section.is_plain:
            found.update(entry.file for entry in section.entries)
    found.update(problem.file for problem in read.problems)
    return found


def _signed(content: bytes) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file in which a sign of a placeholder is, with their numbers."""
    ends: set[int] = set()
    for sign in _SIGNS:
        at = content.find(sign.encode())
        while at >= 0:
            end = content.find(b"\n", at)
            ends.add(end if end >= 0 else len(content))
            at = content.find(sign.encode(), end) if end >= 0 else -1
    number, before = 1, 0
    for end in sorted(ends):
        number += content.count(b"\n", before, end)
        before = end
        line = content[content.rfind(b"\n", 0, end) + 1 : end]
        yield number, line.decode("utf-8", "surrogateescape").rstrip("\r")


def _written(read: Conf) -> dict[str, bytearray]:
    """Return for each file 1 at the number of each line that says something, otherwise 0: a set of
    numbers takes sixteen times the memory.
    """
    found: dict[str, bytearray] = {}

    def put(file: str, line: int, last: int = 0) -> None:
        last = max(line, last)
        lines = found.get(file)
        if lines is None:
            lines = found[file] = bytearray()
        if last >= len(lines):
            lines.extend(bytes(last + 1))
        if last == line:
            lines[line] = 1
        else:
            lines[line : last + 1] = b"\1" * (last + 1 - line)

    for section in read.sections:
        put(section.file, section.line)
        if section.is_plain:
            numbers = section.entry_lines()
            if isinstance(numbers, range):
                if numbers:
                    put(section.file, numbers[0], numbers[-1])
                continue
            for line in numbers:
                put(section.file, line)
        else:
            for entry in section.entries:
                put(entry.file, entry.line)
    for problem in read.problems:
        put(problem.file, problem.line)
    return found


def _marked(configuration: Configuration, file: str, root: str) -> bytes:
    """Return what a file contains if there could be a placeholder in it, otherwise nothing: in most
    files there is none, and their lines need no check.
    """
    try:
        content = configuration.files.read(file)
    except (FileNotFoundError, Unreadable):
        return b""
    if root not in DIALPLAN_FILES:
        return content if may_hold_placeholder(content) else b""
    # (Python finds one sign many times faster than two.)
    found = (
        (b"%" in content and (b"{%" in content or b"<%" in content))
        or b"{{" in content
        or any(
            has_name(content[start:stop].decode("utf-8", "surrogateescape"))
            for start, stop in pieces(content)
        )
    )
    return content if found else b""


def line_reach(rows: Iterable[Row | Declaration], line: str, root: str) -> Reach:
    """Return what the placeholders of one line could need in the file `root`; empty if it has none,
    or they cannot matter.
    """
    text = line.strip()
    if any(
        text.startswith(opening) and text[2:].lstrip("-+ ").startswith(_BRINGING)
        for opening in ("{%", "<%")
    ):
        return reach_of(root)
    option, equals, value = text.partition("=")
    variables = root in DIALPLAN_FILES or (
        (root in _WITH_VARIABLES or "${" in value) and _evaluates(rows, root, option.strip())
    )
    if not _has(text, variables=variables):
        return frozenset()
    if root in DIALPLAN_FILES:
        return reach_of(root)
    if not equals or text.startswith("<%") or _has(option, variables=variables):
        # A line, a section's name or an option about which nothing is known.
        return reach_of(root)
    if not _has(value, variables=variables):
        return frozenset()
    if option.strip().lower() == "type":
        return reach_of(root)
    return _option_reach(rows, root, option.strip())


def _evaluates(rows: Iterable[Row | Declaration], file: str, option: str) -> bool:
    """Tell whether Asterisk itself replaces `${...}` in the values of an option."""
    evaluated = _EVALUATED_HERE if file in _WITH_VARIABLES else _EVALUATED
    return any(
        matcher(row.option)(option) and any(need.kind in evaluated for need in row.needs)
        for row in rows
        if isinstance(row, OptionRow) and row.file == file
    ) or any(
        matcher(row.option)(option) and Need("function", "*") in row.needs
        for row in rows
        if isinstance(row, Reads) and file in _WITH_VARIABLES and file in row.files.split()
    )


def _option_reach(rows: Iterable[Row | Declaration], file: str, option: str) -> Reach:
    """Return what some value of this option can need, according to the tables."""
    behind = BEHIND.get(file, NOTHING) if option.lower() in _SWITCHES else NOTHING
    return declared(rows, file, option) | behind


def _has(text: str, *, variables: bool) -> bool:
    """Tell whether a text contains a placeholder; where Asterisk has its own variables, only signs
    count that it never treats as one.
    """
    if variables:
        return "{{" in text or "<%=" in text or has_name(text.partition(";")[0])
    return is_placeholder(text.replace("<%=", "{{")) and not (
        text.startswith(("{%", "<%")) and "<%=" not in text and "{{" not in text
    )
