"""Fields of call detail records that are read and that nothing sets, where another one has almost
the same name. Programs set fields too, so a name alone says nothing (see `variables.py`).
"""

import re
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
_READ = r"CDR\(\s*([A-Za-z]\w*)\s*[,)]"
_SET = r"CDR\(\s*([A-Za-z]\w*)\s*(?:,[^)]*)?\)\s*="


def unset_fields(configuration: Configuration) -> Iterator[Missing]:
    """Yield each place that reads such a field."""
    text = configuration.arguments()
    places = list(_in_mappings(configuration))
    if "CDR(" not in text and not places:
        return
    named = {name for name, _ in places}
    named.update(text.found(_READ))
    if STANDARD.issuperset(map(str.lower, named)):
        return
    known = STANDARD.union(map(str.lower, text.found(_SET)))
    read = {name for name in named if name.lower() not in known}
    close = close_names(read, known) if read else {}
    for name in named_elsewhere(configuration, close, before=r"CDR\("):
        del close[name]
    for step in configuration.dialplan().steps if close else ():
        if "CDR(" in step.arguments:
            for found in re.findall(_READ, step.arguments):
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
                for found in re.finditer(_READ, entry.value) if "CDR(" in entry.value else ():
                    by = f"the option {entry.key}"
                    column = entry.value_column + found.start(1)
                    yield found[1], Place(entry.file, entry.line, column, by)
