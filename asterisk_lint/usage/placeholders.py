"""Placeholders that a deployment fills before Asterisk reads the file: jinja's, ERB's, and `${NAME}` where Asterisk has no variables.

What stands beside a placeholder is read as it is; only what the placeholder itself can become is out of sight.
"""

from collections.abc import Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.model import OutOfSight
from asterisk_lint.usage.out_of_sight import DIALPLAN_FILES, reach_of

# Statements that bring text from elsewhere in; all others (if, for, set, ...) only choose among the lines that stand there.
_BRINGING = ("include", "import", "from", "extends", "call", "block")
# Files in whose values Asterisk itself replaces ${...}, or takes it literally for later.
_WITH_VARIABLES = DIALPLAN_FILES | {
    "calendar.conf", "cdr_custom.conf", "cdr_sqlite3_custom.conf", "cdr_syslog.conf", "cel_custom.conf", "cel_sqlite3_custom.conf", "features.conf",
    "func_odbc.conf", "minivm.conf", "phoneprov.conf", "queues.conf", "say.conf", "voicemail.conf", "dundi.conf",
}  # fmt: skip


def find(configuration: Configuration) -> Iterator[OutOfSight]:
    """Find the placeholders of every file that was read; each file and each reach once."""
    names = {read.name for read in configuration.read_confs()}
    for read in list(configuration.read_confs()):
        for include in read.includes:
            names.update(include.found)
    names |= {step.file for step in configuration.dialplan().steps} | (DIALPLAN_FILES & configuration.names())
    roots = _roots(configuration)
    for name in sorted(names - {"modules.conf"}):
        yield from _of_file(configuration, name, roots.get(name, name))


def _roots(configuration: Configuration) -> dict[str, str]:
    """For each included file, the file that Asterisk was asked for."""
    roots: dict[str, str] = {}
    for read in configuration.read_confs():
        for include in read.includes:
            for found in include.found:
                roots.setdefault(found, read.name)
    return roots


def _of_file(configuration: Configuration, name: str, root: str) -> Iterator[OutOfSight]:
    told: set[frozenset[str]] = set()
    comment = {"extensions.lua": "--", "extensions.ael": "//"}.get(root, ";")
    own = root in _WITH_VARIABLES
    for number, line in enumerate(configuration.lines(name), 1):
        if ("{" not in line and "<%" not in line) or line.lstrip().startswith(comment):
            continue
        reaches = line_reach(configuration, line, root, variables=own)
        if reaches and reaches not in told:
            told.add(reaches)
            yield OutOfSight(f"the placeholder in this line of {name}", name, number, reaches)


def line_reach(configuration: Configuration, line: str, root: str, *, variables: bool) -> frozenset[str]:
    """Give what the placeholders of one line could make used in the file `root`; nothing where it has none, or they cannot matter.

    `variables`: `${...}` in this file is Asterisk's own.
    """
    text = line.strip()
    if any(text.startswith(opening) and text[2:].lstrip("-+ ").startswith(_BRINGING) for opening in ("{%", "<%")):
        return reach_of(root)
    if not any(sign in text for sign in ("{{", "<%=")) and (variables or "${" not in text):
        return frozenset()
    if root in DIALPLAN_FILES:
        return reach_of(root)
    option, equals, value = text.partition("=")
    if not equals or _has(option):
        # A line, a section's name or an option of which nothing is known.
        return reach_of(root)
    if not _has(value):
        return frozenset()
    if option.strip().lower() == "type":
        return reach_of(root)
    return _option_reach(configuration, root, option.strip())


def _has(text: str) -> bool:
    return "{{" in text or "<%=" in text or "${" in text


def _option_reach(configuration: Configuration, file: str, option: str) -> frozenset[str]:
    """What the tables say that some value of this option can need."""
    from asterisk_lint.usage import load_tables
    from asterisk_lint.usage.patterns import matcher, release_matches
    from asterisk_lint.usage.rows import Entry, Section

    reaches: set[str] = set()
    for row in load_tables()[0]:
        if isinstance(row, Entry):
            asks = row.file == file and matcher(row.option)(option) and row.value not in {"*", "?*"}
            asks = asks or (row.file == file and matcher(row.option)(option) and "{" in row.needs)
        else:
            asks = isinstance(row, Section) and row.file == file and row.unless.partition("=")[0].lower() == option.lower()
        if asks and isinstance(row, (Entry, Section)) and release_matches(row.releases, configuration.release):
            for need in row.needs.split(";"):
                kind, _, name = need.strip().partition(" ")
                reaches |= {f"module:{name.lower()}"} if kind == "module" and "{" not in name else _kinds(kind, name)
    return frozenset(reaches)


def _kinds(kind: str, name: str) -> set[str]:
    inner = {"expression": {"function"}, "call": {"application", "function"}, "dial": {"channel"}, "gosub": {"module:app_stack"}}
    return inner.get(kind, {kind})
