"""The options that a release registers for its configuration files: any other option makes it
reject the file or the object.

Two engines reject what they do not know: main/config_options.c (`aco_option_register`) and
main/sorcery.c (`ast_sorcery_object_field_register`).
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tools.catalog_generator import c

_CALL = re.compile(r"\b(aco_option_register\w*|ast_sorcery_object_fields?_register\w*)\s*\(")


class Option(NamedTuple):
    """An option as a source registers it."""

    # the sorcery type ("endpoint"), "" if it is not literal in the call; "aco" for the other engine
    kind: str
    name: str


def registered(files: Mapping[str, str]) -> frozenset[Option]:
    """Return every option that the sources (path -> text) register under a literal name, without
    tests.
    """
    return frozenset(
        option
        for path, text in files.items()
        if path.endswith(".c")
        and not path.startswith("tests/")
        and "skel" not in path
        and _CALL.search(text)
        for option in _of(c.without_comments(text))
    )


def _of(text: str) -> Iterator[Option]:
    constants = c.constants(text)
    for found in _CALL.finditer(text):
        opened = found.end() - 1
        arguments = c.split_arguments(text[opened + 1 : c.closing(text, opened)])
        place = 1 if found[1].startswith("aco") else 2
        if len(arguments) <= place:
            continue
        name = _text(arguments[place], constants)
        if name and not found[1].startswith("aco"):
            yield Option(_text(arguments[1], constants), name)
        elif name:
            yield Option("aco", name)


def _text(argument: str, constants: Mapping[str, str]) -> str:
    literal = re.fullmatch(r'\s*"((?:\\.|[^"\\])*)"\s*', argument)
    return literal[1] if literal else constants.get(argument.strip(), "")
