"""## What it does
Reports each module that the configuration needs and modules.conf does not load: one finding per module, at the first place that needs it,
with all others.

## Why is this bad?
With `autoload=no` Asterisk loads what modules.conf lists and nothing else. A missing application ends the call, a missing function reads as
empty text, a missing dependency makes Asterisk decline the module that needs it.

## What to do
`asterisk-lint --fix` adds the line; `asterisk-lint why MODULE` shows the chain of reasons.
"""

from collections.abc import Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.rules.missing import missing_findings
from asterisk_lint.rules.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    if facts.whitelist.autoload:
        return
    yield from missing_findings(RULE, facts, enforcing=False)


RULE: Rule = Rule(
    code="AL101",
    name="missing-module",
    severity="error",
    summary="something is used whose module the whitelist lacks",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Verbose(1,hello)
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_verbose.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Verbose(1,hello)
""",
    },
    check=check,
    fixable=True,
    new_reason_counts=True,
    mended_by_verify=True,
)
