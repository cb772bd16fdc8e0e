"""## What it does
Reports each module that the configuration needs and modules.conf does not load.
There is one finding for each module, at the first place that needs it, with all other places
listed.

## Why is this bad?
With `autoload=no` Asterisk loads only what modules.conf lists.
A missing application ends the call, a missing function evaluates to empty text, and a missing
dependency makes Asterisk decline the module that needs it.

If only a configuration file asks for a module that would open a network service, the finding is a
question (a warning).
The file may be a left-over, so `--fix` does not enable the service.

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
    """Ask about a module that only a configuration file needs and that opens a network service: it
    is not enabled without a person's decision.
    """
    first = question.uses[0]
    module = question.module
    return RULE.finding(
        (
            f"{first.file} asks for {module}, which {FILE} does not load; {question.because}: do "
            "you want it?"
        ),
        first.file,
        first.line,
        first.column,
        module=module,
        fix=(
            f"`load = {module}.so` in {FILE} if it is, `noload = {module}.so` if it is not (or "
            f"remove {first.file})"
        ),
        why=first.because,
        also=tuple((use.file, use.line) for use in question.uses[1:]),
    )._replace(severity="warning")


RULE: Rule = Rule(
    code="AL101",
    name="missing-module",
    severity="error",
    summary="the configuration uses a module that the whitelist lacks",
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
    fixed_by_verify=True,
)
