"""One file on its own: what the parser makes of its bytes before anything is included or
inherited.
"""

import pytest

from asterisk_lint.conf.dialect import dialect_of
from asterisk_lint.conf.lines import CommentState
from asterisk_lint.conf.parse import parse_file
from asterisk_lint.conf.parsed import (
    GIVES_UP,
    HANGS,
    Append,
    Directive,
    Header,
    Loose,
    ParsedFile,
    Plain,
    Trouble,
)
from asterisk_lint.conf.shared_results import Origin, OriginRange, by_origin
from asterisk_lint.releases import RELEASE_22, Release

NO_COMMENT = CommentState()


def parsed(
    text: str, *, comments: CommentState = NO_COMMENT, release: Release = RELEASE_22
) -> ParsedFile:
    return parse_file(
        "x.conf", text.encode("utf-8", "surrogateescape"), dialect_of(release), comments=comments
    )


def shape(text: str) -> list[object]:
    """The parts, each as its kind and what it holds in short."""
    seen: list[object] = []
    for part in parsed(text).parts:
        if isinstance(part, Plain):
            seen.append(
                {
                    section.name: [entry.key for entry in section.entries]
                    for section in part.sections
                }
            )
        elif isinstance(part, Loose):
            seen.append([entry.key for entry in part.entries])
        elif isinstance(part, Append):
            seen.append(f"{part.entry.key}+={part.more}")
        elif isinstance(part, Header):
            seen.append((part.name, part.options))
        elif isinstance(part, Directive):
            seen.append(f"#{part.kind} {part.target}")
        else:
            seen.append(part.weight)
    return seen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("; nothing\n\n", []),
        ("[a]\nk=1\n[b]\n", [{"a": ["k"], "b": []}]),
        ("k=1\nj=2\n[a]\n", [["k", "j"], {"a": []}]),
        ("[a]\nk=1\n[b](a,!)\nj=2\n[c]\n", [{"a": ["k"]}, ("b", ("a", "!")), ["j"], {"c": []}]),
        ('[a]\nk=1\n#include "b.conf"\nj=2\n', [{"a": ["k"]}, "#include b.conf", ["j"]]),
        ("[a]\nk=1\nk+=2\nj=3\n", [{"a": ["k"]}, "k+=2", ["j"]]),
        ("[a]\nk=1\nodd\nj=3\n", [{"a": ["k"]}, "warns", ["j"]]),
        ("[a\nk=1\n", [GIVES_UP, {"a": ["k"]}]),
        ("[a]\n" + ";--" * 129 + "\n", [{"a": []}, HANGS]),
    ],
)
def test_parts(text: str, expected: list[object]) -> None:
    assert shape(text) == expected


def test_comments_go_on_from_file_to_file() -> None:
    first = parsed("[a]\nk=1 ;-- begins\nj=2\n")
    assert first.comments == ((2, CommentState(1, (2,))),)
    assert first.comments_after(1, CommentState()) == CommentState()
    assert first.comments_after(3, CommentState()) == CommentState(1, (2,))
    second = parsed("j=3\n--; i=4\n", comments=CommentState(1, (2,)))
    (part,) = second.parts
    assert isinstance(part, Loose)
    assert [(entry.key, entry.line) for entry in part.entries] == [("i", 2)]
    assert second.comments == ((2, CommentState()),)


def test_a_line_that_would_belong_to_a_section_says_so() -> None:
    warning, unknown = parsed("odd\n#odd\n").parts
    assert isinstance(warning, Trouble)
    assert isinstance(unknown, Trouble)
    assert (warning.is_entry, unknown.is_entry) == (True, False)


def test_runs_cut_a_sequence_in_pieces() -> None:
    origin = Origin(parsed("").source, 0)
    assert list(by_origin("abcdef", [OriginRange(1, 3, origin), OriginRange(3, 4, origin)])) == [
        ("a", None),
        ("bc", origin),
        ("d", origin),
        ("ef", None),
    ]
    assert list(by_origin("", [])) == []
