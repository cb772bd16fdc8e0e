"""The PBX of 2010: Asterisk 1.6.2 with asterisk-addons, checked, fixed and moved to 22; every
finding checked against the sources of the two releases.
"""

import json
from pathlib import Path
from typing import Any

from tests.pbx import fixture, lint

# (file, line, rule's code, module or None), each with its reason in Asterisk 1.6.2.
PRESENT = [
    (
        "extensions.conf",
        17,
        "AL101",
        "format_sln",
    ),  # MeetMe's option i records a name in that format: app_meetme.c, "sln"
    (
        "extensions.conf",
        31,
        "AL101",
        "func_channel",
    ),  # CHANNEL(language): func_language's successor since 1.6.0
    ("extensions.conf", 45, "AL328", None),  # Playback(a|noanswer): 1.6.0 separates with commas
    ("extensions.conf", 49, "AL342", None),  # nothing leads to this context
    (
        "modules.conf",
        7,
        "AL102",
        "res_adsi",
    ),  # nothing asks for ADSI; its functions are stubs in the core without it: main/adsistub.c
    ("modules.conf", 8, "AL104", "res_features"),  # main/features.c since 1.6.0
    ("modules.conf", 9, "AL104", "res_indications"),  # UPGRADE.txt of 1.6.2: into the core
    (
        "modules.conf",
        12,
        "AL113",
        "res_smdi",
        # no smdi.conf; voicemail and DAHDI bind to it weakly, and sla.conf, which is not here,
        # names lines
    ),
    # res_agi, app_stack and format_sln16: no AGI(), macros only, no Gosub(); only the rules of a
    # say.conf could ask for them. res_speech stays as long as res_agi, which cannot load without
    # it.
    ("modules.conf", 14, "AL102", None),
    (
        "modules.conf",
        18,
        "AL102",
        "app_db",
    ),  # DB() is func_db's; DBdel() and DBdeltree() are nowhere
    ("modules.conf", 52, "AL104", "func_moh"),  # gone since 1.6.0: CHANNEL(musicclass)
]
# What is new on the way to 22, by UPGRADE notes and sources up to 22.
MOVED = [
    ("agents.conf", 4, "AL116", None),  # a section for each agent since 12; 22 rejects the file
    ("cdr.conf", 1, "AL117", None),  # endbeforehexten is on since 13
    ("cdr_mysql.conf", 2, "AL117", None),  # nothing reads it since 19
    ("sip.conf", 2, "AL117", None),  # nothing reads it since 21
    ("queues.conf", 8, "AL309", None),  # an agent is a section of agents.conf since 12
    ("queues.conf", 7, "AL117", None),  # monitor-format: recorded by Monitor() until 20
    ("cdr.conf", 2, "AL101", "cdr_csv"),  # the MySQL backend is gone (19), so records go nowhere
    (
        "extensions.conf",
        10,
        "AL101",
        "res_parking",
    ),  # the context parkedcalls exists only with it since 12
    ("extensions.conf", 15, "AL201", None),  # Macro(): 21
    # ParkAndAnnounce(): its second argument is options since 12, and no longer a timeout.
    ("extensions.conf", 18, "AL326", None),
    ("extensions.conf", 17, "AL101", "func_speex"),  # MeetMe denoises with DENOISE() since 1.8
    (
        "extensions.conf",
        10,
        "AL101",
        "bridge_holding",
    ),  # where the parked (`include => parkedcalls`) wait since 12
    ("extensions.conf", 10, "AL115", "res_parking"),  # its file is no longer features.conf
    ("extensions.conf", 21, "AL101", "app_agent_pool"),  # AgentLogin(): 12
    (
        "modules.conf",
        19,
        "AL101",
        "bridge_simple",
    ),  # app_dial: calls are bridged by modules since 12
    ("extensions.conf", 22, "AL203", None),  # SIP/: 21
    ("extensions.conf", 33, "AL201", None),  # MYSQL(): 19
    ("extensions.conf", 39, "AL201", None),  # Monitor(): 21
    ("extensions.conf", 50, "AL201", None),  # SetCallerPres(): 16
    ("extensions.conf", 59, "AL201", None),  # MacroExit(): 21
    ("features.conf", 2, "AL116", None),  # parking left features.conf in 12
    ("features.conf", 3, "AL116", None),
    ("features.conf", 4, "AL116", None),
    (
        "modules.conf",
        7,
        "AL113",
        None,
    ),  # res_parking.conf, which is not here, can ask for applications
    ("modules.conf", 7, "AL112", "res_adsi"),
    ("modules.conf", 10, "AL104", "res_monitor"),  # 21
    ("modules.conf", 17, "AL104", "app_addon_sql_mysql"),  # app_mysql in 1.8, gone in 19
    ("modules.conf", 20, "AL104", "app_macro"),  # 21
    ("modules.conf", 21, "AL112", "app_meetme"),  # deprecated since 19
    ("modules.conf", 22, "AL104", "app_parkandannounce"),  # part of res_parking since 12
    ("modules.conf", 25, "AL104", "app_setcallerid"),  # 16
    ("modules.conf", 30, "AL104", "cdr_addon_mysql"),  # cdr_mysql in 1.8, gone in 19
    ("modules.conf", 32, "AL104", "chan_agent"),  # 12
    ("modules.conf", 34, "AL104", "chan_local"),  # in the core since 12
    ("modules.conf", 35, "AL104", "chan_sip"),  # 21
    ("modules.conf", 43, "AL104", "format_sln16"),  # part of format_sln since 10
    ("queues.conf", 7, "AL101", "app_mixmonitor"),  # queues record with MixMonitor alone since 21
    ("queues.conf", 8, "AL203", None),  # Agent/: 12
]


def told(output: str) -> list[tuple[str, int, str, str | None]]:
    (pbx,) = json.loads(output)["pbx"]
    findings: list[dict[str, Any]] = pbx["findings"]
    return [
        (finding["file"], finding["line"], finding["code"], finding.get("module"))
        for finding in findings
    ]


def test_check(tmp_path: Path) -> None:
    directory = fixture("2010-call-centre", tmp_path)
    assert told(lint("--output-format", "json", ".", cwd=directory, status=1).stdout) == PRESENT


def test_fix_settles_all_but_what_others_may_still_build(tmp_path: Path) -> None:
    directory = fixture("2010-call-centre", tmp_path)
    before = (directory / "modules.conf").read_text().splitlines()
    lint("--fix", "--unsafe-fixes", ".", cwd=directory)
    after = (directory / "modules.conf").read_text().splitlines()
    gone = {"adsi", "features", "indications", "speech", "agi"}
    removed = [f"load => res_{name}.so" for name in sorted(gone)] + [
        "load => app_db.so",
        "load => app_stack.so",
        "load => format_sln16.so",
        "load => func_moh.so",
    ]
    added = ["load => format_sln.so", "load => func_channel.so"]
    assert sorted(after) == sorted([line for line in before if line not in removed] + added)
    left = told(lint("--output-format", "json", ".", cwd=directory, status=1).stdout)
    assert [(code, module) for _, _, code, module in left] == [
        ("AL328", None),
        ("AL342", None),
        ("AL113", "res_smdi"),
    ]


def test_upgrade_to_22(tmp_path: Path) -> None:
    directory = fixture("2010-call-centre", tmp_path)
    assert sorted(
        told(
            lint(
                "upgrade", "--to", "22", "--output-format", "json", ".", cwd=directory, status=1
            ).stdout
        ),
        key=repr,
    ) == sorted(MOVED, key=repr)


def test_the_pipe_of_time_conditions_still_separates(tmp_path: Path) -> None:
    """1.6.2 takes `|` in times (main/pbx.c: ast_build_timing); the destination after it is one of
    the dialplan.
    """
    directory = fixture("2010-call-centre", tmp_path)
    (pbx,) = json.loads(
        lint("uses", "--output-format", "json", ".", cwd=directory, status=0).stdout
    )["pbx"]
    there = {(use["kind"], use["name"]) for use in pbx["uses"] if use["file"] == "extensions.conf"}
    assert {
        ("application", "GotoIfTime"),
        ("application", "MYSQL"),
        ("function", "IF"),
        ("channel", "SIP"),
        ("channel", "DAHDI"),
    } <= there
