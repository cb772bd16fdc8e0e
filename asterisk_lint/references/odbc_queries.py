"""Functions of func_odbc.conf that the dialplan uses in a way for which the file has no query."""

from collections.abc import Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.references.values import Missing, Place

READ, WRITE = "readsql", "writesql"
QUERIES = frozenset({READ, WRITE})
# Options that hold a query to read or to write, in all releases (funcs/func_odbc.c
# init_acf_query()).
_OPTIONS = {READ: ("readsql", "read"), WRITE: ("writesql", "write")}
_MOST_ODD = 100  # functions with other signs in their names than words have
_WRITERS = frozenset({"set", "mset"})


def missing_queries(configuration: Configuration) -> Iterator[Missing]:
    """Yield each use of a function that func_odbc.conf declares without the query for it."""
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
        if len(has) == 1:
            lacking[name] = WRITE if has == {READ} else READ
    if not lacking:
        return
    import re

    # An expression of all names would be tried name by name.
    odd = [re.escape(name) for name in lacking if not re.fullmatch(r"\w+", name)][:_MOST_ODD]
    names = "|".join([*odd, r"\w+"])
    used = re.compile(rf"(\$\{{)?\b({names})\(")
    for step in configuration.dialplan().steps:
        for found in used.finditer(step.arguments) if "(" in step.arguments else ():
            name = found[2]
            writes = (
                not found[1]
                and step.application.lower() in _WRITERS
                and (found.start() == 0 or step.arguments[found.start() - 1] == ",")
                and "=" in step.arguments[found.end() :]
            )
            query = lacking.get(name)
            if query is not None and (query == READ if found[1] else query == WRITE and writes):
                line = configuration.line(step.file, step.line)
                place = Place(
                    step.file,
                    step.line,
                    line.find(f"{name}(") + 1 or step.column,
                    f"{step.application}()",
                )
                yield Missing(query, name, place)
