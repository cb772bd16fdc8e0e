"""What a module declares about itself: AST_MODULE_INFO, the MODULEINFO comment, the configuration
files that it names.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from tools.catalog_generator import c

_INFO = frozenset({
    "AST_MODULE_INFO", "AST_MODULE_INFO_STANDARD", "AST_MODULE_INFO_STANDARD_EXTENDED",
    "AST_MODULE_INFO_STANDARD_DEPRECATED",
    "AST_MODULE_INFO_RELOADABLE", "AST_MODULE_INFO_AUTOCLEAN",
})  # fmt: skip
_MODULEINFO = re.compile(r"/\*\*\*\s*MODULEINFO(.*?)\*\*\*/", re.S)
_TAG = re.compile(r"<(\w+)([^>]*)>([^<]*)</\1>")
_FILE = re.compile(r'"([\w-]+\.(?:conf|ael|lua|adsi))(?:,[^"]*)?"')
# `nonoptreq` (1.8 to 11) loads the others first if they exist, and continues without them otherwise
# (main/loader.c).
_NAMES = {
    "requires": "requires",
    "optional_modules": "optional",
    "enhances": "enhances",
    "nonoptreq": "optional",
}


class Information(NamedTuple):
    """A module's declarations."""

    requires: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    enhances: tuple[str, ...] = ()
    support: str = ""
    priority: int | None = None
    global_symbols: bool = False
    libraries: tuple[str, ...] = ()
    build_requires: tuple[str, ...] = ()  # <depend> on another module
    build_uses: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    deprecated: str = ""
    removed: str = ""
    replaced_by: tuple[str, ...] = ()
    off_by_default: bool = False


def priorities(header: str) -> dict[str, int]:
    """AST_MODPRI_... -> number, from include/asterisk/module.h of the release."""
    return {
        name: int(number)
        for name, number in re.findall(r"^\s*(AST_MODPRI_\w+)\s*=\s*(\d+)", header, re.M)
    }


def information(
    raw: str,
    bare: str,
    strings: Mapping[str, str],
    levels: Mapping[str, int],
    families: tuple[str, ...],
) -> Information:
    """From a module's main file, with (`raw`) and without (`bare`) its comments; `families` are the
    prefixes that module names have.
    """
    declared: dict[str, list[str]] = {"requires": [], "optional": [], "enhances": []}
    support, priority, symbols = "", None, False
    for macro, arguments in _declarations(bare):
        for written in arguments:
            argument = _without_directives(written)
            name, _, value = argument.partition("=")
            key = _NAMES.get(name.strip().lstrip("."))
            if key is not None:
                text = _text(value, strings)
                declared[key] += [
                    word for part in text.split(",") if (word := part.strip().removesuffix(".so"))
                ]
            if "AST_MODPRI_" in argument:
                priority = _priority(argument, levels)
            if "GLOBAL_SYMBOLS" in argument:
                symbols = True
            found = re.search(r"AST_MODULE_SUPPORT_(\w+)", argument)
            if found:
                support = found[1].lower()
        if macro == "AST_MODULE_INFO_STANDARD":
            support = support or "core"
        elif macro == "AST_MODULE_INFO_STANDARD_EXTENDED":
            support = support or "extended"
        elif macro == "AST_MODULE_INFO_STANDARD_DEPRECATED":
            support = support or "deprecated"
    menu = _menu(raw)
    is_module = re.compile(r"(?:" + "|".join(families) + r")\w+$")
    depends = [name for tag, name in menu if tag == "depend"]
    uses = [name for tag, name in menu if tag == "use"]
    return Information(
        requires=_unique(declared["requires"]),
        optional=_unique(declared["optional"]),
        enhances=_unique(declared["enhances"]),
        support=next((name for tag, name in menu if tag == "support_level"), support),
        priority=priority,
        global_symbols=symbols,
        libraries=_unique([name for name in depends if not is_module.match(name)]),
        build_requires=_unique([name for name in depends if is_module.match(name)]),
        build_uses=_unique([name for name in uses if is_module.match(name)]),
        conflicts=_unique([name for tag, name in menu if tag == "conflict"]),
        deprecated=next((name for tag, name in menu if tag == "deprecated_in"), ""),
        removed=next((name for tag, name in menu if tag == "removed_in"), ""),
        replaced_by=_unique(
            [
                part
                for tag, name in menu
                if tag == "replacement"
                for part in re.findall(r"\w+", name)
                if part != "or"
            ]
        ),
        off_by_default=any(tag == "defaultenabled" and name == "no" for tag, name in menu),
    )


@cache
def files(bare: str) -> tuple[str, ...]:
    """Return the configuration files that a module names in a separate string (not in a message
    that only mentions one).
    """
    return _unique(_FILE.findall(bare))


def _text(expression: str, strings: Mapping[str, str]) -> str:
    """Return a string composed of literals and macros, whatever conditional lines are in
    between.
    """
    pieces = re.findall(r'"((?:\\.|[^"\\])*)"|(\w+)', expression)
    return "".join(strings.get(word, "") if word else quoted for quoted, word in pieces)


def _without_directives(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith("#")).strip()


def _priority(argument: str, levels: Mapping[str, int]) -> int | None:
    found = re.search(r"(AST_MODPRI_\w+)\s*([-+]\s*\d+)?", argument)
    if found is None or found[1] not in levels:
        return None
    value = levels[found[1]] + int((found[2] or "0").replace(" ", ""))
    return None if found[1] == "AST_MODPRI_DEFAULT" and not found[2] else value


@cache
def _declarations(bare: str) -> tuple[tuple[str, list[str]], ...]:
    return tuple(c.calls(bare, _INFO))


@cache
def _menu(raw: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (tag, text.strip())
        for block in _MODULEINFO.findall(raw)
        for tag, _, text in _TAG.findall(block)
    )


def _unique(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
