"""Every message of the table is recognized in lines that a real Asterisk wrote (log/22.txt and
log/16.txt, made by causes.py).
"""

import os
from pathlib import Path

import pytest

from asterisk_lint.releases import Release
from asterisk_lint.witness.messages import ANCHORS, MESSAGES
from asterisk_lint.witness.recognize import RecognizedLine, Recognizer, fixed_parts
from tests.witness.causes import CAUSES, NOT_CAUSED, Cause, log_of, recognized

LOGS = Path(__file__).parent / "log"


def told(line: str) -> list[RecognizedLine]:
    recognizer = Recognizer()
    return [
        found
        for anchor in recognizer.anchors
        if anchor in line.encode()
        for found in recognizer.told(line.encode(), anchor)
    ]


def said(release: str) -> list[tuple[str, str]]:
    lines = (LOGS / f"{release}.txt").read_text(encoding="utf-8").splitlines()
    return list(zip(lines[::2], lines[1::2], strict=True))


@pytest.mark.parametrize("release", ["22", "16"])
def test_every_message_of_the_release_was_caused_in_it(release: str) -> None:
    expected = {
        message.text for message in MESSAGES if Release.parse(release).within(message.releases)
    } - set(NOT_CAUSED)
    only_elsewhere = {
        text for cause in CAUSES if release not in cause.releases for text in cause.texts
    }
    assert expected - only_elsewhere - {text for text, _ in said(release)} == set()


@pytest.mark.parametrize("release", ["22", "16"])
def test_each_line_is_recognized_as_its_message_and_no_other(release: str) -> None:
    for text, line in said(release):
        assert {found.message.text for found in told(line)} == {text}, line


NAMED = [
    (
        "WARNING[29][C-00000001] pbx.c: No application 'Queue' for extension (t, app, 1)",
        ("application", "Queue"),
    ),
    (
        "ERROR[38][C-00000004] pbx_functions.c: Function CALLERID not registered",
        ("function", "CALLERID"),
    ),
    ("WARNING[1] channel.c: No channel type registered for 'SIP5'", ("channel", "SIP5")),
    ("ERROR[2] loader.c: res_odbc declined to load.", ("failed", "res_odbc")),
    (
        "ERROR[2] loader.c: *** Failed to load module res_websocket_client.so",
        ("failed", "res_websocket_client"),
    ),
    (
        "WARNING[2] config.c: Realtime mapping for 'queues.conf' found to engine 'pgsql', "
        "but the engine is not available",
        ("engine", "pgsql"),
    ),
    (
        "ERROR[2] sorcery.c: Wizard 'nowhere' could not be applied to object type "
        "'endpoint' as it was not found",
        ("wizard", "nowhere"),
    ),
    (
        "VERBOSE[70] channel.c: Music class default requested but no musiconhold loaded.",
        ("module", "res_musiconhold"),
    ),
    ("ERROR[2] loader.c: Unknown configuration option 'lod'", ("option", "lod")),
]


@pytest.mark.parametrize(("line", "expected"), NAMED)
def test_what_is_missing_is_named(line: str, expected: tuple[str, str]) -> None:
    (found,) = told(line)
    assert (found.message.kind, found.name) == expected


# As the sources of those releases write them (no such Asterisk is at hand): main/channel.c,
# main/loader.c, apps/app_dial.c.
OLD = [
    (
        "[Nov 22 06:25:01] WARNING[2134] channel.c: Unable to find a codec translation "
        "path from 0x4 (ulaw) to 0x2 (gsm)",
        ["ulaw", "gsm"],
    ),
    (
        "Nov 22 06:25:01 WARNING[2134]: channel.c:2817 in set_format: Unable to find a "
        "codec translation path from ulaw to g729",
        ["ulaw", "g729"],
    ),
    (
        "[Nov 22 06:25:01] WARNING[2] channel.c: No translator path exists for channel "
        "type SIP (native 0x4) to 0x8",
        [],
    ),
    (
        "[Nov 22 06:25:01] WARNING[2] loader.c: Error loading module 'app_x.so': "
        "/usr/lib/asterisk/modules/app_x.so: undefined symbol: y",
        ["app_x"],
    ),
    ("[Nov 22 06:25:01] WARNING[2] loader.c: Module 'app_x.so' could not be loaded.", ["app_x"]),
    ("[Nov 22 06:25:01] ERROR[2] app_dial.c: Could not find application Gosub", ["Gosub"]),
    (
        "[Nov 22 06:25:01] WARNING[2] presencestate.c: No provider found for label CustomPresence",
        ["CustomPresence"],
    ),
    (
        "[Nov 22 06:25:01] WARNING[2] channel.c: Unable to find a codec translation path: "
        "(slin) -> (slin16)",
        ["slin16"],
    ),
]


@pytest.mark.parametrize(("line", "names"), OLD)
def test_older_releases_are_understood(line: str, names: list[str]) -> None:
    assert [name for found in told(line) for name in (found.name, *found.beside)] == names


OTHER = [
    "[2026-11-23 00:31:51] NOTICE[2] res_pjsip/pjsip_distributor.c: Request 'REGISTER' "
    "failed - No matching endpoint found",
    "[2026-11-23 00:31:51] VERBOSE[2] pbx_app.c: Registered application 'Dial'",
    "[2026-11-23 00:31:51] ERROR[2] config_options.c: Unable to load config file 'cdr.conf'",
    "[2026-11-23 00:31:51] VERBOSE[2] loader.c: Loading app_dial.so.",
    "[2026-11-23 00:31:51] WARNING[2] file.c: File beep does not exist in any format",
    "[2026-11-23 00:31:51] ERROR[2] res_stasis.c: Stasis app 'x' not registered",
    "[2026-11-23 00:31:51] VERBOSE[2] chan_sip.c: Unregistered SIP 'alice'",
]


@pytest.mark.parametrize("line", OTHER)
def test_other_lines_say_nothing(line: str) -> None:
    assert told(line) == []


def test_every_message_can_be_found() -> None:
    for message in MESSAGES:
        assert any(anchor in part for anchor in ANCHORS for part in fixed_parts(message.text)), (
            message.text
        )
    assert len({message.text for message in MESSAGES}) == len(MESSAGES)


@pytest.mark.parametrize("cause", CAUSES, ids=[cause.texts[0][:30] for cause in CAUSES])
def test_a_real_asterisk_says_it(cause: Cause, asterisk_root: str) -> None:
    if cause is not CAUSES[0] and not os.environ.get("ASTERISK_LINT_SLOW"):
        pytest.skip("ASTERISK_LINT_SLOW=1 causes every message in a real Asterisk")
    release = asterisk_root.rpartition("-")[2]
    if release not in cause.releases:
        pytest.skip("only in the other release")
    held = {message.text for message in MESSAGES if Release.parse(release).within(message.releases)}
    assert {text for text in cause.texts if text in held} - {
        text for text, _ in recognized(log_of(cause, asterisk_root))
    } == set()
