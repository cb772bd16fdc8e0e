"""What counts as use: one file of table rows for each area, each listed here and nowhere else."""

from collections.abc import Callable, Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.model import PlacedUses, Use
from asterisk_lint.records import TYPE_CHECKING, import_module

if TYPE_CHECKING:
    from asterisk_lint.usage.rows import Declaration, Row

AREAS: tuple[str, ...] = (
    "ari",
    "asked_by_name",
    "bridging",
    "calendar",
    "call_files",
    "cdr_cel",
    "channels",
    "conferencing",
    "dialplan",
    "dialplan_values",
    "fax",
    "features",
    "manager",
    "media",
    "media_files",
    "monitoring",
    "network",
    "pjsip",
    "pjsip_calls",
    "pjsip_presence",
    "pjsip_realtime",
    "provisioning",
    "queues",
    "realtime",
    "runtime",
    "say",
    "services",
    "sip",
    "speech",
    "voicemail",
)


Finder = Callable[[Configuration], Iterator[Use | PlacedUses]]


def load_tables() -> "tuple[tuple[Row, ...], tuple[Finder, ...]]":
    """Load every area: all rows, and the functions that find what rows cannot express."""
    rows: list[Row] = []
    finders: list[Finder] = []
    for area in AREAS:
        module = import_module(f"asterisk_lint.usage.{area}")
        rows += module.ROWS
        if hasattr(module, "find"):
            finders.append(module.find)
    return tuple(rows), tuple(finders)


def load_declarations() -> "tuple[Declaration, ...]":
    """Load what each area declares in addition to its rows: what its `find` may need, which modules
    protect, which listen.
    """
    found: list[Declaration] = []
    for area in AREAS:
        module = import_module(f"asterisk_lint.usage.{area}")
        for name in ("READS", "PROTECTS", "LISTENS"):
            # (for what is missing, getattr makes a message)
            found += module.__dict__.get(name, ())
    return tuple(found)
