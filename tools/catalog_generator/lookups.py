"""Calls in Asterisk's sources whose application, function, technology or text is only known at run
time; the rows that settle them.

`python -m tools.catalog_generator.lookups SOURCES` lists the hits of a source tree in the format of
lookups.txt.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tools.catalog_generator import c, sources
from tools.catalog_generator.asked import LOOKUPS

TABLE = Path(__file__).with_name("lookups.txt")
PROVIDERS = Path(__file__).with_name("providers.txt")
# In addition to asked.LOOKUPS: functions that run or evaluate what a text names.
OTHERS = (
    "pbx_exec", "ast_pbx_outgoing_app_predial", "ast_pbx_outgoing_exten_predial",
    "ast_app_exec_macro", "ast_app_exec_sub", "ast_app_run_macro",
    "ast_app_run_sub", "ast_app_expand_sub_args", "ast_add_extension", "ast_add_extension2",
    "ast_add_extension_nolock",
    "ast_add_extension2_nolock", "pbx_substitute_variables_helper",
    "pbx_substitute_variables_helper_full",
    "pbx_substitute_variables_helper_full_location", "pbx_substitute_variables_varshead",
    "ast_str_substitute_variables",
    "ast_str_substitute_variables_full", "ast_str_substitute_variables_full2",
    "ast_str_substitute_variables_varshead",
)  # fmt: skip
_CALL = re.compile(r"(?<![\w>.])(" + "|".join((*LOOKUPS, *OTHERS)) + r")\s*\(")
_DEFINITION = re.compile(r"(^|\n)[ \t]*(static |const |extern |int|struct|void|char)[\w\s\*]*$")
_REGISTER = re.compile(r"(?<![\w>.])(ast_(?:\w+_)?register(?:_\w+|2)?)\s*\(")


class Hit(NamedTuple):
    """A module (or "(core)") that calls a function with a name that is not literal in its
    source.
    """

    function: str
    module: str


def hits(files: Mapping[str, str]) -> frozenset[Hit]:
    """Return every hit of a source tree, without tests."""
    return frozenset(
        Hit(function, module) for module, text in _texts(files) for function in _of(text)
    )


def _texts(files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for module, parts in sources.modules(files).items():
        for part in parts:
            if (
                part.endswith(".c")
                and not part.startswith("tests/")
                and not module.startswith("test_")
            ):
                yield module, c.without_comments(files[part])


def _of(text: str) -> Iterator[str]:
    strings = c.constants(text)
    for found in _CALL.finditer(text):
        if _DEFINITION.search(text[max(0, found.start() - 60) : found.start()]):
            continue
        if found[1] in LOOKUPS:
            opened = found.end() - 1
            arguments = c.split_arguments(text[opened + 1 : c.closing(text, opened)])
            place = LOOKUPS[found[1]][1]
            name = arguments[place].strip() if place < len(arguments) else ""
            if name.startswith('"') or name in strings:
                continue
        yield found[1]


def providers(files: Mapping[str, str]) -> frozenset[str]:
    """Return the functions by which modules of a source tree offer something to others."""
    return frozenset(
        found[1]
        for module, text in _texts(files)
        if module != "(core)"
        for found in _REGISTER.finditer(text)
        if not _DEFINITION.search(text[max(0, found.start() - 60) : found.start()])
    )


def settled() -> dict[Hit, str]:
    """Return the row of lookups.txt for each hit. Raises ValueError for a hit with two rows."""
    found: dict[Hit, str] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            functions, modules, decision = (part.strip() for part in line.split("|", 2))
            for hit in (Hit(one, each) for one in functions.split() for each in modules.split()):
                if hit in found:
                    raise ValueError(f"{hit} has two rows")
                found[hit] = decision
    return found


def offered() -> dict[str, str]:
    """Return the row of providers.txt for each function."""
    found = {}
    for line in PROVIDERS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            functions, decision = (part.strip() for part in line.split("|", 1))
            found.update(dict.fromkeys(functions.split(), decision))
    return found


if __name__ == "__main__":
    tree = sources.read_tree(Path(sys.argv[1]))
    for hit in sorted(hits(tree)):
        print(f"{hit.function} | {hit.module} | {settled().get(hit, '?')}")
    for function in sorted(providers(tree)):
        print(f"{function} | {offered().get(function, '?')}")
