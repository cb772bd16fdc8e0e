"""Modules that only a configuration file asks for, and that would open a network service: a person
must say whether they run.

A person's decision has more weight than a file: `noload`, and the absence of a `load` line, are
decisions.
"""

from collections.abc import Iterable, Mapping, Sequence

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.model import StepUses, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.tree.find import OBSERVED
from asterisk_lint.usage.rows import Declaration, Listens, Row


class Question(NamedTuple):
    """A module that is not loaded, with the uses that ask for it."""

    module: str  # in the catalog's spelling
    uses: tuple[Use, ...]  # at least one
    because: str  # what loading it would open
    forbidden: bool  # a `noload` names it: the question is answered


def questions_of(
    uses: Sequence[Use | StepUses],
    catalog: Catalog,
    rows: Iterable[Row | Declaration],
    loaded: frozenset[str],
    forbidden: Mapping[str, object],
) -> tuple[list[Use | StepUses], tuple[Question, ...]]:
    """Split the uses into those that count, and questions for the others.

    A use becomes a question if it is in a configuration file, here or on the machine (not in the
    dialplan, the settings or a script) and needs a listening module that the whitelist does not
    load.
    """
    listening = {
        name.lower(): row
        for row in rows
        if isinstance(row, Listens)
        for name in row.modules.split()
        if name.lower() not in loaded
    }
    asked: dict[str, list[Use]] = {}
    counted: list[Use | StepUses] = []
    for use in uses:
        module = use.name.lower() if use.kind == "module" else ""
        if (
            module in listening
            and not isinstance(use, StepUses)
            and use.context is None
            and use.file.endswith((".conf", OBSERVED))
        ):
            asked.setdefault(module, []).append(use)
        else:
            counted.append(use)
    questions = []
    for module, those in asked.items():
        known = catalog.module(module)
        questions.append(
            Question(
                known.name if known else module,
                tuple(those),
                listening[module].because,
                module in forbidden,
            )
        )
    return counted, tuple(questions)
