"""What the arguments of the dialplan's steps name, found for all steps that are alike at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from asterisk_lint.conf.shared_results import Table
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.columns import ARGUMENTS, Chosen, column
from asterisk_lint.dialplan.followed_variables import Known, Variables
from asterisk_lint.dialplan.found_in_steps import InSteps, with_same_words
from asterisk_lint.dialplan.scan import in_step
from asterisk_lint.dialplan.step_scan import InContext, KeptScans, Scanned, sorted_needs
from asterisk_lint.dialplan.text_uses import setting_of
from asterisk_lint.model import AlikeSteps, Step, StepUses
from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.references.dialplan_rows import (
    KINDS,
    Applications,
    naming_words,
    table_of,
)
from asterisk_lint.releases import Release

if TYPE_CHECKING:
    from asterisk_lint.dialplan.passed_values import Passed

_DIGITS = frozenset("0123456789")
_SCANNED: Table[Release, KeptScans] = Table()


# With the kinds that count and those that do not, as far as that matters
_NAMED: Table[None, list[tuple[dict[str, bool], list[StepUses]]]] = Table()


def named_in_steps(
    configuration: Configuration, in_steps: InSteps, counts: Callable[[str], bool]
) -> Sequence[StepUses]:
    """Return what the steps of a dialplan name, of the kinds that count."""
    kept = in_steps.results.once(_NAMED, None, list)
    for answers, named in kept:
        if all(counts(kind) is counting for kind, counting in answers.items()):
            return named
    answers = {}

    def answer(kind: str) -> bool:
        return answers.setdefault(kind, counts(kind))

    steps = NamedInSteps(configuration, in_steps.known)
    named = list(steps.find(in_steps.found.alike, answer))
    kept.append((answers, named))
    return named


class NamedInSteps:
    """Finds what steps name. `known`: the values of variables."""

    def __init__(self, configuration: Configuration, known: Known) -> None:
        release, results = configuration.release, configuration.results
        self._configuration = configuration
        self._naming = Applications(table_of(release))
        self._kept = (
            results.of(_SCANNED).setdefault(release, KeptScans(are_shared=True))
            if results is not None
            else None
        )
        self._passed: Passed | None = None
        setting = setting_of(release)
        if "${ARG" in configuration.arguments():
            from asterisk_lint.dialplan import passed_values

            steps = configuration.dialplan().steps
            known = self._passed = passed_values.with_passed(known, steps, setting.separator)
        self._variables = Variables(known)
        self._setting = setting._replace(table=table_of(release), known=self._variables)

    def find(
        self, groups: Iterable[AlikeSteps], counts: Callable[[str], bool]
    ) -> Iterator[StepUses]:
        """Yield what the steps name, of the kinds that count."""
        words = naming_words(self._configuration.arguments())
        for group in groups:
            step, alike = group.steps[0], group.alike
            kinds = self._naming[step.application]
            naming = kinds is None or any(map(counts, kinds))
            if step.priority != "hint" and (naming or (alike and words)):
                for steps in with_same_words(group) if group.forms else (group.steps,):
                    if naming or any(word in steps[0].arguments for word in words):
                        yield from self._of_alike(steps, alike, counts)

    def _of_alike(
        self, steps: Sequence[Step], alike: bool, counts: Callable[[str], bool]
    ) -> Iterator[StepUses]:
        application, first = steps[0].application, steps[0].arguments
        scans: dict[str, Scanned] = {}
        if alike:
            scanned = scans[first] = self._scanned(application, first)
            if not any(map(_DIGITS.intersection, scanned.seen)):
                # The numbers in which the steps differ can only be part of a name.
                named = [each for each in scanned.uses if each.kind in KINDS and counts(each.kind)]
                if not any(_DIGITS.intersection(each.name) for each in named):
                    lines = self._configuration.lines
                    for kind, name, within, because, _ in named:
                        yield StepUses(kind, name, within, because, steps, lines)
                    return
        by_arguments: dict[str, list[int]] = {}
        for index, arguments in enumerate(column(steps, ARGUMENTS)):
            by_arguments.setdefault(arguments, []).append(index)
        for arguments, same in by_arguments.items():
            scanned = scans.get(arguments) or self._scanned(application, arguments)
            yield from self._of_same(scanned, arguments, Chosen(steps, same), counts)

    def _of_same(
        self, scanned: Scanned, arguments: str, steps: Sequence[Step], counts: Callable[[str], bool]
    ) -> Iterator[StepUses]:
        """Yield what steps with the same arguments name."""
        parts = [(scanned, steps)]
        if scanned.handed and self._passed is not None:
            parts = self._by_context(steps[0].application, arguments, steps, self._passed)
        for scanned, steps in parts:
            for kind, name, within, because, _ in scanned.uses:
                if kind in KINDS and counts(kind):
                    yield StepUses(kind, name, within, because, steps, self._configuration.lines)

    def _by_context(
        self, application: str, arguments: str, steps: Sequence[Step], passed: "Passed"
    ) -> list[tuple[Scanned, Sequence[Step]]]:
        """Scan arguments again with the values that Macro and Gosub pass to each context."""
        by_context: dict[str, list[Step]] = {}
        for step in steps:
            by_context.setdefault(passed.in_context(step.context), []).append(step)
        found: list[tuple[Scanned, Sequence[Step]]] = []
        for behind, there in by_context.items():
            known = InContext(self._variables, behind)
            found.append((self._scanned(application, arguments, known), there))
        return found

    def _scanned(self, application: str, arguments: str, known: Variables | None = None) -> Scanned:
        """Scan arguments, with the values of variables in a context (None: anywhere)."""
        known = self._variables if known is None else known
        key = (application, arguments, False)
        scanned = self._kept.get(key, known) if self._kept is not None else None
        if scanned is None:
            setting = self._setting._replace(known=known)
            scanned = sorted_needs(in_step(application, arguments, setting), known)
            if self._kept is not None:
                self._kept.put(key, scanned)
        return scanned
