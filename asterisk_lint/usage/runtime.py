"""What only running shows: modules that serve others behind the scenes, the console, scripts, or Asterisk's own tests."""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.tree.files import Unreadable
from asterisk_lint.usage.rows import (
    FileRow,
    FindRow,
    Invisible,
    OptionRow,
    Reads,
    Row,
    Sample,
    SectionRow,
    With,
)

_CONSOLE = "a script or a person gives its command on Asterisk's console (asterisk -rx)"

ROWS: tuple[Row, ...] = (
    # Behind the scenes
    With(need("module func_curl"), needs("module res_curl"), "CURL() cannot be loaded without res_curl",
         "funcs/func_curl.c AST_MODULE_INFO", releases=">=1.6.2"),
    With(need("module func_aes"), needs("module res_crypto"), "the AES functions take their cipher from res_crypto",
         "funcs/func_aes.c AST_MODULE_INFO"),
    With(
        need("module res_http_media_cache"), needs("module res_curl"),
        "sounds from the web are fetched by res_curl",
        "res/res_http_media_cache.c AST_MODULE_INFO",
    ),
    With(
        need("module res_stasis_device_state"), needs("module res_stasis"),
        "device states of ARI belong to Stasis",
        "res/res_stasis_device_state.c AST_MODULE_INFO",
    ),
    With(
        need("module app_stasis_broadcast"), needs("module res_stasis_broadcast"),
        "StasisBroadcast() works through it",
        "apps/app_stasis_broadcast.c AST_MODULE_INFO",
    ),
    With(
        need("module app_audiosocket"), needs("module res_audiosocket"),
        "AudioSocket() speaks through res_audiosocket",
        "apps/app_audiosocket.c AST_MODULE_INFO",
    ),
    With(need("module chan_audiosocket"), needs("module res_audiosocket"), "AudioSocket channels speak through res_audiosocket",
         "channels/chan_audiosocket.c"),
    With(
        need("module func_periodic_hook"), needs("module app_chanspy; module func_cut; module func_groupcount; module func_uri"),
        "a periodic hook whispers through ChanSpy() and counts with these functions, and cannot be loaded without them",
        "funcs/func_periodic_hook.c AST_MODULE_INFO", releases=">=13",
    ),
    With(
        need("module func_periodic_hook"), needs("application ExecIf"),
        "the dialplan in which a periodic hook runs is the module's own, and goes through ExecIf()",
        "funcs/func_periodic_hook.c load_module()", releases=">=13",
    ),
    *(
        With(
            need(f"module {module}"), needs("module codec_resample"),
            "a Local channel that Asterisk makes itself may speak any signed linear, up to 192 kHz, and only codec_resample changes the rate",
            source, releases=">=13",
        )
        for module, source in (
            ("res_stasis", "res/ari/resource_channels.c ari_channels_handle_originate_with_id()"),
            ("app_originate", "apps/app_originate.c originate_exec()"),
        )
    ),
    FindRow(
        needs("module res_mwi_devstate"),
        "a hint names the state of a mailbox (MWI:100@default), which only res_mwi_devstate tells of",
        "res/res_mwi_devstate.c; usage/devices.py", releases=">=13",
    ),
    # Files of their own
    FileRow(
        "resolver_unbound.conf", needs("module res_resolver_unbound"),
        "names are looked up as resolver_unbound.conf says only by res_resolver_unbound",
        "res/res_resolver_unbound.c load_module()", releases=">=14",
    ),
    OptionRow(
        "resolver_unbound.conf", "general", "ta_file", "?*", needs=needs("module res_resolver_unbound"),
        because="answers to name lookups are verified (DNSSEC) only by res_resolver_unbound",
        source="res/res_resolver_unbound.c", enforces=True, releases=">=14",
    ),
    SectionRow(
        "ais.conf", "!general", needs("module res_ais"),
        "states are shared with other Asterisks through res_ais",
        source="res/ais/evt.c load_config()", type="event_channel", releases="<11",
    ),
    FileRow(
        "res_corosync.conf", needs("module res_corosync"),
        "states are shared with other Asterisks through res_corosync",
        "res/res_corosync.c load_config()", releases=">=1.8",
    ),
    OptionRow(
        "cli_aliases.conf", "general", "template", "?*", needs=needs("module res_clialiases"),
        because="the section that this names gives console commands other names",
        source="res/res_clialiases.c load_config()", releases=">=1.6.2",
    ),
    SectionRow(
        "cli_aliases.conf", "!general", needs("module res_clialiases"),
        "cli_aliases.conf gives console commands names of its own",
        source="res/res_clialiases.c load_config()", releases=">=1.6.2",
    ),
    Sample("cli_aliases.conf"),
    OptionRow(
        "indications.conf", "general", "country", "?*", needs=needs("module res_indications"),
        because="tones (ringing, busy) come from res_indications in this release",
        source="res/res_indications.c (1.4); part of the core since 1.6.2", releases="<1.6",
    ),
    # The console
    Invisible("res_clialiases", "the aliases as shipped are old names of console commands", "res/res_clialiases.c", shown_by=_CONSOLE),
    Invisible("res_clioriginate", "res_clioriginate has the console's `channel originate`", "res/res_clioriginate.c", shown_by=_CONSOLE),
    Invisible("res_cliexec", "res_cliexec has the console's `dialplan exec application`", "res/res_cliexec.c", shown_by=_CONSOLE),
    Invisible("res_convert", "res_convert has the console's `file convert`", "res/res_convert.c", shown_by=_CONSOLE),
    Invisible("res_limit", "res_limit has the console's `ulimit`", "res/res_limit.c", shown_by=_CONSOLE),
    Invisible(
        "res_realtime",
        "res_realtime has the console's `realtime load`, `realtime update` and their kin",
        "res/res_realtime.c", shown_by=_CONSOLE,
    ),
    # Developers' tools
    Invisible("test_*", "Asterisk's own tests, of no use to a PBX", "tests/", never=True),
    Invisible("app_skel", "an example for programmers", "apps/app_skel.c", never=True),
)  # fmt: skip

_COMMANDS = (
    ("channel originate", "res_clioriginate"),
    ("originate ", "res_clioriginate"),
    ("channel redirect", "res_clioriginate"),
    ("dialplan exec application", "res_cliexec"),
    ("file convert", "res_convert"),
    ("ulimit ", "res_limit"),
    ("realtime load", "res_realtime"),
    ("realtime update", "res_realtime"),
    ("realtime store", "res_realtime"),
    ("realtime destroy", "res_realtime"),
)
_SCRIPTS = (".agi", ".js", ".lua", ".php", ".pl", ".py", ".rb", ".sh")

READS: tuple[Reads, ...] = (
    Reads("cli.conf", "*", needs("module res_clioriginate; module res_cliexec; module res_convert; module res_limit; module res_realtime"),
          "a command that Asterisk gives itself"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find console commands that the dialplan or a script in the tree gives (`asterisk -rx ...`), or that cli.conf gives at start."""
    arguments = configuration.arguments()
    for step in configuration.dialplan().steps if "-rx" in arguments or " -x " in arguments else ():
        for module in (
            _given(step.arguments) if "-rx" in step.arguments or " -x " in step.arguments else ()
        ):
            yield Use(
                "module", module, step.file, step.line, step.column, step.context, step.extension, step.priority,
                because=f"a console command of {module} is given here",
            )  # fmt: skip
    for name in sorted(configuration.names()):
        if name.endswith(_SCRIPTS):
            try:
                text = configuration.files.read(name).decode("utf-8", "surrogateescape")
            except (FileNotFoundError, Unreadable):
                continue
            for number, line in enumerate(text.splitlines(), 1):
                for module in _given(line):
                    yield Use(
                        "module",
                        module,
                        name,
                        number,
                        because=f"a console command of {module} is given here",
                    )
    read = configuration.conf("cli.conf")
    for section in read.sections if read else ():
        if section.name.lower() == "startup_commands":
            for entry in section.entries:
                for command, module in _COMMANDS:
                    if entry.key.lower().startswith(command.strip()):
                        yield Use(
                            "module",
                            module,
                            entry.file,
                            entry.line,
                            because=f"Asterisk gives this command of {module} when it starts",
                        )


def _given(text: str) -> list[str]:
    """Name the modules whose console commands stand behind an `-rx` (or `-x`) in a text."""
    _, found, command = text.partition("-rx")
    if not found:
        _, found, command = text.partition(" -x ")
    command = command.lstrip(" \"'\\")
    return sorted({module for start, module in _COMMANDS if found and command.startswith(start)})
