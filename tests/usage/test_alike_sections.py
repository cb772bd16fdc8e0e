"""Sections that the rows find alike are understood once: the uses are those of each one alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asterisk_lint.conf.dialect import dialect_of
from asterisk_lint.conf.parse import parse_file
from asterisk_lint.conf.parsed import Plain
from asterisk_lint.conf.section import Section
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import PlacedUses, Use
from asterisk_lint.releases import RELEASE_22
from asterisk_lint.usage import load_tables
from asterisk_lint.usage.alike_sections import PlacedLines
from asterisk_lint.usage.interpret import row_uses
from asterisk_lint.usage.rows import about_files
from tests.memory import MemoryFiles

ENTRIES = st.sampled_from(
    [
        "type=endpoint", "type = auth", "type=aor", "type=acl", "type=identify", "auth=a7", "auth=",
        "allow=ulaw", "allow = !all,g722", "allow=!all,opus", "mailboxes=7@default",
        "transport=udp",
        "dtmf_mode=info", "dtmf_mode=rfc4733", "media_encryption=sdes", "media_encryption=no",
        "media_encryption={{ secret }}", "webrtc=yes", "webrtc=1", "webrtc=0", "acl=office",
        "100rel=no",
        "stir_shaken=yes", "match_header=X-A: b", "bind=::1", ";a comment", "", "auth=b8 ; behind",
    ]
)  # fmt: skip
SECTIONS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b7", "global", "general", "x](!", "y](x"]),
        st.lists(ENTRIES, max_size=5),
    ),
    min_size=1,
    max_size=8,
)


def found(text: str) -> list[Use | PlacedUses]:
    rows, _ = load_tables()
    made = Configuration(MemoryFiles({"pjsip.conf": text}), release=RELEASE_22)
    return list(row_uses(made, {"pjsip.conf": about_files(rows)["pjsip.conf"]}))


def single(uses: list[Use | PlacedUses]) -> list[Use]:
    return sorted(
        (each for use in uses for each in (use.uses() if isinstance(use, PlacedUses) else (use,))),
        key=repr,
    )


def closed(name: str, number: int) -> str:
    """The end of a header."""
    return ")" if "(" in name else f"{number}]"


@given(SECTIONS, st.integers(min_value=9, max_value=13))
def test_alike_sections_have_the_uses_of_each_by_itself(
    sections: list[tuple[str, list[str]]], times: int
) -> None:
    text = "".join(
        f"[{name}{closed(name, number)}\n" + "".join(f"{line}\n" for line in lines)
        for number in range(times)
        for name, lines in sections
    )
    together = found(text)
    with pytest.MonkeyPatch.context() as patched:
        # Where no section counts as plain, each is understood alone.
        patched.setattr(Section, "is_plain", property(lambda section: False))
        alone = found(text)
    assert not any(isinstance(use, PlacedUses) for use in alone)
    assert single(together) == single(alone)


def test_endpoints_that_differ_in_names_are_understood_once() -> None:
    text = "".join(
        f"[{name}]\ntype=endpoint\nauth={name}\nallow=!all,ulaw\n\n"
        for name in (f"{letter}{number}" for letter in "abcde" for number in range(20))
    )
    uses = [use for use in found(text) if isinstance(use, PlacedUses)]
    assert uses
    assert len(uses) == len(found(text))
    auth = next(use for use in uses if use.name == "res_pjsip_authenticator_digest")
    assert list(auth.lines) == list(range(3, 3 + 500, 5))
    assert {len(use.lines) for use in uses} == {100}


def plain(text: str) -> list[Section]:
    parts = parse_file("x.conf", text.encode(), dialect_of(RELEASE_22)).parts
    return [section for part in parts if isinstance(part, Plain) for section in part.sections]


def test_a_section_creates_the_entries_that_were_written() -> None:
    (section,) = plain("[a]\nk = v ; c\n\n  Key=> two words  \nempty =\nk=last\n")
    assert [tuple(entry) for entry in section.entries] == [
        ("k", "v", "x.conf", 2, 1, 5, "=", False),
        ("Key", "two words", "x.conf", 4, 3, 9, "=>", False),
        ("empty", "", "x.conf", 5, 1, 8, "=", False),
        ("k", "last", "x.conf", 6, 1, 3, "=", False),
    ]
    assert tuple(section.each_entry()) == section.entries
    assert list(section.entry_lines()) == [2, 4, 5, 6]
    assert section.value("key") == "two words"
    assert section.value("none") is None
    assert section.get("KEY") == section.entries[1]
    assert section.all("k") == [section.entries[0], section.entries[3]]
    assert section.among(frozenset({"k", "empty"})) == [section.entries[at] for at in (0, 2, 3)]


def test_sections_of_the_same_keys_share_a_shape() -> None:
    first, second, other = plain("[a]\nk=1\nl=2\n[b]\nk=3\nl=4\n\n[c]\nl=1\nk=2\n")
    assert first.shape is second.shape
    assert first.shape is not other.shape
    assert list(PlacedLines([first, second], 1)) == [3, 6]
    assert list(PlacedLines([first, second], -1)) == [1, 4]
