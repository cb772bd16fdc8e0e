"""The part of a module's source files that shows what it registers: strings, structures, calls."""

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from tools.catalog_generator import c
from tools.catalog_generator.registrars import WANTED

_ANONYMOUS = re.compile(r"\}\s*(\w+)\s*\[[^\]]*\]\s*=\s*\{")
_CLI_HANDLER = re.compile(
    r"(?:->|\.)command\s*=\s*((?:\s*(?:\"(?:\\.|[^\"\\])*\"|\w+))+?)\s*[;,]", re.S
)


class Scan(NamedTuple):
    """The relevant content of one file, read once however many modules and releases share it."""

    strings: Mapping[str, str]
    aliases: tuple[tuple[str, str], ...]
    structures: Mapping[str, c.Initialiser]
    calls: tuple[tuple[str, tuple[str, ...]], ...]
    commands: tuple[str, ...]  # the expressions assigned to a CLI entry's `command`


class Source(NamedTuple):
    """A module's files together, or one of them as the compiler sees it: its own names first, then
    those of the files next to it.
    """

    strings: Mapping[str, str]
    structures: Mapping[str, c.Initialiser]
    calls: tuple[tuple[str, tuple[str, ...]], ...]
    commands: tuple[str, ...]
    own: tuple[c.Initialiser, ...] = ()
    files: tuple["Source", ...] = ()


@cache
def scan(text: str) -> Scan:
    """Read one file without comments."""
    structures: dict[str, c.Initialiser] = {}
    for initialiser in (*c.initialisers(text), *_anonymous(text)):
        structures.setdefault(initialiser.name, initialiser)
    calls = tuple((call, tuple(arguments)) for call, arguments in c.calls(text, WANTED))
    return Scan(
        c.constants(text),
        tuple(c.aliases(text)),
        structures,
        calls,
        tuple(found[1] for found in _CLI_HANDLER.finditer(text)),
    )


def _anonymous(text: str) -> Iterator[c.Initialiser]:
    """Yield `struct x { ... } table[] = { ... }`: a structure declared and filled at once."""
    for found in _ANONYMOUS.finditer(text):
        start = found.end() - 1
        yield c.Initialiser("", found[1], True, text[start + 1 : c.closing(text, start)])


def source(texts: list[str], shared: Mapping[str, str]) -> Source:
    """Combine a module's files (without comments) into one; `shared`: strings that headers
    define.
    """
    scans = [scan(text) for text in texts]
    strings = dict(shared)
    structures: dict[str, c.Initialiser] = {}
    for one in scans:
        strings.update(one.strings)
        for name, initialiser in one.structures.items():
            structures.setdefault(name, initialiser)
    for one in scans:
        for name, other in one.aliases:
            if other in strings:
                strings.setdefault(name, strings[other])
    files = tuple(
        Source(
            ChainMap(dict(one.strings), strings),
            ChainMap(dict(one.structures), structures),
            one.calls,
            one.commands,
            tuple(one.structures.values()),
        )
        for one in scans
    )
    return Source(
        strings, structures, tuple(call for one in scans for call in one.calls), (), files=files
    )
