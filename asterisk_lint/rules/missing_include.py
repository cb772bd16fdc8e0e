"""## What it does
Reports an `#include` whose file is not in the repository.

## Why is this bad?
Asterisk rejects the whole file if an `#include` in it finds nothing; for modules.conf it does not
even start.
In addition, an include that asterisk-lint cannot read may use modules that otherwise look unused.

## What to do
Commit the file, correct its name, or write `#tryinclude` if the file may be missing.
"""

from collections.abc import Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.rules.problems import problem_check
from asterisk_lint.rules.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    observed = facts.configuration.observed
    # On the machine these includes find their files.
    found = {
        (include.file, include.line)
        for conf in (facts.configuration.read_confs() if observed is not None else ())
        for include in conf.includes
        if observed is not None and (include.file, include.target) in observed.includes
    }
    for finding in problem_check(RULE, facts):
        if (finding.file, finding.line) not in found:
            yield _in_words(finding, facts)


def _in_words(finding: Finding, facts: Facts) -> Finding:
    """Say of a file that Git ignores, or does not have yet, that it is not in the commit: it is no
    wrong name.
    """
    from shlex import quote

    from asterisk_lint.conf.include import find
    from asterisk_lint.tree.files import is_ignored, is_on_disk

    configuration = facts.configuration
    targets = [
        include.target
        for conf in configuration.read_confs()
        for include in conf.includes
        if (include.file, include.line) == (finding.file, finding.line) and not include.found
    ]
    for target in targets:
        for name in find(configuration.files, target, configuration.etc).names:
            if is_ignored(configuration.files, name):
                return finding._replace(
                    message=f"{target} is not in the commit, because .gitignore covers it",
                    help="nothing to do if the machine has the file",
                )
            if is_on_disk(configuration.files, name):
                return finding._replace(
                    message=f"{target} is on disk, but not in the commit",
                    help=f"git add -- {quote(name)}",
                )
    return finding


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
    check=check,
)
