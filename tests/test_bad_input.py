"""Bad input of every sort: exit status 0, 1 or 2, one clear line, nothing half-written."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asterisk_lint.cli import run
from tests.amount import examples
from tests.pbx import FIXTURES, fixture, lint

GOOD = "[modules]\nautoload = no\nload = pbx_config.so\nload = app_verbose.so\n"
DIALPLAN = "[default]\nexten => 1,1,Verbose(1,hello)\n"


def pbx(
    directory: Path, modules: bytes = GOOD.encode(), dialplan: bytes = DIALPLAN.encode()
) -> Path:
    (directory / "modules.conf").write_bytes(modules)
    (directory / "extensions.conf").write_bytes(dialplan)
    return directory


def test_missing_directory(tmp_path: Path) -> None:
    done = lint(str(tmp_path / "gone"), status=2)
    assert done.stderr.startswith("asterisk-lint: ")
    assert "gone" in done.stderr
    assert done.stdout == ""


def test_no_pbx(tmp_path: Path) -> None:
    told = lint(".", cwd=tmp_path, status=2).stderr
    assert "no PBX found" in told
    assert "such as /etc/asterisk: run asterisk-lint there, or name it" in told


def test_a_modules_conf_that_is_gone_is_named(tmp_path: Path) -> None:
    (tmp_path / "hosts" / "oslo").mkdir(parents=True)
    pbx(tmp_path / "hosts" / "oslo")
    (tmp_path / ".asterisk-lint.yaml").write_text("asterisk: 22\npbx: {hosts/oslo: {}}\n")
    (tmp_path / "hosts" / "oslo" / "modules.conf").unlink()
    for words in ((), ("--fix",)):
        told = lint(*words, cwd=tmp_path, status=2).stderr
        assert told == "asterisk-lint: there is no hosts/oslo/modules.conf\n"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("words", ["", "--fix", "--output-format json", "init --no-hook"])
def test_closed_streams_change_nothing(tmp_path: Path, closed: str, words: str) -> None:
    """A file that is opened without them must not become one of them."""
    told = {}
    for name, how in (("open", "</dev/null"), ("closed", closed)):
        place = tmp_path / name
        place.mkdir()
        pbx(place, b"[modules]\nautoload = no\nload = pbx_config.so\n")
        command = f'exec "$0" -m asterisk_lint --asterisk 22 {words} {how}'
        if words.startswith("init"):
            command = f'exec "$0" -m asterisk_lint {words} --asterisk 22 --yes {how}'
        done = subprocess.run(
            ["sh", "-c", command, sys.executable], cwd=place, capture_output=True, check=False
        )
        assert b"Traceback" not in done.stderr
        told[name] = (
            done.returncode,
            {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()},
        )
    assert told["closed"] == told["open"]


def test_unreadable_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pbx(tmp_path)
    assert run(["--asterisk", "22", "--no-cache", str(tmp_path)]) == 0
    capsys.readouterr()
    (tmp_path / "extensions.conf").chmod(0)
    root = os.geteuid() == 0
    if root:
        above = Path(tempfile.gettempdir()).resolve()
        for folder in (tmp_path, *tmp_path.parents):
            if folder == above:
                break
            folder.chmod(0o755)
        os.seteuid(65534)  # root itself reads everything
    try:
        status = run(["--asterisk", "22", "--no-cache", str(tmp_path)])
    finally:
        if root:
            os.seteuid(0)
    said = capsys.readouterr()
    assert status in (1, 2)
    assert "extensions.conf" in said.out + said.err
    assert "permission denied" in said.out + said.err


def test_directory_in_place_of_the_dialplan(tmp_path: Path) -> None:
    (tmp_path / "modules.conf").write_text(GOOD)
    (tmp_path / "extensions.conf").mkdir()
    (tmp_path / "pjsip.conf").write_text("")
    done = lint(".", "--asterisk", "22", cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert "extensions.conf" in done.stdout + done.stderr
    assert "directory" in done.stdout + done.stderr


def test_include_loop(tmp_path: Path) -> None:
    pbx(tmp_path, dialplan=b"#include more.conf\n" + DIALPLAN.encode())
    (tmp_path / "more.conf").write_text("#include extensions.conf\n")
    done = lint(".", "--asterisk", "22", cwd=tmp_path, status=1)
    assert "level of #include" in done.stdout


def test_line_of_ten_megabytes(tmp_path: Path) -> None:
    pbx(
        tmp_path, dialplan=DIALPLAN.encode() + b"exten => 2,1,Verbose(" + b"x" * 10_000_000 + b")\n"
    )
    done = lint(".", "--asterisk", "22", cwd=tmp_path, status=1)
    assert "extensions.conf:3" in done.stdout
    assert len(done.stdout) < 10_000


@pytest.mark.parametrize(
    "dialplan",
    [
        DIALPLAN.encode().replace(b"1,1", b"1\x00,1"),
        DIALPLAN.encode("utf-16"),
        DIALPLAN.replace("hello", "grüß").encode("latin-1"),
        DIALPLAN.replace("\n", "\r\n").encode(),
        b"",
        b"\xef\xbb\xbf" + DIALPLAN.encode(),
        b"\xff\xfe\x00" * 1000,
    ],
    ids=["NUL", "UTF-16", "latin-1", "CRLF", "empty", "byte order mark", "noise"],
)
def test_odd_bytes(dialplan: bytes, tmp_path: Path) -> None:
    pbx(tmp_path, dialplan=dialplan)
    for output_format in ("text", "concise", "json", "sarif", "github", "gitlab", "junit"):
        assert lint(
            ".", "--asterisk", "22", "--output-format", output_format, cwd=tmp_path
        ).returncode in (0, 1)


def test_no_modules_section(tmp_path: Path) -> None:
    pbx(tmp_path, modules=b"; nothing here\n")
    assert "no [modules] section" in lint(".", "--asterisk", "22", cwd=tmp_path, status=1).stdout
    assert "autoload" in lint("--fix", "--asterisk", "22", ".", cwd=tmp_path, status=2).stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "asterisk: 22\nkeeps:\n  app_x: y\n",
            ".asterisk-lint.yaml:2: unknown key 'keeps' (did you mean 'keep'?)",
        ),
        ("asterisk: [22]\n", ".asterisk-lint.yaml:1: asterisk must be text, not a list"),
        ("sealed: maybe\n", ".asterisk-lint.yaml:1: sealed must be true or false"),
        (
            "ignore:\n- mising-module\n",
            ".asterisk-lint.yaml:2: unknown rule 'mising-module' in ignore (did you mean "
            "'missing-module'?)",
        ),
        (
            "fix: {remove: burn}\n",
            ".asterisk-lint.yaml:1: fix.remove must be delete or comment or noload, not 'burn'",
        ),
        (
            "uses:\n  aplications: [X]\n",
            ".asterisk-lint.yaml:2: unknown key 'aplications' in uses (did you mean "
            "'applications'?)",
        ),
        (
            "keep:\n  app_x: a\n  app_x: b\n",
            ".asterisk-lint.yaml:3: the key 'app_x' appears twice in keep",
        ),
        ("asterisk: 22\nkeep: [\n", "not valid YAML"),
        ("- a\n", ".asterisk-lint.yaml:1: the settings must be a table"),
        ("asterisk: latest\n", ".asterisk-lint.yaml:1: asterisk must be an Asterisk release"),
        ("asterisk: 99\n", "no catalog for Asterisk 99"),
        ("keep:\n  app_x:\n", ".asterisk-lint.yaml:2: keep.app_x must be text, not nothing"),
    ],
)
def test_wrong_settings_name_file_line_and_key(text: str, says: str, tmp_path: Path) -> None:
    pbx(tmp_path)
    (tmp_path / ".asterisk-lint.yaml").write_text(text)
    done = lint(".", cwd=tmp_path, status=2)
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_minor_release_is_no_number(tmp_path: Path) -> None:
    pbx(tmp_path)
    (tmp_path / ".asterisk-lint.yaml").write_text("asterisk: 22.10\n")
    assert (
        '"asterisk": "22.10"' in lint(".", "--output-format", "json", cwd=tmp_path, status=0).stdout
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["--fix", "--diff"],
        ["--fix", "--staged"],
        ["--output-format", "xml"],
        ["why"],
        ["--select", "x"],
        ["--config", "gone.yaml"],
        ["--rev", "gone"],
    ],
)
def test_bad_options(arguments: list[str], tmp_path: Path) -> None:
    pbx(tmp_path)
    assert lint(*arguments, cwd=tmp_path, status=2).stderr


# How many damaged inputs one run tries; ASTERISK_LINT_DAMAGED=5000 for the full number.
EXAMPLES = int(os.environ.get("ASTERISK_LINT_DAMAGED", examples(200)))
SOURCES = [
    path.read_bytes()
    for name in ("small-office", "conference-ivr", "distribution")
    for path in sorted((FIXTURES / name).rglob("*.conf"))
]
SETTINGS = (
    b"asterisk: 22\nkeep:\n  app_queue: why not\nuses:\n  applications: [Stasis]\n"
    b"ignore: [deprecated-module]\nsealed: false\n"
)
DAMAGE = st.one_of(
    st.tuples(st.just("flip"), st.integers(0, 10_000), st.integers(0, 255)),
    st.tuples(st.just("cut"), st.integers(0, 10_000), st.just(0)),
    st.tuples(st.just("double"), st.integers(0, 10_000), st.integers(1, 400)),
)
WORDS = st.sampled_from(
    [b"[", b"]", b"(!)", b"(+)", b"=>", b"=", b";", b";--", b"--;", b"\\", b"#include ", b"#exec x",
        b"${", b"}", b"$[", b"(", b")", b",", b"|", b"&", b"same => n,",
     b"exten => 1,1,", b"Dial(", b"ExecIf(", b"\n", b"\0", b"\xff", b'"', b"load => ", b"modules",
     b"autoload=no", b"app_dial.so", b"\t"]
)  # fmt: skip
CONTENT = st.one_of(
    st.binary(max_size=300),
    st.lists(WORDS, max_size=60).map(b"".join),
    st.tuples(st.sampled_from(SOURCES), st.lists(DAMAGE, min_size=1, max_size=6)).map(
        lambda item: damaged(*item)
    ),
)


def damaged(source: bytes, damage: list[tuple[str, int, int]]) -> bytes:
    data = bytearray(source)
    for what, at, value in damage:
        at %= len(data) + 1
        if what == "flip" and at < len(data):
            data[at] = value
        elif what == "cut":
            del data[at:]
        elif what == "double":
            data[at:at] = data[at : at + value]
    return bytes(data)


@settings(
    max_examples=EXAMPLES,
    deadline=2000 if "ASTERISK_LINT_DAMAGED" in os.environ else None,
    suppress_health_check=list(HealthCheck),
)
@given(
    modules=CONTENT,
    dialplan=CONTENT,
    other=CONTENT,
    name=st.sampled_from(
        [
            "pjsip.conf",
            "extensions.ael",
            "extensions.lua",
            "queues.conf",
            "voicemail.conf",
            "cdr_custom.conf",
            ".asterisk-lint.yaml",
        ]
    ),
    command=st.sampled_from(
        [[], ["--fix"], ["--diff"], ["--output-format", "json"], ["--output-format", "sarif"]]
    ),
)
def test_damaged_input(
    modules: bytes,
    dialplan: bytes,
    other: bytes,
    name: str,
    command: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    directory = tmp_path_factory.mktemp("damaged")
    pbx(directory, modules, dialplan)
    (directory / name).write_bytes(
        damaged(SETTINGS, [("flip", len(other), other[0] if other else 0)])
        if name.startswith(".")
        else other
    )
    before = {path.name: path.read_bytes() for path in directory.iterdir()}
    assert run([*command, "--asterisk", "22", "--no-cache", str(directory)]) in (0, 1, 2)
    after = {path.name: path.read_bytes() for path in directory.iterdir()}
    assert set(after) == set(before)
    changed = {file for file in before if before[file] != after[file]}
    assert changed <= ({"modules.conf"} if "--fix" in command else set())


def test_every_file_of_a_pbx_cut_short(tmp_path: Path) -> None:
    for number, path in enumerate(sorted((FIXTURES / "call-centre").rglob("*.conf"))):
        directory = fixture("call-centre", tmp_path / str(number))
        target = directory / path.relative_to(FIXTURES / "call-centre")
        target.write_bytes(target.read_bytes()[: target.stat().st_size * 2 // 3])
        assert run(
            ["--asterisk", "22", "--no-cache", "--output-format", "json", str(directory)]
        ) in (0, 1, 2)
