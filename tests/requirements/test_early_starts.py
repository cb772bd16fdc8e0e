"""What must have started before a preloaded module (AL111), and who excludes whom (AL109): by the
sources, and on a real Asterisk.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from asterisk_lint.check import check_files
from asterisk_lint.releases import Release
from asterisk_lint.tree.target import Target
from asterisk_lint.witness.boot import Asterisk, boot
from tests.memory import MemoryFiles
from tests.pbx import lint
from tests.usage.needed import reasons

PJSIP = "[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1\n"
ENDPOINT = "[6001]\ntype=endpoint\ncontext=office\nallow=ulaw\n"
WIZARD = (
    "[6001]\ntype=wizard\naccepts_registrations=yes\nendpoint/context=office\nendpoint/allow=ulaw\n"
)
GEOLOCATION = {
    "pjsip.conf": PJSIP + ENDPOINT + "geoloc_incoming_call_profile=p\n",
    "geolocation.conf": "[p]\ntype=profile\n",
}
WIZARDS = {"pjsip.conf": PJSIP, "pjsip_wizard.conf": WIZARD}


def found(
    files: Mapping[str, str],
    lines: Sequence[str],
    release: str,
    rule: str = "load-order",
    autoload: str = "no",
) -> set[str | None]:
    """The modules that findings of a rule are about."""
    modules = "\n".join(["[modules]", f"autoload={autoload}", *lines, ""])
    findings = check_files(
        Target(MemoryFiles({**files, "modules.conf": modules}), Release.parse(release))
    ).findings
    return {finding.module for finding in findings if finding.rule == rule}


def loads(files: Mapping[str, str], release: str, *preloads: str) -> list[str]:
    """Lines for all that a configuration needs, the preloads first."""
    return [f"preload = {name}" for name in preloads] + [
        f"load = {name}" for name in reasons(files, release) if name not in preloads
    ]


@pytest.mark.parametrize(
    ("files", "release", "preloads", "late"),
    [
        (GEOLOCATION, "22", ["res_geolocation"], {"res_sorcery_config", "res_sorcery_memory"}),
        (
            GEOLOCATION,
            "22",
            ["res_pjproject", "res_pjsip"],
            set(),
        ),  # both declare what they require, and the loader pulls it in
        (WIZARDS, "16", ["res_pjsip"], {"res_pjsip_config_wizard"}),
        (WIZARDS, "20.9", ["res_pjsip"], {"res_pjsip_config_wizard"}),
        (WIZARDS, "20.10", ["res_pjsip"], set()),
        (WIZARDS, "22", ["res_pjsip"], set()),
        (
            WIZARDS,
            "18",
            ["res_pjsip", "res_pjsip_config_wizard"],
            set(),
        ),  # the load priorities put it first
        (
            {"pjsip.conf": PJSIP},
            "13",
            ["res_pjsip"],
            {"res_sorcery_config", "res_sorcery_memory", "res_sorcery_astdb", "res_pjproject"},
        ),
        (
            {"sorcery.conf": "[res_pjsip]\nendpoint=realtime,ps_endpoints\n", "pjsip.conf": PJSIP},
            "22",
            ["res_pjsip"],
            {"res_sorcery_realtime"},
        ),
        (
            {"aeap.conf": "[a]\ntype=client\nurl=ws://h\nprotocol=speech_to_text\n"},
            "22",
            ["res_aeap"],
            {"res_sorcery_config"},
        ),
        (
            {"aeap.conf": "[a]\ntype=client\nurl=ws://h\nprotocol=speech_to_text\n"},
            "22",
            ["res_speech_aeap"],
            {"res_sorcery_config"},
        ),  # the loader starts res_aeap with it
    ],
)
def test_what_a_preload_reads_through_must_have_started(
    files: Mapping[str, str], release: str, preloads: list[str], late: set[str]
) -> None:
    assert found(files, loads(files, release, *preloads), release) == late


def test_autoload_brings_it_too_late_as_well() -> None:
    assert found(WIZARDS, ["preload = res_pjsip"], "16", autoload="yes") == {
        "res_pjsip_config_wizard"
    }
    assert (
        found(
            WIZARDS,
            ["preload = res_pjsip", "noload = res_pjsip_config_wizard"],
            "16",
            autoload="yes",
        )
        == set()
    )
    assert found(GEOLOCATION, ["preload = res_geolocation"], "22", autoload="yes") == {
        "res_sorcery_config",
        "res_sorcery_memory",
    }


def on_disk(directory: Path, files: Mapping[str, str], lines: Sequence[str], release: str) -> Path:
    modules = "\n".join(["[modules]", "autoload = no", *lines, ""])
    for name, text in {
        **files,
        "modules.conf": modules,
        ".asterisk-lint.yaml": f"asterisk: {release}\n",
    }.items():
        (directory / name).write_text(text)
    return directory


def running(asterisk: Asterisk, module: str) -> bool:
    return module in {name for name, state in asterisk.modules().items() if state.running}


def test_geolocation_before_the_wizards_takes_pjsip_down(asterisk_22: str, tmp_path: Path) -> None:
    lines = loads(
        GEOLOCATION, "22", "res_pjproject", "res_geolocation", "res_pjsip", "res_pjsip_session"
    )
    directory = on_disk(tmp_path, GEOLOCATION, lines, "22")
    with boot(asterisk_22, directory) as asterisk:
        assert not running(asterisk, "res_geolocation")
    lint("--fix", str(directory))
    with boot(asterisk_22, directory) as asterisk:
        assert running(asterisk, "res_geolocation")
        assert running(asterisk, "chan_pjsip")


def test_the_config_wizard_after_pjsip_makes_no_endpoints(asterisk_16: str, tmp_path: Path) -> None:
    directory = on_disk(tmp_path, WIZARDS, loads(WIZARDS, "16", "res_pjsip"), "16")
    with boot(asterisk_16, directory) as asterisk:
        assert "6001" not in asterisk.cli("pjsip show endpoints")
    lint("--fix", str(directory))
    with boot(asterisk_16, directory) as asterisk:
        assert "6001" in asterisk.cli("pjsip show endpoints")


@pytest.mark.parametrize(
    ("modules", "release", "excluded"),
    [
        ("app_voicemail res_mwi_external", "22", {"res_mwi_external"}),
        ("res_mwi_external app_voicemail_odbc", "16", {"app_voicemail_odbc"}),
        ("app_voicemail app_voicemail_imap", "18", {"app_voicemail_imap"}),
        ("app_voicemail res_mwi_devstate", "22", set()),
        ("app_voicemail", "22", set()),
    ],
)
def test_one_alone_answers_for_mailboxes(modules: str, release: str, excluded: set[str]) -> None:
    assert (
        found({}, [f"load = {name}" for name in modules.split()], release, "exclusive-modules")
        == excluded
    )
