import os
import re

import pytest

from asterisk_lint.catalog.load import (
    FOLDER,
    KINDS,
    NEEDS,
    Module,
    UnknownRelease,
    load,
    parse,
    releases,
)
from asterisk_lint.releases import Release

TEXT = """\
release 99 up to 99.5.0

(core)
  application Answer Set
  channel Local

app_one
  support core
  application One Two>=99.3 Fix>=99.3.2
  function ONE
  requires res_base res_new>=99.2
  enhances res_other
  reads one.conf
  declines_silently one.conf
  cli_command one show {all|some}

app_late>=99.4
  application Late

app_gone<99.2
  application Gone

chan_a
  support extended
  channel Console

chan_b
  support core
  channel Console

format_sound
  format wav49=WAV|wav49 gsm

res_base
  symbols res_deep
  support core<99.3 deprecated>=99.3

res_deep
  runtime res_base
"""


def test_names_of_applications_match_in_any_case_and_those_of_functions_do_not() -> None:
    catalog = parse(TEXT, Release.parse("99"))
    assert catalog.providers("application", "ONE") == ("app_one",)
    assert catalog.spelling("application", "aNsWeR") == "Answer"
    assert catalog.providers("application", "answer") == ("",)
    assert catalog.providers("function", "ONE") == ("app_one",)
    assert catalog.providers("function", "one") == ()
    assert (
        catalog.spelling("function", "one") == "ONE"
    )  # for the message that gives the right spelling
    assert catalog.providers("application", "Nothing") == ()


@pytest.mark.parametrize(
    ("release", "modules", "applications", "requires", "support"),
    [
        ("99.1", ["app_gone"], ["Answer", "Gone", "One", "Set"], ("res_base", "res_other"), "core"),
        ("99.2", [], ["Answer", "One", "Set"], ("res_base", "res_new", "res_other"), "core"),
        (
            "99.3.0",
            [],
            ["Answer", "One", "Set", "Two"],
            ("res_base", "res_new", "res_other"),
            "deprecated",
        ),
        (
            "99.3.2",
            [],
            ["Answer", "Fix", "One", "Set", "Two"],
            ("res_base", "res_new", "res_other"),
            "deprecated",
        ),
        # A minor release means its newest patch release, as a series means its newest minor
        # release.
        (
            "99.3",
            [],
            ["Answer", "Fix", "One", "Set", "Two"],
            ("res_base", "res_new", "res_other"),
            "deprecated",
        ),
        (
            "99.10",
            ["app_late"],
            ["Answer", "Fix", "Late", "One", "Set", "Two"],
            ("res_base", "res_new", "res_other"),
            "deprecated",
        ),
        (
            "99",
            ["app_late"],
            ["Answer", "Fix", "Late", "One", "Set", "Two"],
            ("res_base", "res_new", "res_other"),
            "deprecated",
        ),
    ],
)
def test_a_minor_release_has_what_its_range_says(
    release: str,
    modules: list[str],
    applications: list[str],
    requires: tuple[str, ...],
    support: str,
) -> None:
    catalog = parse(TEXT, Release.parse(release))
    assert [name for name in ("app_gone", "app_late") if catalog.module(name)] == modules
    assert list(catalog.names("application")) == applications
    assert catalog.modules["app_one"].requires == requires
    assert catalog.modules["res_base"].support == support


def test_the_reason_for_a_dependency_is_told() -> None:
    one = parse(TEXT, Release.parse("99")).modules["app_one"]
    assert one.because["res_base"] == NEEDS["requires"]
    assert one.because["res_other"] == NEEDS["enhances"]


def test_the_closure_ends_where_modules_need_each_other() -> None:
    catalog = parse(TEXT, Release.parse("99"))
    assert catalog.closure("res_deep") == ("res_base",)
    assert catalog.closure("app_one") == ("res_base", "res_deep", "res_new", "res_other")


def test_the_best_supported_provider_comes_first() -> None:
    assert parse(TEXT, Release.parse("99")).providers("channel", "console") == ("chan_b", "chan_a")


def test_a_format_is_found_by_its_extensions_as_they_are_written() -> None:
    catalog = parse(TEXT, Release.parse("99"))
    assert catalog.providers("format", "WAV") == ("format_sound",)
    assert catalog.providers("format", "wav") == ()
    assert list(catalog.names("file_format")) == ["gsm", "wav49"]


def test_modules_from_the_settings_are_added_and_replace() -> None:
    catalog = parse(TEXT, Release.parse("99"))
    more = catalog.with_modules(
        [
            Module("chan_quectel", {"channel": ("Quectel",)}),
            Module("app_one", {"application": ("Uno",)}),
        ]
    )
    assert more.providers("channel", "quectel") == ("chan_quectel",)
    assert more.providers("application", "One") == ()
    assert more.providers("application", "Uno") == ("app_one",)
    assert catalog.module("chan_quectel") is None


def test_a_module_name_is_found_in_any_case() -> None:
    module = parse(TEXT, Release.parse("99")).module("APP_One")
    assert module is not None
    assert module.name == "app_one"


def test_every_series_is_there() -> None:
    assert releases() == (
        "1.4",
        "1.6.2",
        "1.8",
        "10",
        "11",
        "12",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
        "19",
        "20",
        "21",
        "22",
        "23",
        "master",
    )


@pytest.mark.parametrize("release", ["22.10.1", "1.6.2.24", "1.8.32.3", "18.9-cert5", "22.0"])
def test_which_releases_are_known(release: str) -> None:
    assert str(load(Release.parse(release)).release) == release


@pytest.mark.parametrize("release", ["7", "1.6", "1.2"])
def test_an_unknown_release_names_the_known_ones(release: str) -> None:
    with pytest.raises(UnknownRelease, match=r"1\.4.*22.*23"):
        load(Release.parse(release))


@pytest.mark.parametrize("series", releases())
def test_the_data_is_whole(series: str) -> None:
    catalog = load(Release.parse(series))
    names = set(catalog.modules)
    for module in catalog.modules.values():
        assert set(module.provides) <= KINDS
        for needed in (*module.requires, *module.optional, *module.conflicts):
            assert needed in names, f"{module.name} needs {needed}, which {series} does not have"
            assert needed != module.name
        assert {*module.declines, *module.declines_silently} <= set(module.reads) | {
            "confbridge.conf"
        }, module.name
    for kind in ("application", "function", "channel", "switch"):
        for name in catalog.names(kind):
            assert catalog.providers(kind, name), name
            assert not set(name) & set('" \t<>=/{}'), name


@pytest.mark.parametrize("series", releases())
def test_the_data_holds_facts_only(series: str) -> None:
    with open(os.path.join(FOLDER, f"{series}.txt"), encoding="utf-8") as file:
        lines = file.read().split("\n")
    assert (
        lines[0] == f"release {series}"
        if series == "master"
        else re.fullmatch(rf"release {series} up to {re.escape(series)}(\.\d+)+", lines[0])
    )
    assert max(len(line) for line in lines) <= 180


def test_a_command_may_hold_the_signs_of_a_range() -> None:
    text = (
        "release 99 up to 99.5.0\n\napp_one\n"
        "  cli_command console {set|show} active [<device>]<99.2\n  cli_command one {<name>}\n"
    )
    commands = [
        parse(text, Release.parse(release)).modules["app_one"].provides["cli_command"]
        for release in ("99.1", "99.2")
    ]
    assert commands == [("console {set|show} active [<device>]", "one {<name>}"), ("one {<name>}",)]
