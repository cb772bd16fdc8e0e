"""A scan that is shared by arguments that differ in numbers finds what a scan of its own finds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asterisk_lint.dialplan.followed_variables import Variables
from asterisk_lint.dialplan.step_scan import KeptScans, StepScan
from asterisk_lint.dialplan.text_uses import setting_of
from asterisk_lint.releases import RELEASE_22
from tests.dialplan.similar_arguments import APPLICATIONS, NAMES, VALUES, similar


@settings(deadline=None)
@given(
    APPLICATIONS,
    st.lists(similar(), min_size=1, max_size=3),
    st.dictionaries(NAMES, st.frozensets(VALUES, min_size=1), max_size=3),
)
def test_sharing_changes_nothing(
    application: str, texts: list[list[str]], assigned: dict[str, frozenset[str]]
) -> None:
    shared = _scan(assigned)
    for text in (text for several in texts for text in several):
        own = _scan(assigned).step(application, text)
        found = shared.step(application, text)
        assert set(found.uses) == set(own.uses), text
        assert set(found.told) == set(own.told), text
        assert found.handed == own.handed


def _scan(assigned: dict[str, frozenset[str]]) -> StepScan:
    known = Variables(assigned)
    return StepScan(setting_of(RELEASE_22)._replace(known=known), known, KeptScans())


@pytest.mark.parametrize(
    ("application", "first", "second", "name"),
    [
        ("Dial", "PJSIP/1,,L(60000:0)", "PJSIP/1,,L(60000:5)", "bridge_builtin_interval_features"),
        (
            "Dial",
            "PJSIP/1,,L(60000:0)",
            "PJSIP/1,,L(60000:30000)",
            "bridge_builtin_interval_features",
        ),
        ("Set", "A10=$[LOG2(12)]", "A10=$[LOG7(12)]", "LOG7"),
        ("Dial", "${A10}/12", "${A11}/12", "IAX2"),
        ("Record", "${A10}x.g723", "${A10}x.g729", "g729"),
    ],
)
def test_digits_that_matter(application: str, first: str, second: str, name: str) -> None:
    scan = _scan({"A11": frozenset({"IAX2"})})
    scan.step(application, first)
    assert name in {use.name for use in scan.step(application, second).uses}


def test_what_is_shared_depends_on_the_variables_of_each() -> None:
    """The next PBX may assign the second variable: its name is among those that were looked up."""
    known = Variables({})
    scan = StepScan(setting_of(RELEASE_22)._replace(known=known), known, KeptScans())
    one = scan.step("Dial", "PJSIP/x${A11}")
    two = scan.step("Dial", "PJSIP/x${A12}")
    assert two is one
    assert {"A11", "A12"} <= known.seen.keys()
