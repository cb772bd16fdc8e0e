"""Functions of func_odbc.conf that the dialplan uses in a way for which the file has no query."""

import re
from collections.abc import Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.references.values import Missing, Place

READ, WRITE = "readsql", "writesql"
QUERIES = frozenset({READ, WRITE})
# Options that hold a query to read or to write, in all releases (funcs/func_odbc.c
# init_acf_query()).
_OPTIONS = {READ: ("readsql", "read"), WRITE: ("writesql", "write")}
_WRITERS = frozenset({"set", "mset"})


def missing_queries(configuration: Configuration) -> Iterator[Missing]:
    """Yield each use of a function that func_odbc.conf declares without the query for it."""
    text = configuration.arguments() if "func_odbc.conf" in configuration.names() else ""
    lacking: dict[str, str] = {}
    for section in configuration.objects("func_odbc.conf", "general"):
        prefix = section.get("prefix")
        name = f"{prefix.value if prefix and prefix.value else 'ODBC'}_{section.name}"
        has = {
            query
            for query, options in _OPTIONS.items()
            if any((entry := section.get(each)) and entry.value.strip() for each in options)
        }
        # Without any, func_odbc does not create the function.
        if len(has) == 1 and f"{name}(" in text:
            lacking[name] = WRITE if has == {READ} else READ
    if not lacking:
        return
    used = re.compile(rf"(\$\{{)?\b({'|'.join(map(re.escape, lacking))})\(")
    for step in configuration.dialplan().steps:
        for found in used.finditer(step.arguments) if "(" in step.arguments else ():
            name = found[2]
            writes = (
                not found[1]
                and step.application.lower() in _WRITERS
                and (found.start() == 0 or step.arguments[found.start() - 1] == ",")
                and "=" in step.arguments[found.end() :]
            )
            if lacking[name] == READ if found[1] else lacking[name] == WRITE and writes:
                line = configuration.line(step.file, step.line)
                place = Place(
                    step.file,
                    step.line,
                    line.find(f"{name}(") + 1 or step.column,
                    f"{step.application}()",
                )
                yield Missing(lacking[name], name, place)
