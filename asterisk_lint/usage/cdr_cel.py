"""What makes the backends for call detail records (CDR) and channel event logs (CEL) used."""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.cdr_templates import template_uses
from asterisk_lint.usage.conditional_choices import is_given
from asterisk_lint.usage.phone_files import readers_of
from asterisk_lint.usage.rows import (
    Choice,
    FileRow,
    Invisible,
    OptionRow,
    Reader,
    Reads,
    Row,
    Sample,
    SectionRow,
    With,
)
from asterisk_lint.usage.shipped import is_shipped

_RECORDS = "only this module writes call detail records as this file says"
_EVENTS = "only this module writes channel events as this file says"
_WRITES = "cdr_csv reads [csv] of cdr.conf and writes Master.csv"
# records are written unless cdr.conf says no (main/cdr.c: DEFAULT_ENABLED)
_ON = "!cdr.conf general/enable=false"
# events are reported only if cel.conf says so (main/cel.c: ast_cel_check_enabled())
_EVENTS_ON = "cel.conf general/enable=true"
_NO_CEL_CONF = "!cel.conf */*"
_AMI = "manager.conf general/enabled=true"

# What each backend's own file shows, and during which events it matters. If cel.conf is missing, a
# backend that is loaded counts.
_CDR_BACKENDS: tuple[OptionRow | SectionRow | FileRow, ...] = (
    OptionRow("cdr.conf", "csv", "*", "*", needs=needs("module cdr_csv"), because=_WRITES,
        source="cdr/cdr_csv.c load_config()"),
    OptionRow(
        "cdr.conf", "radius", "*", "*", needs=needs("module cdr_radius"),
        because="[radius] of cdr.conf sends call detail records to a RADIUS server",
        source="cdr/cdr_radius.c load_module()",
    ),
    FileRow("cdr_custom.conf", needs("module cdr_custom"), _RECORDS,
        "cdr/cdr_custom.c load_config()"),
    FileRow("cdr_sqlite3_custom.conf", needs("module cdr_sqlite3_custom"), _RECORDS,
        "cdr/cdr_sqlite3_custom.c load_config()"),
    SectionRow("cdr_adaptive_odbc.conf", "*", needs("module cdr_adaptive_odbc"), _RECORDS,
        source="cdr/cdr_adaptive_odbc.c load_config()"),
    OptionRow("cdr_odbc.conf", "global", "*", "*", needs=needs("module cdr_odbc"), because=_RECORDS,
        source="cdr/cdr_odbc.c odbc_load_module()"),
    OptionRow("cdr_pgsql.conf", "global", "*", "*", needs=needs("module cdr_pgsql"),
        because=_RECORDS, source="cdr/cdr_pgsql.c config_module()"),
    OptionRow("cdr_tds.conf", "global", "*", "*", needs=needs("module cdr_tds"), because=_RECORDS,
        source="cdr/cdr_tds.c tds_load_module()"),
    OptionRow("cdr_mysql.conf", "global", "*", "*", needs=needs("module cdr_mysql"),
        because=_RECORDS, source="addons/cdr_mysql.c my_load_module()", releases=">=1.8 <19"),
    OptionRow(
        "cdr_mysql.conf", "global", "*", "*", needs=needs("module cdr_addon_mysql"),
            because=_RECORDS,
        source="asterisk-addons: cdr_addon_mysql.c my_load_module()", releases="<1.8",
    ),
    OptionRow("cdr_manager.conf", "general", "enabled", "true", needs=needs("module cdr_manager"),
        because=_RECORDS, source="cdr/cdr_manager.c load_config()"),
    OptionRow("cdr_beanstalkd.conf", "general", "enabled", "true",
        needs=needs("module cdr_beanstalkd"), because=_RECORDS,
        source="cdr/cdr_beanstalkd.c load_config()"),
    OptionRow(
        "cdr_syslog.conf", "!general", "template", "?*",
            needs=needs("module cdr_syslog; expression {value}"),
        because=
            "cdr_syslog evaluates this template for each call detail record and sends it to the "
            "system log",
        source="cdr/cdr_syslog.c load_config(), syslog_log()", releases="<19",
    ),
)  # fmt: skip
_CEL_BACKENDS: tuple[OptionRow | SectionRow | FileRow, ...] = (
    OptionRow(
        "cel.conf", "radius", "*", "*", needs=needs("module cel_radius"),
        because="[radius] of cel.conf sends channel events to a RADIUS server",
        source="cel/cel_radius.c load_module()",
    ),
    FileRow("cel_custom.conf", needs("module cel_custom"), _EVENTS,
        "cel/cel_custom.c load_config()"),
    FileRow("cel_sqlite3_custom.conf", needs("module cel_sqlite3_custom"), _EVENTS,
        "cel/cel_sqlite3_custom.c load_config()"),
    SectionRow("cel_odbc.conf", "!general", needs("module cel_odbc"), _EVENTS,
        source="cel/cel_odbc.c load_config()"),
    OptionRow("cel_pgsql.conf", "global", "*", "*", needs=needs("module cel_pgsql"),
        because=_EVENTS, source="cel/cel_pgsql.c process_my_load_module()"),
    OptionRow("cel_tds.conf", "global", "*", "*", needs=needs("module cel_tds"), because=_EVENTS,
        source="cel/cel_tds.c tds_load_module()"),
    OptionRow("cel_beanstalkd.conf", "general", "enabled", "true",
        needs=needs("module cel_beanstalkd"), because=_EVENTS,
        source="cel/cel_beanstalkd.c load_config()"),
)  # fmt: skip

ROWS: tuple[Row, ...] = (
    *(row._replace(given=_ON) for row in _CDR_BACKENDS),
    *(row._replace(given=_EVENTS_ON) for row in _CEL_BACKENDS),
    *(row._replace(given=_NO_CEL_CONF, if_loaded=True) for row in _CEL_BACKENDS),
    # CDR
    OptionRow(
        "cdr.conf", "general", "enable", "true", needs=needs("cdr *"),
        because="cdr.conf enables call detail records, but without a backend none are written",
        source="main/cdr.c, cdr_submit_batch() posts to the registered backends only",
    ),
    OptionRow(
        "cdr.conf", "general", "!enable", "*", needs=needs("cdr *"),
        because="cdr.conf configures call detail records, but without a backend none are written",
        source="main/cdr.c process_config(), cdr_submit_batch()", given=_ON,
    ),
    Sample("cdr.conf", whole=True),
    *(
        Sample(f"{name}.conf", if_loaded=True)
        for name in ("cdr_custom", "cdr_mysql", "cdr_pgsql", "cdr_sqlite3_custom", "cel_custom",
            "cel_pgsql", "cel_sqlite3_custom")
    ),
    Choice(
        need("cdr *"),
            "cdr_csv cdr_custom cdr_adaptive_odbc cdr_odbc cdr_pgsql cdr_mysql "
            "cdr_sqlite3_custom cdr_manager cdr_tds cdr_radius cdr_syslog "
        "cdr_beanstalkd cdr_sqlite cdr_addon_mysql",
            "cdr_csv needs only the [csv] section of cdr.conf; every other backend needs a "
            "database, a server or a file of its own",
        "cdr/cdr_csv.c load_config()",
    ),
    OptionRow(
        "cdr_manager.conf", "mappings", "*", "*", needs=needs("function CDR"),
        because="cdr_manager reads this field through the function CDR() for each record",
        source="cdr/cdr_manager.c load_config(), manager_log()", releases=">=1.6.2",
    ),
    Reader("cdr_manager.conf", "cdr_manager", "cdr/cdr_manager.c load_config()"),
    Invisible(
        "cdr_sqlite",
        "cdr_sqlite has no configuration file; it writes cdr.db whenever it is loaded",
        "cdr/cdr_sqlite.c load_module()",
        shown_by="it is whitelisted and cdr.conf has enable=yes", releases="<16",
    ),
    # CEL
    OptionRow(
        "cel.conf", "general", "enable", "true", needs=needs("cel *"),
        because="cel.conf enables channel event logging, but without a backend nothing is logged",
        source="main/cel.c, ast_cel_backend_register()",
    ),
    Choice(
        need("cel *"),
            "cel_custom cel_odbc cel_pgsql cel_sqlite3_custom cel_manager cel_radius cel_tds "
            "cel_beanstalkd",
        "each backend needs its own settings; cel_custom writes a file and needs the fewest",
        "cel/cel_custom.c load_config()",
    ),
    *(
        OptionRow(
            "cel.conf", "manager", "enabled", "true", needs=needs("module cel_manager"),
            because="channel events become manager events only with cel_manager",
            source="cel/cel_manager.c load_config()", given=given, if_loaded=if_loaded,
        )
        for given, if_loaded in ((_AMI, False), ("!" + _AMI, True))
    ),
    # Shared by both
    *(
        With(
            need(f"module {module}"), needs("module res_cdrel_custom"),
            f"in this release {module} relies on res_cdrel_custom and cannot be loaded without it",
            f"{module[:3]}/{module}.c AST_MODULE_INFO; 20.19, 22.9, 23.3", releases=releases,
        )
        for module in ("cdr_custom", "cdr_sqlite3_custom", "cel_custom", "cel_sqlite3_custom")
        for releases in (">=20.19 <21", ">=22.9 <23", ">=23.3")
    ),
)  # fmt: skip

_RECORD_APPLICATIONS = frozenset({"forkcdr", "resetcdr", "nocdr"})

READS: tuple[Reads, ...] = (
    Reads(
        "cdr_custom.conf cel_custom.conf cdr_sqlite3_custom.conf cel_sqlite3_custom.conf", "*",
            needs("function *"),
        "how a record's fields are computed",
    ),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find what a dialplan writes into records, and the functions in the templates of the custom
    backends, as far as the release evaluates them.
    """
    yield from _asked_for(configuration)
    for record in ("cdr", "cel"):
        for section in configuration.named(f"{record}_custom.conf", "mappings"):
            for entry in section.entries:
                yield from template_uses(configuration, f"{record}_custom", entry)
        for section in configuration.objects(f"{record}_sqlite3_custom.conf"):
            values = section.get("values")
            if values is not None:
                yield from template_uses(configuration, f"{record}_sqlite3_custom", values)


def _asked_for(configuration: Configuration) -> Iterator[Use]:
    """Yield the first place where the dialplan writes into records, or a channel's file sets an
    account, if cdr.conf says how to store them.
    """
    if not is_given(configuration, _ON) or not is_given(configuration, "cdr.conf csv/*"):
        return
    applications = configuration.applications() & _RECORD_APPLICATIONS
    if (
        applications
        or "CDR(" in configuration.arguments()
        or "CDR_PROP(" in configuration.arguments()
    ):
        for step in configuration.dialplan().steps:
            if step.application.lower() in applications or _writes_record(step.arguments):
                place = (
                    step.file,
                    step.line,
                    step.column,
                    step.context,
                    step.extension,
                    step.priority,
                )
                yield Use(
                    "cdr",
                    "*",
                    *place,
                    because=(
                        "the dialplan changes the call's record here, and only a backend stores "
                        "records"
                    ),
                )
                break
    for file in ("pjsip.conf", "sip.conf", "iax.conf"):
        for section in configuration.objects(file):
            account = section.get("accountcode")
            if account is not None and account.value and not is_shipped(file, section):
                because = (
                    "calls of this phone are billed to an account, and only a backend stores "
                    "records"
                )
                yield Use(
                    "cdr", "*", account.file, account.line, account.value_column,
                    because=because, readers=readers_of(file),
                )  # fmt: skip
                break


def _writes_record(arguments: str) -> bool:
    """Tell whether `CDR(...)` or `CDR_PROP(...)` occurs anywhere except after `${`, which only
    reads.
    """
    import re

    return re.search(r"(?<![\w{])CDR(?:_PROP)?\(", arguments) is not None
