"""A command line says the same with argparse and without it."""

import argparse
import random
from importlib import import_module

import pytest

from asterisk_lint.cli import COMMANDS
from asterisk_lint.commands.arguments import Declarations

WORDS = (
    "etc", "hosts/berlin", "", "22", "-q", "--quiet", "--asterisk", "--asterisk=22", "--fix", "--fix=1", "--select", "--select=a,b",
    "--ignore", "unused-module", "--output-format", "json", "--output-format=concise", "--output-format=nothing", "-v", "-qv", "-j", "-j4", "4",
    "--jobs=2", "--rev", "HEAD", "--rev=", "--color", "never", "--nothing", "--asterix", "--no-cache", "--staged", "-", "--strict",
)  # fmt: skip


def declared(command: str) -> Declarations:
    declarations = Declarations()
    import_module(f"asterisk_lint.commands.{command}").add_arguments(declarations)
    return declarations


class Mistake(Exception):
    """argparse refuses the command line."""


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        raise Mistake(message)


def by_argparse(declarations: Declarations, words: list[str]) -> dict[str, object]:
    parser = Parser(allow_abbrev=False, add_help=False)
    declarations.declare(parser)
    args, rest = parser.parse_known_args(words)
    return vars(parser.parse_intermixed_args(words) if rest else args)


@pytest.mark.parametrize("command", ["check", *(name for name, _ in COMMANDS)])
def test_it_reads_what_argparse_reads(command: str) -> None:
    chance = random.Random(command)
    declarations = declared(command)
    read = 0
    for _ in range(300):
        words = [chance.choice(WORDS) for _ in range(chance.randrange(5))]
        values = declarations.read(words)
        if values is not None:
            read += 1
            assert vars(values) == by_argparse(declarations, words), words
    assert read or command != "check"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["etc"],
        ["--asterisk", "22", "etc", "-q", "other"],
        ["--select=a", "--select", "b", "--no-cache"],
    ],
)
def test_a_usual_check_is_read_without_argparse(words: list[str]) -> None:
    assert declared("check").read(words) is not None


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["--version"],
        ["--asterisk"],
        ["--asterisk", "--fix"],
        ["--output-format=nothing"],
        ["--fix=yes"],
        ["--nothing"],
        ["-qv"],
        ["--", "etc"],
    ],
)
def test_what_is_unusual_or_wrong_is_left_to_argparse(words: list[str]) -> None:
    assert declared("check").read(words) is None
