"""Lines that differ in digits alone are parsed by the first of them, and give what each gives on
its own.
"""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from asterisk_lint.conf import lines as conf_lines
from asterisk_lint.conf import plain_lines
from asterisk_lint.conf.openings import Forms
from asterisk_lint.conf.reader import Conf, read_conf
from asterisk_lint.releases import Release
from tests.memory import MemoryFiles

_LINES = st.builds(
    str.replace,
    st.sampled_from([
        "k=N", "k = N ; N", "k => N", "k =>N", " k=N ", "kN=N", "k=;N", "k=N;--N", "N --;k=N",
        "k=N\\;N", "; N", ";N=N", " ", "", "[sN]", " [sN] ; N", "[sN](s1)", "[s1](+)", "k+=N",
        "\\N=N", "k=>N=N", "N", "=N", "#include N.conf", "k=é N", "é=N", "k=N\0N", "k=N\r",
        "k=N \t", ">N=>N", "k=>>N",
    ]),
    st.just("N"),
    st.sampled_from(["0", "1", "7", "12", "34"]),
)  # fmt: skip


def one_by_one(files: dict[str, bytes], release: Release) -> Conf | None:
    """The file, with every line parsed on its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Forms, "has_room", lambda *_: False)
        return read_conf(MemoryFiles(files), "main.conf", release=release)


@settings(max_examples=400, deadline=None)
@example(lines=["k=1;--1", "1 --;k=1", "k=7;--7", "k=7"], release="22")
@given(lines=st.lists(_LINES, max_size=30), release=st.sampled_from(["22", "13", "1.4"]))
def test_alike_lines(lines: list[str], release: str) -> None:
    files = {"main.conf": "\n".join(["[s1]", *lines]).encode()}
    assert read_conf(MemoryFiles(files), "main.conf", release=Release.parse(release)) == one_by_one(
        files, Release.parse(release)
    )


@settings(max_examples=300, deadline=None)
@given(
    lines=st.lists(st.one_of(_LINES, st.just("k=" + 9000 * "1")), max_size=30),
    release=st.sampled_from(["22", "13", "1.4"]),
    piece=st.integers(1, 60),
    many=st.integers(1, 5),
)
def test_pieces_of_a_large_file(lines: list[str], release: str, piece: int, many: int) -> None:
    files = {"main.conf": "\n".join(["[s1]", *lines]).encode()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_lines, "MANY", many)
        whole = one_by_one(files, Release.parse(release))
        patch.setattr(conf_lines, "_PIECE", piece)
        read = read_conf(MemoryFiles(files), "main.conf", release=Release.parse(release))
    assert read == whole
