"""Pieces of dialplan outside the dialplan: call files, AGI scripts, variables that channels start
with, start-up commands.
"""

from collections.abc import Iterator, Sequence

from asterisk_lint.catalog.needs import needs
from asterisk_lint.conf.shared_results import Origin, Table, for_each_range
from asterisk_lint.conf.values import Section, of_shapes
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.channel_variables import OPTIONS, set_in
from asterisk_lint.model import Use
from asterisk_lint.releases import Release
from asterisk_lint.usage.call_files import HOLDING_CALLS
from asterisk_lint.usage.phone_files import readers_of
from asterisk_lint.usage.rows import FindRow, OptionRow, Reader, Reads, Row

_NAME = "participants record their name when they join, as signed linear"

ROWS: tuple[Row, ...] = (
    OptionRow(
        "confbridge.conf", "*", "announce_join_leave|announce_join_leave_review", "true",
            needs=needs("format sln"), because=_NAME,
        source="apps/app_confbridge.c conf_rec_name()", releases=">=10",
    ),
    OptionRow(
        "confbridge.conf", "*", "music_on_hold_when_empty", "true",
            needs=needs("module res_musiconhold"),
        because="a single participant in the conference hears music on hold",
            source="apps/app_confbridge.c conf_moh_start()", releases=">=10",
    ),
    OptionRow(
        "followme.conf", "!general", "music|musicclass|musiconhold", "?*",
            needs=needs("module res_musiconhold"),
        because="the caller hears music on hold while Asterisk tries the numbers",
            source="apps/app_followme.c",
    ),
    Reader("followme.conf", "app_followme", "apps/app_followme.c reload_followme()"),
    OptionRow(
        "minivm.conf", "*", "fromaddress|subject|messagebody", "*",
            needs=needs("expression {value}"),
        because="Mini-Voicemail evaluates this text for each email",
            source="apps/app_minivm.c sendmail()",
    ),
    Reader("minivm.conf", "app_minivm", "apps/app_minivm.c load_config()"),
    OptionRow(
        "logger.conf", "general", "exec_after_rotate", "*", needs=needs("expression {value}"),
        because="the logger evaluates this command after each log rotation",
            source="main/logger.c rotate_file()",
    ),
    FindRow(needs("module pbx_spool"),
        "the repository contains a call file (*.call), and only pbx_spool reads call files",
        "pbx/pbx_spool.c parse_line()"),
)  # fmt: skip

# By file, option and release
_SET: Table[tuple[tuple[str, str, Release], Origin], list[Use]] = Table()
_AGI = frozenset(["agi", "eagi", "deadagi"])
_PHASES = frozenset(["pre-init", "pre-module", "fully-booted"])
_CHANNEL = "each channel starts with this variable"

READS: tuple[Reads, ...] = (
    Reads(
            "sip.conf iax.conf chan_dahdi.conf mgcp.conf skinny.conf minivm.conf manager.conf "
            "pjsip.conf pjsip_wizard.conf",
        "setvar|set_var|endpoint/set_var", needs("function *"),
            "a variable that each channel starts with",
    ),
    Reads("confbridge.conf", "record_file|record_conference", needs("format *"),
        "the recording's file"),
    Reads("cli.conf", "*", needs("application *; channel *"),
        "a call that Asterisk itself starts"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find what call files, AGI scripts, channel variables, recordings of conferences and start-up
    commands use.
    """
    yield from _variables(configuration)
    yield from _globals(configuration)
    yield from _conference_recordings(configuration)
    yield from _startup_commands(configuration)
    if any(name.endswith(HOLDING_CALLS) for name in configuration.names()):
        from asterisk_lint.usage.originated_calls import uses_of_calls

        yield from uses_of_calls(configuration)
    yield from _scripts(configuration)


def _variables(configuration: Configuration) -> Iterator[Use]:
    from asterisk_lint.dialplan.text_uses import assignment_uses

    for file, option in OPTIONS.items():
        read = configuration.conf(file) if file in configuration.names() else None

        def in_sections(
            sections: Sequence[Section], option: str = option, file: str = file
        ) -> Iterator[Use]:
            for section in of_shapes(sections, lambda shape: shape.positions(option)):
                for entry in set_in(section, option):
                    place = Use(
                        "expression", "", entry.file, entry.line, entry.value_column,
                        because=_CHANNEL, readers=readers_of(file),
                    )  # fmt: skip
                    yield from assignment_uses(entry.value, place, configuration.release)

        if read is not None and not read.damaged:
            yield from for_each_range(
                read.sections,
                read.origins,
                configuration.results,
                _SET,
                (file, option, configuration.release),
                in_sections,
            )


def _globals(configuration: Configuration) -> Iterator[Use]:
    """Yield global variables that some application or channel driver reads as more than a text:
    every channel has them.
    """
    from asterisk_lint.dialplan.text_uses import assignment_uses

    because = "every channel has this global variable"
    read = (
        configuration.conf("extensions.conf")
        if "extensions.conf" in configuration.names()
        else None
    )
    for section in read.sections if read and not read.damaged else ():
        for entry in (
            section.entries if section.name.lower() == "globals" and not section.template else ()
        ):
            place = Use(
                "expression", "", entry.file, entry.line, entry.value_column, because=because
            )
            yield from assignment_uses(f"{entry.key}={entry.value}", place, configuration.release)
    if "extensions.ael" in configuration.names():
        first: dict[str, int] = {}  # the first line of each word before a `=`
        for number, text in enumerate(configuration.lines("extensions.ael"), 1):
            for piece in text.split(";") if "=" in text else ():
                for word in piece.partition("=")[0].split()[-1:]:
                    first.setdefault(word, number)
        for name, value in configuration.dialplan().variables:
            line = first.get(name, 1)
            place = Use("expression", "", "extensions.ael", line, because=because)
            yield from assignment_uses(f"{name}={value}", place, configuration.release)


def _conference_recordings(configuration: Configuration) -> Iterator[Use]:
    """Yield the file format of conference recordings: ConfBridge records to `record_file`, or to a
    .wav file that it names itself (apps/app_confbridge.c, set_rec_filename()).
    """
    from asterisk_lint.conf.truth import is_true

    for section in configuration.objects("confbridge.conf"):
        record = section.get("record_conference")
        if record is None or not is_true(record.value):
            continue
        named = section.get("record_file")
        entry = named or record
        ending = (
            named.value.rpartition("/")[2].rpartition(".")[2]
            if named and "." in named.value
            else "wav"
        )
        yield Use(
            "format",
            ending,
            entry.file,
            entry.line,
            entry.value_column,
            because="the conference is recorded in this format",
        )


def _startup_commands(configuration: Configuration) -> Iterator[Use]:
    """Process `channel originate` in cli.conf (main/asterisk.c run_startup_commands(),
    res/res_clioriginate.c); runtime.py has its module.
    """
    from asterisk_lint.conf.truth import is_true
    from asterisk_lint.dialplan.text_uses import application_uses, dial_uses

    for section in configuration.named("cli.conf", "startup_commands"):
        for entry in section.entries:
            words = entry.key.split()
            if not is_true(entry.value) and entry.value.lower() not in _PHASES:
                continue
            place = Use(
                "module",
                "",
                entry.file,
                entry.line,
                entry.column,
                because="Asterisk runs this command when it starts",
            )
            if words[:2] == ["channel", "originate"] and len(words) > 3:
                yield from dial_uses(words[2], place, configuration.release)
                if words[3] == "application" and len(words) > 4:
                    yield from application_uses(
                        words[4], " ".join(words[5:]), place, configuration.release
                    )


def _may_be_script(name: str) -> bool:
    return (
        name.endswith((".agi", ".eagi", ".js", ".lua", ".php", ".pl", ".py", ".rb", ".sh"))
        or "agi-bin/" in name
    )


def _scripts(configuration: Configuration) -> Iterator[Use]:
    names = configuration.names()
    if _AGI.isdisjoint(configuration.applications()) and not any(
        _may_be_script(name) for name in names
    ):
        return
    from asterisk_lint.dialplan.agi import read_script
    from asterisk_lint.dialplan.agi_files import by_last_part, is_script, script_file
    from asterisk_lint.dialplan.text_uses import setting_of
    from asterisk_lint.usage.originated_calls import text_of

    steps = () if _AGI.isdisjoint(configuration.applications()) else configuration.dialplan().steps
    scripts = by_last_part(names)
    run = {
        script_file(step.arguments, scripts) for step in steps if step.application.lower() in _AGI
    }
    setting = None
    for name in sorted(names):
        if name in run or _may_be_script(name):
            text = text_of(configuration, name)
            if name in run or is_script(name, text):
                setting = setting or setting_of(configuration.release)
                yield from read_script(name, text, setting).uses
