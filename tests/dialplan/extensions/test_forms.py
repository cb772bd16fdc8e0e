"""Lines that are read by their form, several at once, give what they give one by one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asterisk_lint.conf import plain_lines
from asterisk_lint.dialplan.extensions import filling, plain_extensions
from asterisk_lint.dialplan.extensions.filling import Filling
from asterisk_lint.dialplan.extensions.forms import Form, other_form
from asterisk_lint.dialplan.extensions.read import read_extensions
from asterisk_lint.dialplan.extensions.step_parts import StepParts
from asterisk_lint.dialplan.steps import Dialplan
from asterisk_lint.releases import Release
from tests.dialplan.extensions import random_extensions
from tests.memory import MemoryFiles

# The lines of a section whose values are taken from the file when they are asked for.
_MANY = st.sampled_from([1, 200])
# What lines that differ in digits alone can still differ in, and what ends a row of them.
_EXTENSIONS = st.sampled_from(["1", "2", "12", "21", "a1", "_1X", "_X1", "1-2", "_.", "2/1", ""])
_PRIORITIES = st.sampled_from(
    ["1", "2", "0", "n", "n", "n", "n(a1)", "n(a2)", "3(a1)", "hint", "n+1", "s", "a1", " n", "01"]
)
_CALLS = st.sampled_from(
    ["NoOp(1)", "NoOp(2)", "MP3Player(1)", "MP4Player(1)", "Dial(SIP/1)", "A", "A(", " B(;)", ""]
)
_LINES = st.one_of(
    st.builds("exten => {},{},{}".format, _EXTENSIONS, _PRIORITIES, _CALLS),
    st.builds("same => {},{}".format, _PRIORITIES, _CALLS),
    st.builds("same = {},{} ; {}".format, _PRIORITIES, _CALLS, st.integers(0, 3)),
    st.sampled_from(["include => c1", "[c1]", "[c2](+)", "exten =>", "same1 => n,A", "; 1", ""]),
)


def one_by_one(files: dict[str, bytes], release: Release) -> Dialplan:
    """The dialplan, with every line read exactly and on its own."""

    def form(reader: StepParts, value: str, has_extension: bool) -> Form:
        end = reader.extension_end(value) if has_extension else -1
        substituted = reader.is_substituted(value[: max(end, 0)])
        return other_form(end, is_substituted=substituted)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StepParts, "form", form)
        patch.setattr(Filling, "take", lambda *_: False)
        return read_extensions(MemoryFiles(files), release=release)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    lines=st.lists(_LINES, max_size=40),
    release=st.sampled_from(["22", "16", "1.8"]),
    window=st.sampled_from([1, 2, 7, 100]),
    many=_MANY,
)
def test_alike_lines(lines: list[str], release: str, window: int, many: int) -> None:
    files = {"extensions.conf": "\n".join(["[c1]", *lines]).encode()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filling, "AT_ONCE", window)
        patch.setattr(plain_lines, "MANY", many)
        at_once = read_extensions(MemoryFiles(files), release=Release.parse(release))
    assert at_once == one_by_one(files, Release.parse(release))


# With # for their position. Most begin an extension that no other line has.
_KINDS = (
    ["exten => #,1,NoOp(1)"] * 20
    + ["exten => 3,1,NoOp(1)", "exten => #,n,NoOp(1)"] * 4
    + [
        *("exten => #,2,NoOp(1)", "exten => 9, 1,NoOp(1)"),
        *("exten => #,1(a1),NoOp(1)", "exten => 4-#,1,NoOp(1)", "exten => _5X#,1,NoOp(1)"),
        *("exten => ${N}#,1,NoOp(1)", "exten => a#,1,NoOp(1)", "exten => #,1,Dial(SIP/1)"),
        *("exten => 8,hint,SIP/1", "exten => #/1,1,NoOp(1)", "exten => ,1,NoOp(1)"),
        *("exten => #,12,NoOp(1)", f"exten => {'6' * 300}#,1,NoOp(1)", "exten => #, 1,NoOp(1)"),
        *("same => n,A", "same => n(a1),A", "same => 2,A", "include => c2", "[c2]", "[c1](+)"),
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    kinds=st.lists(st.sampled_from(_KINDS), max_size=40),
    together=st.sampled_from([2, 3, 4]),
    window=st.integers(1, 12),
    many=_MANY,
)
def test_lines_that_each_begin_an_extension(
    kinds: list[str], together: int, window: int, many: int
) -> None:
    lines = [kind.replace("#", str(10 + position)) for position, kind in enumerate(kinds)]
    files = {"extensions.conf": "\n".join(["[globals]", "N=1", "[c1]", *lines]).encode()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filling, "AT_ONCE", window)
        patch.setattr(plain_lines, "MANY", many)
        for module in (filling, plain_extensions):
            patch.setattr(module, "TOGETHER", together)
        at_once = read_extensions(MemoryFiles(files), release=Release.parse("22"))
    assert at_once == one_by_one(files, Release.parse("22"))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(written=random_extensions.configurations, many=_MANY)
def test_lines_that_people_write(written: dict[str, bytes], many: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_lines, "MANY", many)
        at_once = read_extensions(MemoryFiles(written), release=Release.parse("22"))
    assert at_once == one_by_one(written, Release.parse("22"))
