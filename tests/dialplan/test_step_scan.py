"""A scan that is shared by arguments that differ in numbers finds what a scan of its own finds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asterisk_lint.dialplan.followed_variables import Variables
from asterisk_lint.dialplan.step_scan import StepScan
from asterisk_lint.dialplan.text_uses import setting_of
from asterisk_lint.releases import RELEASE_22

# # stands for a number; a text is written several times, with others.
PIECES = (
    "PJSIP/#", "${A#}", "${A#}/x", "${A#:1}", "${A:#}", "${A:1:#}", "${A: #}", "${EXTEN:#}",
    "${CUT(A#,-,#)}", "${IF($[${A#} > #]?SIP/#:${B#})}", "${DB(a/#)}", "${ARG#}", "${B${A#}}",
    "${F#(x)}", "$[LOG#(8)]", "$[LOG#  (8)]", "$[#+${A#}]", "${GLOBAL(A#)}", "a#", "a#b", "#",
    "x.g#", "x.wav#", "http://h/#.wav", "L(#:#)", "L(${A#}:#)", "m#", "m(${A#})", "U(s#^x)",
    "G(A#)", "CHANNEL(secure_bridge_media)=#", "SIP_CODEC#=ulaw", "A#=",
    "CONFBRIDGE(user,denoise)=#",
    "$[\"${A#}\" = \"#\"]", "?Dial(${A#}/x)", "?Playback(a#)", ":NoOp(#)", '"A"#', "\\#", "}#",
    "${A#",
    ",", ",", "(", ")", "=", ":", "?", "&", " ", "-", "é#",
)  # fmt: skip
NUMBERS = st.sampled_from(("0", "1", "2", "5", "00", "10", "12", "16", "729", "723", "5000"))
APPLICATIONS = st.sampled_from(
    ("Dial", "Set", "MSet", "ExecIf", "GotoIf", "Playback", "Record", "Gosub", "MixMonitor",
     "Queue", "VoiceMail", "Originate", "Exec", "TryExec", "While", "ConfBridge", "Page",
     "ReadFile")
)  # fmt: skip
VALUES = st.sampled_from(("SIP", "IAX2/x", "${B2}", "$", "wav", "Dial", "0123456789/x", "\x01"))
NAMES = st.sampled_from(("A", "A0", "A1", "A12", "A729", "B2", "B5", "B", "ARG1@c"))


@st.composite
def alike(draw: st.DrawFn) -> list[str]:
    """Arguments that differ in numbers."""
    text = "".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=7)))
    count = text.count("#")
    found = []
    for _ in range(draw(st.integers(2, 5))):
        filled = text
        for number in draw(st.lists(NUMBERS, min_size=count, max_size=count)):
            filled = filled.replace("#", number, 1)
        found.append(filled)
    return found


@settings(deadline=None)
@given(
    APPLICATIONS,
    st.lists(alike(), min_size=1, max_size=3),
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
    return StepScan(setting_of(RELEASE_22)._replace(known=known), known, {})


@pytest.mark.parametrize(
    ("application", "first", "second", "name"),
    [
        ("Dial", "PJSIP/1,,L(60000:0)", "PJSIP/1,,L(60000:5)", "bridge_builtin_interval_features"),
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
    scan = StepScan(setting_of(RELEASE_22)._replace(known=known), known, {})
    one = scan.step("Dial", "PJSIP/x${A11}")
    two = scan.step("Dial", "PJSIP/x${A12}")
    assert two is one
    assert {"A11", "A12"} <= known.seen.keys()
