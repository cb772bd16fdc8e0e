"""Placeholders that a deployment fills before Asterisk reads the file: jinja's, ERB's, and `${NAME}` where Asterisk has no variables.

What stands beside a placeholder is read as it is; only what the placeholder itself can become is out of sight.
"""

from collections.abc import Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.model import OutOfSight
from asterisk_lint.tree.files import Unreadable
from asterisk_lint.unseen.files import DIALPLAN_FILES, reach_of

# Statements that bring text from elsewhere in; all others (if, for, set, ...) only choose among the lines that stand there.
_BRINGING = ("include", "import", "from", "extends", "call", "block")
# Files in whose values Asterisk itself replaces ${...}, or takes it literally for later.
_WITH_VARIABLES = DIALPLAN_FILES | {
    "calendar.conf", "cdr_custom.conf", "cdr_sqlite3_custom.conf", "cdr_syslog.conf", "cel_custom.conf", "cel_sqlite3_custom.conf", "features.conf",
    "func_odbc.conf", "minivm.conf", "phoneprov.conf", "queues.conf", "say.conf", "voicemail.conf", "dundi.conf",
}  # fmt: skip

# What the areas' find() functions read beside the rows: file, option (patterns), kind of what the value names.
_FOUND = (
    ("*", "allow|disallow|codecs|codec_prefs_*|bandwidth", "codec"),
    ("*", "format|recordingformat|monitor-format|record_file|formats", "format"),
    ("*", "timing", "timing"),
    ("calendar.conf", "app", "application"),
    ("extconfig.conf", "*", "engine"),
    ("features.conf", "*", "application"),
    ("queues.conf", "member", "channel"),
    ("sorcery.conf", "*", "wizard"),
)


def find(configuration: Configuration) -> Iterator[OutOfSight]:
    """Find the placeholders of every file that was read; each file and each reach once."""
    told: set[tuple[str, frozenset[str]]] = set()
    for name, number, root in _lines(configuration):
        line = configuration.line(name, number)
        if "{" in line or "<%" in line:
            reaches = line_reach(configuration, line, root, variables=root in _WITH_VARIABLES)
            if reaches and (name, reaches) not in told:
                told.add((name, reaches))
                yield OutOfSight(f"the placeholder in this line of {name}", name, number, reaches)


def _lines(configuration: Configuration) -> Iterator[tuple[str, int, str]]:
    """Every line that is no comment, with its file and the file that Asterisk was asked for."""
    for read in list(configuration.read_confs()):
        if read.name != "modules.conf":
            places = {(section.file, section.line) for section in read.sections}
            places |= {(entry.file, entry.line) for section in read.sections for entry in section.entries}
            places |= {(problem.file, problem.line) for problem in read.problems}
            marked = {file: _marked(configuration, file, read.name) for file in {file for file, _ in places}}
            yield from ((file, line, read.name) for file, line in sorted(place for place in places if marked[place[0]]))
    for root, comment in (("extensions.ael", "//"), ("extensions.lua", "--")):
        if root in configuration.names():
            for number, text in enumerate(configuration.lines(root), 1):
                if not text.lstrip().startswith(comment):
                    yield root, number, root


def _marked(configuration: Configuration, file: str, root: str) -> bool:
    """Tell whether a file holds anything that could be a placeholder: most do not, and their lines need no look."""
    try:
        content = configuration.files.read(file)
    except (FileNotFoundError, Unreadable):
        return False
    return any(sign in content for sign in (b"{{", b"{%", b"<%")) or (root not in _WITH_VARIABLES and b"${" in content)


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
    from asterisk_lint.usage.patterns import matcher
    from asterisk_lint.usage.rows import Entry, Section

    reaches = {kind for files, options, kind in _FOUND if matcher(files)(file) and matcher(options)(option)}
    for row in load_tables()[0]:
        if isinstance(row, Entry):
            asks = row.file == file and matcher(row.option)(option) and row.value not in {"*", "?*"}
            asks = asks or (row.file == file and matcher(row.option)(option) and "{" in row.needs)
        else:
            exceptions = row.unless.lower().split("; ") if isinstance(row, Section) and row.file == file else []
            asks = option.lower() in {each.partition("=")[0] for each in exceptions}
        if asks and isinstance(row, (Entry, Section)) and configuration.release.within(row.releases):
            for need in row.needs.split(";"):
                kind, _, name = need.strip().partition(" ")
                reaches |= {f"module:{name.lower()}"} if kind == "module" and "{" not in name else _kinds(kind, name)
    return frozenset(reaches)


def _kinds(kind: str, name: str) -> set[str]:
    inner = {"expression": {"function"}, "call": {"application", "function"}, "dial": {"channel"}, "gosub": {"module:app_stack"}}
    return inner.get(kind, {kind})
