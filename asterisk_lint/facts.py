"""Everything known about one PBX once it is read: what the rules look at."""

from collections.abc import Mapping

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.conf.suppressions import Suppression
from asterisk_lint.conf.whitelist import Whitelist
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import OutOfSight, Problem, Reason, Requirement, StepUses, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.requirements.questions import Question
from asterisk_lint.requirements.verdicts import Verdict
from asterisk_lint.settings import Settings
from asterisk_lint.tree.target import Target
from asterisk_lint.usage.rows import Declaration, Row


class Facts(NamedTuple):
    """Everything known about one PBX when the rules look at it."""

    configuration: Configuration
    catalog: Catalog
    settings: Settings
    whitelist: Whitelist
    uses: tuple[Use | StepUses, ...]  # `grouped_uses.each` gives them one by one
    required: Mapping[str, Requirement]  # by the module's name in small letters
    unprovided: tuple[Use, ...]
    verdicts: Mapping[str, Verdict]  # of each whitelisted module, by its name in small letters
    problems: tuple[Problem, ...]
    suppressions: tuple[Suppression, ...]
    rows: tuple[Row, ...]
    declarations: tuple[Row | Declaration, ...]  # the rows, and what the areas declare beside them
    unseen: tuple[
        OutOfSight, ...
    ]  # what could use modules and cannot be read; looked for only where it matters
    questions: tuple[
        Question, ...
    ]  # modules that only a file lying there asks for, and that would listen on the network
    target: Target  # what was asked about; `settings` above has `file` relative to the PBX's directory instead
    unsettled: Mapping[
        str, Use | Reason
    ]  # modules that are needed if this Asterisk has them, which nothing says; and for what
