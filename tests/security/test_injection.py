"""Names and lines that others choose reach no terminal and no CI runner as anything but text."""

import ast
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

import asterisk_lint
from asterisk_lint.__main__ import main
from asterisk_lint.output.terminal import visible, without_commands
from tests.repository import Repository
from tests.repository import clean_environment as clean_environment
from tests.repository import repository as repository

PACKAGE = Path(asterisk_lint.__file__).parent
ESC = "\x1b[31m\x1b]0;x\x07"
HOSTILE = f"a{ESC}\u202eb\x9b\n::error::x\n  ::add-mask::y\n##[add-mask]z\r##vso[task.x]"
# Where output is written by other means on purpose: to the pipe that the sandbox answers through,
# and the one file that prints.
OWN_WAYS = {"output/terminal.py", "witness/control.py", "witness/inside.py"}


def calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def test_everything_is_printed_by_one_file() -> None:
    """A message that goes past output/terminal.py would go raw to the terminal."""
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {name}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if str(path.relative_to(PACKAGE)) not in OWN_WAYS
        for line, name in calls(ast.parse(path.read_text(encoding="utf-8")))
        if name == "print"
        or re.search(r"(stdout|stderr)(\.buffer)?\.write(lines)?$", name)
        or name == "sys.exit"
    ]
    assert [line for line in found if not line.startswith("__main__.py")] == []


def harmless(text: str) -> None:
    for line in text.split("\n"):
        assert line.isprintable() or line.replace("\t", "").isprintable(), ascii(line)
        assert "##[" not in line
        assert "##vso[" not in line
        assert not line.strip().startswith("::") or (
            line.startswith((" ", "  ")) and line.strip().startswith("::: ")
        ), line


@pytest.mark.parametrize(
    "text",
    [
        "::error::x",
        "  ::error::x",
        "\t::stop-commands::x",
        "a\n::debug::b",
        "a ##[group]b",
        "##vso[task.setvariable]",
        "###[x]",
    ],
)
def test_no_line_is_a_command(text: str) -> None:
    harmless(without_commands(text))


def test_a_message_is_one_line() -> None:
    assert visible(HOSTILE) == (
        "a\\x1b[31m\\x1b]0;x\\x07\\u202eb\\x9b\\x0a::error::x\\x0a  "
        "::add-mask::y\\x0a##[add-mask]z\\x0d##vso[task.x]"
    )


@pytest.mark.parametrize(
    "text", ["a::b", " ::: modules.conf:3", "# heading", "exten => _[a-z]::1", "## [x]"]
)
def test_other_text_stays(text: str) -> None:
    assert without_commands(text) == text


NAME = HOSTILE.replace("/", "")


def hostile_pbx(place: Path) -> Path:
    """A PBX whose directory, files, names and lines are all hostile."""
    pbx = place / NAME
    pbx.mkdir()
    word = "x\x1b[31m\u202e##[y]"
    (pbx / "modules.conf").write_text(
        f"[modules]\nautoload = no\nload = app_{word}.so\nload = app_dial.so\n"
        f"load = app_dial.so\nload = chan_sip.so ; {word}\n;##[group]\n"
        f"load = app_queue.so\n{word} = 1\n"
    )
    (pbx / "extensions.conf").write_text(
        f"[{word}]\nexten => 1,1,{word}()\n same => n,Dial(PJSIP/1)\n"
        f" same => n,Queue({word})\n same => n,Set(X=${{{word}(1)}})\n"
        f" same => n,Goto({word},1,1)\n"
        f'#include "{word}"\n#include "::error::.conf"\n same => n,Exec(${{{word}}})\n'
        "  ::error::line\n"
    )
    (pbx / "pjsip.conf").write_text(f"[{word}]\ntype=endpoint\nauth={word}\ncontext={word}\n")
    (place / f"lonely{NAME}").mkdir()
    (place / f"lonely{NAME}/extensions.conf").write_text("[default]\nexten => 1,1,Dial(SIP/1)\n")
    return pbx


FORMATS = ("text", "concise", "json", "sarif", "gitlab", "junit")


@pytest.mark.parametrize("output_format", FORMATS)
def test_a_check_of_a_hostile_pbx(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    output_format: str,
) -> None:
    hostile_pbx(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["--output-format", output_format, "-v", "--statistics"]) == 1
    told = capsys.readouterr()
    harmless(told.out)
    harmless(told.err)
    assert "has a dialplan but no modules.conf" in told.err
    if output_format in {"json", "sarif", "gitlab"}:
        assert "\u202e" in json.dumps(json.loads(told.out), ensure_ascii=False)
    if output_format == "junit":
        ElementTree.fromstring(told.out)


def test_workflow_commands_are_ours_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile_pbx(tmp_path)
    monkeypatch.chdir(tmp_path)
    main(["--output-format", "github"])
    told = capsys.readouterr()
    harmless(told.err)
    assert told.out
    for line in told.out.splitlines():
        assert re.match(
            r"::(error|warning|notice) title=[a-z-]+ "
            r"\(AL\d+\),file=[^:,]*,line=\d+(,col=\d+)?(,endColumn=\d+)?::",
            line,
        ), line
        assert line.isprintable()


COMMANDS = (
    ["uses"], ["uses", "--output-format", "json"], ["why", "app_dial"],
    ["why", "chan_pjsip", "--output-format", "json"], ["why", HOSTILE], ["--fix"],
    ["init", "--yes"],
    ["graph", "--output-format", "dot"], ["graph", "--output-format", "mermaid"],
    ["graph", "--output-format", "svg"], ["graph", "--output-format", "html"],
    ["upgrade", "--to", "22", "--asterisk", "16"], ["export", HOSTILE], ["--asterisk", HOSTILE],
    ["--select", HOSTILE], ["--output-format", HOSTILE], [HOSTILE],
    ["--rev", HOSTILE], ["--from-ref", HOSTILE], ["--config", HOSTILE], [f"--{HOSTILE}"],
    ["rule", HOSTILE], ["module", HOSTILE], ["application", HOSTILE],
    ["function", HOSTILE], ["inventory", HOSTILE], ["inventory", "so"],
    ["catalog", "import", "--modules", "so", "--no-run"], ["catalog", HOSTILE], ["log", HOSTILE],
    ["log", "full.log"], ["verify", "--root", HOSTILE], ["-j", HOSTILE],
    ["--min-severity", HOSTILE],
)  # fmt: skip


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda words: visible(" ".join(words))[:40])
def test_every_command_with_hostile_names(
    repository: Repository,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    hostile_pbx(repository.path)
    repository.commit()
    so = repository.path / "so"
    so.mkdir()
    (so / f"app_{NAME}.so").write_bytes(b"\x7fELF" + os.urandom(64))
    (repository.path / "full.log").write_text(
        f"[2024-01-01 00:00:00] WARNING[1] pbx.c: No application '{ESC}::x' for extension "
        f"({ESC}, 1, 1)\n::error::x\n"
    )
    monkeypatch.chdir(repository.path)
    assert main(arguments) in {0, 1, 2}
    told = capsys.readouterr()
    harmless(told.out)
    harmless(told.err)
    assert told.out or told.err
    assert "internal error" not in told.err


SETTINGS = (
    f'"asterisk{ESC}": 22\n', 'asterisk: "22\\e[31m"\n',
    'keep: {"app\\e[3\\u202e\\n::error::": x}\n', 'ignore: ["\\n::error::x"]\n',
    'pbx: {"\\n::error::x": {etc: 1}}\n',
    'modules: {"\\n##[x]": {x: 1}}\n', '"\\n::error::x": 1\n', '- "\\n::error::x"\n',
    ': : :\n\t::error::x\n', 'uses: {"##[x]": 1}\n', 'fix: {remove: "\\n::x"}\n',
)  # fmt: skip


@pytest.mark.parametrize("text", SETTINGS)
def test_mistakes_in_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / "modules.conf").write_text("[modules]\nautoload=no\n")
    (tmp_path / ".asterisk-lint.yaml").write_text(text)
    monkeypatch.chdir(tmp_path)
    main([])
    told = capsys.readouterr()
    harmless(told.out)
    harmless(told.err)
    assert told.err


def test_a_patch_is_exact_outside_of_ci_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for name in ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "TEAMCITY_VERSION"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "modules.conf").write_text(
        "[modules]\nautoload = no\n;##[group]x\nload = app_dial.so\nload = app_dial.so\n"
        "::error::x\n"
    )
    monkeypatch.chdir(tmp_path)
    main(["--diff"])
    assert b" ;##[group]x\n" in capfdbinary.readouterr().out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    main(["--diff"])
    told = capfdbinary.readouterr()
    harmless(told.out.decode())
    assert b"does not apply" in told.err
