"""The JSON that scripts rely on, value by value, on a PBX small enough to work out by hand."""

import json
from pathlib import Path

from tests.pbx import lint

MODULES = (
    "[modules]\nautoload = no\nload = pbx_config.so\nrequire => app_exec.so\n"
    "load = app_queue.so\nnoload = chan_iax2.so\n"
)
DIALPLAN = """\
[default]
exten => _X.,1,Verbose(1,${MD5(x)})
 same => n(again),ExecIf($[1]?SayUnixTime())
exten => 9,hint,Local/9@default
"""


def pbx(directory: Path) -> Path:
    (directory / "etc").mkdir()
    (directory / "etc" / "modules.conf").write_text(MODULES)
    (directory / "etc" / "extensions.conf").write_text(DIALPLAN)
    return directory


def test_check(tmp_path: Path) -> None:
    document = json.loads(
        lint("--asterisk", "22", "--output-format", "json", ".", cwd=pbx(tmp_path), status=1).stdout
    )
    assert set(document) == {"version", "pbx"}
    assert document["version"] == 1
    (found,) = document["pbx"]
    assert set(found) == {"directory", "asterisk", "autoload", "whitelist", "required", "findings"}
    assert (found["directory"], found["asterisk"], found["autoload"]) == ("etc", "22", False)
    assert found["whitelist"] == [
        {"module": "pbx_config", "option": "load", "file": "modules.conf", "line": 3},
        {"module": "app_exec", "option": "require", "file": "modules.conf", "line": 4},
        {"module": "app_queue", "option": "load", "file": "modules.conf", "line": 5},
        {"module": "chan_iax2", "option": "noload", "file": "modules.conf", "line": 6},
    ]
    required = {requirement["module"]: requirement["reasons"] for requirement in found["required"]}
    assert {
        "kind": "application",
        "name": "Verbose",
        "file": "extensions.conf",
        "line": 2,
    } in required["app_verbose"]
    assert {"kind": "function", "name": "MD5", "file": "extensions.conf", "line": 2} in required[
        "func_md5"
    ]
    assert "app_queue" not in required
    findings = {(finding["code"], finding["module"]): finding for finding in found["findings"]}
    for finding in found["findings"]:
        assert set(finding) - {"modules"} == {
            "rule",
            "code",
            "severity",
            "message",
            "file",
            "line",
            "column",
            "module",
            "fixable",
            "unsafe_fixable",
            "related",
        }
    missing = findings["AL101", "func_md5"]
    assert (missing["rule"], missing["severity"], missing["file"], missing["line"]) == (
        "missing-module",
        "error",
        "extensions.conf",
        2,
    )
    assert (missing["column"], missing["fixable"], missing["related"]) == (
        DIALPLAN.splitlines()[1].index("MD5") + 1,
        True,
        [],
    )
    unused = findings["AL102", "app_queue"]
    assert (unused["rule"], unused["file"], unused["line"], unused["fixable"]) == (
        "unused-module",
        "modules.conf",
        5,
        False,
    )
    assert (unused["severity"], unused["unsafe_fixable"], unused["modules"]) == (
        "warning",
        True,
        ["app_queue"],
    )  # queues.conf is not here


def test_uses(tmp_path: Path) -> None:
    document = json.loads(
        lint(
            "uses", "--asterisk", "22", "--output-format", "json", ".", cwd=pbx(tmp_path), status=0
        ).stdout
    )
    (found,) = document["pbx"]
    assert (document["version"], found["directory"]) == (1, "etc")
    dialplan = [use for use in found["uses"] if use["kind"] in {"application", "function"}]
    place = {"file": "extensions.conf", "context": "default", "extension": "_X."}
    assert dialplan == [
        {
            "kind": "application",
            "name": "Verbose",
            "line": 2,
            "priority": 1,
            "within": None,
            **place,
        },
        {"kind": "function", "name": "MD5", "line": 2, "priority": 1, "within": "Verbose", **place},
        {
            "kind": "application",
            "name": "ExecIf",
            "line": 3,
            "priority": 2,
            "within": None,
            **place,
        },
        {
            "kind": "application",
            "name": "SayUnixTime",
            "line": 3,
            "priority": 2,
            "within": "ExecIf",
            **place,
        },
    ]
    assert {
        "kind": "channel",
        "name": "Local",
        "line": 4,
        "priority": "hint",
        "within": None,
        **place,
        "extension": "9",
    } in found["uses"]


def test_module() -> None:
    document = json.loads(
        lint("module", "app_queue", "--asterisk", "22", "--output-format", "json", status=0).stdout
    )
    assert (document["version"], document["asterisk"]) == (1, "22")
    (queue,) = document["modules"]
    wanted = (
        "module applications functions channels switches formats codecs manager_actions "
        "agi_commands bridge_technologies requires optional support_level usage"
    )
    assert set(wanted.split()) <= set(queue)
    assert "Queue" in queue["applications"]
    assert queue["support_level"] == "core"
    assert queue["usage"]
    everything = json.loads(
        lint("module", "--asterisk", "22", "--output-format", "json", status=0).stdout
    )["modules"]
    (core,) = [module for module in everything if module["module"] is None]
    assert {"Answer", "Hangup", "Set"} <= set(core["applications"])
    assert {"Local", "Surrogate"} == set(core["channels"])


def test_same_input_same_output(tmp_path: Path) -> None:
    directory = pbx(tmp_path)
    first = lint(
        "--asterisk", "22", "--output-format", "json", "--no-cache", ".", cwd=directory
    ).stdout
    command = ("--asterisk", "22", "--output-format", "json", "--no-cache", ".")
    assert lint(*command, cwd=directory, LC_ALL="C", PYTHONHASHSEED="1").stdout == first
    assert (
        lint(
            *command, cwd=directory, LC_ALL="tr_TR.UTF-8", PYTHONHASHSEED="2", TZ="Asia/Tokyo"
        ).stdout
        == first
    )


def test_a_function_in_the_wrong_case_is_told_in_the_right_one(tmp_path: Path) -> None:
    (tmp_path / "modules.conf").write_text("[modules]\nautoload = no\nload = pbx_config.so\n")
    (tmp_path / "extensions.conf").write_text("[default]\nexten => 1,1,NoOp(${CallerID(num)})\n")
    done = lint("--asterisk", "22", "--select", "unknown-function", ".", cwd=tmp_path, status=1)
    assert "provides CallerID() (did you mean 'CALLERID'?)" in done.stdout


def test_options_may_stand_between_paths(tmp_path: Path) -> None:
    told = lint(
        "why", "app_verbose", "--asterisk", "22", "etc", "--no-history", cwd=pbx(tmp_path), status=0
    )
    assert "Verbose()" in told.stdout
    both = json.loads(
        lint(
            "etc", "--asterisk", "22", "--output-format", "json", "etc", cwd=tmp_path, status=1
        ).stdout
    )
    assert [found["directory"] for found in both["pbx"]] == ["etc"]
    assert (
        "unrecognized arguments: --nothing"
        in lint("etc", "--nothing", "etc", cwd=tmp_path, status=2).stderr
    )
