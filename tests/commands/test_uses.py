"""`asterisk-lint uses`: every use at every place."""

import json
from pathlib import Path

import pytest

from asterisk_lint.configuration import Configuration
from asterisk_lint.releases import Release
from asterisk_lint.tree.files import Files
from tests.memory import MemoryFiles
from tests.pbx import FIXTURES, lint, pbxs

DIALPLAN = """\
[common](!)
exten => 1,1,NoOp(${MD5(x)})
 same => n,Playback(hello)

[a](common)
exten => 2,1,Hangup()

[b](common)

[c](common,b)
"""


def uses(directory: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(
        lint(
            "uses", "--asterisk", "22", "--output-format", "json", ".", cwd=directory, status=0
        ).stdout
    )["pbx"][0]["uses"]
    return found


def test_a_line_that_contexts_inherit_is_in_each_of_them(tmp_path: Path) -> None:
    (tmp_path / "modules.conf").write_text("[modules]\nautoload=no\n")
    (tmp_path / "extensions.conf").write_text(DIALPLAN)
    found = {
        (use["kind"], use["name"], use["line"], use["context"], use["extension"], use["priority"])
        for use in uses(tmp_path)
    }
    for context in "abc":
        assert ("application", "NoOp", 2, context, "1", 1) in found
        assert ("function", "MD5", 2, context, "1", 1) in found
        assert ("application", "Playback", 3, context, "1", 2) in found
    assert ("application", "Hangup", 6, "a", "2", 1) in found
    assert len([use for use in found if use[0] in ("application", "function")]) == 10
    shown = lint("uses", "--asterisk", "22", ".", cwd=tmp_path, status=0).stdout.splitlines()
    assert [line.partition(" [")[2].partition("]")[0] for line in shown if "Playback" in line] == [
        "a 1 2",
        "b 1 2",
        "c 1 2",
    ]


def files(directory: Path) -> Files:
    return MemoryFiles(
        {
            path.relative_to(directory).as_posix(): path.read_bytes()
            for path in directory.rglob("*")
            if path.is_file()
        }
    )


@pytest.mark.parametrize("name", [name for name in pbxs() if "old" not in name][:8])
def test_every_priority_has_a_place(name: str) -> None:
    steps = Configuration(files(FIXTURES / name), release=Release.parse("22")).dialplan().steps
    places = {
        (use["context"], use["extension"], use["priority"])
        for use in uses(FIXTURES / name)
        if use["kind"] == "application" and not use["within"]
    }
    assert {
        (step.context, step.extension, step.priority)
        for step in steps
        if step.priority != "hint" and step.context
    } <= places
