"""What only running shows: modules that serve others behind the scenes, the console, scripts, or
Asterisk's own tests.
"""

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

_CONSOLE = "a script or a person runs its command on Asterisk's console (asterisk -rx)"

ROWS: tuple[Row, ...] = (
    # Behind the scenes
    With(need("module func_curl"), needs("module res_curl"),
        "CURL() cannot be loaded without res_curl", "funcs/func_curl.c AST_MODULE_INFO",
        releases=">=1.6.2"),
    With(need("module func_aes"), needs("module res_crypto"),
        "the AES functions use the cipher of res_crypto", "funcs/func_aes.c AST_MODULE_INFO"),
    With(
        need("module res_http_media_cache"), needs("module res_curl"),
        "res_curl fetches sounds from the web",
        "res/res_http_media_cache.c AST_MODULE_INFO",
    ),
    With(
        need("module res_stasis_device_state"), needs("module res_stasis"),
        "ARI's device states are part of Stasis",
        "res/res_stasis_device_state.c AST_MODULE_INFO",
    ),
    With(
        need("module app_stasis_broadcast"), needs("module res_stasis_broadcast"),
        "StasisBroadcast() uses it",
        "apps/app_stasis_broadcast.c AST_MODULE_INFO",
    ),
    With(
        need("module app_audiosocket"), needs("module res_audiosocket"),
        "AudioSocket() communicates through res_audiosocket",
        "apps/app_audiosocket.c AST_MODULE_INFO",
    ),
    With(need("module chan_audiosocket"), needs("module res_audiosocket"),
        "AudioSocket channels communicate through res_audiosocket", "channels/chan_audiosocket.c"),
    With(
        need("module func_periodic_hook"),
            needs("module app_chanspy; module func_cut; module func_groupcount; module func_uri"),
        "a periodic hook uses ChanSpy() and these functions and cannot be loaded without them",
        "funcs/func_periodic_hook.c AST_MODULE_INFO", releases=">=13",
    ),
    With(
        need("module func_periodic_hook"), needs("application ExecIf"),
        "the module runs a periodic hook in its own dialplan, which uses ExecIf()",
        "funcs/func_periodic_hook.c load_module()", releases=">=13",
    ),
    *(
        With(
            need(f"module {module}"), needs("module codec_resample"),
                "a Local channel that Asterisk itself creates may use any signed linear rate, "
                "up to 192 kHz, and only codec_resample converts the rate",
            source, releases=">=13",
        )
        for module, source in (
            ("res_stasis", "res/ari/resource_channels.c ari_channels_handle_originate_with_id()"),
            ("app_originate", "apps/app_originate.c originate_exec()"),
            ("func_periodic_hook", "funcs/func_periodic_hook.c do_hook()"),
        )
    ),
    FindRow(
        needs("module res_mwi_devstate"),
        "a hint watches a mailbox (MWI:100@default), and only res_mwi_devstate provides that state",
        "res/res_mwi_devstate.c; usage/devices.py", releases=">=13",
    ),
    # Files of their own
    FileRow(
        "resolver_unbound.conf", needs("module res_resolver_unbound"),
        "only res_resolver_unbound looks up names as resolver_unbound.conf says",
        "res/res_resolver_unbound.c load_module()", releases=">=14",
    ),
    OptionRow(
        "resolver_unbound.conf", "general", "ta_file", "?*",
            needs=needs("module res_resolver_unbound"),
        because="only res_resolver_unbound verifies answers to name lookups (DNSSEC)",
        source="res/res_resolver_unbound.c", enforces=True, releases=">=14",
    ),
    SectionRow(
        "ais.conf", "!general", needs("module res_ais"),
        "res_ais shares states with other Asterisk servers",
        source="res/ais/evt.c load_config()", type="event_channel", releases="<11",
    ),
    FileRow(
        "res_corosync.conf", needs("module res_corosync"),
        "res_corosync shares states with other Asterisk servers",
        "res/res_corosync.c load_config()", releases=">=1.8",
    ),
    OptionRow(
        "cli_aliases.conf", "general", "template", "?*", needs=needs("module res_clialiases"),
        because="the section that this line names defines aliases of console commands",
        source="res/res_clialiases.c load_config()", releases=">=1.6.2",
    ),
    SectionRow(
        "cli_aliases.conf", "!general", needs("module res_clialiases"),
        "cli_aliases.conf defines its own aliases of console commands",
        source="res/res_clialiases.c load_config()", releases=">=1.6.2",
    ),
    Sample("cli_aliases.conf"),
    OptionRow(
        "indications.conf", "general", "country", "?*", needs=needs("module res_indications"),
        because="res_indications generates tones (ringing, busy) in this release",
        source="res/res_indications.c (1.4); part of the core since 1.6.2", releases="<1.6",
    ),
    # The console
    Invisible("res_clialiases", "the aliases that Asterisk ships are old names of console commands",
        "res/res_clialiases.c", shown_by=_CONSOLE),
    Invisible("res_clioriginate",
        "res_clioriginate provides the console command `channel originate`",
        "res/res_clioriginate.c", shown_by=_CONSOLE,
        lets_run=needs("application *; channel *")),
    Invisible("res_cliexec", "res_cliexec provides the console command `dialplan exec application`",
        "res/res_cliexec.c", shown_by=_CONSOLE, lets_run=needs("application *")),
    Invisible("res_convert", "res_convert provides the console command `file convert`",
        "res/res_convert.c", shown_by=_CONSOLE),
    Invisible("res_limit", "res_limit provides the console command `ulimit`", "res/res_limit.c",
        shown_by=_CONSOLE),
    Invisible(
        "res_realtime",
        "res_realtime provides the console commands `realtime load`, `realtime update` and similar",
        "res/res_realtime.c", shown_by=_CONSOLE,
    ),
    # Developers' tools
    Invisible("test_*", "Asterisk's own tests, which a PBX does not need", "tests/", never=True),
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
    Reads("cli.conf", "*",
        needs(
        "module res_clioriginate; module res_cliexec; module res_convert; module res_limit; "
        "module res_realtime"), "a command that Asterisk runs itself"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find console commands that the dialplan or a script in the tree gives (`asterisk -rx ...`),
    or that cli.conf gives at start.
    """
    arguments = configuration.arguments()
    for step in configuration.dialplan().steps if "-rx" in arguments or " -x " in arguments else ():
        for module in (
            _given(step.arguments) if "-rx" in step.arguments or " -x " in step.arguments else ()
        ):
            yield Use(
                "module", module, step.file, step.line, step.column, step.context, step.extension,
                    step.priority,
                because=f"this runs a console command of {module}",
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
                        because=f"this runs a console command of {module}",
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
                            because=f"Asterisk runs this command of {module} when it starts",
                        )


def _given(text: str) -> list[str]:
    """Name the modules whose console commands follow an `-rx` (or `-x`) in a text."""
    _, found, command = text.partition("-rx")
    if not found:
        _, found, command = text.partition(" -x ")
    command = command.lstrip(" \"'\\")
    return sorted({module for start, module in _COMMANDS if found and command.startswith(start)})
