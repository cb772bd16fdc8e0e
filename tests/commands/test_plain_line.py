"""A plain command line means what argparse makes of it."""

import contextlib
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from asterisk_lint.commands import check
from asterisk_lint.commands.parsers import parser_of
from asterisk_lint.commands.plain_line import plain_arguments

WORDS = st.sampled_from([
    "--fix", "--diff", "--strict", "-q", "-v", "-qv", "--no-cache", "--staged", "--rev", "HEAD",
    "--rev=HEAD", "--rev=", "--asterisk", "22", "--asterisk=22", "--asterisk=-1", "--jobs", "-j",
    "2", "-j2", "-j=2", "0", "--select", "AL101", "--ignore=AL102", "--output-format", "json",
    "--output-format=html", "--color=never", "etc/asterisk", ".", "", "-", "--", "-1", "--fi",
    "--quiet=1", "--help", "--version", "--nothing", "a b", "- b",
])  # fmt: skip


def by_argparse(words: list[str]) -> dict[str, object] | None:
    """What the command reads where the line is not plain; None for an error, help or version."""
    parser = parser_of("check")
    silent = io.StringIO()
    with contextlib.redirect_stdout(silent), contextlib.redirect_stderr(silent):
        try:
            args, rest = parser.parse_known_args(words)
            return vars(parser.parse_intermixed_args(words) if rest else args)
        except SystemExit:
            return None


@given(st.lists(WORDS, max_size=6))
@example(["a", "--fix", "b", "--select", "AL101", "c", "--select=AL102"])
def test_it_is_what_argparse_reads(words: list[str]) -> None:
    args = plain_arguments(check.add_arguments, words)
    assert args is None or vars(args) == by_argparse(words)


@pytest.mark.parametrize(
    "line",
    ["", "-q --fix", "etc/asterisk --asterisk 22 -j 2", "--output-format=json --select AL1 ."],
)
def test_usual_lines_are_plain(line: str) -> None:
    assert plain_arguments(check.add_arguments, line.split()) is not None
