"""log: what the loader's errors come to, in the words of glibc and of musl, with a whitelist and
with autoload.
"""

import json
from pathlib import Path

import pytest

from asterisk_lint.catalog.load import load
from asterisk_lint.releases import Release
from asterisk_lint.witness.symbol_owners import OWNERS, owner_of
from tests.pbx import lint

FOLDER = "/usr/lib/asterisk/modules"
AT = "[Jan  1 00:00:00] ERROR[1] loader.c: "


def told(
    directory: Path, line: str, release: str = "22", modules: str = "load = app_dial.so"
) -> dict[str, object]:
    """The one finding about a line; `modules`: the lines of the whitelist."""
    (directory / "modules.conf").write_text(
        modules
        if "autoload" in modules
        else f"[modules]\nautoload = no\nload = pbx_config.so\n{modules}\n"
    )
    (directory / "extensions.conf").write_text("[office]\nexten => 1,1,Answer()\n")
    (directory / "log").write_text(AT + line + "\n")
    done = lint("log", "log", "--asterisk", release, "--output-format", "json", "-q", cwd=directory)
    assert done.returncode in (0, 1), done.stderr
    ((finding,),) = [pbx["findings"] for pbx in json.loads(done.stdout)["pbx"]]
    assert isinstance(finding, dict)
    return finding


@pytest.mark.parametrize(
    ("line", "library"),
    [
        # glibc 2.36 and musl 1.2 wrote these about a module with a changed DT_NEEDED.
        ("Error loading module 'res_odbc.so': libodbc.so.2: cannot open shared object file: No "
            "such file or directory", "libodbc.so.2"),
        ("Error loading module 'cel_pgsql': libpq.so.5: cannot open shared object file: No such "
            "file or directory", "libpq.so.5"),
        (
            "Error loading module 'res_snmp.so': Error loading shared library libnetsnmp.so.40: "
            f"No such file or directory (needed by {FOLDER}/res_snmp.so)",
            "libnetsnmp.so.40",
        ),
        ("Error loading module 'chan_foo.so': Error loading shared library libfoo.so: No such "
            f"file or directory (needed by {FOLDER}/chan_foo.so)", "libfoo.so"),
        (
            "Error loading module 'codec_opus.so': /lib/x86_64-linux-gnu/libc.so.6: version "
            f"`GLIBC_2.38' not found (required by {FOLDER}/codec_opus.so)",
            "libc.so.6",
        ),
    ],
)  # fmt: skip
def test_a_library_of_the_machine_is_missing(line: str, library: str, tmp_path: Path) -> None:
    finding = told(tmp_path, line)
    assert finding["rule"] == "not-installed"
    assert library in str(finding["message"])
    assert "configuration" not in str(finding["message"])


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (
            f"Error loading module 'res_snmp.so': {FOLDER}/res_snmp.so: cannot open shared "
            "object file: No such file or directory",
            "not-installed",
        ),
        (
            "Error loading module 'res_snmp.so': Error loading shared library "
            f"{FOLDER}/res_snmp.so: No such file or directory",
            "not-installed",
        ),
        (
            "Error loading module 'res_snmp': Error loading shared library "
            f"{FOLDER}/res_snmp.so: No such file or directory",
            "not-installed",
        ),
        (
            "Error loading module 'app_nova.so': Error loading shared library "
            f"{FOLDER}/app_nova.so: No such file or directory",
            "unknown-module",
        ),
    ],
)
def test_the_module_itself_is_not_installed(line: str, rule: str, tmp_path: Path) -> None:
    finding = told(tmp_path, line)
    assert finding["rule"] == rule
    assert "module directory" in str(finding["message"])


@pytest.mark.parametrize("name", ["APP_ECHO", "App_Echo.so"])
def test_a_name_in_the_wrong_case(name: str, tmp_path: Path) -> None:
    """Find everything in one PBX that could use modules and cannot be read, each with what it could
    reach.

    `rows` are those of the PBX's release, `required` the modules that the readable configuration
    requires (in lower case).
    """
    file = f"{FOLDER}/{name.removesuffix('.so')}.so"
    finding = told(
        tmp_path,
        f"Error loading module '{name}': {file}: cannot open shared object file: No such "
        "file or directory",
    )
    assert finding["rule"] == "unknown-module"
    assert "app_echo.so" in str(finding["message"])


@pytest.mark.parametrize(
    ("release", "line", "module"),
    [
        # 11/channels/chan_sip.c takes the function from res_http_websocket, as musl words it (it
        # binds all symbols at once, whatever is asked).
        ("11", f"Error loading module 'chan_sip.so': Error relocating {FOLDER}/chan_sip.so: "
            "ast_websocket_read: symbol not found", "res_http_websocket"),
        ("1.8", f"Error loading module 'app_queue.so': Error relocating {FOLDER}/app_queue.so: "
            "ast_monitor_start: symbol not found", "res_monitor"),
        ("22", f"Error loading module 'chan_foo.so': {FOLDER}/chan_foo.so: undefined symbol: "
            "ast_sip_session_register_supplement", "res_pjsip_session"),
        ("22", f"Error loading module 'res_speech_bar.so': {FOLDER}/res_speech_bar.so: undefined "
            "symbol: ast_speech_register", "res_speech"),
        ("18", f"Error loading module 'app_baz.so': Error relocating {FOLDER}/app_baz.so: "
            "stasis_app_control_play_uri: symbol not found", "res_stasis_playback"),
        ("16", f"Error loading module 'res_quux': {FOLDER}/res_quux.so: undefined symbol: "
            "ast_odbc_request_obj", "res_odbc"),
        ("1.4", f"Error loading module 'app_foo.so': {FOLDER}/app_foo.so: undefined symbol: "
            "ast_pickup_call", "res_features"),
    ],
)  # fmt: skip
def test_a_symbol_names_the_module_that_has_it(
    release: str, line: str, module: str, tmp_path: Path
) -> None:
    finding = told(tmp_path, line, release)
    assert (finding["rule"], finding["module"]) == ("missing-module", module)


def test_a_symbol_that_nothing_has(tmp_path: Path) -> None:
    finding = told(
        tmp_path,
        f"Error loading module 'chan_foo.so': {FOLDER}/chan_foo.so: undefined symbol: "
        "ast_frobnicate",
    )
    assert finding["rule"] == "not-installed"
    assert "ast_frobnicate" in str(finding["message"])


def test_the_module_with_the_symbol_is_loaded_by_now(tmp_path: Path) -> None:
    line = (
        f"Error loading module 'chan_foo.so': {FOLDER}/chan_foo.so: undefined symbol: "
        "ast_speech_register"
    )
    assert told(tmp_path, line, modules="load = res_speech.so")["severity"] == "information"


@pytest.mark.parametrize("name", sorted(set(OWNERS.values())))
def test_each_owner_is_a_module_of_some_release(name: str) -> None:
    assert any(
        load(Release.parse(release)).module(name)
        for release in ("1.4", "11", "13", "20", "22", "23")
    )


def test_no_owner_where_the_release_has_no_such_module() -> None:
    assert owner_of("ast_sip_session_refresh", load(Release.parse("11"))) is None
    assert owner_of("ast_odbc_retrieve_transaction_obj", load(Release.parse("11"))) == "res_odbc"
    assert (
        owner_of("ast_odbc_retrieve_transaction_obj", load(Release.parse("16")))
        == "res_odbc_transaction"
    )


@pytest.mark.parametrize(
    ("line", "modules"),
    [
        (
            "Error loading module 'app_page.so', missing dependency: app_confbridge",
            ["app_confbridge"],
        ),
        (
            "Error loading module 'chan_pjsip.so', missing dependencies: res_pjsip, "
            "res_pjsip_session",
            ["res_pjsip", "res_pjsip_session"],
        ),
        ("app_page loaded before dependency app_confbridge!", ["app_confbridge"]),
        ("app_page has one or more unknown dependencies.", ["app_confbridge"]),
        ("Unloading module 'app_page' that previously declined to load", ["app_confbridge"]),
    ],
)
def test_dependencies_are_named(line: str, modules: list[str], tmp_path: Path) -> None:
    finding = told(tmp_path, line)
    assert finding["rule"] == "missing-module"
    assert all(module in str(finding["message"]) for module in modules)


@pytest.mark.parametrize(
    "line",
    [
        "No application 'Queue' for extension (t, 1, 1)",
        "No RTP engine was found. Do you have one loaded?",
        "app_page declined to load.",
        f"Error loading module 'chan_foo.so': {FOLDER}/chan_foo.so: undefined symbol: "
        "ast_speech_register",
    ],
)
@pytest.mark.parametrize("forbidden", [False, True])
def test_with_autoload_no_line_is_missing(line: str, forbidden: bool, tmp_path: Path) -> None:
    noload = (
        "noload = app_queue.so\nnoload = app_confbridge.so\nnoload = res_rtp_asterisk.so\n"
        "noload = res_speech.so\n"
        if forbidden
        else ""
    )
    finding = told(tmp_path, line, modules=f"[modules]\nautoload = yes\n{noload}")
    message = str(finding["message"])
    assert "does not load" not in message
    assert ("disables" in message) is forbidden
