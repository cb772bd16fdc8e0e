"""Everything known about one PBX after it is read: what the rules look at."""

from collections.abc import Mapping

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.conf.suppressions import Suppression
from asterisk_lint.conf.whitelist import Whitelist
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import GroupedUses, Problem, Reason, Requirement, Unseen, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.references.lookup import References
from asterisk_lint.requirements.questions import Question
from asterisk_lint.requirements.verdicts import Verdict
from asterisk_lint.settings.values import Settings
from asterisk_lint.tree.target import Target
from asterisk_lint.usage.rows import Declaration, Row


class Facts(NamedTuple):
    """Everything known about one PBX when the rules run."""

    configuration: Configuration
    catalog: Catalog
    settings: Settings
    whitelist: Whitelist
    uses: tuple[Use | GroupedUses, ...]  # `grouped_uses.each` returns them one at a time
    required: Mapping[str, Requirement]  # by the module's name in lower case
    unprovided: tuple[Use, ...]
    verdicts: Mapping[str, Verdict]  # for each whitelisted module, by its name in lower case
    problems: tuple[Problem, ...]
    suppressions: tuple[Suppression, ...]
    rows: tuple[Row, ...]
    declarations: tuple[Row | Declaration, ...]  # the rows, and what the areas declare besides them
    # What could use modules and cannot be read; computed only if it matters
    unseen: tuple[Unseen, ...]
    # Network services that only a configuration file asks for, which may be a left-over
    questions: tuple[Question, ...]
    # what was to be checked; `settings` above has `file` relative to the PBX's directory instead
    target: Target
    # Modules that are needed if this Asterisk has them, which is unknown; and the use
    unsettled: Mapping[str, Use | Reason]
    references: References  # names that refer to nothing
    hidden_entries: tuple[Unseen, ...] = ()  # the parts of modules.conf that cannot be read
