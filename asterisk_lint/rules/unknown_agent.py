"""## What it does
Reports an agent that the dialplan or a queue names and that agents.conf does not declare.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
The agent cannot log in and gets no calls.

## What to do
Correct the name, or declare the agent in agents.conf.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL309",
    name="unknown-agent",
    severity="error",
    summary="an agent is named that agents.conf does not declare",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,AgentLogin(1002)
""",
        "agents.conf": """\
[1001]
fullname = Anna
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,AgentLogin(1001)
""",
        "agents.conf": """\
[1001]
fullname = Anna
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "this agent cannot log in and gets no calls",
    ),
)
