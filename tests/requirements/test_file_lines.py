"""Lines of files without a value for each."""

from asterisk_lint.requirements.file_lines import FileLines

LINES = {"b.conf": [7, 3, 3], "a.conf": range(5000, 0, -1)}
PLAIN = [*(("a.conf", line) for line in range(1, 5001)), ("b.conf", 3), ("b.conf", 7)]


def test_lines_come_in_order_and_once() -> None:
    found = FileLines(LINES)
    assert list(found) == PLAIN
    assert len(found) == len(PLAIN)


def test_they_are_like_a_tuple() -> None:
    found, plain = FileLines(LINES).behind_first(), tuple(PLAIN[1:])
    assert found == plain
    assert len(found) == len(plain)
    assert found[0] == plain[0]
    assert found[-1] == plain[-1]
    assert found[4997:] == plain[4997:]
    assert found[:3] == plain[:3]
    assert hash(found) == hash(plain)
    assert found != plain[1:]


def test_nothing() -> None:
    assert not FileLines({})
    assert FileLines({}) == ()
