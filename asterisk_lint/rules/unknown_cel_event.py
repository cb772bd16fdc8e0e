"""## What it does
Reports a name in `events=` of cel.conf that is not an event of Asterisk 12 or newer: ALL,
CHAN_START, CHAN_END, ANSWER, HANGUP, APP_START, APP_END, PARK_START, PARK_END, USER_DEFINED,
BRIDGE_ENTER, BRIDGE_EXIT, BLINDTRANSFER, ATTENDEDTRANSFER, PICKUP, FORWARD, LINKEDID_END,
LOCAL_OPTIMIZE, LOCAL_OPTIMIZE_BEGIN, STREAM_BEGIN, STREAM_END, DTMF.
Asterisk 12 removed BRIDGE_START, BRIDGE_END, BRIDGE_UPDATE, CONF_ENTER, CONF_EXIT and TRANSFER.
Nothing is reported where a part of cel.conf cannot be read.

## Why is this bad?
Asterisk rejects the whole cel.conf and records no events.

## What to do
Correct the name, or remove it.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL343",
    name="unknown-cel-event",
    severity="error",
    summary="cel.conf names an event that Asterisk does not know",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "cel.conf": """\
[general]
enable = yes
apps = dial
events = CHAN_START,HANGUP,BRIDGE_START
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "cel.conf": """\
[general]
enable = yes
apps = dial
events = CHAN_START,HANGUP,BRIDGE_ENTER
""",
    },
    check=lambda facts: missing_names(
        RULE, facts, "Asterisk rejects cel.conf and records no events"
    ),
)
