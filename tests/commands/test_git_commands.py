"""inventory, upgrade, graph, --staged and --rev: the commands as a user runs them, in this
process.
"""

import contextlib
import io
import json
import os
import re
from pathlib import Path

import pytest

from asterisk_lint.__main__ import main
from tests.repository import Repository

MODULES = "[modules]\nautoload=no\nload => pbx_config.so\nload => app_verbose.so\n"
DIALPLAN = "[default]\nexten => 1,1,Verbose(1)\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    for name in list(os.environ):
        if name.startswith(("GIT_", "PRE_COMMIT")):
            monkeypatch.delenv(name)
    made = Repository(tmp_path / "repository")
    made.commit(**{"etc/modules.conf": MODULES, "etc/extensions.conf": DIALPLAN})
    monkeypatch.chdir(made.path)
    return made


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit status, output and error output of one run here."""
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        status = main(list(arguments))
    return status, output.getvalue(), errors.getvalue()


def lines(*arguments: str) -> list[str]:
    status, output, errors = run(
        "--asterisk",
        "22",
        "--output-format",
        "concise",
        "--select",
        "AL101,AL102,AL201,AL110",
        *arguments,
    )
    assert status in {0, 1}, errors
    return output.splitlines()


def test_staged_answers_for_the_staged_half(repository: Repository) -> None:
    middle = "".join(f"exten => {number},1,NoOp()\n" for number in range(10, 30))
    repository.commit(**{"etc/extensions.conf": DIALPLAN + middle + "exten => 99,1,Verbose(9)\n"})
    repository.write(
        "etc/extensions.conf",
        DIALPLAN + "exten => 2,1,Set(x=${MD5(y)})\n" + middle + "exten => 99,1,Set(x=${SHA1(y)})\n",
    )
    repository.git("add", "--patch", "etc/extensions.conf", given="y\nn\n")
    assert [re.sub(r".* needs (\w+),.*", r"\1", line) for line in lines("--staged")] == ["func_md5"]
    assert [re.sub(r".* needs (\w+),.*", r"\1", line) for line in lines()] == [
        "func_md5",
        "func_sha1",
    ]
    assert lines("--rev", "HEAD") == []


def test_a_revision_is_checked_with_its_own_settings(repository: Repository) -> None:
    repository.commit(**{"etc/modules.conf": MODULES + "load => func_md5.so\n"})
    repository.commit(**{".asterisk-lint.yaml": "keep: {func_md5: wanted}\n"})
    assert lines() == []
    assert [line.split(": ")[1][:5] for line in lines("--rev", "HEAD~1")] == ["AL102"]
    status, _, errors = run("--rev", "nowhere")
    assert (status, errors) == (2, "asterisk-lint: no such revision: nowhere\n")


def test_an_inventory_that_is_committed_is_compared(repository: Repository, tmp_path: Path) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    for name in ("pbx_config.so", "app_dial.so", "notes.txt"):
        (modules / name).touch()
    status, output, _ = run("inventory", str(modules))
    assert status == 0
    assert output.splitlines()[1:] == ["app_dial", "pbx_config"]
    repository.commit(
        **{
            "etc/modules.list": output,
            ".asterisk-lint.yaml": "pbx: {etc: {inventory: modules.list}}\n",
        }
    )
    [line] = lines()
    assert re.match(r"etc/.*: AL110 .*app_verbose", line)
    assert (
        run("inventory", str(tmp_path / "nowhere"))[0]
        == run("inventory", str(repository.path))[0]
        == 2
    )


@pytest.mark.parametrize(
    ("settings", "wanted", "unwanted"),
    [
        ("", {"format_pcm", "codec_g722"}, {"format_gsm", "codec_gsm"}),
        ("sounds: [gsm]\n", {"format_gsm", "codec_gsm"}, {"format_pcm", "codec_g722"}),
    ],
)
@pytest.mark.parametrize(
    ("modules", "prompts"),
    [
        ("usr/lib/x86_64-linux-gnu/asterisk/modules", "usr/share/asterisk/sounds/en_US_f"),
        ("usr/lib64/asterisk/modules", "var/lib/asterisk/sounds"),
        ("usr/local/lib/asterisk/modules", "var/lib/asterisk/sounds/en"),
    ],
)
def test_prompts_have_the_formats_of_the_inventory(
    repository: Repository, tmp_path: Path, modules: str, prompts: str,
    settings: str, wanted: set[str], unwanted: set[str],
) -> None:  # fmt: skip
    for name in (
        f"{modules}/app_playback.so",
        f"{prompts}/vm-intro.g722",
        f"{prompts}/vm-intro.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    status, output, _ = run("inventory", str(tmp_path / modules))
    assert status == 0
    assert output.splitlines()[1:] == ["sounds: g722", "app_playback"]
    repository.commit(
        **{
            "etc/extensions.conf": DIALPLAN + " same => n,Playback(hello-world)\n",
            "etc/pjsip.conf": "[a]\ntype=endpoint\nallow=!all,ulaw\n",
            "etc/modules.list": output,
            ".asterisk-lint.yaml": f"{settings}pbx: {{etc: {{inventory: modules.list}}}}\n",
        }
    )
    _, output, _ = run("--output-format", "json")
    [pbx] = json.loads(output)["pbx"]
    required = {requirement["module"] for requirement in pbx["required"]}
    assert wanted <= required
    assert not unwanted & required


def test_upgrade_names_what_the_other_release_lacks(repository: Repository) -> None:
    # app_macro was removed in 21 (UPGRADE notes of that release); its last uses are what a move
    # from 16 must settle.
    modules = MODULES + "load => app_macro.so\n"
    repository.commit(
        **{"etc/modules.conf": modules, "etc/extensions.conf": DIALPLAN + " same => n,Macro(old)\n"}
    )
    status, output, _ = run("upgrade", "--asterisk", "16", "--to", "22", "--output-format", "json")
    assert status == 1
    [pbx] = json.loads(output)["pbx"]
    found = {(finding["rule"], finding["file"], finding["line"]) for finding in pbx["findings"]}
    assert ("unknown-module", "modules.conf", 5) in found
    assert ("unknown-application", "extensions.conf", 3) in found
    assert pbx["asterisk"] == "22"
    status, _, _ = run("upgrade", "--asterisk", "22", "--to", "22")
    assert status == 2


def test_graph_shows_why(repository: Repository) -> None:
    status, output, _ = run("graph", "--asterisk", "22", "--output-format", "dot")
    assert status == 0
    assert '"use:application:Verbose" -> "module:app_verbose";' in output
    repository.commit(**{"other/modules.conf": MODULES, "other/extensions.conf": DIALPLAN})
    status, _, errors = run("graph", "--asterisk", "22")
    assert status == 2
    assert "html" in errors
    page = run("graph", "--asterisk", "22", "--output-format", "html")[1]
    # Both PBXs are alike: one picture for both.
    assert "Modules of 2 PBXs" in page
    assert page.count("<svg") == 1
    assert "and 1 PBX like it" in page
    assert (
        run(
            "graph",
            "--asterisk",
            "22",
            "etc",
            "--module",
            "app_verbose",
            "--output-format",
            "mermaid",
        )[1].count(":::")
        == 2
    )


def test_many_pbxs_layers_and_releases(repository: Repository) -> None:
    settings = (
        "asterisk: 22\npbx:\n  hosts/a: {asterisk: 16, layers: [common, hosts/a]}\n"
        "  hosts/b: {layers: [common, hosts/b]}\n"
    )
    files = {
        ".asterisk-lint.yaml": settings,
        "common/modules.conf": MODULES,
        "common/extensions.conf": DIALPLAN + '#include "/etc/asterisk/site.conf"\n',
        "hosts/a/site.conf": "exten => 2,1,Macro(x)\n",
        "hosts/b/site.conf": "exten => 2,1,Macro(x)\n",
    }
    repository.commit(**files)
    status, output, _ = run("--output-format", "json")
    assert status == 1
    reports = {pbx["directory"]: pbx for pbx in json.loads(output)["pbx"]}
    assert list(reports) == ["etc", "hosts/a", "hosts/b"]
    assert [reports[directory]["asterisk"] for directory in reports] == ["22", "16", "22"]
    assert ("missing-module", "app_macro") in {
        (each["rule"], each["module"]) for each in reports["hosts/a"]["findings"]
    }
    assert "unknown-application" in {each["rule"] for each in reports["hosts/b"]["findings"]}
    # What a finding in a shared layer names is where that layer's file is.
    shown = run(
        "--output-format",
        "concise",
        "--asterisk",
        "22",
        "--select",
        "unused-module,missing-module,unknown-application",
    )[1]
    assert "hosts/a/site.conf:1:" in shown


def test_what_does_not_count_is_named_with_its_place(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(**{"lonely/extensions.conf": DIALPLAN})
    repository.write("etc/new.conf", "")
    monkeypatch.chdir(repository.path / "etc")
    errors = run("--asterisk", "22", "-v", "--exit-zero", "..")[2]
    assert "../lonely has a dialplan but no modules.conf" in errors
    assert "new.conf: Git does not track it" in errors
    assert "lonely" not in run("--asterisk", "22", "--exit-zero", ".")[2]


@pytest.mark.parametrize("named", [(), (".",)])
def test_a_new_repository_is_read_as_it_is_until_git_tracks_something(
    named: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Repository(tmp_path / "new")
    made.write("modules.conf", MODULES)
    made.write("extensions.conf", "[default]\nexten => 1,1,Morsecode(x)\n")
    made.write(".asterisk-lint.yaml", "asterisk: 22\n")
    monkeypatch.chdir(made.path)
    status, output, errors = run("--output-format", "concise", *named)
    assert (status, errors) == (1, "")
    assert "AL101 Morsecode() needs app_morsecode" in output
