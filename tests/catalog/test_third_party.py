"""Modules from outside Asterisk: the data file is sound, and a whitelist that has such modules is
safe.
"""

import json
from pathlib import Path

import pytest

from asterisk_lint.catalog import third_party
from asterisk_lint.catalog.facts import KINDS, NEEDS
from asterisk_lint.catalog.load import load, releases
from asterisk_lint.catalog.third_party import PATH, third_party_modules, with_third_party
from asterisk_lint.releases import Release
from tests.pbx import lint

WORDS = KINDS | set(NEEDS) | {"reads", "gives_symbols", "opaque", "source"}
RELEASE_22 = Release.parse("22")


def blocks() -> list[tuple[str, list[str]]]:
    text = "\n".join(
        line
        for line in Path(PATH).read_text(encoding="utf-8").split("\n")
        if not line.startswith("#")
    )
    return [
        (lines[0], lines[1:])
        for block in text.strip("\n").split("\n\n")
        if (lines := block.strip("\n").split("\n"))
    ]


@pytest.mark.parametrize(("name", "lines"), blocks(), ids=[name for name, _ in blocks()])
def test_each_module_has_facts_and_a_source(name: str, lines: list[str]) -> None:
    assert name == name.lower()
    words = [line.split()[0] for line in lines]
    assert all(line.startswith("  ") for line in lines)
    assert set(words) <= WORDS
    assert words.count("source") == 1
    assert len(words) > 1


def test_no_name_is_listed_twice() -> None:
    names = [name for name, _ in blocks()]
    assert len(names) == len(set(names))


def test_every_module_that_is_required_exists() -> None:
    catalogs = [load(Release.parse(series)) for series in releases()]
    listed = {name for name, _ in blocks()}
    for module in third_party_modules(listed, RELEASE_22):
        for needed in module.requires:
            assert needed in listed or any(catalog.module(needed) for catalog in catalogs), (
                module.name,
                needed,
            )


@pytest.mark.parametrize(
    ("name", "kind", "provided"),
    [
        ("codec_g729-ast160-gcc4-glibc-x86_64-core2", "codec", ("g729",)),
        ("codec_g723-ast18-gcc4-glibc-pentium4", "codec", ("g723",)),
        ("codec_g729", "codec", ("g729",)),
        ("Codec_Siren14", "codec", ("siren14",)),
        ("res_speech_vosk", "stt_engine", ("vosk",)),
        ("chan_dongle", "channel", ("Dongle",)),
    ],
)
def test_names_and_patterns(name: str, kind: str, provided: tuple[str, ...]) -> None:
    module = with_third_party(load(RELEASE_22), [name]).module(name)
    assert module is not None
    assert module.origin == "third-party"
    assert module.provides[kind] == provided


def test_a_full_name_goes_before_a_pattern() -> None:
    (vosk, other) = third_party_modules(["res_speech_vosk", "res_speech_zebra"], RELEASE_22)
    assert (vosk.opaque, other.opaque) == (False, True)
    assert other.requires == ("res_speech",)


def test_what_asterisk_has_stays_asterisks() -> None:
    """app_rpt was part of Asterisk to 1.8.11."""
    catalog = with_third_party(load(Release.parse("1.4")), ["app_rpt"])
    module = catalog.module("app_rpt")
    assert module is not None
    assert module.origin == ""


def test_requirements_follow_the_release() -> None:
    (old,) = third_party_modules(["app_rpt"], Release.parse("13"))
    (new,) = third_party_modules(["app_rpt"], RELEASE_22)
    assert (old.requires, new.requires) == ((), ("res_curl", "bridge_softmix", "chan_bridge_media"))


def test_the_file_is_not_read_without_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(third_party, "PATH", "/nowhere")
    catalog = load(RELEASE_22)
    assert with_third_party(catalog, ["app_dial", "acl"]) is catalog


BASE = "[modules]\nautoload = no\nload = pbx_config.so\n"


def pbx(directory: Path, modules: str, dialplan: str, **files: str) -> Path:
    (directory / "modules.conf").write_text(
        BASE + "".join(f"load = {name}.so\n" for name in modules.split())
    )
    (directory / "extensions.conf").write_text(f"[office]\n{dialplan}\n")
    for name, text in files.items():
        (directory / f"{name}.conf").write_text(text)
    return directory


def findings(directory: Path, release: str) -> list[tuple[str, str | None, bool]]:
    done = lint("--asterisk", release, "--output-format", "json", ".", cwd=directory)
    (one,) = json.loads(done.stdout)["pbx"]
    return [
        (finding["rule"], finding.get("module"), finding["fixable"]) for finding in one["findings"]
    ]


def loaded(directory: Path, release: str) -> set[str]:
    """The whitelist after --fix."""
    assert lint("--fix", "--asterisk", release, ".", cwd=directory).returncode in (0, 1)
    lines = (directory / "modules.conf").read_text().splitlines()
    return {
        line.removeprefix("load = ").removesuffix(".so")
        for line in lines
        if line.startswith("load = ")
    }


def test_what_it_provides_is_known(tmp_path: Path) -> None:
    pbx(
        tmp_path,
        "app_espeak app_unimrcp",
        "exten => 1,1,eSpeak(hello)\n same => n,MRCPRecog(x)\n same => n,Set(x=${RECOG_INPUT()})",
    )
    assert {rule for rule, _, _ in findings(tmp_path, "22")}.isdisjoint(
        {"unknown-application", "unknown-function", "unknown-module"}
    )
    assert {"app_espeak", "app_unimrcp"} <= loaded(tmp_path, "22")


def test_what_it_requires_is_added(tmp_path: Path) -> None:
    pbx(tmp_path, "app_rpt", "exten => 1,1,Rpt(1999)")
    assert {"app_rpt", "res_curl", "bridge_softmix", "chan_bridge_media"} <= loaded(tmp_path, "22")


@pytest.mark.parametrize("sealed", ["", "sealed: true\n"])
@pytest.mark.parametrize("release", ["22", "16", "13"])
def test_nothing_that_it_may_use_is_removed(release: str, sealed: str, tmp_path: Path) -> None:
    """sccp.conf, which is not read, names the codecs and the music; the phones speak over RTP."""
    modules = (
        "chan_sccp app_dial bridge_simple codec_alaw codec_g722 res_rtp_asterisk "
        "res_musiconhold format_wav res_timing_timerfd"
    )
    pbx(tmp_path, modules, "exten => 1,1,Dial(SCCP/100)", sccp="[general]\nallow = alaw\n")
    (tmp_path / ".asterisk-lint.yaml").write_text(f"asterisk: {release}\n{sealed}")
    left = loaded(tmp_path, release)
    assert set(modules.split()) - left <= {"res_musiconhold"}


@pytest.mark.parametrize(
    "module",
    [
        "codec_siren7",
        "codec_g729-ast160-gcc4-glibc-x86_64-core2",
        "chan_dongle",
        "cdr_mongodb",
        "app_swift",
        "res_digium_phone",
        "chan_khomp",
    ],
)
@pytest.mark.parametrize("sealed", ["", "sealed: true\n"])
def test_one_that_nothing_uses_stays(module: str, sealed: str, tmp_path: Path) -> None:
    pbx(tmp_path, module, "exten => 1,1,Answer()")
    (tmp_path / ".asterisk-lint.yaml").write_text(f"asterisk: 18\n{sealed}")
    assert [
        found
        for found in findings(tmp_path, "18")
        if found[1] == module and (found[0] == "unknown-module" or found[2])
    ] == []
    assert module in loaded(tmp_path, "18")


def test_beside_a_codec_the_others_are_still_checked(tmp_path: Path) -> None:
    """A translator needs nothing: unused modules whose users were all read are removed."""
    pbx(tmp_path, "codec_siren7 app_morsecode codec_alaw", "exten => 1,1,Answer()")
    assert loaded(tmp_path, "22") == {"pbx_config", "codec_siren7"}


@pytest.mark.parametrize("module", ["res_digium_phone", "chan_svx", "res_speech_zebra"])
def test_beside_one_that_nobody_can_read_nothing_that_it_can_use_is_removed(
    module: str, tmp_path: Path
) -> None:
    others = {"res_curl", "codec_alaw", "bridge_holding", "format_wav", "res_pjsip_messaging"}
    pbx(tmp_path, f"{module} {' '.join(sorted(others))} app_morsecode", "exten => 1,1,Answer()")
    left = loaded(tmp_path, "22")
    assert others <= left
    assert "app_morsecode" not in left


def test_a_dropped_module_may_ask_for_what_it_once_asked_for(tmp_path: Path) -> None:
    """Others still build chan_sip for 21 and later."""
    pbx(tmp_path, "chan_sip codec_alaw res_rtp_asterisk app_morsecode", "exten => 1,1,Answer()")
    left = loaded(tmp_path, "22")
    assert {"chan_sip", "codec_alaw", "res_rtp_asterisk"} <= left
    assert "app_morsecode" not in left


def test_the_settings_know_better(tmp_path: Path) -> None:
    pbx(tmp_path, "app_espeak codec_alaw", "exten => 1,1,Speak(hello)")
    (tmp_path / ".asterisk-lint.yaml").write_text(
        "asterisk: 22\nmodules: {app_espeak: {applications: [Speak], requires: [res_curl]}}\n"
    )
    assert loaded(tmp_path, "22") == {"pbx_config", "app_espeak", "res_curl"}


def test_a_long_codec_name_serves_its_codec(tmp_path: Path) -> None:
    name = "codec_g729-ast160-gcc4-glibc-x86_64-core2"
    pbx(
        tmp_path,
        f"chan_sip app_dial {name}",
        "exten => 1,1,Dial(SIP/1)",
        sip="[general]\nallow = !all,g729\n",
    )
    done = lint("--asterisk", "16", "--output-format", "json", ".", cwd=tmp_path)
    (one,) = json.loads(done.stdout)["pbx"]
    assert name in {requirement["module"] for requirement in one["required"]}


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("Rpt(1999)", "app_rpt"),
        ("Dial(dongle/d0/1)", "chan_dongle"),
        ("Set(x=${RECOG_INPUT()})", "app_unimrcp"),
    ],
)
def test_what_only_a_third_party_provides_is_told(line: str, module: str, tmp_path: Path) -> None:
    pbx(tmp_path, "app_dial", f"exten => 1,1,{line}")
    text = lint("--asterisk", "22", ".", cwd=tmp_path, status=1).stdout
    assert f"the third-party module {module} provides" in text


def test_module_shows_it() -> None:
    done = lint("module", "chan_sccp", "--asterisk", "16", status=0)
    assert "channels: SCCP" in done.stdout
    assert "from outside Asterisk" in done.stdout


def test_application_and_function_name_it() -> None:
    assert (
        "the third-party module app_swift has it" in lint("application", "Swift", status=2).stderr
    )
    assert (
        "the third-party module chan_sccp has it" in lint("function", "SCCPDevice", status=2).stderr
    )
