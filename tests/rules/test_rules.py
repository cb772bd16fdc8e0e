"""Every rule's examples, its documentation, and that none is forgotten."""

import json
from pathlib import Path

import pytest

from asterisk_lint.rules import RULES, load_rules
from asterisk_lint.rules.rule import Rule
from tests.pbx import lint

RULE_FILES = {
    path.stem for path in (Path(__file__).parents[2] / "asterisk_lint" / "rules").glob("*.py")
}
SHARED = {
    "occasions",
    "__init__",
    "rule",
    "selection",
    "evidence",
    "problems",
    "unprovided",
    "missing",
    "missing_names",
    "oddities",
    "silenced",
    "proposals",
    "marked",
    "declaring",
    "affected",
    "later_options",
}


def findings(files: dict[str, str], rule: Rule, directory: Path) -> list[dict[str, object]]:
    for name, text in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text)
    config = [] if ".asterisk-lint.yaml" in files else ["--asterisk", "22"]
    command = ["upgrade", "--to", "22"] if rule.upgraded_from else []
    if rule.upgraded_from:
        config = ["--from", rule.upgraded_from]
    done = lint(
        *command, ".", "--output-format", "json", "--select", rule.name, *config, cwd=directory
    )
    assert done.returncode in (0, 1), done.stderr
    return [finding for pbx in json.loads(done.stdout)["pbx"] for finding in pbx["findings"]]


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.name)
def test_bad_example_is_found(rule: Rule, tmp_path: Path) -> None:
    found = findings(dict(rule.bad), rule, tmp_path)
    assert found
    assert {finding["rule"] for finding in found} == {rule.name}
    assert {finding["code"] for finding in found} == {rule.code}
    assert {finding["severity"] for finding in found} == {rule.severity}
    if not rule.fixable:
        assert not any(finding["fixable"] for finding in found)


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.name)
def test_good_example_is_clean(rule: Rule, tmp_path: Path) -> None:
    assert findings(dict(rule.good), rule, tmp_path) == []


def test_every_rule_file_is_registered() -> None:
    assert {name.replace("-", "_") for _, name in RULES} | SHARED == RULE_FILES


def test_codes_and_names_agree_with_the_files() -> None:
    assert [(rule.code, rule.name) for rule in load_rules()] == list(RULES)
    assert len({code for code, _ in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.name)
def test_documentation_has_its_headings(rule: Rule) -> None:
    headings = [line for line in rule.doc.splitlines() if line.startswith("## ")]
    assert headings == ["## What it does", "## Why is this bad?", "## What to do"]


def test_rule_command_explains() -> None:
    page = lint("rule", "AL101", status=0).stdout
    assert page.startswith("# missing-module (AL101)")
    assert "## Why is this bad?" in page
    assert len(lint("rule", status=0).stdout.splitlines()) == len(RULES)


def test_unknown_rule_is_an_error_with_a_hint() -> None:
    assert "did you mean 'missing-module'" in lint("rule", "mising-module", status=2).stderr
    assert "unknown rule" in lint("--select", "nonsense", ".", status=2).stderr
