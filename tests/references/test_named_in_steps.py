"""What steps name is found for those that are alike at once, as for each alone."""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.step_uses import findings_of
from asterisk_lint.model import AlikeSteps
from asterisk_lint.references.named_in_steps import NamedInSteps
from asterisk_lint.references.navigation import any_kind
from asterisk_lint.releases import RELEASE_22
from tests.dialplan.words import in_other_words
from tests.memory import MemoryFiles

ASSIGNED = st.dictionaries(
    st.sampled_from(("a", "X", "x1", "alpha", "A12")),
    st.frozensets(st.sampled_from(("s", "a,b,1", "CUT", "PJSIP/1", "${X}")), min_size=1),
    max_size=2,
)


@settings(deadline=None)
@given(st.lists(in_other_words(), min_size=1, max_size=3), ASSIGNED)
def test_alike_steps_name_what_each_names(
    calls: list[list[tuple[str, str]]], known: dict[str, frozenset[str]]
) -> None:
    text = "".join(
        f"exten => 1,{priority},{application}({arguments})\n"
        for priority, (application, arguments) in enumerate(
            (call for several in calls for call in several), 1
        )
    )
    configuration = Configuration(
        MemoryFiles({"extensions.conf": f"[c]\n{text}"}), release=RELEASE_22
    )
    steps = configuration.dialplan().steps
    alike = findings_of(steps, release=RELEASE_22, known=known, lines=configuration.lines).alike

    def named(groups: Iterable[AlikeSteps]) -> set[str]:
        found = NamedInSteps(configuration, known).find(groups, any_kind)
        return {repr(use) for each in found for use in each.uses()}

    assert sorted(repr(step) for group in alike for step in group.steps) == sorted(map(repr, steps))
    assert named(alike) == named([AlikeSteps([step], alike=True) for step in steps])
