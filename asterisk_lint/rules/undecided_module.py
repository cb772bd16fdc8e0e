"""## What it does
Reports each whitelisted module that nothing in sight uses while something that cannot be read here could: a missing include, an AMI or ARI
client, an AGI program, a template placeholder, or the module's own nature (nothing in any configuration can show its use).

Says as well, as information, where a codec is allowed that Asterisk itself only passes on, while a distribution has a module that
translates it (opus): without an inventory nobody can tell whether this Asterisk has it.

## Why is this bad?
It may be needed or not; nobody who reads the repository can tell, and so `--fix` never touches it.

## What to do
Settle it in `.asterisk-lint.yaml`: `keep:` with a reason, `uses:` for what the clients outside run, or `sealed: true` when what you see is
all there is. For a codec: `inventory:` (`asterisk-lint inventory` writes it), an entry under `modules:`, or a `load` or `noload` of the module.
"""

from collections.abc import Iterator

from asterisk_lint.conf.whitelist import FILE
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding, Related
from asterisk_lint.requirements.verdicts import UNDECIDED
from asterisk_lint.rules.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    if facts.whitelist.autoload:
        return
    for verdict in facts.verdicts.values():
        if verdict.state == UNDECIDED:
            listed = verdict.listed
            if verdict.because:
                more = len(verdict.because) - 1
                others = f" (and {more} more)" if more else ""
                message = f"nothing in sight uses {listed.module}, but it could be used by {verdict.because[0].what}{others}"
            else:
                message = f"nothing in a configuration can show whether {listed.module} is used: {verdict.invisible}"
            yield RULE.at(
                listed,
                message,
                why=f"settle it in .asterisk-lint.yaml: keep: {{{listed.module}: reason}}, uses:, or sealed: true",
                related=tuple(Related(thing.file, thing.line, 0, thing.what) for thing in verdict.because),
            )
    for module, reason in facts.unsettled.items():
        known = facts.catalog.module(module)
        codecs = ", ".join(known.provides.get("codec", ())) if known else "it"
        yield RULE.finding(
            f"{module} is needed if this Asterisk has it, which nothing says: without it {codecs} is only passed on, never translated",
            reason.file or FILE,
            reason.line or 1,
            reason.column,
            module=module,
            why="settle it with an inventory, an entry under modules:, or a load or noload of the module",
        )._replace(severity="information")


RULE: Rule = Rule(
    code="AL113",
    name="undecided-module",
    severity="warning",
    summary="whitelisted, nothing in sight uses it, but something out of sight could",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_queue.so
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
""",
        "extensions.conf": """\
[default]
exten => 1,1,NoOp()
""",
    },
    check=check,
)
