"""What makes the dialplan modules (pbx_*) used: the dialplan's own files, and DUNDi."""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.tree.files import Unreadable
from asterisk_lint.usage.rows import (
    FindRow,
    Invisible,
    OptionRow,
    Reader,
    Reads,
    Row,
    SectionRow,
    With,
)

ROWS: tuple[Row, ...] = (
    SectionRow(
        "extensions.conf", "!general|globals", needs("module pbx_config"),
        "only pbx_config reads extensions.conf, which defines this context",
        source="pbx/pbx_config.c pbx_load_config()",
    ),
    OptionRow(
        "extensions.conf", "globals", "*", "*",
        needs=needs("module pbx_config; expression {value}"),
        because="pbx_config sets the global variables of extensions.conf when it loads",
        source="pbx/pbx_config.c pbx_load_config()",
    ),
    OptionRow(
        "extensions.conf", "general", "overrideswitch", "?*", needs=needs("module pbx_config"),
        because="pbx_config adds this switch to every context",
        source="pbx/pbx_config.c pbx_load_config()",
    ),
    OptionRow(
        "extensions.conf", "general", "autofallthrough", "false", needs=needs("module pbx_config"),
        because="pbx_config lets calls wait for another extension after the last priority",
        source="pbx/pbx_config.c pbx_load_module()",
    ),
    SectionRow(
        "dundi.conf", "!general|mappings", needs("module pbx_dundi"),
        "only pbx_dundi reads dundi.conf, which defines this DUNDi peer",
        source="pbx/pbx_dundi.c set_config()",
    ),
    OptionRow(
        "dundi.conf", "mappings", "*", "*", needs=needs("module pbx_dundi; expression {value}"),
        because="pbx_dundi publishes the numbers of this mapping",
        source="pbx/pbx_dundi.c build_mapping()",
    ),
    Reader("dundi.conf", "pbx_dundi", "pbx/pbx_dundi.c set_config()"),
    OptionRow(
        "dundi.conf", "!general|mappings", "inkey|outkey", "?*", needs=needs("module res_crypto"),
        because="DUNDi requests are signed and checked with this key, which res_crypto reads",
        source="pbx/pbx_dundi.c check_key(), ast_key_get()", enforces=True,
    ),
    With(
        need("switch DUNDi"), needs("application Dial"),
        "the DUNDi switch runs Dial() to call the number that it found",
        "pbx/pbx_dundi.c dundi_exec()",
    ),
    With(
        need("module pbx_ael"), needs("module res_ael_share"),
        "res_ael_share contains pbx_ael's compiler",
        "pbx/pbx_ael.c AST_MODULE_INFO; a module of its own since 1.6.0", releases=">=1.6.2",
    ),
    FindRow(
        needs("module pbx_ael"),
        "only pbx_ael reads extensions.ael, which contains more dialplan than the example that "
        "Asterisk ships",
        "pbx/pbx_ael.c pbx_load_module()",
    ),
    FindRow(
        needs("module pbx_lua"),
        "only pbx_lua reads extensions.lua, which contains more dialplan than the example that "
        "Asterisk ships",
        "pbx/pbx_lua.c lua_load_extensions()", releases=">=1.6.2",
    ),
    Invisible(
        "pbx_gtkconsole",
        "pbx_gtkconsole opens a window on the machine's own screen",
        "pbx/pbx_gtkconsole.c, 1.4 and 1.6",
        releases="<1.8",
    ),
)  # fmt: skip

READS: tuple[Reads, ...] = (
    Reads("dundi.conf", "*", needs("channel *"), "the technology that callers are told to use"),
    Reads("users.conf", "*", needs("module pbx_config"), "the extensions of users"),
    Reads("extensions.ael", "*", needs("module pbx_ael"), "dialplan in AEL"),
    Reads("extensions.lua", "*", needs("module pbx_lua"), "dialplan in Lua"),
    Reads("extensions.conf", "*", needs("module pbx_config"), "the dialplan"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find what rows cannot express: dialplans in other languages than extensions.conf, users.conf,
    and DUNDi's mappings.
    """
    yield from _languages(configuration)
    yield from _ways_in(configuration)
    yield from _users(configuration)


def _languages(configuration: Configuration) -> Iterator[Use]:
    from asterisk_lint.dialplan.stock_samples import is_shipped_sample

    for file, module, comment in (
        ("extensions.ael", "pbx_ael", "//"),
        ("extensions.lua", "pbx_lua", "--"),
    ):
        text = _text(configuration, file)
        if text is None or is_shipped_sample(file, text):
            continue
        line = first_code_line(text, comment)
        if line:
            yield Use(
                "module",
                module,
                file,
                line,
                because=f"only {module} reads {file}, which contains dialplan",
            )


def first_code_line(text: str, comment: str) -> int:
    """Return the number of the first line that is neither blank nor a comment (from `comment` to
    the line's end); 0 if there is none.
    """
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if inside:
            if "*/" in line or "]]" in line:
                inside = False
            continue
        if line.startswith(("/*", "--[[")):
            inside = "*/" not in line and "]]" not in line
            continue
        if line and not line.startswith(comment):
            return number
    return 0


def _ways_in(configuration: Configuration) -> Iterator[Use]:
    """Yield the technology of each mapping (context,weight,technology,destination), which callers
    who asked DUNDi are told to use.
    """
    for section in configuration.named("dundi.conf", "mappings"):
        for entry in section.entries:
            parts = [part.strip() for part in entry.value.split(",")]
            if len(parts) > 3 and parts[2]:
                technology = {"IAX": "IAX2"}.get(parts[2].upper(), parts[2])
                yield Use(
                    "channel", technology, entry.file, entry.line, entry.value_column,
                    because="callers that look up these numbers are told to use this technology",
                    readers=("pbx_dundi",),
                )  # fmt: skip


def _users(configuration: Configuration) -> Iterator[Use]:
    """Yield the first extension that pbx_config creates for a user of users.conf (pbx/pbx_config.c
    pbx_load_users()).
    """
    for step in configuration.dialplan().steps if "users.conf" in configuration.names() else ():
        if step.file == "users.conf":
            yield Use(
                "module",
                "pbx_config",
                step.file,
                step.line,
                because="pbx_config creates extensions for the users in users.conf",
            )
            return


def _text(configuration: Configuration, name: str) -> str | None:
    if name not in configuration.names():
        return None
    try:
        return configuration.files.read(name).decode("utf-8", "surrogateescape")
    except (FileNotFoundError, Unreadable):
        return None
