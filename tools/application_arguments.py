"""Write catalog/data/arguments.txt: what each application takes, for each series of releases.

    python -m tools.application_arguments REPOSITORY

REPOSITORY is a Git repository of Asterisk with its tags. Each series is read at its first, middle
and last release. A fact is written only where the XML documentation and the C source agree.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from asterisk_lint.catalog.application_arguments import PATH
from asterisk_lint.releases import bound
from tools.catalog_generator import c, minors

SERIES = (
    "1.4", "1.6.2", "1.8", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21",
    "22", "23",
)  # fmt: skip
HEAD = """\
# What an application takes: NAME FIRST-SERIES LAST-SERIES FACT...
#
# Made by `python -m tools.application_arguments` from Asterisk's XML documentation and C sources;
# do not edit. A fact is written only where the two agree.
# needs: without any argument, the application logs a warning and does nothing (C).
# most=N: the last of N arguments is one word, and a further one becomes part of it (XML and C).
# N=LETTERS: the letters of the options in argument N (the XML and AST_APP_OPTION in the C source).

"""
# The last parameter is one word or a number under these names, so it has no room for a comma.
ONE_WORD = frozenset(
    {
        *("options", "timeout", "position", "penalty", "level", "duration", "maxduration"),
        *("silence", "context", "gender", "interval", "wrapuptime", "analysistime", "menu"),
        *("sample_rate", "pin", "parking_space", "interface", "signaltimeout"),
    }
)
_DOCUMENTATION = re.compile(r"/\*\*\* DOCUMENTATION\s*\n(.*?)\*\*\*/", re.S)
_XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
_OPTION = re.compile(r"AST_APP_OPTION(?:_ARG)?\(\s*'(\\?.)'")
_REGISTERED = re.compile(r"ast_register_application(?:_xml|2)?\s*\(\s*([\w\"]+)\s*,\s*(\w+)")
_BUILT_IN = re.compile(r'\{\s*"(\w+)",\s*(pbx_builtin_\w+)')
_REFUSES = re.compile(
    r"if \((?:ast_strlen_zero\((?:\(char \*\)\s*)?data\)|!data)\)\s*\{?\s*ast_log\("
    r"\s*(?:AST_)?LOG_(?:WARNING|ERROR)"
)


class Takes(NamedTuple):
    """What one application takes in one release."""

    needs: bool
    most: int  # 0: unknown
    options: tuple[tuple[int, frozenset[str]], ...]


class Syntax(NamedTuple):
    """The parameters of an application as documented: name and option letters."""

    parameters: tuple[tuple[str, frozenset[str]], ...]
    open: bool  # one can be repeated, or something else than a comma separates them


def documented(text: str) -> Iterator[tuple[str, Syntax]]:
    """Yield each application that a source file documents, with its syntax."""
    for block in _DOCUMENTATION.findall(text):
        try:
            root = ElementTree.fromstring(f"<docs {_XI}>{block}</docs>")  # noqa: S314 - Asterisk's own
        except ElementTree.ParseError:
            continue
        for application in root.iter("application"):
            syntax = application.find("syntax")
            if syntax is not None:
                found = syntax.findall("parameter")
                yield (
                    application.attrib["name"],
                    Syntax(
                        tuple(
                            (
                                each.attrib["name"].lower(),
                                frozenset(
                                    option.attrib["name"]
                                    for options in each.findall("optionlist")
                                    for option in options.findall("option")
                                ),
                            )
                            for each in found
                        ),
                        syntax.get("argsep", ",") != ","
                        or len(found) != len(list(syntax))
                        or any(each.get("multiple") == "true" for each in found),
                    ),
                )


def refusing(text: str) -> Iterator[str]:
    """Yield the applications of a source file that want an argument: without one, they log so."""
    bare = c.without_comments(text)
    known = c.constants(bare)
    pairs = [
        *_REGISTERED.findall(bare),
        *((f'"{name}"', run) for name, run in _BUILT_IN.findall(bare)),
    ]
    for written, function in pairs:
        name = c.string(written, known)
        body = re.search(
            rf"^static int {function}\(struct ast_channel \*\w+,[^)]*\bdata\)\s*\{{(.*?)^\}}",
            bare,
            re.S | re.M,
        )
        if name and body and _REFUSES.search(body[1]):
            yield name


@cache
def takes(text: str) -> Mapping[str, Takes]:
    """Return what each application of a source file takes."""
    bare = c.without_comments(text)
    letters = frozenset(_OPTION.findall(bare))
    counts = [
        bare.count("AST_APP_ARG(", found.end(), c.closing(bare, found.end() - 1))
        for found in re.finditer(r"AST_DECLARE_APP_ARGS\(", bare)
    ]
    wanting = frozenset(refusing(text))
    found = {name: Takes(True, 0, ()) for name in wanting}
    for name, syntax in documented(text):
        count = len(syntax.parameters)
        last = syntax.parameters[-1][0] if syntax.parameters else ""
        options = tuple(
            (number, letters | written)
            for number, (_, written) in enumerate(syntax.parameters, 1)
            if written and written <= letters
        )
        closed = count and not syntax.open and last in ONE_WORD and count in counts
        found[name] = Takes(name in wanting, max(count, *counts) if closed else 0, options)
    return found


def of_release(files: Mapping[str, str]) -> dict[str, Takes]:
    """Return what the applications of a release take; none that several sources register."""
    found: dict[str, Takes] = {}
    several = set()
    for name, text in files.items():
        if name.endswith(".c") and name.startswith(("apps/", "main/", "res/", "pbx/")):
            for application, each in takes(text).items():
                if found.setdefault(application, each) != each:
                    several.add(application)
    return {name: each for name, each in found.items() if name not in several}


def together(releases: list[dict[str, Takes]]) -> dict[str, Takes]:
    """Return what holds in every release of a series that has the application."""
    found = {}
    for name in {name for release in releases for name in release}:
        each = [release[name] for release in releases if name in release]
        places = set.intersection(*({number for number, _ in one.options} for one in each))
        found[name] = Takes(
            all(one.needs for one in each),
            max(one.most for one in each) if all(one.most for one in each) else 0,
            tuple(
                (place, frozenset().union(*(dict(one.options)[place] for one in each)))
                for place in sorted(places)
            ),
        )
    return found


def main(repository: str) -> int:
    """Write the file."""
    by_series: list[dict[str, Takes]] = []
    for series in SERIES:
        tags = minors.tags(Path(repository), series)
        tags = [tag for tag in tags if bound(tag)[: series.count(".") + 1] == bound(series)]
        wanted = dict.fromkeys((tags[0], tags[len(tags) // 2], tags[-1]))
        by_series.append(
            together([of_release(minors.read_revision(Path(repository), tag)) for tag in wanted])
        )
    lines = []
    for name in sorted({name for each in by_series for name in each}):
        start = 0
        for end in range(1, len(SERIES) + 1):
            here = by_series[start].get(name)
            if end < len(SERIES) and by_series[end].get(name) == here:
                continue
            if here is not None and here != Takes(False, 0, ()):
                facts = ["needs"] * here.needs + [f"most={here.most}"] * bool(here.most)
                facts += [f"{number}={''.join(sorted(some))}" for number, some in here.options]
                lines.append(f"{name} {SERIES[start]} {SERIES[end - 1]} {' '.join(facts)}")
            start = end
    with open(PATH, "w", encoding="utf-8") as file:
        file.write(HEAD + "\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
