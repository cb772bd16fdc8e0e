"""## What it does
Reports each `#exec`, which Asterisk replaces with the output of a program.
asterisk-lint never runs it.

## Why is this bad?
The output can use any module, and the repository does not show which.

## What to do
Declare what the output uses under `uses:` in `.asterisk-lint.yaml`.
Then silence the line with `; asterisk-lint: ignore[exec-include]`.
"""

from asterisk_lint.rules.problems import problem_check
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL003",
    name="exec-include",
    severity="information",
    summary="`#exec`: its output cannot be read",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,NoOp()
#exec /usr/bin/more-extensions
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
    check=lambda facts: problem_check(RULE, facts),
)
