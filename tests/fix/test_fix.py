"""What --fix and --diff do to modules.conf, on small PBXs and on wild ones."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asterisk_lint.catalog.load import load
from asterisk_lint.conf.reader import read_conf
from asterisk_lint.conf.whitelist import read_whitelist
from asterisk_lint.fix.overlay import Overlay
from asterisk_lint.fix.rewrite import FixRefused, rewrite
from asterisk_lint.model import Edit
from asterisk_lint.releases import Release
from asterisk_lint.settings.values import Settings
from asterisk_lint.tree.target import Target
from tests.amount import examples
from tests.pbx import lint

DIALPLAN = "[default]\nexten => 1,1,Verbose(1,${DB(a/b)})\n"
# In Asterisk 22 it needs app_verbose (Verbose), func_db (DB) and pbx_config (the file): `module
# show like` on a booted one with nothing else.


def pbx(directory: Path, modules: bytes | str, dialplan: str = DIALPLAN) -> Path:
    data = modules if isinstance(modules, bytes) else modules.encode()
    (directory / "modules.conf").write_bytes(data)
    (directory / "extensions.conf").write_text(dialplan)
    return directory / "modules.conf"


def fix(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return lint("--fix", "--asterisk", "22", *arguments, ".", cwd=directory)


# Each: why, before, after.
CASES = [
    (
        "a new line goes among related ones, in their style",
        "[modules]\nautoload=no\n\tload\t=>\tapp_echo.so\t; asterisk-lint: keep (tests)\n"
        "\tload\t=>\tpbx_config.so\nload = func_db\n",
        "[modules]\nautoload=no\n\tload\t=>\tapp_echo.so\t; asterisk-lint: keep (tests)\n"
        "\tload\t=>\tapp_verbose.so\n\tload\t=>\tpbx_config.so\nload = func_db\n",
    ),
    (
        "a sleeping line comes alive in place",
        "[modules]\nautoload=no\nload => pbx_config.so\n;load => app_echo.so\n"
        "; load => app_verbose.so ; says why\n;;load=func_db\n",
        "[modules]\nautoload=no\nload => pbx_config.so\n;load => app_echo.so\n"
        "load => app_verbose.so ; says why\nload=func_db\n",
    ),
    (
        "inside ;-- --; nothing wakes up",
        "[modules]\nautoload=no\nload => func_db.so\n;--\nload => app_verbose.so\n"
        ";load => app_verbose.so\n--;\nload => pbx_config.so\n",
        "[modules]\nautoload=no\nload => func_db.so\nload => app_verbose.so\n;--\n"
        "load => app_verbose.so\n;load => app_verbose.so\n--;\nload => pbx_config.so\n",
    ),
    (
        "behind [global] nothing has effect",
        "[modules]\nautoload=no\nload => func_db.so\nload => pbx_config.so\n[global]\n"
        ";load => app_verbose.so\n",
        "[modules]\nautoload=no\nload => func_db.so\nload => app_verbose.so\n"
        "load => pbx_config.so\n[global]\n;load => app_verbose.so\n",
    ),
    (
        "unused lines go, comments stay",
        "[modules]\nautoload=no\n; logging\nload = app_verbose.so\n"
        "load = app_morsecode.so ; old\n; functions\nload = func_db.so\n"
        "load = pbx_config.so\n",
        "[modules]\nautoload=no\n; logging\nload = app_verbose.so\n; functions\n"
        "load = func_db.so\nload = pbx_config.so\n",
    ),
    (
        "a duplicate goes, the stronger line stays",
        "[modules]\nautoload=no\nload = app_verbose.so\nrequire = app_verbose.so\n"
        "load = func_db.so\nload = pbx_config.so\n",
        "[modules]\nautoload=no\nrequire = app_verbose.so\nload = func_db.so\n"
        "load = pbx_config.so\n",
    ),
    (
        "noload of what is needed stays: a person's decision",
        "[modules]\nautoload=no\nnoload = app_verbose.so ; never\nload = func_db.so\n",
        "[modules]\nautoload=no\nnoload = app_verbose.so ; never\nload = func_db.so\n"
        "load = pbx_config.so\n",
    ),
    (
        "no newline at the end stays so",
        "[modules]\nautoload=no\nload = app_verbose.so\nload = func_db.so",
        "[modules]\nautoload=no\nload = app_verbose.so\nload = func_db.so\nload = pbx_config.so",
    ),
    (
        "CRLF and bytes that are no UTF-8 stay",
        b"; B\xfcro\r\n[modules]\r\nautoload=no\r\nload => app_verbose.so\r\n"
        b"load => func_db.so\r\n",
        b"; B\xfcro\r\n[modules]\r\nautoload=no\r\nload => app_verbose.so\r\n"
        b"load => func_db.so\r\nload => pbx_config.so\r\n",
    ),
    (
        "an empty whitelist is filled in below autoload",
        "[modules]\nautoload = no\n",
        "[modules]\nautoload = no\nload = func_db.so\nload = app_verbose.so\n"
        "load = pbx_config.so\n",
    ),
]


@pytest.mark.parametrize(
    ("before", "after"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_rewrites(before: bytes | str, after: bytes | str, tmp_path: Path) -> None:
    path = pbx(tmp_path, before)
    done = fix(tmp_path)
    assert path.read_bytes() == (after if isinstance(after, bytes) else after.encode())
    assert done.returncode == 1
    again = fix(tmp_path)
    assert again.returncode == (
        1 if b"noload" in path.read_bytes() else 0
    )  # a person has to settle that
    assert path.read_bytes() == (after if isinstance(after, bytes) else after.encode())


def test_edits_an_included_file_where_it_is(tmp_path: Path) -> None:
    path = pbx(tmp_path, '[modules]\nautoload=no\n#include "more.conf"\nload = pbx_config.so\n')
    (tmp_path / "more.conf").write_text(
        "load = func_db.so\nload = app_morsecode.so\n;load = app_verbose.so\n"
    )
    fix(tmp_path)
    assert (
        path.read_text() == '[modules]\nautoload=no\n#include "more.conf"\nload = pbx_config.so\n'
    )
    assert (tmp_path / "more.conf").read_text() == "load = func_db.so\nload = app_verbose.so\n"


@pytest.mark.parametrize(
    ("remove", "line"),
    [
        ("delete", ""),
        ("comment", ";load = app_morsecode.so\n"),
        ("noload", "noload = app_morsecode.so\n"),
    ],
)
def test_how_lines_are_removed_is_a_setting(remove: str, line: str, tmp_path: Path) -> None:
    head, tail = (
        "[modules]\nautoload=no\nload = app_verbose.so\n",
        "load = func_db.so\nload = pbx_config.so\n",
    )
    path = pbx(tmp_path, head + "load = app_morsecode.so\n" + tail)
    (tmp_path / ".asterisk-lint.yaml").write_text(f"asterisk: 22\nfix: {{remove: {remove}}}\n")
    lint("--fix", ".", cwd=tmp_path, status=1)
    assert path.read_text() == head + line + tail
    lint("--fix", ".", cwd=tmp_path, status=0)


def test_ignored_findings_are_not_fixed(tmp_path: Path) -> None:
    text = (
        "[modules]\nautoload=no\nload = app_verbose.so\n"
        "load = app_morsecode.so ; asterisk-lint: ignore[unused-module]\nload = func_db.so\n"
        "load = pbx_config.so\n"
    )
    path = pbx(tmp_path, text)
    assert fix(tmp_path).returncode == 0
    assert path.read_text() == text


def test_diff_is_a_patch_that_git_applies(tmp_path: Path) -> None:
    path = pbx(
        tmp_path,
        b"; B\xfcro\r\n[modules]\r\nautoload=no\r\nload => app_morsecode.so\r\n"
        b"load => pbx_config.so",
    )
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    before = path.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "asterisk_lint", "--diff", "--asterisk", "22"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
    )
    assert done.returncode == 1
    assert path.read_bytes() == before
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=done.stdout, check=True)
    patched = path.read_bytes()
    path.write_bytes(before)
    fix(tmp_path)
    assert path.read_bytes() == patched


def test_mode_and_symbolic_link_stay(tmp_path: Path) -> None:
    path = pbx(tmp_path, "[modules]\nautoload=no\n")
    real = tmp_path / "modules.real"
    path.rename(real)
    real.chmod(0o640)
    path.symlink_to("modules.real")
    fix(tmp_path)
    assert path.is_symlink()
    assert "app_verbose" in real.read_text()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(os.listdir(tmp_path)) == ["extensions.conf", "modules.conf", "modules.real"]


@pytest.mark.parametrize(
    ("modules", "says"),
    [
        ("[modules]\nautoload=no\nlaod = x.so\n", "'laod' is not an option"),
        ("load = x.so\n[modules]\nautoload=no\n", "modules.conf:1"),
        (
            "[modules]\nautoload=no\n<<<<<<< HEAD\nload = app_dial.so\n=======\n"
            "load = app_echo.so\n>>>>>>> other\n",
            "modules.conf:3: an unresolved merge conflict",
        ),
    ],
    ids=["unknown option", "entry before a section", "merge conflict"],
)
def test_refuses_what_it_cannot_edit_safely(modules: str, says: str, tmp_path: Path) -> None:
    path = pbx(tmp_path, modules)
    done = fix(tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert path.read_text() == modules


@pytest.mark.parametrize("include", ['#include "gone.conf"', "#tryinclude more/*.conf"])
def test_beside_an_include_that_is_not_here_only_what_is_certain_changes(
    include: str, tmp_path: Path
) -> None:
    path = pbx(tmp_path, f"[modules]\nautoload=no\nload = app_morsecode.so\n{include}\n")
    assert fix(tmp_path).returncode == 1
    assert path.read_text() == f"[modules]\nautoload=no\n{include}\n"


class Memory:
    """Files that are only in memory."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def names(self) -> list[str]:
        return sorted(self.files)

    def read(self, name: str) -> bytes:
        if name not in self.files:
            raise FileNotFoundError(name)
        return self.files[name]


MODULES = sorted(load(Release.parse("22")).modules)
LINES = st.one_of(
    st.builds(
        lambda pad, option, gap, sign, module, so, end: (
            f"{pad}{option}{gap}{sign}{gap}{module}{so}{end}"
        ),
        st.sampled_from(["", " ", "\t"]),
        st.sampled_from(["load", "LOAD", "require", "noload", "preload", ";load", "; load"]),
        st.sampled_from(["", " ", "\t"]),
        st.sampled_from(["=", "=>"]),
        st.sampled_from(MODULES[:40]),
        st.sampled_from(["", ".so", ".SO"]),
        st.sampled_from(["", " ; why", ";-- x --;", ";--", " --;", "\r"]),
    ),
    st.sampled_from(
        [
            "",
            "; comment",
            "[global]",
            "[modules]",
            "[modules](+)",
            "[t](!)",
            ";--",
            "--;",
            "autoload=no",
            "#include more.conf",
            "\xfc",
        ]
    ),
)


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lines=st.lists(LINES, max_size=14),
    more=st.lists(LINES, max_size=4),
    edits=st.lists(st.tuples(st.booleans(), st.sampled_from(MODULES[:60])), min_size=1, max_size=6),
    newline=st.booleans(),
    remove=st.sampled_from(["delete", "comment", "noload"]),
)
def test_a_rewrite_says_what_was_meant_or_is_refused(
    lines: list[str], more: list[str], edits: list[tuple[bool, str]], newline: bool, remove: str
) -> None:
    text = "\n".join(["[modules]", "autoload=no", *lines]) + ("\n" if newline else "")
    files = Memory(
        {
            "modules.conf": text.encode("utf-8", "surrogateescape"),
            "more.conf": "\n".join(more).encode(),
        }
    )
    conf = read_conf(files, "modules.conf")
    assert conf is not None
    whitelist = read_whitelist(conf)
    listed = {entry.key: entry for entry in reversed(whitelist.entries)}
    wanted = [
        Edit(
            "remove",
            module,
            listed[module.lower()].entry.file,
            listed[module.lower()].entry.line,
            listed[module.lower()].option,
        )
        if module.lower() in listed
        else Edit("add", module)
        for _, module in edits
    ]
    try:
        changed = rewrite(
            Target(files, Release.parse("22"), Settings(remove=remove)), whitelist, wanted
        )
    except FixRefused:
        return
    again = read_conf(Overlay(files, changed), "modules.conf")
    assert again is not None
    after = read_whitelist(again)
    for edit in wanted:
        if edit.action == "add":
            assert any(
                entry.key == edit.module.lower() and entry.option == "load"
                for entry in after.entries
            )
    touched = {edit.module.lower() for edit in wanted}
    assert [(entry.key, entry.option) for entry in after.entries if entry.key not in touched] == [
        (entry.key, entry.option) for entry in whitelist.entries if entry.key not in touched
    ]
