"""## What it does
Reports an endpoint of pjsip.conf, or a peer of sip.conf or iax.conf, that a dial string, a queue's
member or another object names and that is not declared.
Names that can be addresses on the network are left alone.
A bare name of a SIP or IAX peer, which could also be a host's, is a warning.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
Calls to it fail.

## What to do
Correct the name, or declare the endpoint.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL310",
    name="unknown-peer",
    severity="error",
    summary="a call goes to an endpoint or peer that no file declares",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Dial(PJSIP/anan)
""",
        "pjsip.conf": """\
[anna]
type = endpoint
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Dial(PJSIP/anna)
""",
        "pjsip.conf": """\
[anna]
type = endpoint
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "calls to it fail",
        {
            "SIP peer": "chan_sip takes the name for that of a host, and calls to it fail",
            "IAX peer": "chan_iax2 takes the name for that of a host, and calls to it fail",
        },
    ),
)
