"""Which module uses the symbols of another module: the loader binds them all, so each is a hard
dependency.

A module exports only what its `MODULE.exports.in` names (Makefile.moddir_rules; since 1.6.2),
before that everything that is not static. Symbols that the optional API declares
(include/asterisk/optional_api.h), and before it those declared weak (1.6), may be missing and bind
nothing.
"""

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache

_DEFINITION = re.compile(
    r"^(?!static\b|\s|#|typedef\b|extern\b|else\b|return\b)"
    r"\w[\w \t*]*[ \t*\n](\w+)\s*\([^;{}]*\)\s*\{",
    re.M,
)
_VARIABLE = re.compile(
    r"^(?!static\b|\s|#|typedef\b|extern\b)(?:const\s+)?(?:struct\s+)?\w+[\s*]+(?:const\s+)?(\w+)\s*(?:\[[^\]]*\])?\s*(?:=|;)",
    re.M,
)
_OPTIONAL = re.compile(r"AST_OPTIONAL_API(?:_NAME|_ATTR)?\s*\(\s*[^,]*,\s*(\w+)\s*,")
_WEAK = re.compile(r"\b(\w+)\s*\([^;{}]*\)\s*attribute_weak\b")
_OPTIONAL_DEFINITION = re.compile(r"AST_OPTIONAL_API_NAME\s*\(\s*(\w+)\s*\)")
_WORD = re.compile(r"\b[A-Za-z_]\w{3,}\b")
_MACRO = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)(?:\([^)\n]*\))?[ \t]+(.*)$", re.M)


def patterns(exports: str) -> tuple[str, ...]:
    """Return the symbol patterns that an exports file exports."""
    given = exports.partition("global:")[2].partition("local:")[0]
    return tuple(re.findall(r"(?:LINKER_SYMBOL_PREFIX)?([\w*]+)\s*;", given))


@cache
def given(text: str, wanted: tuple[str, ...] | None) -> frozenset[str]:
    """The functions and variables that a module defines for others; `wanted` None: all that are not
    static.
    """
    optional = set(_OPTIONAL_DEFINITION.findall(text)) | set(_OPTIONAL.findall(text))
    names = {name for pattern in (_DEFINITION, _VARIABLE) for name in pattern.findall(text)}
    return frozenset(
        name
        for name in names - optional
        if wanted is None or any(fnmatchcase(name, pattern) for pattern in wanted)
    )


def optional_api(headers: Mapping[str, str]) -> frozenset[str]:
    """Return the functions that a module may use whether or not another module provides them."""
    return frozenset().union(*(_optional(text) for text in headers.values()))


@cache
def _optional(text: str) -> frozenset[str]:
    return frozenset(name for pattern in (_OPTIONAL, _WEAK) for name in pattern.findall(text))


def macros(headers: Mapping[str, str], symbols: frozenset[str]) -> dict[str, frozenset[str]]:
    """Return macros of the headers, with the given symbols that they expand to."""
    found: dict[str, frozenset[str]] = {}
    for text in headers.values():
        for name, body in _MACRO.findall(text.replace("\\\n", " ")):
            used = frozenset(_WORD.findall(body)) & symbols
            if used:
                found[name] = found.get(name, frozenset()) | used
    return found


def taken(
    words: frozenset[str], symbols: frozenset[str], expansions: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """Return the symbols that a module's text names, directly or through a macro."""
    return (words & symbols).union(*(expansions[word] for word in words & expansions.keys()))


@cache
def words(text: str) -> frozenset[str]:
    """Return every module, in lower case, that something with this reach could need.

    `running_only`: a module that is neither whitelisted nor required needs nothing, because it does
    not run.
    """
    return frozenset(_WORD.findall(re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)))
