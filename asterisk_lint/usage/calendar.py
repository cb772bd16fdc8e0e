"""What calendar.conf needs: one module for each kind of calendar, and what runs at an
appointment.
"""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import OptionRow, Reads, Row, SectionRow, With

_KINDS = (
    ("ical", "res_calendar_icalendar"),
    ("caldav", "res_calendar_caldav"),
    ("exchange", "res_calendar_exchange"),
    ("ews", "res_calendar_ews"),
)

ROWS: tuple[Row, ...] = (
    *(
        SectionRow(
            "calendar.conf", "*", needs(f"module {module}"),
            f"{module} reads calendars of type {kind}",
            source=f"res/{module}.c load_module()", type=kind,
        )
        for kind, module in _KINDS
    ),
    *(
        With(need(f"module {name}"), needs("module res_calendar"),
            "res_calendar stores what the calendar modules read", f"res/{name}.c")
        for _, name in _KINDS
    ),
    OptionRow(
        "calendar.conf", "*", "channel", "?*", needs=needs("dial {value}"),
        because="the reminder of an appointment calls this number",
        source="res/res_calendar.c do_notify()", type="ical|caldav|exchange|ews",
    ),
    OptionRow(
        "calendar.conf", "*", "appdata", "?*", needs=needs("expression {value}"),
        because="Asterisk evaluates the reminder's arguments for each appointment",
        source="res/res_calendar.c do_notify()", type="ical|caldav|exchange|ews",
    ),
    OptionRow(
        "calendar.conf", "*", "setvar", "?*", needs=needs("expression {value}"),
        because="Asterisk evaluates the variable's value for each appointment",
        source="res/res_calendar.c do_notify()", type="ical|caldav|exchange|ews",
    ),
)  # fmt: skip

READS: tuple[Reads, ...] = (
    Reads("calendar.conf", "app|appdata", needs("application *; function *"),
        "what a reminder runs"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find the applications that reminders run, with their arguments."""
    from asterisk_lint.dialplan.text_uses import call_uses

    for section in configuration.objects("calendar.conf"):
        application = section.get("app")
        kind = section.get("type")
        if application is None or not application.value or kind is None:
            continue
        arguments = section.get("appdata")
        text = f"{application.value}({arguments.value if arguments else ''})"
        place = Use(
            "call",
            text,
            application.file,
            application.line,
            application.value_column,
            because="the reminder of an appointment runs this",
        )
        yield from call_uses(text, place, configuration.release)
