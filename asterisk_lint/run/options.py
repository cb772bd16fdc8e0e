"""The options of a run as a value: created from the arguments in commands/options.py, used by
everything that runs a check.
"""

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.rules.selection import RuleSelection


class UsageError(Exception):
    """An impossible request on the command line; the text says what is wrong and what to type."""


class Options(NamedTuple):
    """The options that several commands share. Options of a single command stay in its file."""

    paths: tuple[str, ...] = ()  # where to look for PBXs; none: here
    asterisk: Release | None = None  # None: from the settings, otherwise the newest known release
    config: str | None = None  # the settings file; None: the one at the repository's root
    staged: bool = False  # check the Git index
    revision: str | None = None  # check this Git revision
    scope: RuleSelection = RuleSelection()
    output_format: str = "text"
    color: str = "auto"  # or "always", "never"
    min_severity: str = "information"  # findings below are neither shown nor counted
    statistics: bool = False
    exit_zero: bool = False
    quiet: bool = False
    verbose: bool = False
    cache: bool = True
    strict: bool = False  # report undecided modules as errors, whatever the settings say
    unsafe_fixes: bool = (
        False  # also reverse what a person wrote, and remove what is only presumed unused
    )
    jobs: int = 0  # processes that check at the same time; 0: as many as pay
