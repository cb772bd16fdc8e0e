"""Labels where priorities are written: what an index finds is what looking at every extension
finds.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asterisk_lint.dialplan.extensions.contexts import Chain, Context
from asterisk_lint.dialplan.extensions.match import matching, priority_of
from asterisk_lint.dialplan.extensions.names import name
from tests.amount import examples

_EXTENSIONS = st.builds(
    lambda wild, places, caller: ("_" if wild else "") + "".join(places) + caller,
    st.booleans(),
    st.lists(
        st.sampled_from(
            ["1", "2", "12", "X", "N", "z", "-", " ", "[1]", "[12]", "[]", "[", ".", "!", "_"]
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(["", "", "/", "/5", "/_X"]),
)


@settings(max_examples=examples(500), deadline=None)
@given(
    st.lists(st.tuples(_EXTENSIONS, st.booleans()), max_size=8),
    st.lists(_EXTENSIONS, min_size=1, max_size=4),
)
def test_the_index_finds_what_a_search_finds(
    defined: list[tuple[str, bool]], asked: list[str]
) -> None:
    context = Context("c")
    for number, (text, labelled) in enumerate(defined, 1):
        chain = context.chain(name(text))
        chain.take(number)
        if labelled:
            context.label(chain, "x", number)
        for each in map(name, asked):
            chains = [each for each in context.chains.values() if isinstance(each, Chain)]
            every = matching(chains, each.plain, each.caller_id)
            expected = next(
                (found.labels["x"][0] for found in every if found.labels and "x" in found.labels),
                None,
            )
            assert priority_of(context, each, "x") == expected


def first_repeat(chain: Chain, found: list[int], priority: int) -> int | None:
    """What add_priority() finds on its way through the priorities, the lowest first, as written
    before there was an index.
    """
    for other in found:
        if other < priority:
            return other
    following = min((other for other in chain.priorities if other >= priority), default=priority)
    return following if following in found and following != priority else None


@settings(max_examples=500, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 200), st.booleans()), max_size=30))
def test_repeated_labels(added: list[tuple[int, bool]]) -> None:
    chain = Chain("s", None)
    for priority, labelled in added:
        label = "x" if labelled else None
        if label:
            found = chain.labels[label] if chain.labels and label in chain.labels else []
            repeated = chain.repeats(label, priority)
            assert repeated == first_repeat(chain, found, priority)
            label = None if repeated is not None else label
        if not chain.has(priority):
            chain.take(priority)
            if label:
                chain.name(label, priority)


@given(st.lists(st.integers(-1, 12), max_size=14), st.lists(st.integers(1, 12), max_size=14))
def test_priorities_are_a_set(taken: list[int], others: list[int]) -> None:
    chain, other = Chain("s", None), Chain("t", None)
    for priority in taken:
        chain.take(priority)
    for priority in others:
        other.take(priority)
    expected = set(taken)
    assert chain.priorities == expected
    assert [number for number in range(-1, 14) if chain.has(number)] == sorted(expected)
    assert chain.count == len(expected)
    assert chain.covers(other) == (expected >= set(others))
    positive = {priority for priority in others if priority > 0}
    assert (other.first, other.last) == (min(positive, default=0), max(positive, default=0))


@pytest.mark.parametrize("labels", [1, 1000])
def test_a_line_is_compared_with_few_extensions(
    labels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from asterisk_lint.dialplan.extensions import match

    compared = 0
    original = match.match

    def counted(pattern: str, text: str) -> bool:
        nonlocal compared
        compared += 1
        return original(pattern, text)

    monkeypatch.setattr(match, "match", counted)
    context = Context("c")
    for number in range(1000):
        context.chain(name(f"_{number}X"))
        context.label(context.chain(name(str(number))), f"x{number % labels}", 1)
    for number in range(1000):
        priority_of(context, name(f"a{number}"), f"x{number % labels}")
    assert compared <= 1000
