"""## What it does
Reports a function of func_odbc.conf that the dialplan reads though its section has no `readsql`, or
sets though it has no `writesql`.
Nothing is reported where a part of func_odbc.conf cannot be read.

## Why is this bad?
Asterisk logs that the function cannot be read or written, and the call continues without the data.

## What to do
Add the query to the section, or use another function.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL320",
    name="missing-query",
    severity="error",
    summary="a function of func_odbc.conf is used for which it has no query",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Set(NAME=${ODBC_CUSTOMER(${CALLERID(num)})})
""",
        "func_odbc.conf": """\
[CUSTOMER]
dsn = office
writesql = UPDATE customers SET name = '${VAL1}' WHERE number = '${ARG1}'
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Set(NAME=${ODBC_CUSTOMER(${CALLERID(num)})})
""",
        "func_odbc.conf": """\
[CUSTOMER]
dsn = office
readsql = SELECT name FROM customers WHERE number = '${ARG1}'
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "the call continues without the data",
        sentences={
            "readsql": "{name}() is read, but its section in func_odbc.conf has no readsql",
            "writesql": "{name}() is set, but its section in func_odbc.conf has no writesql",
        },
    ),
)
