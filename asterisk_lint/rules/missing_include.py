"""## What it does
Reports an `#include` whose file is not in the repository.

## Why is this bad?
Asterisk refuses the whole file when an `#include` in it finds nothing; in modules.conf it does not even start. And what stands in a file
that is out of sight can use modules that then seem unused.

## What to do
Commit the file, correct its name, or write `#tryinclude` when it may be missing.
"""

from asterisk_lint.rules.problems import problem_check
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL002",
    name="missing-include",
    severity="error",
    summary="`#include` of a file that is not there",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
#include "local.conf"
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = no
#tryinclude "local.conf"
""",
    },
    check=lambda facts: problem_check(RULE, facts),
)
