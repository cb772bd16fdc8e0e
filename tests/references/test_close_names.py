"""The index of variables' names finds what a comparison with every name finds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from asterisk_lint.references.variables import close_names, is_own
from tests.amount import examples

_NAMES = st.text("abD12_", min_size=3, max_size=8).filter(lambda name: name[0].isalpha())


def is_slip(name: str, other: str) -> bool:
    """Whether one letter is missing, too many or wrong, or two are exchanged; not at the beginning,
    not at the end of a word, with the same digits, and in names of five letters or more.
    """

    def digits(text: str) -> list[str]:
        return [c for c in text if c.isdigit()]

    if min(len(name), len(other)) < 5:
        return False
    if name[0] != other[0] or digits(name) != digits(other):
        return False
    if len(name) == len(other):
        wrong = [at for at, (a, b) in enumerate(zip(name, other, strict=True)) if a != b]
        if len(wrong) == 2:
            return wrong[1] == wrong[0] + 1 and sorted(name) == sorted(other)
        inside = len(wrong) == 1 and 0 < wrong[0] < len(name) - 1
        return inside and name[wrong[0] - 1].isalpha() and name[wrong[0] + 1].isalpha()
    short, long = sorted((name, other), key=len)
    return not long.startswith(short) and short in {
        long[:at] + long[at + 1 :] for at in range(len(long))
    }


@settings(max_examples=examples(500), deadline=None)
@given(st.sets(_NAMES, max_size=8), st.sets(_NAMES, max_size=8))
def test_the_index_finds_what_a_search_finds(read: set[str], known: set[str]) -> None:
    read -= known
    wanted = {}
    for name in read:
        plain = name.lower().replace("_", "")
        in_case = [each for each in known if each.lower().replace("_", "") == plain]
        slips = [each for each in known if is_slip(name, each)]
        if not is_own(name) and (in_case or slips):
            wanted[name] = min(in_case or slips)
    assert close_names(read, known) == wanted
