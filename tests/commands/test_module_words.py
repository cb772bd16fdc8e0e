"""What counts as a module's use is described in words, without the signs of the tables."""

import re

import pytest

from asterisk_lint.catalog.load import load
from asterisk_lint.commands import pattern_words as words
from asterisk_lint.commands.module_usage import usage_of
from asterisk_lint.releases import Release

# Signs of the tables and of Python; text in backquotes is Asterisk's own.
RAW = re.compile(r"!|\|(?!\|)|=\*|\?\*|\[\[|\b(None|True|False)\b|\w+\(\w+='|<class")


@pytest.mark.parametrize("release", ["22", "16", "1.8"])
def test_no_pattern_is_shown(release: str) -> None:
    catalog = load(Release.parse(release))
    said = {line for module in catalog.modules.values() for line in usage_of(module, catalog)}
    assert len(said) > 300
    assert [line for line in said if RAW.search(re.sub(r"`[^`]*`", "", line))] == []


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("!no|off|false|n|f|0", "anything but no"),
        ("?*", "anything"),
        ("true", "yes"),
        ("*http*", "a text with http"),
        ("", "empty"),
        ("ws|wss", "ws or wss"),
        ("!0", "anything but no"),
        ("*[[]*", "a text with ["),
    ],
)
def test_values(pattern: str, said: str) -> None:
    assert words.value(pattern) == said


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("!general|authentication", "a section other than [general] and [authentication]"),
        ("general", "the section [general]"),
        ("*", "any section"),
    ],
)
def test_sections(pattern: str, said: str) -> None:
    assert words.section(pattern) == said
    assert words.condition("alsa.conf general/input_device|output_device") == (
        "input_device or output_device in the section [general] of alsa.conf"
    )
