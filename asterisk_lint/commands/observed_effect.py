"""What `observe` says about the effect of an observation."""

from asterisk_lint.check import check_files
from asterisk_lint.observed.values import Observed
from asterisk_lint.output.summary import count
from asterisk_lint.requirements.verdicts import UNDECIDED
from asterisk_lint.tree.target import Target


def effect_of(target: Target, found: Observed) -> str:
    """Return in a sentence what an observation changes for the whitelist."""
    counts = []
    for observed in (target.observed, found):
        facts = check_files(target._replace(observed=observed)).facts
        loaded = facts.whitelist.loaded()
        undecided = [
            name
            for name, verdict in facts.verdicts.items()
            if verdict.state == UNDECIDED and name in loaded
        ]
        missing = [name for name in facts.required if name not in loaded]
        counts.append((len(undecided), 0 if facts.whitelist.autoload else len(missing)))
    (undecided_before, missing_before), (undecided_now, missing_now) = counts
    return (
        f"{count(undecided_now, 'module')} of the whitelist undecided ({undecided_before} before), "
        f"{count(missing_now, 'module')} missing from it ({missing_before} before): "
        "`asterisk-lint` shows them"
    )
