"""Contexts that include each other: what is found through a few, and silence behind too many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asterisk_lint.dialplan.extensions.contexts import Chain
from asterisk_lint.dialplan.extensions.match import Beginnings, match
from tests.references.test_sense import lines


def included_in_a_row(contexts: int, last: str) -> str:
    """Contexts that each include the next one; a call is sent to the first, and the last line is in
    the last.
    """
    text = ["[start]", "exten => s,1,Goto(c0,100,1)"]
    for number in range(contexts):
        text += [f"[c{number}]", f"include => c{number + 1}"]
    return "\n".join([*text, f"[c{contexts}]", last, ""])


@pytest.mark.parametrize(
    ("contexts", "last", "expected"),
    [
        (100, "exten => 100,1,Answer()", []),
        (100, "exten => 200,1,Answer()", [2]),
        (300, "exten => 100,1,Answer()", []),
        (300, "exten => 200,1,Answer()", []),
    ],
)
def test_extensions_behind_includes(contexts: int, last: str, expected: list[int]) -> None:
    assert lines("unknown-extension", included_in_a_row(contexts, last)) == expected


def included_by_many(contexts: int) -> str:
    """A context that each of many others includes, whose steps jump within the extension of the
    call; the step behind its Hangup is reached through the last of them alone.
    """
    text = ["[shared]", "exten => _X,1,Goto(3)", "exten => _X,2,Hangup()"]
    for number in range(contexts):
        text += [f"[c{number}]", "include => shared"]
    text += ["exten => 5,1,Answer()", "exten => 5,2,Hangup()", "exten => 5,3,Playback(a)"]
    return "\n".join([*text, ""])


@pytest.mark.parametrize("contexts", [1, 100, 300])
def test_steps_reached_through_one_of_many_includers(contexts: int) -> None:
    assert lines("unreachable-priority", included_by_many(contexts)) == []


TEXTS = st.text("12a-", max_size=4)
EXTENSIONS = TEXTS | st.text("12XN.[]-", min_size=1, max_size=4).map("_{}".format)


@given(st.lists(EXTENSIONS, max_size=8), TEXTS, TEXTS)
def test_what_begins_alike(extensions: list[str], start: str, rest: str) -> None:
    chains = [Chain(extension, None) for extension in extensions]
    found = list(Beginnings(chains).candidates(start.replace("-", "")))
    assert len({id(chain) for chain in found}) == len(found)
    for chain in chains:
        if match(chain.extension, start + rest):
            assert any(each is chain for each in found)
