"""Following variables: what is found covers what a call can show, and the work does not grow faster
than the assignments.
"""

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asterisk_lint.dialplan import followed_variables
from asterisk_lint.dialplan.expressions import MARK
from asterisk_lint.dialplan.followed_variables import Variables
from asterisk_lint.dialplan.substitution import Lookup, variants
from tests.amount import examples

Assigned = Mapping[str, frozenset[str]]


def expansions(text: str, assigned: Assigned, depth: int) -> Iterator[str]:
    """Each text that replacing references by assigned values gives, to a depth; a variable that
    nothing sets is empty.
    """
    found = re.search(r"\$\{(\w+)\}", text)
    if found is None:
        yield text
        return
    before, after = text[: found.start()], text[found.end() :]
    for value in assigned.get(found[1], [""]):
        if depth or "$" not in value:
            for inner in expansions(value, assigned, depth - 1):
                for rest in expansions(after, assigned, depth):
                    yield before + inner + rest


def covers(found: list[str], text: str) -> bool:
    """Whether one of the values stands for a text, MARK for any text."""
    return any(stands_for(value.split(MARK), text) for value in found)


def stands_for(parts: list[str], text: str) -> bool:
    """Whether a text has these parts, with anything between them: each is taken where it comes
    first, because a regular expression would try every way to divide the text.
    """
    first, *between = parts
    if not between:
        return text == first
    last = between.pop()
    if not text.startswith(first) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in between:
        at = text.find(part, at, end) + len(part)
        if at < len(part):
            return False
    return text.endswith(last)


_NAMES = "ABCDE"
_PIECES = st.sampled_from([*(f"${{{name}}}" for name in _NAMES + "X"), "SIP", "/", "1", "&"])
_TEXTS = st.lists(_PIECES, min_size=1, max_size=3).map("".join)


@settings(max_examples=examples(200), deadline=None)
@given(
    st.dictionaries(st.sampled_from(_NAMES), st.frozensets(_TEXTS, min_size=1, max_size=3)), _TEXTS
)
def test_every_value_that_a_call_can_show_is_covered(assigned: Assigned, text: str) -> None:
    found = variants(text, Variables(assigned).of)
    for number, expansion in enumerate(expansions(text, assigned, 3)):
        assert covers(found, expansion), (assigned, text, found, expansion)
        if number > 500:
            break


def test_variables_that_do_not_name_each_other_are_followed_to_the_end() -> None:
    chain = {f"V{number}": frozenset({f"${{V{number + 1}}}"}) for number in range(5000)}
    assert Variables({**chain, "V5000": frozenset({"SIP", "IAX2"})}).of("V0") == ("IAX2", "SIP")


def test_values_come_through_variables_that_name_each_other() -> None:
    found = Variables(
        {"A": frozenset({"${B}"}), "B": frozenset({"${C}"}), "C": frozenset({"${A}", "SIP"})}
    )
    assert set(found.of("A")) == set(found.of("B")) == set(found.of("C")) == {"SIP", MARK}


def test_a_value_that_counts_itself_up_is_not_known() -> None:
    found = Variables({"N": frozenset({"0", "${N}1"})})
    assert covers(list(found.of("N")), "0111")
    assert MARK in "".join(found.of("N"))


@pytest.mark.parametrize(
    "assigned",
    [
        {f"V{n}": frozenset({f"${{V{n + 1}}}${{V{n + 1}}}"}) for n in range(100)}
        | {"V100": frozenset({"SIP"})},
        {f"V{n}": frozenset({f"a${{V{n + 1}}}", f"b${{V{n + 1}}}"}) for n in range(100)}
        | {"V100": frozenset({"SIP"})},
    ],
    ids=["twice as long each time", "twice as many each time"],
)
def test_what_grows_beyond_bounds_is_not_known(assigned: Assigned) -> None:
    found = Variables(assigned)
    texts = [value for name in assigned for value in found.of(name)]
    assert sum(map(len, texts)) < 2_000_000
    assert MARK in "".join(found.of("V0"))


SHAPES: dict[str, Callable[[int], Assigned]] = {
    "each names each other": lambda n: {
        f"V{a}": frozenset({"-".join(f"${{V{b}}}" for b in range(n) if b != a)}) for a in range(n)
    },
    "chain": lambda n: {f"V{a}": frozenset({f"${{V{a + 1}}}"}) for a in range(n)},
    "ring": lambda n: {f"V{a}": frozenset({f"${{V{(a + 1) % n}}}", f"x{a}"}) for a in range(n)},
    "two of the next two": lambda n: {
        f"V{a}": frozenset({f"${{V{a + 1}}}${{V{a + 2}}}", f"${{V{a + 2}}}"}) for a in range(n)
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_assigned_text_is_read_a_bounded_number_of_times(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assigned = SHAPES[shape](60)
    read = 0

    def counted(text: str, values_of: Lookup, depth: int = 0) -> list[str]:
        nonlocal read
        read += 1
        return variants(text, values_of, depth)

    monkeypatch.setattr(followed_variables, "variants", counted)
    found = Variables(assigned)
    for name in assigned:
        found.of(name)
    assert read <= 10 * sum(map(len, assigned.values()))
