"""Call files: calls that a program asks for by putting a file into Asterisk's spool directory, where pbx_spool finds it."""

from collections.abc import Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import Found, Invisible, Row

ROWS: tuple[Row, ...] = (
    Found(
        "module pbx_spool",
        "a dialplan line or a script in the tree names the directory asterisk/outgoing, or the tree has call files (*.call)",
        "pbx/pbx_spool.c load_module()",
    ),
    Invisible(
        "pbx_spool",
        "pbx_spool starts the calls that programs ask for with call files in Asterisk's spool directory, which is no part of the configuration",
        "pbx/pbx_spool.c load_module()",
        shown_by="a program outside the tree makes call files",
    ),
)  # fmt: skip

_SPOOL = "asterisk/outgoing"
_SCRIPTS = (".agi", ".js", ".lua", ".php", ".pl", ".py", ".rb", ".sh")
_BECAUSE = "a call file that is put into this directory becomes a call only while pbx_spool watches it"


def find(configuration: Configuration) -> Iterator[Use]:
    """Find what names the spool's directory, and what the call files in the tree ask for."""
    for step in configuration.dialplan().steps:
        if _SPOOL in step.arguments:
            yield Use(
                "module", "pbx_spool", step.file, step.line, step.column, step.context, step.extension, step.priority, because=_BECAUSE
            )  # fmt: skip
    for name in sorted(configuration.names()):
        if name.endswith(_SCRIPTS):
            for number, line in enumerate(configuration.lines(name), 1):
                if _SPOOL in line:
                    yield Use("module", "pbx_spool", name, number, because=_BECAUSE)
        elif name.endswith(".call"):
            yield from _call_file(configuration, name)


def _call_file(configuration: Configuration, name: str) -> Iterator[Use]:
    """What one call file asks for: `Key: value` lines, `#` and `;` before comments (pbx/pbx_spool.c apply_outgoing())."""
    from asterisk_lint.dialplan.uses import call_uses, dial_uses, expression_uses

    said: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(configuration.lines(name), 1):
        key, colon, value = line.partition("#")[0].partition(";")[0].partition(":")
        if not colon:
            continue
        key, value = key.strip().lower(), value.strip()
        said.setdefault(key, (number, value))
        if key in {"setvar", "set"}:
            yield from expression_uses(value, Use("expression", "", name, number, because="the call file sets this variable"), configuration.release)
        elif key == "codecs":
            for codec in value.split(","):
                if codec.strip() and not codec.strip().startswith("!") and codec.strip().lower() != "all":
                    yield Use("codec", codec.strip(), name, number, because="the call file asks for this codec")
    if "channel" not in said:
        return
    number, channel = said["channel"]
    yield Use("module", "pbx_spool", name, number, because="this is a call file, which becomes a call only through pbx_spool")
    yield from dial_uses(channel, Use("dial", channel, name, number, because="the call file calls there"), configuration.release)
    if "application" in said:
        number, application = said["application"]
        call = f"{application}({said.get('data', (0, ''))[1]})"
        yield from call_uses(call, Use("call", call, name, number, because="the call file runs this"), configuration.release)
