"""Call files: calls that a program requests by putting a file into Asterisk's spool directory,
where pbx_spool finds it.
"""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import needs
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import FindRow, Invisible, Reads, Row

ROWS: tuple[Row, ...] = (
    FindRow(
        needs("module pbx_spool"),
            "a dialplan line or a script in the repository names the directory "
            "asterisk/outgoing, where pbx_spool finds call files",
        "pbx/pbx_spool.c load_module()",
    ),
    Invisible(
        "pbx_spool",
            "pbx_spool starts calls from call files in Asterisk's spool directory, which is not "
            "part of the configuration",
        "pbx/pbx_spool.c load_module()",
            shown_by="a program outside the repository writes call files",
        lets_run=needs("application *; channel *; codec *; function *"),
    ),
)  # fmt: skip

# What the names of files end with that can hold calls for Asterisk to start: call files, manager
# actions, bodies for ARI (originated_calls.py).
HOLDING_CALLS = (".call", ".ami", ".txt", ".json")
_SPOOL = "asterisk/outgoing"
_SCRIPTS = (".agi", ".js", ".lua", ".php", ".pl", ".py", ".rb", ".sh")
_BECAUSE = "a call file in this directory becomes a call only if pbx_spool watches it"

READS: tuple[Reads, ...] = ()


def find(configuration: Configuration) -> Iterator[Use]:
    """Find what names the spool's directory (dialplan_values.py finds what call files in the tree
    need).
    """
    for step in configuration.dialplan().steps if _SPOOL in configuration.arguments() else ():
        if _SPOOL in step.arguments:
            yield Use(
                "module", "pbx_spool", step.file, step.line, step.column, step.context,
                    step.extension, step.priority, because=_BECAUSE
            )  # fmt: skip
    for name in sorted(configuration.names()):
        if name.endswith(_SCRIPTS):
            for number, line in enumerate(configuration.lines(name), 1):
                if _SPOOL in line:
                    yield Use("module", "pbx_spool", name, number, because=_BECAUSE)
