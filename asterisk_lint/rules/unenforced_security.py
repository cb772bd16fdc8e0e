"""## What it does
Reports protection that the configuration asks for (authentication, access lists, encryption,
verification of certificates or signatures) if the module that enforces it is not loaded.

## Why is this bad?
Asterisk starts, logs almost nothing, and lets everybody in.
For example, with `auth=` on an endpoint but without res_pjsip_authenticator_digest, Asterisk
answers a request without credentials with 200 OK.
No other finding is more serious.

## What to do
`asterisk-lint --fix` adds the line.
Do this before the configuration goes on a network.
"""

from collections.abc import Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.rules.missing import missing_findings
from asterisk_lint.rules.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    if facts.whitelist.autoload:
        return
    yield from missing_findings(RULE, facts, enforcing=True)


RULE: Rule = Rule(
    code="AL114",
    name="unenforced-security",
    severity="error",
    summary="the configuration asks for protection, but the module that enforces it is not loaded",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = chan_pjsip.so
""",
        "pjsip.conf": """\
[alice]
type = endpoint
auth = alice
allow = ulaw

[alice]
type = auth
auth_type = userpass
username = alice
password = secret
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,NoOp()
""",
    },
    check=check,
    fixable=True,
    security_severity="9.0",
    gitlab_severity="critical",
    new_reason_counts=True,
    fixed_by_verify=True,
)
