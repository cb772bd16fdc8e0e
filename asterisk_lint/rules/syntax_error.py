"""## What it does
Reports each line at which Asterisk's own reader warns, skips the line or gives up on the file.

Where AEL's compiler warns and takes all of it nevertheless, the finding is a warning when a call is likely to miss something (a time that never
comes, an expression that is none, a macro that is nowhere in sight), and information when it is advice about style, which never changes the exit
status.

## Why is this bad?
A skipped line is a piece of configuration that somebody believes in and Asterisk does not have. At some mistakes Asterisk drops the whole
file, and with it the module that reads it.

## What to do
Correct the line. If it is meant for another program, move it out of Asterisk's files.
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
