"""Certainty, held to its word: what a file, an include or a template hides must not cost a module
that the whole configuration needs.

Each fixture's whitelist is completed first, as `--fix` does. Then one file is taken out of the
repository (or replaced by an include that matches nothing, or by a template), `--fix` runs, and the
file comes back: nothing that the whole configuration requires may be gone.
"""

import random
import re
from collections.abc import Mapping, Sequence
from functools import cache

import pytest

from asterisk_lint.fix.rewrite import FixRefused
from asterisk_lint.fix.rounds import fix_files
from asterisk_lint.releases import Release
from asterisk_lint.rules import rule_names
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.settings.read import parse_settings
from asterisk_lint.settings.values import Settings
from asterisk_lint.shared import Shared
from asterisk_lint.tree.target import Target
from tests.amount import examples
from tests.memory import MemoryFiles
from tests.pbx import FIXTURES, pbxs

SETTINGS = ".asterisk-lint.yaml"
# What the tests of a fixture have in common is found once, by one process.
EACH = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in pbxs()]


def contents(name: str) -> dict[str, str | bytes]:
    """A fixture's files, the settings aside."""
    root = FIXTURES / name
    place = next(root.rglob("modules.conf")).parent
    return {
        str(path.relative_to(place)): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file() and path.name != SETTINGS
    }


def settings_of(name: str) -> Settings:
    place = FIXTURES / name / SETTINGS
    settings = (
        parse_settings(place.read_bytes(), SETTINGS, rule_names()) if place.exists() else Settings()
    )
    return settings._replace(sealed=False)  # which says that nothing is missing


class Hiding(MemoryFiles):
    """Files, some of which .gitignore names although they are missing: that is how a file that only
    a pattern includes can be known to be missing.
    """

    def __init__(self, files: Mapping[str, str | bytes], names: Sequence[str]) -> None:
        super().__init__(files)
        self.hidden = names

    def ignored(self, name: str) -> bool:
        return name in self.hidden

    def ignored_names(self) -> Sequence[str]:
        return self.hidden


def target(
    files: Mapping[str, str | bytes],
    name: str,
    ignored: Sequence[str] = (),
    *,
    sealed: bool = False,
) -> Target:
    settings = settings_of(name)._replace(sealed=sealed)
    made = Hiding(files, ignored) if ignored else MemoryFiles(files)
    return Target(made, settings.asterisk or Release.parse("22"), settings)


@cache
def shared(name: str) -> Shared:
    """What the checks of a fixture and of its changed copies have in common."""
    return Shared()


@cache
def complete(name: str) -> Mapping[str, str | bytes]:
    """The fixture with a whitelist that holds all that it requires."""
    files = contents(name)
    fixed = fix_files(target(files, name), RuleSelection(), unsafe=True, shared=shared(name))
    return {**files, **fixed.changed}


def lost(
    needed: frozenset[str],
    files: Mapping[str, str | bytes],
    name: str,
    ignored: Sequence[str] = (),
    *,
    sealed: bool = False,
) -> list[str]:
    """What is needed and `--fix` takes out of the whitelist of these files; a hidden part of
    modules.conf lists what it lists.
    """
    made = target(files, name, ignored, sealed=sealed)
    try:
        fixed = fix_files(made, RuleSelection(), shared=shared(name))
    except FixRefused:  # then nothing is taken out
        return []
    before, after = (each.facts.whitelist.loaded().keys() for each in (fixed.before, fixed.after))
    return sorted((needed & before) - after)


@cache
def required(name: str) -> frozenset[str]:
    """What the complete fixture requires of the whitelist that is there."""
    made = target(complete(name), name)
    facts = fix_files(made, RuleSelection(), shared=shared(name)).after.facts
    return frozenset(facts.required) & frozenset(facts.whitelist.loaded())


def hidden(files: Mapping[str, str | bytes]) -> list[str]:
    """The files that can be taken out: those that a person may keep out of the repository."""
    return sorted(file for file in files if file != "modules.conf" and not file.startswith("."))


@pytest.mark.parametrize("name", EACH)
def test_a_file_out_of_the_repository_costs_nothing(name: str) -> None:
    whole = complete(name)
    needed = required(name)
    found = {}
    for file in hidden(whole):
        without = {other: content for other, content in whole.items() if other != file}
        # A folder whose files are included by a pattern looks complete, unless .gitignore says
        # otherwise.
        if gone := lost(needed, without, name, [file] if "/" in file else ()):
            found[file] = gone
    assert found == {}


@pytest.mark.parametrize("name", EACH)
def test_a_file_behind_an_include_that_matches_nothing_here_costs_nothing(name: str) -> None:
    whole = complete(name)
    needed = required(name)
    found = {}
    for file in (file for file in hidden(whole) if file.endswith(".conf")):
        behind = {**whole, file: f'#tryinclude "{file.removesuffix(".conf")}.hidden/*.conf"\n'}
        if gone := lost(needed, behind, name):
            found[file] = gone
    assert found == {}


@pytest.mark.parametrize("name", EACH)
def test_a_pbx_of_templates_loses_nothing(name: str) -> None:
    whole = complete(name)
    needed = required(name)
    templates = {
        f"{file}.j2"
        if re.search(r"\.(conf|ael|lua)$", file) and file != "modules.conf"
        else file: content
        for file, content in whole.items()
    }
    assert lost(needed, templates, name) == []


def without_priority(line: str) -> str:
    return re.sub(r"^(\s*exten\s*=>?\s*[^,]+),\s*(?:\d+|n)(?:\([^)]*\))?,", r"\1,", line)


def without_equals(line: str) -> str:
    return re.sub(r"^(\s*[\w-]+)\s*(?:=>?)\s*", r"\1 ", line)


def without_semicolon(line: str) -> str:
    return re.sub(r"\);\s*$", ")", line)


def misspelt(line: str) -> str:
    return re.sub(r"\b([A-Z][a-z])(\w)(\w)(\w*\()", r"\1\3\2\4", line, count=1)


def commented(line: str) -> str:
    return ";-- " + line if line.strip() and ";" not in line else line


# The files, and what people do to a line of them.
MISTAKES = [
    (".conf", without_priority),
    (".conf", without_equals),
    (".conf", commented),
    (".conf", misspelt),
    (".ael", without_semicolon),
    (".ael", misspelt),
]


@pytest.mark.parametrize("name", EACH)
def test_a_mistake_in_a_line_costs_nothing(name: str) -> None:
    whole = complete(name)
    needed = required(name)
    found = {}
    changed = [
        (file, number, lines, mistake(line))
        for file, content in whole.items()
        if file.endswith((".conf", ".ael")) and file != "modules.conf"
        for ending, mistake in MISTAKES
        if file.endswith(ending) and (ending != ".conf" or "exten" in file or mistake != misspelt)
        for lines in [text(content).split("\n")]
        for number, line in enumerate(lines)
        if mistake(line) != line
    ]
    for file, number, lines, wrong in random.Random(name).sample(
        changed, min(len(changed), examples(40))
    ):
        broken = "\n".join([*lines[:number], wrong, *lines[number + 1 :]])
        if gone := lost(needed, {**whole, file: broken}, name):
            found[f"{file}:{number + 1}: {wrong}"] = gone
    assert found == {}


def text(content: str | bytes) -> str:
    return content if isinstance(content, str) else content.decode("utf-8", "surrogateescape")


def test_the_fixtures_hide_something() -> None:
    assert sum(len(hidden(contents(name))) for name in pbxs()) > 100
