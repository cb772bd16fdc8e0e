"""What `verify` does with an observation of the machine: files that only the machine has, and
modules whose need no boot can prove.
"""

from asterisk_lint.facts import Facts
from asterisk_lint.observed.values import Observed
from asterisk_lint.output.terminal import note
from asterisk_lint.requirements.verdicts import UNDECIDED, UNKNOWN
from asterisk_lint.tree.files import Files

STAND_IN = b"; this file is only on the machine\n"


def with_stand_ins(files: Files, observed: Observed | None) -> Files:
    """Return the files, with an empty one in place of each that only the machine has: a module that
    declines without its file starts as it does there.
    """
    if observed is None:
        return files
    from asterisk_lint.machine.files import FilesInMemory, Whole

    absent = observed.files - frozenset(files.names())
    held = FilesInMemory({name: STAND_IN for name in absent if not set(name) & set("*?#[]{}")})
    return Whole(files, held, ())


def tell_unproved(facts: Facts) -> None:
    """Name on stderr the whitelisted modules whose need no boot can prove."""
    from asterisk_lint.requirements.observed_only import only_observed

    loaded, observed = facts.whitelist.loaded(), facts.target.observed
    if observed is not None:
        only = only_observed(facts.required)
        _tell(
            f"only the observation of {observed.day} shows what they are for",
            [listed.module for key, listed in loaded.items() if key in only],
        )
    _tell(
        "some possible uses cannot be read here",
        [
            listed.module
            for key, listed in loaded.items()
            if (verdict := facts.verdicts.get(key)) and verdict.state in {UNDECIDED, UNKNOWN}
        ],
    )


def _tell(why: str, names: list[str]) -> None:
    if names:
        what = "1 module is needed" if len(names) == 1 else f"{len(names)} modules are needed"
        note(f"no boot can prove that {what}, because {why}: {', '.join(sorted(names))}")
