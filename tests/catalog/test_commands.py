import json
from pathlib import Path

import pytest

from asterisk_lint.catalog.load import Module
from asterisk_lint.commands.catalog import as_settings
from asterisk_lint.settings import parse_settings
from tests.pbx import lint

# DESIGN's contract for `module --output-format json`.
KEYS = {
    "module", "applications", "functions", "channels", "switches", "formats", "codecs", "manager_actions", "agi_commands", "bridge_technologies",
    "requires", "optional", "support_level", "usage",
}  # fmt: skip


def test_module_as_json(tmp_path: Path) -> None:
    told = json.loads(lint("module", "app_queue", "chan_pjsip.so", "--asterisk", "22", "--output-format", "json", cwd=tmp_path, status=0).stdout)
    assert told["version"] == 1
    assert told["asterisk"] == "22"
    queue, pjsip = told["modules"]
    assert set(queue) >= KEYS
    assert queue["module"] == "app_queue"
    assert "Queue" in queue["applications"]
    assert "QUEUE_MEMBER" in queue["functions"]
    assert queue["support_level"] == "core"
    assert queue["usage"]
    assert pjsip["channels"] == ["PJSIP"]
    assert {"res_pjsip", "res_pjsip_session", "res_pjsip_pubsub"} <= set(pjsip["requires"])


def test_every_module_with_the_core_as_null(tmp_path: Path) -> None:
    modules = json.loads(lint("module", "--asterisk", "16", "--output-format", "json", cwd=tmp_path, status=0).stdout)["modules"]
    assert modules[0]["module"] is None
    assert "Answer" in modules[0]["applications"]
    assert len(modules) > 400


def test_module_as_text_names_each_dependency_with_its_reason(tmp_path: Path) -> None:
    text = lint("module", "cdr_custom", "--asterisk", "22", cwd=tmp_path, status=0).stdout
    assert "requires: res_cdrel_custom" in text
    assert "declines to load without cdr_custom.conf" in text
    assert "res_cdrel_custom" not in lint("module", "cdr_custom", "--asterisk", "22.8", cwd=tmp_path, status=0).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["module", "chan_local"], "it is built into Asterisk since 12"),
        (["module", "app_noop"], "NoOp() is built into Asterisk"),
        (["module", "app_qeue"], "did you mean 'app_queue'"),
        (["application", "Quque"], "did you mean 'Queue'"),
        (["function", "CDRR"], "did you mean"),
        (["module", "app_queue", "--asterisk", "7"], "no catalog for Asterisk 7"),
        (["catalog", "import", "--modules", "/nowhere"], "--modules DIR"),
    ],
)
def test_errors_are_one_line_and_status_2(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = lint(*arguments, cwd=tmp_path, status=2)
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_application_tells_its_modules_by_release(tmp_path: Path) -> None:
    text = lint("application", "parkandannounce", "mysql", cwd=tmp_path, status=0).stdout
    assert text.splitlines() == [
        "ParkAndAnnounce()",
        "  Asterisk 12 to master  res_parking",
        "  Asterisk 1.4 to 11     app_parkandannounce",
        "MYSQL()",
        "  Asterisk 1.8 to 18     app_mysql",
        "  Asterisk 1.4 to 1.6.2  app_addon_sql_mysql",
    ]


def test_function_as_json(tmp_path: Path) -> None:
    told = json.loads(lint("function", "CALLERPRES", "LANGUAGE", "--output-format", "json", cwd=tmp_path, status=0).stdout)
    releases = {each["function"]: {one["asterisk"]: one["modules"] for one in each["releases"]} for each in told["functions"]}
    assert releases["LANGUAGE"] == {"1.4": ["func_language"]}
    assert releases["CALLERPRES"]["1.8"] == ["func_callerid"]
    assert "22" not in releases["CALLERPRES"]


def test_the_imported_settings_are_settings() -> None:
    modules = (
        Module("chan_quectel", {"channel": ("Quectel",), "application": ("QuectelSMS",)}, ("res_x",)),
        Module("codec_g729-ast160-gcc4-glibc-x86_64-core2", {"codec": ("g729",)}),
        Module("res_only", {}),
        Module("app_odd", {"agi_command": ("say it", "no"), "manager_action": ("Odd",)}),
    )
    settings = parse_settings(as_settings(modules).encode(), ".asterisk-lint.yaml", {})
    assert settings.modules["chan_quectel"].provides == {"channel": ("Quectel",), "application": ("QuectelSMS",)}
    assert settings.modules["chan_quectel"].requires == ("res_x",)
    assert settings.modules["app_odd"].provides["agi_command"] == ("say it", "no")
    assert set(settings.modules) == {module.name for module in modules}


def test_import_learns_what_the_catalog_knows_of_a_newer_release(asterisk_22: str, tmp_path: Path) -> None:
    """To the catalog of 22.0 these modules of 22.10 are as unknown as a third party's: what is learned is checked against that of 22.10."""
    names = ["func_uuid", "res_pjsip_maintenance", "res_cdrel_custom", "app_stasis_broadcast"]
    done = lint("catalog", "import", *names, "--asterisk", "22.0", "--root", asterisk_22, cwd=tmp_path, status=0)
    learned = parse_settings(done.stdout.encode(), "stdout", {}).modules
    assert learned["func_uuid"].provides == {"function": ("UUID",)}
    assert set(learned["res_pjsip_maintenance"].provides["manager_action"]) == {"PJSIPSetMaintenance", "PJSIPShowMaintenance"}
    assert set(learned["res_pjsip_maintenance"].requires) == {"res_pjsip", "res_pjsip_session"}
    assert learned["app_stasis_broadcast"].provides == {
        "application": ("StasisBroadcast",)
    }  # from the documentation: it declines beside 22.0's modules
    assert set(learned) == set(names)


def test_import_without_running_reads_files_only(asterisk_22: str, tmp_path: Path) -> None:
    done = lint("catalog", "import", "chan_websocket", "--no-run", "--asterisk", "22.0", "--root", asterisk_22, cwd=tmp_path, status=0)
    assert parse_settings(done.stdout.encode(), "stdout", {}).modules["chan_websocket"].requires == ("res_http_websocket", "res_websocket_client")
    assert "chan_websocket: nothing that it provides was seen" in done.stderr


def test_import_has_nothing_to_say_when_everything_is_known(asterisk_22: str, tmp_path: Path) -> None:
    done = lint("catalog", "import", "--asterisk", "22.10.1", "--root", asterisk_22, cwd=tmp_path, status=0)
    assert done.stdout == ""
    assert "knows every module" in done.stderr
