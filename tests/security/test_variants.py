"""Further attacks, thought of after the first campaign: what a stranger's pull request, log or
module directory could hold.
"""

import gzip
import lzma
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from asterisk_lint import __version__
from tests.pbx import lint

MODULES = "[modules]\nautoload=no\nload = pbx_config.so\nload = app_echo.so\n"
DIALPLAN = "[default]\nexten => 1,1,Echo()\n"
OBSERVED = ".asterisk-lint.observed.yaml"
UNREADABLE = ("%YAML 9.9\n---\na: 1\n", "a: !!int x\n", "a: !!float x\n", "a: !!timestamp x\n",
    "a: !!binary '\xe9'\n", "a: !!omap 1\n", "a: !!bool x\n",
    "a: " + "9" * 20_000 + "\n")  # fmt: skip
RAW = ("\x1b", "\x07", "\u202e")


def pbx(directory: Path, **files: str | bytes) -> Path:
    (directory / "modules.conf").write_text(MODULES)
    (directory / "extensions.conf").write_text(DIALPLAN)
    for name, content in files.items():
        (directory / name).parent.mkdir(exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
        (directory / name).write_bytes(data)
    return directory


def harmless(directory: Path, *arguments: str, **environment: str) -> str:
    """Run a command; gives what it said. It must end in words, and with nothing raw in them."""
    done = lint(*arguments, cwd=directory, status=None, **environment)
    said = done.stdout + done.stderr
    assert done.returncode in (0, 1, 2)
    assert "internal error" not in said
    assert not any(sign in said for sign in RAW)
    assert "root:" not in said
    assert "INVENTED-SECRET" not in said
    return said


@pytest.mark.parametrize("text", [
    'a: &a ["x","x"]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n', "&a [*a, *a]\n",
    "keep: &k {app_echo: x, <<: *k}\n", "uses: " + "[" * 5000, "- " * 50_000, "? " * 40_000,
    "{a: " * 20_000, "&a " * 30_000, '"' + "\\x41" * 24_000, "? [a,b]\n: x\n",
    "asterisk: " + "9" * 90_000, 'keep: {"app_echo\\n::error::x": "y\\u001b[31m"}\n',
    'per-file-ignores: {"' + "*a" * 3000 + 'b": [unknown-application]}\n',
    'pbx: {".": {layers: ["../../../etc"]}}', 'pbx: {".": {inventory: ../../../../etc/passwd}}',
    'pbx: {".": {inventory: /etc/passwd}}', 'pbx: {"../../etc": {asterisk: 22}}',
    'pbx: {".": {etc: "/etc/\\n[x]"}}', "!!python/object/apply:os.system [id]\n",
    *UNREADABLE,
])  # fmt: skip
def test_settings(text: str, tmp_path: Path) -> None:
    harmless(pbx(tmp_path, **{".asterisk-lint.yaml": text}))


@pytest.mark.parametrize("text", [*UNREADABLE[:2], "x: |\n" + "  x\n" * 1_000_000])
@pytest.mark.parametrize("name", [".pre-commit-config.yaml", ".asterisk-lint.yaml", OBSERVED])
def test_yaml_that_its_library_cannot_read(name: str, text: str, tmp_path: Path) -> None:
    """It has other errors than its own for these."""
    directory = pbx(tmp_path, **{name: text})
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=directory, check=True)
    before = (directory / "modules.conf").read_bytes()
    said = harmless(directory, "init", "--yes", "--asterisk", "22")
    assert name in said
    assert (directory / "modules.conf").read_bytes() == before


def test_an_observed_file_takes_no_protection_away(tmp_path: Path) -> None:
    """A pull request adds one that calls everything seen, with `sealed`: what protects stays."""
    guards = ("res_pjsip_authenticator_digest", "res_pjsip_acl", "res_srtp")
    modules = "".join(f"load = {name}.so\n" for name in (*guards, "chan_pjsip",
            "res_sorcery_realtime"))  # fmt: skip
    observed = (
        f"version: 1\nwritten-by: {__version__}\nobserved: 2026-11-27\nasterisk: 22.9\n"
        "complete: true\ndatabases: |\n  res_pjsip/endpoint\n  ps_endpoints\n"
    )
    pbx(tmp_path, **{
        "modules.conf": MODULES + modules, OBSERVED: observed,
        "pjsip.conf": "[udp]\ntype=transport\nprotocol=udp\n",
        "sorcery.conf": "[res_pjsip]\nendpoint=realtime,ps_endpoints\n",
        ".asterisk-lint.yaml": "sealed: true\n",
    })  # fmt: skip
    harmless(tmp_path, "--fix", "--unsafe-fixes", "--asterisk", "22")
    left = (tmp_path / "modules.conf").read_text()
    assert [name for name in guards if name not in left] == []


@pytest.mark.parametrize("target", ["../secret", "/dev/zero", "/proc/self/environ"])
def test_an_observed_file_that_is_a_link(target: str, tmp_path: Path) -> None:
    """`observe` shows what it replaces: never a file elsewhere."""
    (tmp_path / "secret").write_text("root:INVENTED-SECRET\n")
    (tmp_path / "pbx").mkdir()
    directory = pbx(tmp_path / "pbx")
    (directory / OBSERVED).symlink_to(target)
    for arguments in (["observe", "--modules", ".", "--yes"], ["--fix"]):
        said = harmless(directory, *arguments, "--asterisk", "22", SECRET="INVENTED-SECRET")
        assert f"{OBSERVED} cannot be read" in said
    assert (tmp_path / "secret").read_text() == "root:INVENTED-SECRET\n"


@pytest.mark.parametrize("kind", ["dockerfile", "menuselect", "debian"])
def test_no_name_of_a_module_reaches_a_script(kind: str, tmp_path: Path) -> None:
    names = ("app_x$(id)", "app_z`id`", "app_q&&id", "app_n\nRUN id")
    lines = "".join(f"load = {name}.so\n" for name in names)
    settings = 'modules:\n  "app_x$(id)": {applications: [Foo]}\n'
    pbx(tmp_path, **{"modules.conf": MODULES + lines, ".asterisk-lint.yaml": settings})
    script = lint("export", kind, "--asterisk", "22", cwd=tmp_path, status=None).stdout
    assert "app_echo" in script or kind == "debian"
    assert "id)" not in script.replace("$(nproc)", "")
    assert not any(sign in script for sign in ("`", "&&id", "RUN id"))


@pytest.mark.parametrize("include", [
    "/dev/zero", "|id", "https://x/y", "../../../../../etc/shadow", "/proc/self/environ",
    "modules.conf", ".", "**/**/**", "~root/x", "\x1b[31m.conf", "$(id)", "a\\", "[" * 500,
])  # fmt: skip
def test_includes(include: str, tmp_path: Path) -> None:
    directory = pbx(tmp_path, **{"extensions.conf": f'#include "{include}"\n{DIALPLAN}'})
    harmless(directory, "--asterisk", "22", SECRET="INVENTED-SECRET")


@pytest.mark.parametrize(("name", "text"), [
    ("extensions.lua", "{" * 50_000), ("extensions.lua", "if x then " * 9000),
    ("extensions.lua", "x." * 49_000), ("extensions.ael", "context a { " + "if (1) { " * 9000),
    ("extensions.ael", "context a { 1 => " + "random(1): " * 8000),
    ("extensions.conf", "[d]\nexten => 1,1," + "ExecIf(1?" * 9000),
    ("extensions.conf", "[d]\nexten => _" + "[1-9" * 20_000 + ",1,X"),
    ("extensions.conf", "[d]\nexten => 1,1,Set(A=${" + "IF($[" * 9000),
    ("extensions.conf",
        "[t0](!)\na=b\n" + "".join(f"[t{n}](!,t{n - 1},t{n - 1})\na=b\n" for n in range(1, 40))),
])  # fmt: skip
def test_nesting(name: str, text: str, tmp_path: Path) -> None:
    harmless(pbx(tmp_path, **{name: text}), "--asterisk", "22")


KINDS: dict[str, Callable[[Path], object]] = {
    "fifo": os.mkfifo,
    "socket": lambda path: socket.socket(socket.AF_UNIX).bind(os.path.relpath(path)),
    "zero": lambda path: path.symlink_to("/dev/zero"),
    "itself": lambda path: path.symlink_to(path.name),
    "environment": lambda path: path.symlink_to("/proc/self/environ"),
}


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("kind", KINDS)
def test_no_file_in_place_of_one(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In place of all these at once: each alone was tried too."""
    pbx(tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in ("pjsip.conf", "extensions.lua", "x.agi", "queues.conf", "x.conf.j2"):
        KINDS[kind](tmp_path / name)
    harmless(tmp_path, "--asterisk", "22", SECRET="INVENTED-SECRET")


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("kind", [*KINDS, "large"])
@pytest.mark.parametrize("place", [".", "above"])
def test_a_gitignore_that_cannot_be_read_is_no_empty_one(
    kind: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it names would count as missing instead of ignored, and its modules as unused."""
    (tmp_path / "inner").mkdir()
    directory = tmp_path if place == "." else tmp_path / "inner"
    modules = MODULES + "load = chan_pjsip.so\nload = res_pjsip_acl.so\n"  # pjsip.conf is not there
    pbx(directory, **{"modules.conf": modules})
    monkeypatch.chdir(tmp_path)
    if kind == "large":
        with open(".gitignore", "wb") as file:
            file.truncate(65 << 20)
    else:
        KINDS[kind](tmp_path / ".gitignore")
    for arguments in ([], ["--fix"]):
        said = harmless(tmp_path, *arguments, "--asterisk", "22", SECRET="INVENTED-SECRET")
        assert said.startswith("asterisk-lint: .gitignore cannot be read ("), said
        assert len(said.splitlines()) == 1
        assert (directory / "modules.conf").read_text() == modules


def test_drivers_of_git_attributes_are_not_run(tmp_path: Path) -> None:
    """A repository whose configuration already names drivers, and a commit that turns them on."""
    pbx(tmp_path, **{".gitattributes": "* filter=x diff=x merge=x working-tree-encoding=UTF-16\n"})
    marker = tmp_path / "marker"
    commands = [["init", "-q"], ["add", "-A"],
        ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "1"]]  # fmt: skip
    settings = ("filter.x.clean", "filter.x.smudge", "filter.x.process", "diff.x.textconv",
        "diff.x.command", "merge.x.driver")  # fmt: skip
    commands += [["config", name, f"touch {marker}"] for name in settings]
    for command in commands:
        subprocess.run(["git", *command], cwd=tmp_path, check=False, capture_output=True)
    (tmp_path / "extensions.conf").write_text(DIALPLAN + "; changed\n")
    for arguments in ([], ["--fix"], ["--staged"], ["--rev", "HEAD"], ["--from-ref", "HEAD"],
        ["why", "app_echo"]):  # fmt: skip
        harmless(tmp_path, *arguments, "--asterisk", "22")
    assert not marker.exists()


@pytest.mark.parametrize("environment", [
    {"GIT_CONFIG_COUNT": "abc"}, {"COLUMNS": "-1"}, {"LC_ALL": "xx_YY.zzz"},
    {"GIT_DIR": "/nowhere"}, {"GIT_INDEX_FILE": "/dev/zero"}, {"XDG_CACHE_HOME": "/proc"},
    {"HOME": "/dev/null/nowhere"}, {"TZ": "x" * 5000}, {"PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C", "PYTHONUTF8": "0"},
])  # fmt: skip
def test_environment(environment: dict[str, str], tmp_path: Path) -> None:
    harmless(pbx(tmp_path), "--asterisk", "22", **environment)


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_a_packed_log_that_is_large(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    harmless(pbx(tmp_path, **{"full.log.gz": pack(b"\0" * (30 << 20))}), "log", "full.log.gz")


def test_hostile_names_in_a_module_directory(tmp_path: Path) -> None:
    pbx(tmp_path)
    (tmp_path / "lib").mkdir()
    for number in range(300):
        (tmp_path / f"lib/app_{number}\x1b[31m.so").write_bytes(b"\x7fELF")
    (tmp_path / "lib/a\n::error::x.so").write_bytes(b"")
    (tmp_path / "lib/z.so").symlink_to("/dev/zero")
    for arguments in (["inventory", "lib"], ["catalog", "import", "--no-run", "--modules", "lib"]):
        said = harmless(tmp_path, *arguments, GITHUB_ACTIONS="true")
        assert not any(line.startswith("::") for line in said.splitlines())


@pytest.mark.parametrize("name", ["modules.conf", "extensions.conf", "pjsip.conf", ".gitignore",
        ".asterisk-lint.yaml", OBSERVED, "x.agi", "extensions.lua"])  # fmt: skip
def test_a_sparse_file_of_three_gigabytes(name: str, tmp_path: Path) -> None:
    with open(pbx(tmp_path) / name, "ab") as file:
        file.truncate(3 << 30)
    used, said = cost(tmp_path, "--asterisk", "22", "--strict")
    assert used < 300
    assert name in said or name == "x.agi"


def test_a_blob_that_git_packs_into_a_thousandth(tmp_path: Path) -> None:
    with open(pbx(tmp_path) / "pjsip.conf", "ab") as file:
        file.truncate(70 << 20)
    for command in (["init", "-q"], ["add", "-A"],
        ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "1"]):  # fmt: skip
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    for arguments in (["--staged"], ["--rev", "HEAD"]):
        used, said = cost(tmp_path, *arguments, "--asterisk", "22")
        assert used < 100
        assert "pjsip.conf" in said
        assert "70 MB" in said


def cost(directory: Path, *arguments: str) -> tuple[int, str]:
    """The most memory of a run in megabytes, and what it said."""
    # (resource.getrusage would count what this process had before it started the other)
    measured = """
import re, sys
from asterisk_lint.cli import run
status = run(sys.argv[1:])
print("MB", int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]) >> 10)
sys.exit(status)
"""
    done = subprocess.run([sys.executable, "-c", measured, *arguments], cwd=directory,
        capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode in (0, 1, 2), done.stderr
    return int(done.stdout.rpartition("MB ")[2]), done.stdout + done.stderr
