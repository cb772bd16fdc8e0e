"""AL104: what `--fix` does about names that a release does not have, and about names in the wrong
case.
"""

import contextlib
import io
import json
from pathlib import Path

import pytest

from asterisk_lint.__main__ import main
from asterisk_lint.catalog.lineage import fate, mistakes
from asterisk_lint.catalog.load import load, releases
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import boot

Found = list[dict[str, object]]


def pbx(directory: Path, lines: str, dialplan: str = "", **files: str) -> Path:
    """A PBX whose whitelist has these lines (separated by |) besides pbx_config."""
    listed = "".join(f"{line.strip()}\n" for line in lines.split("|") if line.strip())
    (directory / "modules.conf").write_text(
        f"[modules]\nautoload = no\nload = pbx_config.so\n{listed}"
    )
    (directory / "extensions.conf").write_text(f"[office]\n{dialplan or 'exten => 1,1,Answer()'}\n")
    for name, text in files.items():
        (directory / f"{name}.conf").write_text(text)
    return directory


def run(directory: Path, *arguments: str) -> str:
    """What the command prints; in this process, because there are many of these PBXs."""
    printed = io.StringIO()
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        contextlib.chdir(directory),
    ):
        assert main([*arguments, "-q", "."]) in (0, 1), printed.getvalue()
    return printed.getvalue()


def found(directory: Path, release: str, rule: str = "unknown-module") -> Found:
    (one,) = json.loads(run(directory, "--asterisk", release, "--output-format", "json"))["pbx"]
    return [finding for finding in one["findings"] if not rule or finding["rule"] == rule]


def fixed(directory: Path, release: str) -> list[str]:
    """The lines of the whitelist after --fix, without the first two."""
    run(directory, "--fix", "--asterisk", release)
    assert not any(finding["fixable"] for finding in found(directory, release, ""))
    return (directory / "modules.conf").read_text().splitlines()[2:]


@pytest.mark.parametrize(
    ("release", "line", "dialplan", "after"),
    [
        # Into the core: 12/main/core_local.c.
        ("22", "load = chan_local.so", "", []),
        # Renamed: the new name takes the line, as it is needed (UPGRADE-1.8.txt).
        (
            "13",
            "load = app_addon_sql_mysql.so",
            "exten => 1,1,MYSQL(Connect id h u p d)",
            ["load = app_mysql.so"],
        ),
        # Merged into res_parking, which is needed.
        (
            "16",
            "require => app_parkandannounce",
            "exten => 1,1,ParkAndAnnounce(default,,,PARKED)",
            ["require => res_parking"],
        ),
        # The new name is there already.
        (
            "13",
            "load = app_mysql.so|load = app_addon_sql_mysql.so",
            "exten => 1,1,MYSQL(Clear id)",
            ["load = app_mysql.so"],
        ),
        ("22", "load = app_hangup.so", "exten => 1,1,Hangup()", []),
        ("18", "preload = res_manager.so", "", []),
        ("16", "load => app_gosub.so", "exten => 1,1,Gosub(x,1,1)", ["load => app_stack.so"]),
    ],
)
def test_fixed(release: str, line: str, dialplan: str, after: list[str], tmp_path: Path) -> None:
    pbx(tmp_path, line, dialplan, res_parking="[general]\n")
    lines = fixed(tmp_path, release)
    assert [one for one in lines if one in after or one in line.split("|")] == after


@pytest.mark.parametrize(
    ("release", "line"),
    [
        # Removed by Asterisk, and still built by others.
        ("22", "load = chan_sip.so"),
        ("22", "load = app_macro.so"),
        ("20", "load = cdr_mysql.so"),
        # Never Asterisk's.
        ("22", "load = codec_vp8.so"),
        ("22", "load = codec_lyra.so"),
        ("22", "load = format_g722.so"),
        ("12", "load = format_sln16.so"),
        ("22", "load = app_noopp.so"),
        ("22", "load = app_setmyvar.so"),
        ("22", "load = res_confignova.so"),
        ("22", "load = func_len.so"),
        # Of a later release.
        ("11", "load = res_ari.so"),
        # Asterisk does not start without it: a person must say that it goes.
        ("22", "require = app_goto.so"),
        ("22", "preload-require = chan_local.so"),
    ],
)
def test_left_alone(release: str, line: str, tmp_path: Path) -> None:
    pbx(tmp_path, line)
    assert [(finding["line"], finding["fixable"]) for finding in found(tmp_path, release)] == [
        (4, False)
    ]
    assert line in fixed(tmp_path, release)


def test_the_message_says_how_to_define_a_module(tmp_path: Path) -> None:
    pbx(tmp_path, "load = chan_quux.so")
    text = run(tmp_path, "--asterisk", "22")
    assert "modules: {chan_quux: {}}" in text
    (tmp_path / ".asterisk-lint.yaml").write_text("modules: {chan_quux: {}}\n")
    assert found(tmp_path, "22") == []


@pytest.mark.parametrize("release", releases())
def test_no_mistake_is_a_module(release: str) -> None:
    catalog = load(Release.parse(release))
    for name in mistakes():
        assert catalog.module(name) is None
        past = fate(name, catalog.release)
        assert past is not None
        assert past.what == "never"


def test_every_mistake_means_something_that_some_release_has() -> None:
    catalogs = [load(Release.parse(release)) for release in releases()]
    for kind, meant in mistakes().values():
        assert any(catalog.providers(kind, meant) for catalog in catalogs), meant


@pytest.mark.parametrize("name", ["acl", "extconfig.so", "HTTP", "cdr.so", "udptl"])
def test_built_in_modules_are_known(name: str, tmp_path: Path) -> None:
    """Booted (22): `load = acl` is silent and changes nothing."""
    pbx(tmp_path, f"load = {name}")
    assert found(tmp_path, "22") == []
    assert fixed(tmp_path, "22") == ["load = pbx_config.so", f"load = {name}"]


@pytest.mark.parametrize(("release", "findings"), [("22", 1), ("16", 1), ("13", 0)])
def test_asterisk_does_not_start_with_noload_of_a_built_in_module(
    release: str, findings: int, tmp_path: Path
) -> None:
    """main/loader.c, loader_config_init() since 16: "is a built-in module, you cannot specify
    'noload'".
    """
    pbx(tmp_path, "noload = logger.so")
    assert len(found(tmp_path, release, "conflicting-entry")) == findings


WRONG_CASE = [
    # (whitelist, dialplan, after)
    ("Load => APP_STACK", "exten => 1,1,Gosub(x,1,1)", ["Load => app_stack"]),
    ("require = App_Dial.SO", "exten => 1,1,Dial(Local/2@office)", ["require = app_dial.so"]),
    # The end of the name has a case as well: the file is app_queue.so.
    ("load => app_queue.SO", "exten => 1,1,Queue(x)", ["load => app_queue.so"]),
    ("load = app_queue.So ; mine", "exten => 1,1,Queue(x)", ["load = app_queue.so ; mine"]),
    ("load = APP_QUEUE.so", "exten => 1,1,Queue(x)", ["load = app_queue.so"]),
    # Asterisk keeps the first of two entries for one module, and cannot open it.
    (
        "load = CODEC_ulaw.so|load = app_echo.so|load = App_Echo.so",
        "exten => 1,1,Echo()",
        ["load = app_echo.so"],
    ),
    ("load = App_Echo.so|load = app_echo.so", "exten => 1,1,Echo()", ["load = app_echo.so"]),
    # What nothing uses goes as any other.
    ("load = APP_MORSECODE.so", "", []),
    # `noload` compares without case.
    ("noload = APP_MORSECODE.so", "", ["noload = APP_MORSECODE.so"]),
    (
        "preload = RES_Timing_PThread.so|load = app_confbridge.so",
        "exten => 1,1,ConfBridge(1)",
        None,
    ),
]


@pytest.mark.parametrize("release", ["22", "16", "11", "1.8"])
@pytest.mark.parametrize(("whitelist", "dialplan", "after"), WRONG_CASE)
def test_wrong_case(
    whitelist: str, dialplan: str, after: list[str] | None, release: str, tmp_path: Path
) -> None:
    pbx(tmp_path, whitelist, dialplan, queues="[x]\n", confbridge="[general]\n")
    lines = fixed(tmp_path, release)
    if after is None:
        assert "preload = res_timing_pthread.so" in lines or release in ("1.8", "11")
    else:
        assert [line for line in lines if line in after or line in whitelist.split("|")] == after


@pytest.mark.parametrize(
    "name", ["Res_Pjsip_Authenticator_Digest.so", "res_pjsip_authenticator_digest.SO"]
)
def test_a_module_in_the_wrong_case_is_missing(name: str, tmp_path: Path) -> None:
    pjsip = "[a]\ntype = endpoint\nauth = a\n[a]\ntype = auth\nusername = a\npassword = invented\n"
    pbx(tmp_path, f"load = {name}", "", pjsip=pjsip)
    (missing,) = [
        one
        for one in found(tmp_path, "22", "unenforced-security")
        if one["module"] == "res_pjsip_authenticator_digest"
    ]
    assert f"wrong case ({name})" in str(missing["message"])
    (unknown,) = found(tmp_path, "22")
    assert unknown["fixable"]
    lines = fixed(tmp_path, "22")
    assert "load = res_pjsip_authenticator_digest.so" in lines
    assert not any(name in line for line in lines)


def test_wrong_case_matters_with_autoload_too(tmp_path: Path) -> None:
    """main/loader.c: the directory's file counts as listed already, under the name that cannot be
    opened.
    """
    (tmp_path / "modules.conf").write_text("[modules]\nautoload = yes\nload = CHAN_IAX2.so\n")
    (tmp_path / "extensions.conf").write_text("[office]\nexten => 1,1,Answer()\n")
    assert [one["fixable"] for one in found(tmp_path, "22")] == [True]


def test_a_kept_module_in_the_wrong_case_stays_and_gets_its_name(tmp_path: Path) -> None:
    pbx(tmp_path, "load = APP_MORSECODE.so ; asterisk-lint: keep (beeps)")
    assert fixed(tmp_path, "22") == [
        "load = pbx_config.so",
        "load = app_morsecode.so ; asterisk-lint: keep (beeps)",
    ]


@pytest.mark.parametrize(
    ("lines", "up", "loaded"),
    [
        ("load=app_echo.SO", True, False),
        ("require=app_echo.SO", False, False),
        ("load=app_echo", True, True),
        ("load=APP_ECHO.so|load=app_echo.so", True, False),
        ("load=app_echo.so|load=APP_ECHO.so", True, True),
        ("autoload=yes|load=APP_ECHO.so", True, False),
        ("noload=APP_ECHO|load=app_echo", True, False),
        ("load=acl.so|load=LOGGER|load=app_echo", True, True),
        ("noload=logger|load=app_echo", False, False),
    ],
)
def test_a_real_asterisk_takes_names_so(
    lines: str, up: bool, loaded: bool, asterisk_root: str
) -> None:
    whitelist = lines.split("|") if "autoload" in lines else ["autoload=no", *lines.split("|")]
    with boot(
        asterisk_root, {"extensions.conf": b""}, modules=["[modules]", *whitelist]
    ) as asterisk:
        assert asterisk.up is up
        assert ("Echo" in set(asterisk.names("application")) if up else False) is loaded


@pytest.mark.parametrize(
    ("release", "line", "gone"),
    [
        # Asterisk dropped it: nobody here builds it, a person says.
        ("22", "load = chan_sip.so", True),
        ("22", "load = app_macro.so", True),
        ("22", "require = chan_sip.so", True),
        ("22", "require = app_goto.so", True),
        ("22", "preload-require = chan_local.so", True),
        # May be anybody's.
        ("22", "load = codec_vp8.so", False),
        ("22", "load = app_setmyvar.so", False),
        ("22", "require = app_setmyvar.so", False),
        ("11", "load = res_ari.so", False),
    ],
)
def test_what_a_person_may_have_removed(
    release: str, line: str, gone: bool, tmp_path: Path
) -> None:
    pbx(tmp_path, line)
    (finding,) = found(tmp_path, release)
    assert (finding["fixable"], finding["unsafe_fixable"]) == (False, gone)
    run(tmp_path, "--fix", "--unsafe-fixes", "--asterisk", release)
    assert (line in (tmp_path / "modules.conf").read_text()) is not gone
    if gone:
        assert found(tmp_path, release) == []
