"""Positions and changes of an open text, against Python's own UTF-16."""

from hypothesis import given
from hypothesis import strategies as st

from asterisk_lint.editor.texts import UTF8, UTF16, UTF32, Change, Lines, Position, changed

# One, two, three and four bytes; one and two units; every line end, and what is none for an editor.
TEXTS = st.text(st.sampled_from("ab é☎\U0001f4de\n\r\u2028\x0c"), max_size=30)


def parts(text: str) -> list[str]:
    """The lines of a text as the protocol defines them, without their ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def counted(text: str, encoding: str) -> int:
    if encoding == UTF32:
        return len(text)
    return len(text.encode("utf-8")) if encoding == UTF8 else len(text.encode("utf-16-le")) // 2


def place_of(text: str, index: int, encoding: str) -> Position:
    """The place of an index that is not between CR and LF."""
    before = parts(text[:index])
    return Position(len(before) - 1, counted(before[-1], encoding))


@given(TEXTS, st.integers(0, 30), st.integers(0, 30), TEXTS, st.sampled_from([UTF8, UTF16, UTF32]))
def test_a_change_replaces_what_is_between_its_positions(
    text: str, first: int, second: int, new: str, encoding: str
) -> None:
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    if any(text[at - 1 : at + 1] == "\r\n" for at in (start, end)):
        return
    places = (place_of(text, start, encoding), place_of(text, end, encoding))
    assert changed(text, [Change(new, *places)], encoding) == text[:start] + new + text[end:]


@given(TEXTS, st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_places_beyond_the_text_are_its_end(
    text: str, line: int, character: int, last: int, end: int
) -> None:
    result = changed(text, [Change("x", Position(line, character), Position(last, end))], UTF16)
    before, _, after = result.partition("x")
    assert text.startswith(before)
    assert text.endswith(after)


@given(TEXTS, st.integers(0, 30), st.sampled_from([UTF8, UTF16, UTF32]))
def test_lines_and_columns_of_findings_there_and_back(text: str, index: int, encoding: str) -> None:
    index = min(index, len(text))
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    line = text.count("\n", 0, index) + 1
    column = index - (text.rfind("\n", 0, index) + 1) + 1
    if column > len(lines[line - 1]) + 1:  # behind the CR of a CRLF
        return
    place = Lines(lines, encoding).place(line, column)
    assert place == place_of(text, index, encoding)
    assert Lines(lines, encoding).position(place) == (line, column)


def test_a_place_inside_a_character_is_its_beginning() -> None:
    assert (
        changed("\U0001f4deb", [Change("x", Position(0, 1), Position(0, 1))], UTF16)
        == "x\U0001f4deb"
    )
    assert changed("éb", [Change("x", Position(0, 1), Position(0, 1))], UTF8) == "xéb"


def test_an_empty_text_and_several_changes() -> None:
    text = changed("", [Change("a\nb"), Change("c", Position(1, 0), Position(1, 1))], UTF16)
    assert text == "a\nc"
    assert Lines([""]).place(5, 9) == Position(0, 0)
    assert Lines([]).place(1, 1) == Position(0, 0)
    assert Lines([]).position(Position(3, 1)) == (4, 1)
