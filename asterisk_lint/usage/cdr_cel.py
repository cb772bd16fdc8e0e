"""What makes the backends for call detail records (CDR) and channel event logs (CEL) used."""

from collections.abc import Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import Choice, Entry, Invisible, Present, Reader, Row, Section, With

_RECORDS = "call detail records go where this file says only with its module"
_EVENTS = "channel events go where this file says only with its module"

ROWS: tuple[Row, ...] = (
    # CDR
    Entry(
        "cdr.conf", "general", "enable", "true", "cdr *",
        "cdr.conf asks for call detail records, and without a backend none are written",
        "main/cdr.c, cdr_submit_batch() posts to the registered backends only",
    ),
    Choice(
        "cdr *",
        "cdr_csv cdr_custom cdr_adaptive_odbc cdr_odbc cdr_pgsql cdr_mysql cdr_sqlite3_custom cdr_manager cdr_tds cdr_radius cdr_syslog "
        "cdr_beanstalkd cdr_sqlite",
        "cdr_csv needs nothing but the [csv] section of cdr.conf; every other backend wants a database, a server or a file of its own",
        "cdr/cdr_csv.c load_config()",
    ),
    Entry(
        "cdr.conf", "csv", "newcdrcolumns", "*", "module cdr_csv",
        "[csv] of cdr.conf is read by cdr_csv, which writes Master.csv",
        "cdr/cdr_csv.c load_config()",
    ),
    Entry(
        "cdr.conf", "csv", "usegmtime|loguniqueid|loguserfield|accountlogs", "false", "module cdr_csv",
        "[csv] of cdr.conf is read by cdr_csv, which writes Master.csv",
        "cdr/cdr_csv.c load_config(); the shipped sample says yes to all four",
    ),
    Entry(
        "cdr.conf", "radius", "*", "*", "module cdr_radius",
        "[radius] of cdr.conf sends call detail records to a RADIUS server",
        "cdr/cdr_radius.c load_module()",
    ),
    Present("cdr_custom.conf", "module cdr_custom", _RECORDS, "cdr/cdr_custom.c load_config()"),
    Present("cdr_sqlite3_custom.conf", "module cdr_sqlite3_custom", _RECORDS, "cdr/cdr_sqlite3_custom.c load_config()"),
    Section("cdr_adaptive_odbc.conf", "*", "module cdr_adaptive_odbc", _RECORDS, "cdr/cdr_adaptive_odbc.c load_config()"),
    Entry("cdr_odbc.conf", "global", "*", "*", "module cdr_odbc", _RECORDS, "cdr/cdr_odbc.c odbc_load_module()"),
    Entry("cdr_pgsql.conf", "global", "*", "*", "module cdr_pgsql", _RECORDS, "cdr/cdr_pgsql.c config_module()"),
    Entry("cdr_tds.conf", "global", "*", "*", "module cdr_tds", _RECORDS, "cdr/cdr_tds.c tds_load_module()"),
    Entry("cdr_mysql.conf", "global", "*", "*", "module cdr_mysql", _RECORDS, "addons/cdr_mysql.c my_load_module()", releases="<19"),
    Entry("cdr_manager.conf", "general", "enabled", "true", "module cdr_manager", _RECORDS, "cdr/cdr_manager.c load_config()"),
    Entry(
        "cdr_manager.conf", "mappings", "*", "*", "function CDR",
        "cdr_manager reads this field through the function CDR() for each record",
        "cdr/cdr_manager.c load_config(), manager_log()", releases=">=1.6.2",
    ),
    Reader("cdr_manager.conf", "cdr_manager", "cdr/cdr_manager.c load_config()"),
    Entry("cdr_beanstalkd.conf", "general", "enabled", "true", "module cdr_beanstalkd", _RECORDS, "cdr/cdr_beanstalkd.c load_config()"),
    Entry(
        "cdr_syslog.conf", "!general", "template", "?*", "module cdr_syslog; expression {value}",
        "cdr_syslog evaluates this template and sends it to the system's log for each call detail record",
        "cdr/cdr_syslog.c load_config(), syslog_log()", releases="<19",
    ),
    Invisible(
        "cdr_sqlite",
        "cdr_sqlite has no configuration file: it writes cdr.db whenever it is loaded",
        "cdr/cdr_sqlite.c load_module()",
        shown_by="it is whitelisted and cdr.conf says enable=yes", releases="<16",
    ),
    # CEL
    Entry(
        "cel.conf", "general", "enable", "true", "cel *",
        "cel.conf asks for channel event logging, and without a backend nothing is logged",
        "main/cel.c, ast_cel_backend_register()",
    ),
    Choice(
        "cel *", "cel_custom cel_odbc cel_pgsql cel_sqlite3_custom cel_manager cel_radius cel_tds cel_beanstalkd",
        "each backend wants settings of its own; cel_custom writes a file and wants the fewest",
        "cel/cel_custom.c load_config()",
    ),
    Entry(
        "cel.conf", "manager", "enabled", "true", "module cel_manager",
        "channel events become manager events only with cel_manager",
        "cel/cel_manager.c load_config()",
    ),
    Entry(
        "cel.conf", "radius", "*", "*", "module cel_radius",
        "[radius] of cel.conf sends channel events to a RADIUS server",
        "cel/cel_radius.c load_module()",
    ),
    Present("cel_custom.conf", "module cel_custom", _EVENTS, "cel/cel_custom.c load_config()"),
    Present("cel_sqlite3_custom.conf", "module cel_sqlite3_custom", _EVENTS, "cel/cel_sqlite3_custom.c load_config()"),
    Section("cel_odbc.conf", "!general", "module cel_odbc", _EVENTS, "cel/cel_odbc.c load_config()"),
    Entry("cel_pgsql.conf", "global", "*", "*", "module cel_pgsql", _EVENTS, "cel/cel_pgsql.c process_my_load_module()"),
    Entry("cel_tds.conf", "global", "*", "*", "module cel_tds", _EVENTS, "cel/cel_tds.c tds_load_module()"),
    Entry("cel_beanstalkd.conf", "general", "enabled", "true", "module cel_beanstalkd", _EVENTS, "cel/cel_beanstalkd.c load_config()"),
    # Shared by both
    *(
        With(
            f"module {module}", "module res_cdrel_custom",
            f"{module} leaves the work to res_cdrel_custom in this release, and cannot be loaded without it",
            f"{module[:3]}/{module}.c AST_MODULE_INFO; 20.19, 22.9, 23.3", releases=releases,
        )
        for module in ("cdr_custom", "cdr_sqlite3_custom", "cel_custom", "cel_sqlite3_custom")
        for releases in (">=20.19 <21", ">=22.9 <23", ">=23.3")
    ),
)  # fmt: skip

_COMPILED = (">=20.19 <21", ">=22.9 <23", ">=23.3")
_FIELDS = {"cdr": ("CSV_QUOTE", "CDR", "CALLERID", "CHANNEL"), "cel": ("CSV_QUOTE", "CALLERID", "CHANNEL")}
_EVENT_VARIABLES = ("eventtype", "eventtime", "eventenum", "userdeftype", "eventextra", "BRIDGEPEER")


def find(configuration: Configuration) -> Iterator[Use]:
    """Find the functions in the templates of the custom backends, as far as the release evaluates them at all."""
    for record in ("cdr", "cel"):
        custom = configuration.conf(f"{record}_custom.conf")
        for section in custom.sections if custom else ():
            if not section.template and section.name.lower() == "mappings":
                for entry in section.entries:
                    yield from _template(configuration, record, entry.value, entry.file, entry.line, entry.value_column)
        sqlite = configuration.conf(f"{record}_sqlite3_custom.conf")
        for section in sqlite.sections if sqlite else ():
            values = section.get("values")
            if not section.template and values is not None:
                yield from _template(configuration, record, values.value, values.file, values.line, values.value_column)


def _template(configuration: Configuration, record: str, template: str, file: str, line: int, column: int) -> Iterator[Use]:
    from asterisk_lint.dialplan.text_uses import expression_uses

    if any(configuration.release.within(releases) for releases in _COMPILED) and is_compiled(record, template):
        return
    because = f"this template is evaluated like a dialplan line for each {'call detail record' if record == 'cdr' else 'channel event'}"
    yield from expression_uses(template, Use("expression", template, file, line, column, because=because))


def is_compiled(record: str, template: str) -> bool:
    """Tell whether res_cdrel_custom (20.19, 22.9, 23.3) reads this template itself; if not, it is evaluated with the dialplan's functions.

    `record` is "cdr" or "cel". It takes a list of fields, each a text or one of a few functions around a name (res/cdrel_custom/config.c
    parse_field()); a template without any `$` is the new kind of list, which names its fields plainly.
    """
    return all(_is_field(record, field) for field in _split(template))


def _split(template: str) -> list[str]:
    """Cut at commas outside quotes."""
    fields, quote, start = [], "", 0
    for position, sign in enumerate(template):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == ",":
            fields.append(template[start:position])
            start = position + 1
    return [*fields, template[start:]]


def _is_field(record: str, field: str) -> bool:
    if field.startswith('"'):
        return True
    field = field.strip().strip("\"'").strip()
    while field.startswith("$"):
        field = _within(field[1:], "{", "}").strip()
        if record == "cel" and field in _EVENT_VARIABLES:
            return True
        name, bracket, inner = field.partition("(")
        if not bracket or name not in _FIELDS[record]:
            return False
        field = _within("(" + inner, "(", ")")
        if field[:1] in {'"', "'"}:
            return True
    return True


def _within(text: str, opening: str, closing: str) -> str:
    return text[1:-1] if text.startswith(opening) and text.endswith(closing) else text
