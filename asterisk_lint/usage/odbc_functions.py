"""Functions that the configuration itself creates: those of func_odbc.conf."""

from collections.abc import Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.records import NamedTuple


class OdbcFunction(NamedTuple):
    """A capability that a module provides only because a configuration file says so."""

    kind: str
    name: str
    module: str
    file: str
    line: int


def odbc_functions(configuration: Configuration) -> Iterator[OdbcFunction]:
    """Yield the functions that func_odbc creates from func_odbc.conf: PREFIX_SECTION, with the
    prefix ODBC unless `prefix=` sets another.

    Source: funcs/func_odbc.c init_acf_query(), alike in 1.6 to 23.
    """
    for section in configuration.objects("func_odbc.conf", "general"):
        prefix = section.get("prefix")
        name = f"{prefix.value if prefix and prefix.value else 'ODBC'}_{section.name}"
        yield OdbcFunction("function", name, "func_odbc", section.file, section.line)
