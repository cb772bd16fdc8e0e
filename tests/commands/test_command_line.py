"""Words of the command line that can be mistaken."""

from pathlib import Path

import pytest

from tests.pbx import FIXTURES, fixture, lint
from tests.repository import Repository

ZERO = "0" * 40


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["whi", "app_queue"], "no such command, file or directory: whi (did you mean 'why'?)"),
        (["nowhere"], "no such command, file or directory: nowhere; "),
        (["--select", "AL101", "--ignore", "AL101"], "leave no rule"),
        (["upgrade", "--to", "99"], "no catalog for Asterisk 99"),
        (["catalog"], "asterisk-lint catalog import"),
    ],
)
def test_a_mistake_is_one_line(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = lint(*arguments, cwd=tmp_path, status=2)
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("number", ["0", "-1", "x"])
def test_a_number_of_processes_is_one(number: str) -> None:
    assert "is not a number of processes" in lint(f"-j{number}", status=2).stderr


def test_a_file_means_its_pbx(tmp_path: Path) -> None:
    made = Repository(tmp_path / "two")
    for name in ("small-office", "call-centre"):
        fixture(name, made.path)
    made.commit(**{"README.md": "two PBXs"})
    concise = ("--asterisk", "22", "--output-format", "concise", "--exit-zero")
    for path in ("small-office/pjsip.conf", "small-office/modules.conf"):
        places = lint(*concise, path, cwd=made.path, status=0).stdout.splitlines()
        assert {place.partition("/")[0] for place in places} == {"small-office"}
    assert "no PBX found (README.md)" in lint("README.md", cwd=made.path, status=2).stderr


def test_a_zero_base_is_none() -> None:
    directory = FIXTURES / "small-office"
    done = lint("--from-ref", ZERO, "--asterisk", "22", "-q", ".", cwd=directory)
    assert "no such revision" not in done.stderr


def test_a_new_branch_reports_everything(tmp_path: Path) -> None:
    made = Repository(tmp_path / "new")
    made.commit(**{"modules.conf": "[modules]\nautoload=no\nload=app_morsecode.so\n",
                   "extensions.conf": "[x]\nexten => 1,1,NoOp()\n"})  # fmt: skip
    for names in ({"--from-ref": ZERO}, {}):
        arguments = [word for pair in names.items() for word in pair]
        environment = {} if names else {"PRE_COMMIT_FROM_REF": ZERO, "PRE_COMMIT_TO_REF": "HEAD"}
        done = lint("--asterisk", "22", *arguments, cwd=made.path, status=1, **environment)
        assert "needs pbx_config" in done.stdout or "pbx_config" in done.stdout


def test_fix_says_how_many_are_gone(tmp_path: Path) -> None:
    directory = fixture("small-office", tmp_path)
    done = lint("--fix", "--asterisk", "22", ".", cwd=directory, status=1)
    assert done.stdout == "52 fixed, 0 left in 1 PBX\n"
    assert lint("--fix", "--asterisk", "22", ".", cwd=directory, status=0).stdout == (
        "No findings in 1 PBX\n"
    )


def test_diff_says_what_it_does_not_show(tmp_path: Path) -> None:
    directory = fixture("distribution", tmp_path)
    done = lint("--diff", "--asterisk", "22", ".", cwd=directory, status=0)
    assert "modules.conf: autoload is on, and --fix leaves that alone" in done.stderr


def test_verify_takes_a_root_and_a_release(tmp_path: Path) -> None:
    directory = fixture("small-office", tmp_path)
    for arguments in (["--root", "/nowhere"], ["--asterisk", "/nowhere"]):
        done = lint("verify", *arguments, ".", cwd=directory, status=2)
        assert "/nowhere is neither a program nor a directory" in done.stderr
    done = lint("verify", "--asterisk", "7", "--root", "/nowhere", ".", cwd=directory, status=2)
    assert done.stderr.count("\n") == 1


def test_settings_that_are_not_read_are_named(tmp_path: Path) -> None:
    made = Repository(tmp_path / "nested")
    made.commit(**{"pbx/modules.conf": "[modules]\nautoload=no\n", "pbx/extensions.conf": "[x]\n",
                   "pbx/.asterisk-lint.yaml": "asterisk: 16\n",
                   "docs/.asterisk-lint.yaml": "asterisk: 16\n"})  # fmt: skip
    done = lint(cwd=made.path)
    assert "not read: pbx/.asterisk-lint.yaml; " in done.stderr
    assert "docs/" not in done.stderr
    done = lint("--config", "pbx/.asterisk-lint.yaml", cwd=made.path)
    assert "not read" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--fxi", "unrecognized arguments: --fxi (did you mean '--fix'?)"),
        ("init --hook-ref=1", "unrecognized arguments: --hook-ref=1 (did you mean '--hook-rev'?)"),
        ("why", "the following arguments are required: MODULE"),
        ("export", "the following arguments are required: format"),
        ("rule missing-m", "unknown rule 'missing-m' (did you mean 'missing-module'?)"),
        ("--select unusd-module", "unknown rule 'unusd-module' (did you mean 'unused-module'?)"),
        ("application dail", "the application 'dail' (did you mean 'Dial'?)"),
        ("module dial", "Dial() is an application, see `asterisk-lint application Dial`"),
        ("module callerid", "CALLERID() is a function, see `asterisk-lint function CALLERID`"),
        ("why Dial", "Dial() is an application, see `asterisk-lint application Dial`"),
        ("why app_dail", "(did you mean 'app_dial'?), and no whitelist here names it"),
    ],
)
def test_a_mistyped_word_is_answered_with_what_to_type(
    arguments: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "modules.conf").write_text("[modules]\nautoload = no\n")
    (tmp_path / "extensions.conf").write_text("[a]\n")
    error = lint(*arguments.split(), cwd=tmp_path, status=2).stderr.splitlines()[-1]
    assert said in error
    assert not error.endswith("PATH")
