"""Pieces of dialplan in other files."""

from collections.abc import Mapping

import pytest

from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.agi import read_script, unread
from asterisk_lint.dialplan.agi_files import by_last_part, script_file
from asterisk_lint.dialplan.text_uses import setting_of
from asterisk_lint.releases import RELEASE_22, Release
from asterisk_lint.usage.dialplan_values import ROWS, find
from asterisk_lint.usage.interpret import row_uses
from asterisk_lint.usage.originated_calls import (
    ari_originate_uses,
    call_file_uses,
    manager_action_uses,
)
from asterisk_lint.usage.rows import about_files
from tests.memory import MemoryFiles


def test_call_files() -> None:
    text = (
        "Channel: PJSIP/100\n# Application: Commented\nMaxRetries: 2\n"
        "Application: Dial ; with this\nData: IAX2/2,20,U(x),${LEN(a)}\n"
        "Setvar: CALLERID(num)=1\nSet: X=1\nCodecs: ulaw,g722\n"
    )
    found = [
        (use.kind, use.name, use.line, use.column)
        for use in call_file_uses("wake.call", text, RELEASE_22)
    ]
    assert found == [
        ("module", "pbx_spool", 1, 0),
        ("channel", "PJSIP", 1, 10),
        ("application", "Dial", 4, 14),
        ("channel", "IAX2", 4, 14),
        ("application", "Gosub", 4, 14),
        ("function", "CALLERID", 6, 9),
        ("codec", "ulaw", 8, 9),
        ("codec", "g722", 8, 9),
    ]


def test_manager_actions() -> None:
    text = (
        "Action: Login\nChannel: SIP/9\n\nAction: Originate\nChannel: PJSIP/1\n"
        "Application: Playback\nVariable: X=1,CDR(y)=2\n"
    )
    found = [
        (use.kind, use.name, use.line) for use in manager_action_uses("call.ami", text, RELEASE_22)
    ]
    assert found == [
        ("channel", "PJSIP", 5),
        ("application", "Playback", 6),
        ("function", "CDR", 7),
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"pjsip.conf": "[alice]\ntype=endpoint\nset_var=CALLERID(name)=Alice\nset_var=X=1\n"},
            {"function CALLERID"},
        ),
        (
            {"sip.conf": "[bob]\nsetvar=CHANNEL(hangup_handler_push)=bye,s,1\n"},
            {"function CHANNEL", "application Gosub"},
        ),
        ({"iax.conf": "[t](!)\nsetvar=CDR(x)=1\n"}, set()),
        ({"confbridge.conf": "[b]\ntype=bridge\nrecord_conference=yes\n"}, {"format wav"}),
        (
            {
                "confbridge.conf": "[b]\ntype=bridge\nrecord_conference=yes\n"
                "record_file=/a.b/c.gsm\n"
            },
            {"format gsm"},
        ),
        ({"confbridge.conf": "[b]\ntype=bridge\nrecord_conference=no\nrecord_file=c.gsm\n"}, set()),
        (
            {"confbridge.conf": "[u]\ntype=user\nmusic_on_hold_when_empty=yes\n"},
            {"module res_musiconhold"},
        ),
        (
            {"followme.conf": "[bob]\nmusicclass=default\nnumber=>100,20\n"},
            {"module res_musiconhold"},
        ),
        ({"minivm.conf": "[template-x]\nsubject=New ${TOUPPER(x)}\n"}, {"function TOUPPER"}),
        ({"logger.conf": "[general]\nexec_after_rotate=gzip ${SHELL(x)}\n"}, {"function SHELL"}),
        (
            {
                "cli.conf": "[startup_commands]\n"
                "channel originate SIP/1 application Dial IAX2/2 = yes\n"
            },
            {"channel SIP", "application Dial", "channel IAX2"},
        ),
        (
            {
                "cli.conf": "[startup_commands]\n"
                "channel originate SIP/1 extension 1@x = fully-booted\n"
            },
            {"channel SIP"},
        ),
        (
            {
                "cli.conf": "[startup_commands]\n"
                "channel originate SIP/1 application Dial IAX2/2 = no\n"
            },
            set(),
        ),
        (
            {"out/x.call": "Channel: SIP/1\nApplication: Playback\n"},
            {"module pbx_spool", "channel SIP", "application Playback"},
        ),
        ({"agi-bin/x": '#!/bin/sh\necho "EXEC Playback hello"\n'}, {"application Playback"}),
        (
            {
                "extensions.conf": "[c]\nexten=>s,1,AGI(look.sh,1)\n",
                "scripts/look.sh": 'echo "EXEC Queue x,r"\n',
            },
            {"application Queue"},
        ),
        ({"scripts/look.sh": 'echo "EXEC Queue x,r"\n'}, set()),
    ],
)
def test_values_of_configuration_files(files: Mapping[str, str], expected: set[str]) -> None:
    configuration = Configuration(MemoryFiles(files), release=Release.parse("22"))
    found = [*row_uses(configuration, about_files(ROWS)), *find(configuration)]
    assert {f"{use.kind} {use.name}" for use in found} == expected


PYTHON = """#!/usr/bin/env python3
from asterisk.agi import AGI
agi = AGI()
# agi.appexec("Commented", "x")
agi.appexec("Dial", "SIP/100,20,U(x)")
agi.execute("EXEC", "Playback hello")
number = agi.get_variable("CALLERID(num)")
value = agi.get_full_variable("${DB(a/b)}")
agi.set_variable('CDR(userfield)', value)
agi.record_file("/tmp/x", "wav", "#", 1000)
"""
PERL = """#!/usr/bin/perl
use Asterisk::AGI;
my $AGI = new Asterisk::AGI;
$AGI->exec('Dial', "PJSIP/100");
print "EXEC Set \\"CDR(x)=1\\"\\n";
"""
PHP = """<?php require 'phpagi.php';
$agi = new AGI();
$agi->exec_dial("SIP", "100", 30);
$agi->exec("Queue", "support,r");
$v = $agi->get_variable("DIALSTATUS");
"""
SHELL = """#!/bin/bash
echo "EXEC Playback hello-world"
echo "GET VARIABLE CDR(src)"
echo 'SET VARIABLE FOO bar'
echo "GET FULL VARIABLE \\${CALLERID(name)}"
echo "RECORD FILE /tmp/a gsm # 10000"
echo "GOSUB sub s 1"
"""


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.py", PYTHON, ["application Dial", "channel SIP", "application Gosub",
                "application Playback", "function CALLERID", "function DB",
                          "function CDR", "format wav"]),
        ("b.pl", PERL, ["application Dial", "channel PJSIP", "application Set", "function CDR"]),
        ("c.php", PHP, ["application Dial", "channel SIP", "application Queue"]),
        ("d.sh", SHELL, ["application Playback", "function CDR", "function CALLERID", "format gsm",
                "agi_command gosub"]),
    ],
)  # fmt: skip
def test_agi_scripts(name: str, text: str, expected: list[str]) -> None:
    script = read_script(name, text, setting_of(RELEASE_22))
    assert [f"{use.kind} {use.name}" for use in script.uses] == expected
    assert script.reaches == frozenset()


@pytest.mark.parametrize(
    ("text", "plays"),
    [
        ("agi.stream_file('tt-monkeys')", True),
        ("$AGI->get_data('vm-password', 5000, 4);", True),
        ("self.agi.say_digits(number)", True),
        ('echo "STREAM FILE hello #"', True),
        ('echo "CONTROL STREAM FILE hello #"', True),
        ('echo "SAY NUMBER 42 #"', True),
        ("# agi.stream_file('tt-monkeys')", False),
        ("response.get_data()", False),
        ('print("VERBOSE \\"we say number one\\" 1")', False),
        ("agi.hangup()", False),
    ],
)
def test_a_script_that_plays_prompts_needs_the_format_that_they_have(
    text: str, plays: bool
) -> None:
    assert [
        f"{use.kind} {use.name}" for use in read_script("x.agi", text, setting_of(RELEASE_22)).uses
    ] == (["format gsm"] if plays else [])


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        ("$AGI->exec($application, $arguments);", {"application", "channel", "function"}),
        ("agi.execute(command)", {"application", "channel", "function"}),
        ('agi.appexec("Dial", peer)\nagi.get_variable(name)', {"function"}),
        ('print("VERBOSE hello 1")', set()),
    ],
)
def test_what_a_script_leaves_open(text: str, reaches: set[str]) -> None:
    assert read_script("x.agi", text, setting_of(RELEASE_22)).reaches == reaches


def test_lines_and_columns_in_scripts() -> None:
    first, second, third, *_ = read_script("a.py", PYTHON, setting_of(RELEASE_22)).uses
    assert [(use.line, use.column) for use in (first, second, third)] == [(5, 14), (5, 22), (5, 0)]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("look.py,1,2", "agi-bin/look.py"),
        ("/usr/share/asterisk/agi-bin/look.py", "agi-bin/look.py"),
        ("agi://10.0.0.1/look.py", None),
        ("agi:async", None),
        ("${SCRIPT}", None),
        ("other.py", None),
        ("", None),
    ],
)
def test_the_script_that_agi_runs(arguments: str, expected: str | None) -> None:
    assert (
        script_file(arguments, by_last_part(["old/agi-bin/look.py", "agi-bin/look.py", "xlook.py"]))
        == expected
    )


def test_what_is_unread_of_the_scripts_that_the_dialplan_runs() -> None:
    files = MemoryFiles(
        {
            "agi-bin/a.py": PYTHON,
            "agi-bin/open.pl": "$AGI->exec($what);",
            "agi-bin/compiled": b"\x7fELF\x00\x01",
        }
    )
    assert unread("agi-bin/a.py", files, RELEASE_22) == frozenset()
    assert unread("agi-bin/open.pl", files, RELEASE_22) == frozenset(
        {"application", "channel", "function"}
    )
    assert unread("agi-bin/compiled", files, RELEASE_22) is None
    assert unread(None, files, RELEASE_22) is None


def test_ari_originate_templates() -> None:
    text = """\
{
  "reminder": {
    "endpoint": "PJSIP/alice&IAX2/bob",
    "app": "reminders",
    "variables": {"CALLERID(name)": "Clock", "plain": "x"}
  },
  "other": {"endpoint": "no technology", "app": "x"}
}
"""
    found = {
        (use.kind, use.name, use.line)
        for use in ari_originate_uses("reminder.json", text, RELEASE_22)
    }
    assert found == {
        ("channel", "PJSIP", 3),
        ("channel", "IAX2", 3),
        ("application", "Stasis", 4),
        ("function", "CALLERID", 5),
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"endpoint": 1, "app": 2}',
        '{"endpoint": "https://x/y"}',
        "[" * 100_000 + '"endpoint"',
    ],
)
def test_other_programs_json_is_left_alone(text: str) -> None:
    assert list(ari_originate_uses("package.json", text, RELEASE_22)) == []
