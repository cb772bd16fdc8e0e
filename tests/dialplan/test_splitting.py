"""Arguments are split as a plain reading of Asterisk's loop splits them."""

from hypothesis import given
from hypothesis import strategies as st

from asterisk_lint.dialplan.arguments.positions import pieces
from asterisk_lint.dialplan.expressions import mask
from asterisk_lint.dialplan.splitting import separate


def split_plainly(text: str, separator: str) -> list[str]:
    """Split sign by sign, as main/app.c's __ast_app_separate_args() does."""
    found = []
    start = at = round_ = square = 0
    quoted = False
    while at < len(text):
        if text[at] == "(":
            round_ += 1
        elif text[at] == ")":
            round_ = max(round_ - 1, 0)
        elif text[at] == "[":
            square += 1
        elif text[at] == "]":
            square = max(square - 1, 0)
        elif text[at] == '"':
            quoted = not quoted
        elif text[at] == "\\":
            at += 1
        elif text[at] == separator and not (round_ or square or quoted):
            found.append(text[start:at])
            start = at + 1
        at += 1
    return [*found, text[start:]] if text else []


@given(st.text('()[]"\\,?:a$', max_size=14), st.sampled_from(",?:|"))
def test_it_is_split_as_asterisk_splits_it(text: str, separator: str) -> None:
    assert separate(text, separator) == split_plainly(text, separator)


PARTS = st.sampled_from(["a", ",", "?", "${X}", "${A(b,c)}", "$[1,2]", "(", ")", '"', "${", "["])


@given(st.lists(PARTS, max_size=10).map("".join), st.sampled_from(",?"))
def test_each_reference_stays_in_its_piece(text: str, separator: str) -> None:
    found = pieces(text, separator)
    assert separator.join(found) == text
    assert [mask(each) for each in found] == separate(mask(text), separator)
