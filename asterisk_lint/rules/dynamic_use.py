"""## What it does
Reports a name that is computed during a call, such as `Exec(${APP}(x))`.
The configuration does not show which module it needs.

## Why is this bad?
A module that is used only this way looks unused.
As long as such a line exists, modules that it could use are undecided and never removed.

## What to do
Declare what the line can use under `uses:` in `.asterisk-lint.yaml`.
Then silence the line with `; asterisk-lint: ignore[dynamic-use]`.
"""

from asterisk_lint.rules.problems import problem_check
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL204",
    name="dynamic-use",
    severity="warning",
    summary="an application, function or technology whose name is only known during a call",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_exec.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Exec(${CALLED}(1))
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_exec.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Exec(NoOp(1))
""",
    },
    check=lambda facts: problem_check(RULE, facts),
)
