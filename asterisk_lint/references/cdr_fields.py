"""Fields of call detail records that are read and that nothing sets, where another one has almost
the same name. Programs set fields too, so a name alone says nothing (see `variables.py`).
"""

from collections.abc import Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.references.values import Missing, Place
from asterisk_lint.references.variables import close_names, named_elsewhere

FIELD = "CDR field"
# main/cdr.c, cdr_readonly_vars[] in all releases; funcs/func_cdr.c and the backends know the rest.
STANDARD = frozenset({
    "clid", "src", "dst", "dcontext", "channel", "dstchannel", "lastapp", "lastdata", "start",
    "answer", "end", "duration", "billsec", "disposition", "amaflags", "accountcode", "uniqueid",
    "linkedid", "tenantid", "peertenantid", "userfield", "sequence", "peeraccount", "calldate",
})  # fmt: skip
_FILES = ("cdr_custom.conf", "cdr_syslog.conf", "cdr_sqlite3_custom.conf")
_FUNCTION = "CDR("
_SET = r"CDR\(\s*([A-Za-z]\w*)\s*(?:,[^)]*)?\)\s*="


def unset_fields(configuration: Configuration) -> Iterator[Missing]:
    """Yield each place that reads such a field."""
    text = configuration.arguments()
    places = list(_in_mappings(configuration))
    if _FUNCTION not in text and not places:
        return
    named = {name for name, _ in places}
    for piece in text.pieces:
        named.update(name for name, _ in _fields_in(piece))
    if STANDARD.issuperset(map(str.lower, named)):
        return
    known = STANDARD.union(map(str.lower, text.found(_SET)))
    read = {name for name in named if name.lower() not in known}
    close = close_names(read, known) if read else {}
    for name in named_elsewhere(configuration, close, before=r"CDR\("):
        del close[name]
    for step in configuration.dialplan().steps if close else ():
        for found, _ in _fields_in(step.arguments):
            line = configuration.line(step.file, step.line)
            column = line.find(f"CDR({found}") + 5 if f"CDR({found}" in line else step.column
            place = Place(step.file, step.line, column, f"{step.application}()")
            places.append((found, place))
    for name, place in places:
        if name in close:
            yield Missing(FIELD, name, place, "", (close[name],))


def _in_mappings(configuration: Configuration) -> Iterator[tuple[str, Place]]:
    for file in _FILES:
        for section in configuration.objects(file):
            for entry in section.entries:
                for name, at in _fields_in(entry.value):
                    place = Place(
                        entry.file, entry.line, entry.value_column + at, f"the option {entry.key}"
                    )
                    yield name, place


def _fields_in(text: str) -> Iterator[tuple[str, int]]:
    """Yield each field in `CDR(FIELD)` and `CDR(FIELD,...)`, and where it begins in a text."""
    before, *parts = text.split(_FUNCTION)
    at = len(before)
    for part in parts:
        at += len(_FUNCTION)
        written = part.lstrip()
        name = written.partition(")")[0].partition(",")[0]
        field = name.rstrip()
        is_word = field[:1].isascii() and field[:1].isalpha() and field.replace("_", "a").isalnum()
        if is_word and len(name) < len(written):
            yield field, at + len(part) - len(written)
        at += len(part)
