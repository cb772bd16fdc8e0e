"""Steps whose uses are found together, in one scan of the dialplan, have the uses that each has
when it is scanned alone.
"""

from collections.abc import Mapping, Sequence
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from asterisk_lint.conf.dialect import dialect_of
from asterisk_lint.conf.shared_results import Origin, OriginRange, ParseKey, Results
from asterisk_lint.dialplan.step_uses import findings_of
from asterisk_lint.model import Problem, Step, Unseen, Use
from asterisk_lint.releases import RELEASE_22
from tests.dialplan.similar_arguments import APPLICATIONS, NAMES, NUMBERS, VALUES, similar
from tests.dialplan.words import in_other_words
from tests.found_in_steps import step_findings

Found = list[Use | Problem | Unseen]
FILES = st.sampled_from(("extensions.conf", "more.conf"))
CONTEXTS = st.sampled_from(("a", "b", ""))
DEVICES = st.sampled_from(("PJSIP/1", "PJSIP/2&SIP/x", "${A1}/1"))


# Arguments in which a number decides about a use; # stands for it.
DECIDING = st.sampled_from(
    (
        ("Dial", "PJSIP/1,,L(60000:#)"),
        ("Set", "A=$[LOG#(12)]"),
        ("Dial", "${A#}/12"),
        ("Record", "x.g#"),
        ("Set", "CONFBRIDGE(user,denoise)=#"),
        ("ExecIf", "#?Playback(a#)"),
        ("ConfBridge", "1,B#"),
    )
)


@st.composite
def deciding(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Several steps of one of them."""
    application, text = draw(DECIDING)
    numbers = draw(st.lists(NUMBERS, min_size=2, max_size=5))
    return [(application, text.replace("#", number)) for number in numbers]


@st.composite
def numbered(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Several steps of one application, whose arguments differ in numbers."""
    application = draw(APPLICATIONS)
    return [(application, arguments) for arguments in draw(similar())]


@st.composite
def steps(draw: st.DrawFn) -> list[Step]:
    """A dialplan of such steps, and hints."""
    found: list[tuple[int | str, str, str]] = []
    for _ in range(draw(st.integers(1, 3))):
        found += ((1, *each) for each in draw(st.one_of(deciding(), numbered(), in_other_words())))
    found += (("hint", devices, "") for devices in draw(st.lists(DEVICES, max_size=2)))
    return [
        Step(draw(CONTEXTS), "1", priority, name, arguments, draw(FILES), line, 12)
        for line, (priority, name, arguments) in enumerate(draw(st.permutations(found)), 1)
    ]


def lines_of(dialplan: Sequence[Step]) -> dict[str, list[str]]:
    """The lines of the files that these steps are in, by file."""
    files = {step.file: [""] * max(each.line for each in dialplan) for step in dialplan}
    for step in dialplan:
        files[step.file][step.line - 1] = f"exten => 1,1,{step.application}({step.arguments})"
    return files


def in_order(found: Found) -> list[str]:
    return sorted(map(repr, found))


def grouped(
    dialplan: Sequence[Step],
    known: Mapping[str, frozenset[str]],
    origins: Sequence[OriginRange] = (),
    results: Results | None = None,
) -> list[str]:
    """What is found in all steps together."""
    found = findings_of(
        dialplan,
        release=RELEASE_22,
        known=dict(known),
        lines=lines_of(dialplan).__getitem__,
        origins=origins,
        results=results,
    )
    uses = [use for each in found.uses for use in each.uses()]
    return in_order([*uses, *found.problems, *found.unseen])


def one_by_one(dialplan: Sequence[Step], known: Mapping[str, frozenset[str]]) -> list[str]:
    """What is found in the steps, each scanned as if it was the only one."""
    found: Found = []
    lines = lines_of(dialplan).__getitem__
    for step in dialplan:
        found += step_findings([step], release=RELEASE_22, known=dict(known), lines=lines)
    return in_order(found)


# (Arguments that Gosub passes depend on the other steps: they are left out here.)
ASSIGNED = st.dictionaries(
    NAMES.filter(lambda name: "@" not in name), st.frozensets(VALUES, min_size=1), max_size=3
)


def independent(dialplan: Sequence[Step]) -> list[Step]:
    return [step for step in dialplan if "${ARG" not in step.arguments]


@settings(deadline=None)
@example(
    [Step("a", "1", 1, "Dial", "PJSIP/1,,m", "x", 1), Step("a", "1", 1, "Dial", "", "x", 2)], {}
)
@given(steps().map(independent), ASSIGNED)
def test_grouped_steps_have_the_uses_of_each(
    dialplan: list[Step], known: dict[str, frozenset[str]]
) -> None:
    assert grouped(dialplan, known) == one_by_one(dialplan, known)


@settings(deadline=None)
@given(steps(), ASSIGNED, st.randoms(use_true_random=False))
def test_the_order_of_steps_does_not_matter(
    dialplan: list[Step], known: dict[str, frozenset[str]], random: Random
) -> None:
    shuffled = random.sample(dialplan, len(dialplan))
    assert grouped(shuffled, known) == grouped(dialplan, known)


ORIGIN = Origin(ParseKey("extensions.conf", b"", dialect_of(RELEASE_22), False), 0)


@settings(deadline=None)
@given(steps().map(independent), st.integers(0, 9), ASSIGNED, ASSIGNED)
def test_steps_that_two_pbxs_share_have_the_uses_of_each(
    dialplan: list[Step],
    first: int,
    one: dict[str, frozenset[str]],
    other: dict[str, frozenset[str]],
) -> None:
    """What was found in one PBX is only taken over in another if it does not depend on variables
    that differ.
    """
    results = Results()
    shared = [OriginRange(first, len(dialplan), ORIGIN)] if first < len(dialplan) else []
    for known in (one, other, one):
        assert grouped(dialplan, known, shared, results) == one_by_one(dialplan, known)


PASSED = st.lists(
    st.sampled_from(("a,s,1(PJSIP/7)", "a,s,1", "b,s,1(PJSIP/7)", "b,s,1(${A1})", "${X},s,1(m)")),
    max_size=2,
)


@settings(deadline=None)
@example(
    [Step("a", "s", 1, "Dial", "${ARG1}", "x", 1)],
    0,
    ["b,s,1(PJSIP/7)"],
    ["b,s,1(PJSIP/7)", "a,s,1"],
    {},
)
@given(steps(), st.integers(0, 9), PASSED, PASSED, ASSIGNED)
def test_shared_steps_have_their_uses_whatever_else_a_pbx_passes_to_them(
    dialplan: list[Step],
    first: int,
    one: list[str],
    other: list[str],
    known: dict[str, frozenset[str]],
) -> None:
    results = Results()
    shared = [OriginRange(first, len(dialplan), ORIGIN)] if first < len(dialplan) else []
    for passed in (one, other, one):
        steps_after = [
            Step("c", "1", 1, "Gosub", arguments, "extensions.conf", line)
            for line, arguments in enumerate(passed, len(dialplan) + 1)
        ]
        every = [*dialplan, *steps_after]
        assert grouped(every, known, shared, results) == grouped(every, known)
