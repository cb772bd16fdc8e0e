"""Findings point to the words that a person must correct; one mistake is one finding."""

import re
from pathlib import Path

import pytest

from tests.pbx import lint

SETTINGS = "asterisk: 22\n"


def concise(place: Path, files: dict[str, str], *options: str) -> list[str]:
    for name, text in ({".asterisk-lint.yaml": SETTINGS} | files).items():
        (place / name).write_text(text)
    shown = lint(".", "--output-format", "concise", *options, cwd=place)
    return shown.stdout.splitlines()


def test_a_whitelist_below_a_misspelt_header_is_one_finding(tmp_path: Path) -> None:
    files = {"modules.conf": "[module]\nautoload = no\nload = app_dial.so\nload = app_echo.so\n"}
    assert concise(tmp_path, files | {"extensions.conf": "[a]\n"}, "--select", "AL108") == [
        "modules.conf:1:1: AL108 [module] is not [modules]: Asterisk does not read it, and "
        "loads nothing"
    ]


def test_no_header_like_it(tmp_path: Path) -> None:
    files = {"modules.conf": "[general]\nload = app_dial.so\n", "extensions.conf": "[a]\n"}
    assert concise(tmp_path, files, "--select", "AL108") == [
        "modules.conf:1:1: AL108 modules.conf has no [modules] section: Asterisk loads nothing"
    ]


@pytest.mark.parametrize(
    ("formats", "column"), [("mp4|gsm", 10), ("wav49|mp4", 16), ("gsm|mp4", 14)]
)
def test_the_name_in_a_list_is_marked(formats: str, column: int, tmp_path: Path) -> None:
    files = {
        "modules.conf": "[modules]\nautoload = no\nload = app_voicemail.so\nload = pbx_config.so\n",
        "extensions.conf": "[a]\nexten => 1,1,VoiceMail(1)\n",
        "voicemail.conf": f"[general]\nformat = {formats}\n[default]\n1 => 1,A\n",
    }
    (found,) = concise(tmp_path, files, "--select", "unknown-capability")
    assert found.startswith(f"voicemail.conf:2:{column}: AL203 ")


def test_a_misspelt_keep_proposes_the_module(tmp_path: Path) -> None:
    files = {
        "modules.conf": "[modules]\nautoload = no\nload = app_dial.so\nload = pbx_config.so\n",
        "extensions.conf": "[a]\nexten => 1,1,Dial(Local/1@a)\n",
        ".asterisk-lint.yaml": f"{SETTINGS}keep:\n  app_dail: x\n",
    }
    (found,) = concise(tmp_path, files, "--select", "unused-suppression")
    assert found.endswith("modules.conf does not load app_dail (did you mean 'app_dial'?)")


@pytest.mark.parametrize(
    ("module", "severity"), [("app_macro", "warning"), ("app_own", "information")]
)
def test_what_only_an_own_build_could_provide_is_a_warning(
    module: str, severity: str, tmp_path: Path
) -> None:
    files = {
        "modules.conf": f"[modules]\nautoload = no\nload = pbx_config.so\nload = {module}.so\n",
        "extensions.conf": "[a]\nexten => 1,1,Macro(ring)\n",
    }
    concise(tmp_path, files)
    options = ("--select", "unknown-application", "--output-format", "text")
    assert lint(".", *options, cwd=tmp_path).stdout.startswith(f"{severity}[unknown-application]")


def test_each_name_of_a_list_is_marked(tmp_path: Path) -> None:
    files = {
        "modules.conf": "[modules]\nautoload = no\nload = pbx_config.so\nload = app_page.so\n",
        "extensions.conf": "[a]\nexten => 1,1,Page(PJSIP/anna&PJSIP/bert)\n same => n,Macro(x)\n",
        "pjsip.conf": "[x]\ntype = endpoint\n",
    }
    found = concise(tmp_path, files, "--select", "unknown-peer,unknown-context")
    assert [line.split(": ")[0] for line in found] == [
        "extensions.conf:2:25",
        "extensions.conf:2:36",
        "extensions.conf:3:18",
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (" same => n,Hangup(", "3:12: AL001 Hangup( is not closed with ')': Asterisk warns"),
        ("exten => 2,Dial(x)", "3:12: AL001 'Dial' is neither a priority nor a label of this"),
        ("exten => _[0-9,1,NoOp()", "3:1: AL001 this line has no priority: Asterisk skips"),
    ],
)
def test_a_mistake_in_a_step_is_marked_where_it_is(line: str, found: str, tmp_path: Path) -> None:
    files = {
        "modules.conf": "[modules]\nautoload = no\nload = pbx_config.so\n",
        "extensions.conf": f"[a]\nexten => 1,1,NoOp()\n{line}\n",
    }
    (first, *_) = concise(tmp_path, files, "--select", "syntax-error")
    assert first.startswith(f"extensions.conf:{found}")


def test_a_pattern_is_marked_where_it_is_written(tmp_path: Path) -> None:
    files = {
        "modules.conf": "[modules]\nautoload = no\nload = pbx_config.so\nload = pbx_ael.so\n",
        "extensions.conf": """\
[a]
exten => _[12XX,1,Answer()
; the first step is below
 same => 1,NoOp()
exten => _[9-1]XX,1,NoOp()
""",
        "extensions.ael": """\
context b {
  _[12 => {
    NoOp(1);
  }
}
""",
    }
    found = concise(tmp_path, files, "--select", "wrong-pattern")
    assert [line.split(" the ")[0] for line in found] == [
        "extensions.ael:2:3: AL324",
        "extensions.conf:2:10: AL324",
        "extensions.conf:5:10: AL324",
    ]


PRIORITY = "write 1 for the first priority, n for the next one, or n(LABEL) to give it a label"


def test_what_to_type_for_a_bad_priority_or_option(tmp_path: Path) -> None:
    lines = {
        "exten => 1,n,NoOp()": "write 1 in place of n, unless the line above is wrong",
        "exten => 1,1(ring,NoOp()": "write 1(ring)",
        "exten => 1,ring,NoOp()": PRIORITY,
        "exten => 1,0,NoOp()": PRIORITY,
        "exten => 1": PRIORITY,
        "exten => _[12X,1,NoOp()": "close the [ of the extension with ]",
        "exten => _9/_[12X,1,NoOp()": "close the [ of the extension with ]",
        "exten => 2,1,VoiceMail(1,xzs)": "remove 'x', 'z', or write an option that it has: a b d e "
        "g P p r S s t U u",
    }
    files = {
        "modules.conf": "[modules]\nautoload = no\nload = pbx_config.so\n",
        "extensions.conf": "[a]\n" + "\n".join(lines) + "\n",
    }
    options = ("--select", "AL001,AL326")
    concise(tmp_path, files)
    shown = lint(".", *options, cwd=tmp_path, status=1).stdout
    assert re.findall(r"^ *= help: (.*)$", shown, re.MULTILINE) == list(lines.values())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_file_of_windows_is_told_by_its_encoding(encoding: str, tmp_path: Path) -> None:
    concise(tmp_path, {"modules.conf": "[modules]\nautoload = no\nload = pbx_config.so\n"})
    (tmp_path / "extensions.conf").write_bytes("\ufeff[a]\nexten => 1,1,NoOp()\n".encode(encoding))
    shown = lint(".", "--select", "syntax-error", cwd=tmp_path, status=1).stdout
    assert (
        "= help: extensions.conf is UTF-16, which Asterisk cannot read: save it as UTF-8" in shown
    )
