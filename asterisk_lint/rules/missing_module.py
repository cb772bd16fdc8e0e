"""## What it does
Reports each module that the configuration needs and modules.conf does not load: one finding per module, at the first place that needs it,
with all others.

## Why is this bad?
With `autoload=no` Asterisk loads what modules.conf lists and nothing else. A missing application ends the call, a missing function reads as
empty text, a missing dependency makes Asterisk decline the module that needs it.

Where only a configuration file that lies there asks for a module, and the module would open a service on the network, the finding is a
question (a warning): the file may be a left-over, and `--fix` does not switch the service on.

## What to do
`asterisk-lint --fix` adds the line; `asterisk-lint why MODULE` shows the chain of reasons.
"""

from collections.abc import Iterator

from asterisk_lint.conf.whitelist import FILE
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.requirements.questions import Question
from asterisk_lint.rules.missing import missing_findings
from asterisk_lint.rules.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    if facts.whitelist.autoload:
        return
    yield from missing_findings(RULE, facts, enforcing=False)
    for question in facts.questions:
        if not question.forbidden:
            yield _question(question)


def _question(question: Question) -> Finding:
    """A module that only a file lying there asks for, and that would listen on the network: not switched on without a person's word."""
    first = question.uses[0]
    module = question.module
    return RULE.finding(
        f"{first.file} asks for {module}, which {FILE} does not load; {question.because}: is it wanted?",
        first.file,
        first.line,
        first.column,
        module=module,
        fix=f"`load = {module}.so` in {FILE} if it is, `noload = {module}.so` if it is not (or remove what asks for it)",
        why=first.because,
        also=tuple((use.file, use.line) for use in question.uses[1:]),
    )._replace(severity="warning")


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
