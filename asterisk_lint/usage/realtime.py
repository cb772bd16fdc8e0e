"""What makes the realtime engines, the sorcery wizards and the database connections used."""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import OptionRow, Reader, Reads, Row, Sample, SectionRow, With
from asterisk_lint.usage.shipped import is_shipped

ROWS: tuple[Row, ...] = (
    SectionRow(
        "res_odbc.conf", "!ENV", needs("module res_odbc"),
        "res_odbc is loaded, and it alone opens this connection of res_odbc.conf",
        source="res/res_odbc.c load_odbc_config()", unless="enabled=!true",
        if_loaded=True,  # a connection alone is of no use; whatever uses one needs res_odbc itself
    ),
    With(
        need("module res_odbc"), needs("module res_odbc_transaction"),
        "res_odbc uses res_odbc_transaction for transactions and cannot be loaded without it",
        "res/res_odbc.c AST_MODULE_INFO", releases=">=13",
    ),
    With(need("module res_config_odbc"), needs("module res_odbc"),
        "the realtime engine uses the connections of res_odbc.conf", "res/res_config_odbc.c"),
    With(need("module func_odbc"), needs("module res_odbc"),
        "the functions of func_odbc.conf use the connections of res_odbc.conf",
        "funcs/func_odbc.c"),
    With(need("module cdr_odbc"), needs("module res_odbc"),
        "call detail records are written through a connection of res_odbc.conf", "cdr/cdr_odbc.c"),
    With(need("module cdr_adaptive_odbc"), needs("module res_odbc"),
        "call detail records are written through a connection of res_odbc.conf",
        "cdr/cdr_adaptive_odbc.c"),
    With(need("module cel_odbc"), needs("module res_odbc"),
        "channel events are written through a connection of res_odbc.conf", "cel/cel_odbc.c"),
    With(
        need("module app_voicemail_odbc"), needs("module res_odbc"),
        "messages are stored through a connection of res_odbc.conf",
        "apps/app_voicemail.c, ODBC_STORAGE",
    ),
    With(
        need("module res_config_curl"), needs("module res_curl; module func_curl"),
        "the realtime engine queries a web server through CURL()",
        "res/res_config_curl.c AST_MODULE_INFO",
    ),
    OptionRow(
        "res_ldap.conf", "!_general", "additionalFilter", "*$*", needs=needs("expression {value}"),
        because="res_config_ldap evaluates the filter for each search",
        source="res/res_config_ldap.c append_var_and_value_to_filter()",
    ),
    Reader("res_ldap.conf", "res_config_ldap", "res/res_config_ldap.c load_module()"),
    Sample("res_config_sqlite.conf"),
    OptionRow(
        "res_config_sqlite.conf", "general", "cdr_table", "?*",
            needs=needs("module res_config_sqlite"),
        because="res_config_sqlite writes call detail records into this table",
        source="res/res_config_sqlite.c load_module()", releases="<19",
    ),
)  # fmt: skip

_STATEMENTS = frozenset({"readsql", "writesql", "insertsql", "read", "write", "insert"})
_OWN = frozenset({"SQL_ESC", "SQL_ESC_BACKSLASHES", "ODBC_FETCH"})

READS: tuple[Reads, ...] = (
    Reads("extconfig.conf", "*", needs("engine *"), "the engine of a table or file"),
    Reads("sorcery.conf", "*", needs("wizard *"), "where objects are stored"),
    Reads("func_odbc.conf", "*", needs("function *"), "what a statement evaluates"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find the engines that extconfig.conf names, the wizards that sorcery.conf names, and the
    functions in func_odbc.conf's statements.
    """
    yield from _engines(configuration)
    yield from _wizards(configuration)
    yield from _statements(configuration)


def _engines(configuration: Configuration) -> Iterator[Use]:
    for section in configuration.named("extconfig.conf", "settings"):
        for entry in section.entries:
            engine = entry.value.split(",", 1)[0].strip()
            if engine:
                yield Use(
                    "engine", engine, entry.file, entry.line, entry.value_column,
                    because=f"extconfig.conf says that {entry.key} comes from this realtime engine",
                )  # fmt: skip


def _wizards(configuration: Configuration) -> Iterator[Use]:
    for section in configuration.objects("sorcery.conf", "general"):
        if is_shipped("sorcery.conf", section):
            continue
        for entry in section.entries:
            wizard = entry.value.split(",", 1)[0].strip()
            if wizard:
                yield Use(
                    "wizard", wizard, entry.file, entry.line, entry.value_column,
                    because=(
                        f"sorcery.conf says that {section.name} finds each "
                        f"{entry.key.split('/', 1)[0]} through this wizard"
                    ),
                )  # fmt: skip


def _statements(configuration: Configuration) -> Iterator[Use]:
    """Yield what func_odbc evaluates for each call of a function of func_odbc.conf
    (funcs/func_odbc.c acf_odbc_read(), acf_odbc_write()).
    """
    from asterisk_lint.dialplan.text_uses import expression_uses

    for section in configuration.objects("func_odbc.conf", "general"):
        for entry in section.entries:
            if entry.key.lower() in _STATEMENTS:
                because = f"each call of the function evaluates the statement of {section.name}"
                place = Use(
                    "expression",
                    "",
                    entry.file,
                    entry.line,
                    entry.value_column,
                    because=because,
                    readers=("func_odbc",),
                )
                for use in expression_uses(entry.value, place, configuration.release):
                    if use.name not in _OWN:
                        yield use
