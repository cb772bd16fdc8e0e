"""The text of a long report: what belongs together is one block, the gravest first."""

import re
from collections import Counter
from pathlib import Path

from asterisk_lint.model import Related
from asterisk_lint.output import text
from asterisk_lint.output.finding_order import WORDS
from asterisk_lint.output.summary import summary
from tests.output.test_formats import QUEUE, report
from tests.pbx import FIXTURES, lint

HEAD = re.compile(r"^(security|error|warning|information)\[([\w-]+)\]: (.*)$", re.MULTILINE)


def test_the_small_office_is_at_most_20_blocks_and_begins_with_security() -> None:
    shown = lint("--asterisk", "22", ".", cwd=FIXTURES / "small-office", status=1).stdout
    heads = HEAD.findall(shown)
    assert len(heads) <= 20
    words = [word for word, _, _ in heads]
    assert words == sorted(words, key=WORDS.index)
    assert words.count("security") == 2
    assert "chan_pjsip needs 9 modules that modules.conf does not load" in shown
    assert "  52 findings" not in shown
    assert re.search(r"\n +50 error\[missing-module\]\n\n52 findings in 1 PBX", shown)


def test_each_finding_of_a_block_is_named_in_it_and_shown_with_v() -> None:
    folded = lint("--asterisk", "22", ".", cwd=FIXTURES / "small-office", status=1).stdout
    every = lint("--asterisk", "22", "-v", ".", cwd=FIXTURES / "small-office", status=1).stdout
    modules = re.findall(
        r"(?:needs |usual choice: )(\w+)(?:, which modules.conf does not load|\))", every
    )
    assert len(modules) == len(HEAD.findall(every)) == 52
    assert [module for module in modules if module not in folded] == []


def test_a_broken_file_is_one_block(tmp_path: Path) -> None:
    (tmp_path / "modules.conf").write_text("[modules]\nautoload = no\nload = pbx_config.so\n")
    (tmp_path / "extensions.conf").write_text("[default]\n" + "nonsense\n" * 427)
    shown = lint("--asterisk", "22", ".", cwd=tmp_path, status=1).stdout
    assert len([head for head in HEAD.findall(shown) if head[1] == "syntax-error"]) == 1
    assert "427 times in extensions.conf" in shown
    assert "and 419 more places" in shown
    assert len(shown.splitlines()) < 60


def test_a_short_report_shows_each_finding() -> None:
    few = [QUEUE._replace(line=line, group="extensions.conf needs {count}") for line in range(1, 4)]
    assert len(HEAD.findall(text.render(report(*few)))) == 3
    many = [
        QUEUE._replace(line=line, module=f"app_{line}", group="extensions.conf needs {count}")
        for line in range(1, 30)
    ]
    assert HEAD.findall(text.render(report(*many))) == [
        ("error", "missing-module", "extensions.conf needs 29 modules")
    ]


def test_what_one_line_lacks_is_one_block_with_the_reasons(tmp_path: Path) -> None:
    """The first refused commit: one line of dialplan, and six modules."""
    (tmp_path / "modules.conf").write_text("[modules]\nautoload = no\nload = pbx_config.so\n")
    (tmp_path / "extensions.conf").write_text("[default]\nexten => 1,1,Queue(support)\n")
    (tmp_path / "queues.conf").write_text("[support]\n")
    shown = lint("--asterisk", "22", ".", cwd=tmp_path, status=1).stdout
    assert HEAD.findall(shown) == [
        ("error", "missing-module", "this line needs 6 modules that modules.conf does not load")
    ]
    assert "  = app_queue: Queue() needs it\n" in shown
    assert "  = bridge_simple connects two channels that talk to each other\n" in shown
    assert "  = codec_gsm: gsm files must be translated for most phones\n" in shown
    assert shown.count("asterisk-lint --fix\n") == 1
    every = lint("--asterisk", "22", "-v", ".", cwd=tmp_path, status=1).stdout
    assert len(HEAD.findall(every)) == 6


def test_two_modules_of_one_line_are_shown_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "modules.conf").write_text("[modules]\nautoload = no\nload = pbx_config.so\n")
    (tmp_path / "extensions.conf").write_text("[default]\nexten => 1,1,Set(A=${CURL(b)})\n")
    shown = lint("--asterisk", "22", ".", cwd=tmp_path, status=1).stdout
    assert len(HEAD.findall(shown)) == 2


def test_protection_of_one_line_is_never_folded(tmp_path: Path) -> None:
    line = QUEUE._replace(group="x needs {count}", file="pjsip.conf", line=3)
    security = line._replace(rule="unenforced-security", code="AL114")
    heads = HEAD.findall(text.render(report(line, *(security,) * 4, line, line)))
    assert [word for word, _, _ in heads] == [*["security"] * 4, "error"]


def test_the_hint_is_in_the_language_of_the_file(tmp_path: Path) -> None:
    """A comment silences nothing in the settings, and begins otherwise in Lua."""
    settings = QUEUE._replace(file=".asterisk-lint.yaml")
    assert "To silence" not in text.render(report(settings))
    assert "`asterisk-lint rule missing-module` explains" in text.render(report(settings))
    lua = text.render(report(settings, QUEUE._replace(file="extensions.lua")))
    assert "add `-- asterisk-lint: ignore[missing-module]` to its line" in lua


def test_places_that_the_message_names_are_not_listed_again() -> None:
    related = tuple(Related("modules.conf", line, 0, f"app_{line}") for line in range(2, 9))
    message = f"might be needed: {', '.join(place.note for place in related)}"
    named = QUEUE._replace(message=message, related=related)
    assert ":::" not in text.render(report(named))
    assert ":::" in text.render(report(named._replace(message="might be needed")))


def test_a_long_list_of_modules_is_wrapped_below_the_line() -> None:
    modules = tuple(f"app_number_{number}" for number in range(20))
    message = f"20 modules might be needed: {', '.join(modules)}"
    shown = text.render(report(QUEUE._replace(message=message, modules=modules)))
    assert HEAD.findall(shown)[0][2] == "20 modules might be needed"
    assert [name for name in modules if name not in shown] == []
    assert max(map(len, shown.splitlines()[:-2])) < 130
    few = QUEUE._replace(message="may be needed: app_a, app_b", modules=("app_a", "app_b"))
    assert HEAD.findall(text.render(report(few)))[0][2] == "may be needed: app_a, app_b"


def test_a_silent_report_has_findings_only() -> None:
    shown = text.render(report(QUEUE), findings_only=True)
    assert shown.rstrip("\n").endswith("asterisk-lint why app_queue")
    assert Counter(HEAD.findall(shown)).total() == 1


def test_the_readme_shows_what_it_says() -> None:
    """The beginning of the report in README.md, line by line."""
    root = FIXTURES.parent
    page = (root / "README.md").read_text()
    example = page.partition("    $ asterisk-lint fixtures/call-centre\n")[2].partition(
        "    ...\n"
    )[0]
    shown = lint("fixtures/call-centre", cwd=root, status=1).stdout.splitlines()
    lines = [line.removeprefix("    ") for line in example.splitlines()]
    assert len(lines) > 5
    assert shown[: len(lines)] == lines


def test_unsafe_fixes_are_counted_by_themselves() -> None:
    unsafe = QUEUE._replace(edits=(QUEUE.edits[0]._replace(unsafe=True),))
    assert summary(report(unsafe)) == ("1 finding in 1 PBX (1 fixable with --unsafe-fixes)")
    assert summary(report(QUEUE, unsafe)) == (
        "2 findings in 1 PBX (1 fixable with --fix, 1 more with --unsafe-fixes)"
    )


def test_information_is_counted_by_itself() -> None:
    plain = QUEUE._replace(edits=())
    note = plain._replace(severity="information")
    assert summary(report(note)) == "No findings in 1 PBX; 1 for information"
    assert summary(report(plain, note, note)) == "1 finding in 1 PBX; 2 more for information"
