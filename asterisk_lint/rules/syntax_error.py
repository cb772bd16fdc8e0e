"""## What it does
Reports each line at which Asterisk's own reader warns, skips the line or gives up on the file.

If AEL's compiler warns but still loads the code, the severity depends on the effect.
It is a warning if a call is likely to fail or misbehave (a time that never occurs, text that is not
an expression, a macro that is not defined in any file here).
It is information, which never changes the exit status, if it is advice about style.

## Why is this bad?
A skipped line is configuration that somebody relies on and Asterisk does not have.
Some mistakes make Asterisk drop the whole file, and with it the module that reads it.

## What to do
Correct the line.
If it is meant for another program, move it out of Asterisk's files.
"""

from asterisk_lint.rules.problems import problem_check
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL001",
    name="syntax-error",
    severity="error",
    summary="a line that Asterisk itself would reject or skip",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
""",
        "extensions.conf": """\
[default]
exten => 100,1,NoOp()
exten => 100
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
exten => 100,1,NoOp()
""",
    },
    check=lambda facts: problem_check(RULE, facts),
)
