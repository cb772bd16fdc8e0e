"""What the documentation shows is the tool's real output: `python -m tests.test_docs` writes the
generated pages.
"""

from pathlib import Path

from asterisk_lint.commands.names import COMMANDS
from asterisk_lint.commands.rule import page
from asterisk_lint.rules import load_rules
from tests.pbx import lint

DOCS = Path(__file__).parent.parent / "docs"
HEAD = "<!-- Made from the rules by `python -m tests.test_docs`; do not edit. -->\n"


def rules_page() -> str:
    """docs/rules.md: every rule."""
    rules = load_rules()
    table = "".join(
        f"| [{rule.code}](#{rule.name}-{rule.code.lower()}) | {rule.name} | "
        f"{'yes' if rule.fixable else ''} | {rule.summary} |\n"
        for rule in rules
    )
    pages = "\n".join(
        page(rule).replace("\n## ", "\n### ").replace("# ", "## ", 1) for rule in rules
    )
    return (
        f"{HEAD}\n# Rules\n\n| code | name | fixable | what |\n|---|---|---|---|\n{table}\n{pages}"
    )


def usage_page() -> str:
    """docs/command-line.md: the help of the program and of each command."""
    page = f"{HEAD}\n# Command line\n\n```\n{lint('--help', status=0).stdout}```\n"
    for name, _ in COMMANDS:
        page += f"\n## asterisk-lint {name}\n\n```\n{lint(name, '--help', status=0).stdout}```\n"
    return page


PAGES = {"rules.md": rules_page, "command-line.md": usage_page}


def test_pages_are_up_to_date() -> None:
    for name, write in PAGES.items():
        assert (DOCS / name).read_text() == write(), (
            f"docs/{name} is out of date: python -m tests.test_docs"
        )


def test_the_readme_shows_a_real_report() -> None:
    """The README shows the beginning of a check of a fixture; `...` stands for the rest."""
    readme = (DOCS.parent / "README.md").read_text()
    shown = readme.partition("    $ asterisk-lint fixtures/call-centre\n")[2].partition(
        "    ...\n"
    )[0]
    report = lint("--output-format", "text", "fixtures/call-centre", cwd=DOCS.parent, status=1)
    assert shown
    assert report.stdout.startswith("".join(line[4:] for line in shown.splitlines(keepends=True)))


def test_the_readme_shows_a_real_finding_about_the_dialplan(tmp_path: Path) -> None:
    (tmp_path / "modules.conf").write_text("[modules]\nautoload = no\n")
    (tmp_path / "extensions.conf").write_text(
        "[phones]\n"
        "exten => 100,1,Dial(PJSIP/anna,20)\n"
        ' same => n,GotoIf($["${DIALSTATUS}" = "BUSY"]?buzy)\n'
        " same => n,Hangup()\n"
        " same => n(busy),VoiceMail(100@default,b)\n"
    )
    report = lint("--asterisk", "22", "--select", "references", ".", cwd=tmp_path, status=1)
    finding, _, _ = report.stdout.partition("\n\n")
    assert finding.startswith("error[unknown-priority]")
    shown = "".join(f"    {line}\n" for line in finding.splitlines())
    assert shown in (DOCS.parent / "README.md").read_text()


if __name__ == "__main__":
    for name, write in PAGES.items():
        (DOCS / name).write_text(write())
