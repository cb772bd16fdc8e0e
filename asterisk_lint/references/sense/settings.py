"""Settings of extensions.conf and func_odbc.conf that Asterisk ignores, because it reads the first
one alone (main/config.c: ast_variable_retrieve()).
"""

from collections.abc import Iterator

from asterisk_lint.conf.values import Entry, Section
from asterisk_lint.configuration import Configuration
from asterisk_lint.references.sense.values import Oddity

IGNORED = "ignored-setting"
# What init_acf_query() in funcs/func_odbc.c takes from a section, and the older names of some.
_QUERY = frozenset({
    "dsn", "readhandle", "writehandle", "readsql", "writesql", "insertsql", "read", "write",
    "prefix", "synopsis", "syntax", "escapecommas", "mode", "rowlimit", "minargs",
})  # fmt: skip
_SQL = ("readsql", "writesql", "read", "write")
_OLD = {"read": "readsql", "write": "writesql"}


def ignored_settings(configuration: Configuration) -> Iterator[Oddity]:
    """Yield each setting that Asterisk ignores, and those whose name it complains about."""
    first: Section | None = None
    for section in configuration.named("extensions.conf", "general"):
        if first is None:
            first = section
        elif section.entries:
            message = (
                f"Asterisk ignores this second [general]: it reads the one in line {first.line} "
                "alone"
            )
            yield Oddity(IGNORED, message, section.file, section.line, fix="move its options there")
    if "func_odbc.conf" in configuration.names() and configuration.release.within(">=1.6.0"):
        conf = configuration.conf("func_odbc.conf")
        includes = conf is not None and bool(conf.includes)
        for section in configuration.objects("func_odbc.conf", "general"):
            yield from _of_query(section)
            if not includes and section.entries and not any(map(section.get, _SQL)):
                message = (
                    f"Asterisk ignores [{section.name}] and creates no function: it has neither "
                    "readsql nor writesql"
                )
                yield Oddity(IGNORED, message, section.file, section.line, severity="error")


def _of_query(section: Section) -> Iterator[Oddity]:
    met: dict[str, Entry] = {}
    for entry in section.entries:
        key = entry.key.lower()
        if key not in _QUERY or entry.inherited:
            continue
        before = met.setdefault(key, entry)
        if before is not entry:
            message = (
                f"Asterisk ignores this {entry.key}: it takes the one in line {before.line} of the "
                "same section"
            )
            yield _at(entry, message)
        elif key in _OLD:
            message = f"'{entry.key}' is an old name: Asterisk logs a warning for it"
            yield _at(entry, message, f"write {_OLD[key]}", "information")


def _at(entry: Entry, message: str, fix: str = "", severity: str = "") -> Oddity:
    return Oddity(IGNORED, message, entry.file, entry.line, entry.column, fix, severity)
