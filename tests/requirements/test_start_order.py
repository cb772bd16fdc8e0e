"""Functions that a dialplan's reader evaluates while it starts: AL111, the place of new lines, and
a real Asterisk, 16 and 22.

With ASTERISK_LINT_RANDOM Asterisk is booted with every order of lines, without it with the first
four.
"""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from asterisk_lint.check import check_files
from asterisk_lint.releases import Release
from asterisk_lint.tree.target import Target
from asterisk_lint.witness.boot import boot
from tests.memory import MemoryFiles
from tests.pbx import lint


class Place(NamedTuple):
    """A place where LEN() is evaluated; `word` is what `dialplan show` prints around its value."""

    reader: str
    word: str
    text: str
    variable: str = ""


PLACES = {
    "a global variable": Place(
        "pbx_config", "glob", "exten => ${G},1,NoOp()", "G=glob${LEN(abcde)}y"
    ),
    "an extension": Place("pbx_config", "exte", "exten => exte${LEN(abcde)}y,1,NoOp()"),
    "a hint": Place("pbx_config", "hint", "exten => 1,hint,SIP/hint${LEN(abcde)}y"),
    "an include": Place("pbx_config", "incl", "include => incl${LEN(abcde)}y"),
    "an ignorepat": Place("pbx_config", "igno", "ignorepat => igno${LEN(abcde)}y"),
    "a switch": Place("pbx_config", "swit", "switch => Loopback/swit${LEN(abcde)}y"),
    "an expression": Place("pbx_config", "expr", "exten => expr$[${LEN(abcde)}]y,1,NoOp()"),
    "an AEL extension": Place("pbx_ael", "aelx", "aelx${LEN(abcde)}y => NoOp();"),
    "an AEL case": Place(
        "pbx_ael", "aelc", "t => switch (1) { case aelc${LEN(abcde)}y: NoOp(); default: NoOp(); }"
    ),
    "an AEL hint": Place("pbx_ael", "aelh", "hint(SIP/aelh${LEN(abcde)}y) 1 => NoOp();"),
    "a Lua hint": Place("pbx_lua", "luah", '["1"] = "SIP/luah${LEN(abcde)}y";'),
}

# What is evaluated in a call, or never.
LATER = {
    "an application": Place("pbx_config", "", "exten => 1,1,NoOp(${LEN(abcde)})"),
    "a pattern's hint": Place("pbx_config", "", "exten => _1X,hint,SIP/${LEN(abcde)}"),
    "an lswitch": Place("pbx_config", "", "lswitch => Loopback/${LEN(abcde)}"),
    "an AEL include": Place("pbx_ael", "", "includes { x${LEN(abcde)}; }"),
    "an AEL switch": Place("pbx_ael", "", "s => switch (${LEN(abcde)}) { default: NoOp(); }"),
    "a pattern's hint in Lua": Place("pbx_lua", "", '["_1X"] = "SIP/${LEN(abcde)}";'),
}

# Entries of modules.conf, and whether the function is there in time.
ORDERS = {
    ("load = func_strings.so", "load = READER.so"): True,
    ("load = READER.so", "load = func_strings.so"): False,
    ("load = READER.so", "require = func_strings.so"): False,
    ("load = READER.so", "preload = func_strings.so"): True,
    ("preload = READER.so", "preload = func_strings.so"): False,
    ("load = func_strings.so", "preload = READER.so"): False,
    ("load = READER.so", "load = func_strings.so", "preload = func_strings.so"): True,
    ("load = READER.so", "load = func_strings.so", "load = READER.so"): False,
}


def dialplan(places: Iterable[Place]) -> dict[str, str]:
    """One file for each reader."""
    files: dict[str, str] = {}
    of = {
        reader: [place for place in places if place.reader == reader]
        for reader in ("pbx_config", "pbx_ael", "pbx_lua")
    }
    if of["pbx_config"]:
        files["extensions.conf"] = "\n".join(
            [
                "[globals]",
                *(place.variable for place in of["pbx_config"]),
                "[a]",
                *(place.text for place in of["pbx_config"]),
                "",
            ]
        )
    if of["pbx_ael"]:
        files["extensions.ael"] = "\n".join(
            ["context b {", *(place.text for place in of["pbx_ael"]), "}", ""]
        )
    if of["pbx_lua"]:
        files["extensions.lua"] = "\n".join(
            [
                "extensions = { c = {} }",
                "hints = { c = {",
                *(place.text for place in of["pbx_lua"]),
                "} }",
                "",
            ]
        )
    return files


def modules_conf(lines: Iterable[str], readers: tuple[str, ...]) -> str:
    written = ["[modules]", "autoload = no"]
    for line in lines:
        written += (
            [line.replace("READER", reader) for reader in readers] if "READER" in line else [line]
        )
    return "\n".join([*written, ""])


def pbx(lines: Iterable[str], place: Place) -> dict[str, str]:
    """The files of a PBX."""
    return {"modules.conf": modules_conf(lines, (place.reader,)), **dialplan([place])}


def on_disk(directory: Path, files: Mapping[str, str]) -> Path:
    for name, text in {**files, ".asterisk-lint.yaml": "asterisk: 22\n"}.items():
        (directory / name).write_text(text)
    return directory


def late(files: Mapping[str, str], release: str = "22") -> list[str | None]:
    """The modules that come too late."""
    found = check_files(Target(MemoryFiles(files), Release.parse(release), sealed=True)).findings
    return [finding.module for finding in found if finding.rule == "load-order"]


@pytest.mark.parametrize("place", PLACES)
def test_a_late_function_is_found(place: str) -> None:
    files = pbx(
        ("load = res_ael_share.so", "load = READER.so", "load = func_strings.so"), PLACES[place]
    )
    assert late(files, "22") == late(files, "16") == ["func_strings"]
    assert (
        late(files, "13") == []
    )  # there the order of modules with the same priority is not to be foreseen


@pytest.mark.parametrize("place", ["a global variable", "an AEL extension", "a Lua hint"])
def test_a_late_function_is_moved(place: str, tmp_path: Path) -> None:
    directory = on_disk(
        tmp_path,
        pbx(
            ("load = res_ael_share.so", "load = READER.so", "load = func_strings.so"), PLACES[place]
        ),
    )
    lint("--fix", "--select", "load-order", str(directory))
    lines = (directory / "modules.conf").read_text().splitlines()
    assert lines == [
        "[modules]",
        "autoload = no",
        "load = res_ael_share.so",
        "load = func_strings.so",
        f"load = {PLACES[place].reader}.so",
    ]
    assert late({**dialplan([PLACES[place]]), "modules.conf": "\n".join(lines)}) == []


@pytest.mark.parametrize("place", LATER)
def test_what_a_call_evaluates_may_come_late(place: str) -> None:
    assert late(pbx(("load = READER.so", "load = func_strings.so"), LATER[place])) == []


@pytest.mark.parametrize("lines", ORDERS)
def test_orders(lines: tuple[str, ...]) -> None:
    for place in ("an extension", "an AEL extension", "a Lua hint"):
        assert (late(pbx(lines, PLACES[place])) == []) == ORDERS[lines]


@pytest.mark.parametrize(
    "lines", list(ORDERS)[: None if os.environ.get("ASTERISK_LINT_RANDOM") else 4]
)
def test_asterisk_starts_modules_in_that_order(lines: tuple[str, ...], asterisk_root: str) -> None:
    files = {name: text.encode() for name, text in dialplan(PLACES.values()).items()}
    modules = modules_conf(
        ("load = res_ael_share.so", *lines), ("pbx_config", "pbx_ael", "pbx_lua")
    )
    with boot(asterisk_root, files, modules=modules.splitlines()) as asterisk:
        assert asterisk.up, asterisk.failure
        shown = asterisk.cli("dialplan show")
    for name, place in PLACES.items():
        assert (f"{place.word}5y" in shown, f"{place.word}y" in shown) == (
            ORDERS[lines],
            not ORDERS[lines],
        ), name


def test_what_takes_symbols_from_a_later_module_starts_later(asterisk_root: str) -> None:
    lines = ("load = READER.so", "load = func_strings.so", "load = res_ael_share.so")
    place = PLACES["an AEL extension"]
    assert late(pbx(lines, place), asterisk_root.rpartition("-")[2]) == []
    files = {name: text.encode() for name, text in dialplan([place]).items()}
    with boot(
        asterisk_root, files, modules=modules_conf(lines, ("pbx_ael",)).splitlines()
    ) as asterisk:
        assert "aelx5y" in asterisk.cli("dialplan show")


def test_a_lower_load_priority_comes_first_wherever_it_is(asterisk_root: str) -> None:
    place = Place("pbx_config", "", "exten => x${DIALPLAN_EXISTS(nowhere)}y,1,NoOp()")
    lines = ("load = READER.so", "load = func_dialplan.so")
    assert late(pbx(lines, place), asterisk_root.rpartition("-")[2]) == []
    files = {name: text.encode() for name, text in dialplan([place]).items()}
    with boot(
        asterisk_root, files, modules=modules_conf(lines, ("pbx_config",)).splitlines()
    ) as asterisk:
        assert "'x0y' =>" in asterisk.cli("dialplan show")


def test_where_no_place_helps_nothing_is_moved(asterisk_root: str, tmp_path: Path) -> None:
    """app_queue starts after everything else."""
    place = Place("pbx_config", "", "exten => x${QUEUE_EXISTS(q)}y,1,NoOp()")
    lines = ("load = app_queue.so", "load = READER.so")
    written = {**pbx(lines, place), "queues.conf": "[q]\n"}
    assert late(written, asterisk_root.rpartition("-")[2]) == ["app_queue"]
    directory = on_disk(tmp_path, written)
    lint("--fix", "--select", "load-order", str(directory))
    assert (directory / "modules.conf").read_text() == modules_conf(lines, ("pbx_config",))
    files = {
        **{name: text.encode() for name, text in dialplan([place]).items()},
        "queues.conf": b"[q]\n",
    }
    with boot(
        asterisk_root, files, modules=modules_conf(lines, ("pbx_config",)).splitlines()
    ) as asterisk:
        assert "'xy' =>" in asterisk.cli("dialplan show")


@pytest.mark.parametrize(
    ("lines", "fixed"),
    [
        (
            ("load = READER.so", "load = func_env.so"),
            ("load = func_strings.so", "load = READER.so", "load = func_env.so"),
        ),
        (
            ("load = res_curl.so", "load = READER.so"),
            ("load = res_curl.so", "load = func_strings.so", "load = READER.so"),
        ),
        (
            ("load = READER.so", ";load = func_strings.so"),
            ("load = func_strings.so", "load = READER.so"),
        ),
        (("load = READER.so",), ("load = func_strings.so", "load = READER.so")),
    ],
)
def test_a_new_line_comes_before_the_reader(
    lines: tuple[str, ...], fixed: tuple[str, ...], tmp_path: Path
) -> None:
    directory = on_disk(tmp_path, pbx(lines, PLACES["an extension"]))
    shown = lint(
        "--select", "missing-module", "--output-format", "text", str(directory), status=1
    ).stdout
    # no line but the first is right
    assert ";load" in " ".join(lines) or re.search(r"(?:after|before) \S*modules\.conf:3\b", shown)
    lint("--fix", "--select", "missing-module,load-order", str(directory))
    assert (directory / "modules.conf").read_text() == modules_conf(fixed, ("pbx_config",))
