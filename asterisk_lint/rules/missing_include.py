"""## What it does
Reports an `#include` whose file is not in the repository.

## Why is this bad?
Asterisk rejects the whole file if an `#include` in it finds nothing; for modules.conf it does not
even start.
In addition, an include that asterisk-lint cannot read may use modules that otherwise look unused.

## What to do
Commit the file, correct its name, or write `#tryinclude` if the file may be missing.
"""

from asterisk_lint.rules.problems import problem_check
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL002",
    name="missing-include",
    severity="error",
    summary="`#include` of a missing file",
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
