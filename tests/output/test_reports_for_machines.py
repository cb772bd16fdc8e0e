"""What collectors of reports get: paths from the repository's root, the gravest first, whatever the
directory of the run.
"""

import json
import re
from pathlib import Path

import pytest

from asterisk_lint.output.step_summary import cell
from tests.pbx import FIXTURES, lint
from tests.repository import Repository


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    made = Repository(tmp_path_factory.mktemp("office"))
    files = {
        f"etc/asterisk/{path.name}": path.read_text()
        for path in (FIXTURES / "small-office").glob("*.conf")
    }
    made.commit(**files)
    return made


def report(office: Repository, output_format: str, cwd: str, **environment: str) -> str:
    options = ("--asterisk", "22", "--output-format", output_format, "--no-cache")
    return lint(*options, cwd=office.path / cwd, status=1, **environment).stdout


@pytest.mark.parametrize("output_format", ["github", "gitlab", "sarif", "junit"])
def test_the_same_report_from_every_directory(office: Repository, output_format: str) -> None:
    whole = report(office, output_format, ".")
    inside = report(office, output_format, "etc/asterisk")
    if output_format == "junit":  # its classes are directories, as the user sees them
        whole, inside = (
            re.sub(r'(classname|testsuite name)="[^"]*"', "", text) for text in (whole, inside)
        )
    assert inside == whole
    assert "etc/asterisk/pjsip.conf" in inside


def test_githubs_first_ten_are_the_gravest(office: Repository) -> None:
    lines = report(office, "github", "etc").splitlines()
    assert len(lines) == 52
    assert ["unenforced-security" in line for line in lines[:3]] == [True, True, False]


def test_sarif_and_gitlab_begin_with_security(office: Repository) -> None:
    run = json.loads(report(office, "sarif", "."))["runs"][0]
    assert [result["ruleId"] for result in run["results"][:3]] == ["AL114", "AL114", "AL101"]
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["helpUri"].endswith(f"docs/rules.md#{rule['name']}-{rule['id'].lower()}")
    issues = json.loads(report(office, "gitlab", "."))
    assert [issue["severity"] for issue in issues[:3]] == ["critical", "critical", "major"]


def test_githubs_step_gets_a_summary(office: Repository, tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_text("before\n")
    report(office, "github", ".", GITHUB_STEP_SUMMARY=str(path))
    text = path.read_text()
    assert text.startswith("before\n## asterisk-lint\n\n52 findings in 1 PBX")
    assert text.count("\n| security |") == 2
    assert text.count("\n| error |") == 48
    assert "2 more are in the log of this step." in text


def test_no_markup_of_a_file_name_reaches_the_summary() -> None:
    assert cell("a|b <img> `x` [l](u)\n**b**") == (
        "a&#124;b &#60;img&#62; &#96;x&#96; &#91;l&#93;(u)\ufffd&#42;&#42;b&#42;&#42;"
    )


def test_the_least_severity(office: Repository) -> None:
    options = ("--asterisk", "22", "--output-format", "concise", "--min-severity", "security")
    assert len(lint(*options, cwd=office.path, status=1).stdout.splitlines()) == 2
    only = ("--select", "missing-module")
    assert lint(*options, *only, cwd=office.path, status=0).stdout == ""


def test_statistics_are_part_of_the_report(office: Repository) -> None:
    done = lint("--asterisk", "22", "--statistics", cwd=office.path, status=1)
    assert done.stdout.endswith("    50 AL101 missing-module\n     2 AL114 unenforced-security\n")
    done = lint("--asterisk", "22", "--statistics", "--output-format", "json", cwd=office.path)
    json.loads(done.stdout)
    assert "50 AL101 missing-module" in done.stderr


def test_colours_that_are_asked_for(office: Repository) -> None:
    shown = lint("--asterisk", "22", cwd=office.path, FORCE_COLOR="1").stdout
    assert "\033[95;1msecurity[unenforced-security]" in shown
    assert "\033[" not in lint("--asterisk", "22", cwd=office.path, FORCE_COLOR="0").stdout
    both = lint("--asterisk", "22", cwd=office.path, FORCE_COLOR="1", NO_COLOR="1").stdout
    assert "\033[" not in both
