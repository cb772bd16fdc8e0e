"""## What it does
Reports a database connection that a configuration file names and that res_odbc.conf does not
declare.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
What should be read from or written to the database is lost.

## What to do
Correct the name, or declare the connection in res_odbc.conf.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL313",
    name="unknown-odbc-connection",
    severity="error",
    summary="a database connection is named that res_odbc.conf does not declare",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "func_odbc.conf": """\
[RATE]
dsn = bilings
readsql = SELECT 1
""",
        "res_odbc.conf": """\
[billing]
enabled = yes
dsn = billing
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "func_odbc.conf": """\
[RATE]
dsn = billing
readsql = SELECT 1
""",
        "res_odbc.conf": """\
[billing]
enabled = yes
dsn = billing
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "nothing is read from or written to this database",
    ),
)
