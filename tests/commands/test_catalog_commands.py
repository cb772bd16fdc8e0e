import json
from pathlib import Path

import pytest

from asterisk_lint.catalog.load import Module, load
from asterisk_lint.commands.catalog import as_settings, entry
from asterisk_lint.fix.rewrite import FixRefused
from asterisk_lint.fix.yaml import add_modules
from asterisk_lint.releases import Release
from asterisk_lint.settings.read import parse_settings
from tests.pbx import lint

# What scripts rely on in `module --output-format json`.
KEYS = {
    "module", "applications", "functions", "channels", "switches", "formats", "codecs",
    "manager_actions", "agi_commands", "bridge_technologies",
    "requires", "optional", "support_level", "usage",
}  # fmt: skip


def test_module_as_json(tmp_path: Path) -> None:
    told = json.loads(
        lint(
            "module",
            "app_queue",
            "chan_pjsip.so",
            "--asterisk",
            "22",
            "--output-format",
            "json",
            cwd=tmp_path,
            status=0,
        ).stdout
    )
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
    modules = json.loads(
        lint("module", "--asterisk", "16", "--output-format", "json", cwd=tmp_path, status=0).stdout
    )["modules"]
    assert modules[0]["module"] is None
    assert "Answer" in modules[0]["applications"]
    assert len(modules) > 400


def test_module_as_text_names_each_dependency_with_its_reason(tmp_path: Path) -> None:
    text = lint("module", "cdr_custom", "--asterisk", "22", cwd=tmp_path, status=0).stdout
    assert "requires: res_cdrel_custom" in text
    assert "declines to load without cdr_custom.conf" in text
    assert (
        "res_cdrel_custom"
        not in lint("module", "cdr_custom", "--asterisk", "22.8", cwd=tmp_path, status=0).stdout
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["module", "chan_local"], "it is built into Asterisk from 12 on"),
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
    told = json.loads(
        lint(
            "function", "CALLERPRES", "LANGUAGE", "--output-format", "json", cwd=tmp_path, status=0
        ).stdout
    )
    releases = {
        each["function"]: {one["asterisk"]: one["modules"] for one in each["releases"]}
        for each in told["functions"]
    }
    assert releases["LANGUAGE"] == {"1.4": ["func_language"]}
    assert releases["CALLERPRES"]["1.8"] == ["func_callerid"]
    assert "22" not in releases["CALLERPRES"]


def test_the_imported_settings_are_settings() -> None:
    modules = (
        Module(
            "chan_quectel", {"channel": ("Quectel",), "application": ("QuectelSMS",)}, ("res_x",)
        ),
        Module("codec_g729-ast160-gcc4-glibc-x86_64-core2", {"codec": ("g729",)}),
        Module("res_only", {}),
        Module("app_odd", {"agi_command": ("say it", "no"), "manager_action": ("Odd",)}),
    )
    settings = parse_settings(as_settings(modules).encode(), ".asterisk-lint.yaml", {})
    assert settings.modules["chan_quectel"].provides == {
        "channel": ("Quectel",),
        "application": ("QuectelSMS",),
    }
    assert settings.modules["chan_quectel"].requires == ("res_x",)
    assert settings.modules["app_odd"].provides["agi_command"] == ("say it", "no")
    assert set(settings.modules) == {module.name for module in modules}


def test_import_learns_what_the_catalog_knows_of_a_newer_release(
    asterisk_22: str, tmp_path: Path
) -> None:
    """To the catalog of 22.0 these modules of 22.10 are as unknown as a third party's: what is
    learned is checked against that of 22.10.
    """
    names = ["func_uuid", "res_pjsip_maintenance", "res_cdrel_custom", "app_stasis_broadcast"]
    done = lint(
        "catalog",
        "import",
        *names,
        "--asterisk",
        "22.0",
        "--root",
        asterisk_22,
        cwd=tmp_path,
        status=0,
    )
    learned = parse_settings(done.stdout.encode(), "stdout", {}).modules
    assert learned["func_uuid"].provides == {"function": ("UUID",)}
    assert set(learned["res_pjsip_maintenance"].provides["manager_action"]) == {
        "PJSIPSetMaintenance",
        "PJSIPShowMaintenance",
    }
    assert set(learned["res_pjsip_maintenance"].requires) == {"res_pjsip", "res_pjsip_session"}
    assert learned["app_stasis_broadcast"].provides == {
        "application": ("StasisBroadcast",)
    }  # from the documentation: it declines beside 22.0's modules
    assert set(learned) == set(names)


def test_import_without_running_reads_files_only(asterisk_22: str, tmp_path: Path) -> None:
    done = lint(
        "catalog",
        "import",
        "chan_websocket",
        "--no-run",
        "--asterisk",
        "22.0",
        "--root",
        asterisk_22,
        cwd=tmp_path,
        status=0,
    )
    assert parse_settings(done.stdout.encode(), "stdout", {}).modules[
        "chan_websocket"
    ].requires == ("res_http_websocket", "res_websocket_client")
    assert "chan_websocket: asterisk-lint found nothing that it provides" in done.stderr


def test_import_has_nothing_to_say_when_everything_is_known(
    asterisk_22: str, tmp_path: Path
) -> None:
    done = lint(
        "catalog", "import", "--asterisk", "22.10.1", "--root", asterisk_22, cwd=tmp_path, status=0
    )
    assert done.stdout == ""
    assert "knows every module" in done.stderr


def test_import_writes_into_the_settings_and_leaves_the_rest_alone(
    asterisk_22: str, tmp_path: Path
) -> None:
    """Modules that Debian adds to Asterisk, which the catalog of 1.8 does not know: what is learned
    is checked against the catalog of 22.
    """
    names = ["codec_opus_open_source", "format_vp8", "res_format_attr_amr"]
    settings = tmp_path / ".asterisk-lint.yaml"
    settings.write_text(
        "# ours\nasterisk: 1.8   # still\nmodules:\n"
        "    chan_sccp: {channels: [SCCP]}  # phones\n\n# the end\nsealed: true\n"
    )
    before = settings.read_text().splitlines()
    done = lint(
        "catalog", "import", *names, "--write", "--root", asterisk_22, cwd=tmp_path, status=0
    )
    assert done.stdout == f".asterisk-lint.yaml: added {', '.join(names)}\n"
    after = settings.read_text().splitlines()
    assert [line for line in after if line in before] == before
    assert after[: before.index("") + 1] == [*before[:4], "    codec_opus_open_source:"]
    modules = parse_settings(settings.read_bytes(), "settings", {}).modules
    assert set(modules) == {"chan_sccp", *names}
    assert (
        modules["codec_opus_open_source"].provides["codec"]
        == load(Release.parse("22")).modules["codec_opus_open_source"].provides["codec"]
    )
    known = load(Release.parse("22")).modules["format_vp8"].provides
    assert set(modules["format_vp8"].provides["format"]) == {
        *known["format"],
        *known["file_format"],
    }

    written = settings.read_bytes()
    again = lint(
        "catalog", "import", *names, "--write", "--root", asterisk_22, cwd=tmp_path, status=0
    )
    assert "already" in again.stdout
    assert settings.read_bytes() == written


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "modules:\n  app_x:\n    applications: [X]\n"),
        ("asterisk: 22\n", "asterisk: 22\nmodules:\n  app_x:\n    applications: [X]\n"),
        ("asterisk: 22\r\n", "asterisk: 22\r\nmodules:\r\n  app_x:\r\n    applications: [X]\r\n"),
        ("modules:\n  app_x: {}\n", "modules:\n  app_x: {}\n"),
        (
            "modules:\n  app_a:\n    requires: [b]\n",
            "modules:\n  app_a:\n    requires: [b]\n  app_x:\n    applications: [X]\n",
        ),
        (
            "modules:\n app_a: {}\n# c\nkeep: {}\n",
            "modules:\n app_a: {}\n app_x:\n   applications: [X]\n# c\nkeep: {}\n",
        ),
    ],
)
def test_modules_are_added_to_settings_where_they_belong(before: str, after: str) -> None:
    assert (
        add_modules(
            before.encode(), {"app_x": entry(Module("app_x", {"application": ("X",)}))}, "s.yaml"
        ).decode()
        == after
    )


@pytest.mark.parametrize(
    "text", ["modules: {app_a: {}}\n", "modules:\n", "- a\n", "modules: [a]\n", "a: b: c\n"]
)
def test_settings_that_cannot_be_added_to_are_refused(text: str) -> None:
    with pytest.raises(FixRefused, match=r"^s\.yaml"):
        add_modules(text.encode(), {"app_x": ["app_x: {}"]}, "s.yaml")
