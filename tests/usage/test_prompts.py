"""`sounds:` in the settings: the formats of Asterisk's own prompts, and what translates them."""

import pytest

from asterisk_lint.check import gather
from asterisk_lint.releases import Release
from asterisk_lint.settings.read import parse_settings
from asterisk_lint.settings.values import Settings, SettingsError
from asterisk_lint.tree.target import Target
from tests.memory import MemoryFiles

PHONE = "[udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0\n[a]\ntype=endpoint\nallow=!all,ulaw\n"


def required(files: dict[str, str], sounds: tuple[str, ...]) -> set[str]:
    made = MemoryFiles({"modules.conf": "[modules]\nautoload=no\n", "pjsip.conf": PHONE, **files})
    settings = Settings(sounds=sounds)
    facts = gather(Target(made, Release.parse("22"), settings, adopting=True))
    return {requirement.module for requirement in facts.required.values()}


def plan(call: str) -> dict[str, str]:
    return {"extensions.conf": f"[a]\nexten => 1,1,{call}\n"}


MUSIC = "[default]\nmode=files\ndirectory=/usr/share/asterisk/sounds/en/digits\n"
# Whatever makes Asterisk play a prompt of its own (main/bridge_basic.c, apps/, main/file.c).
PLAYING = [
    plan("Playback(hello)"),
    plan("SayDigits(12)"),
    plan("Dial(PJSIP/a,,t)"),
    plan("Dial(PJSIP/a,,P)"),
    plan("Dial(PJSIP/a,,A(hello))"),
    plan("Dial(PJSIP/a,,L(60000:10000))"),
    {**plan("Dial(PJSIP/a)"), "features.conf": "[general]\ncourtesytone = beep\n"},
    {**plan("MusicOnHold()"), "musiconhold.conf": MUSIC},
    {**plan("MusicOnHold()"),
        "musiconhold.conf": MUSIC.replace("sounds/en/digits", "moh") + "announcement=beep\n"},
]  # fmt: skip


@pytest.mark.parametrize("files", PLAYING)
@pytest.mark.parametrize(
    ("sounds", "wanted", "unwanted"),
    [
        ((), {"format_gsm", "codec_gsm"}, set()),
        (("gsm",), {"format_gsm", "codec_gsm"}, set()),
        (("g722",), {"format_pcm", "codec_g722"}, {"format_gsm", "codec_gsm"}),
        (("wav",), {"format_wav"}, {"format_gsm", "codec_gsm"}),
        (("alaw", "wav"), {"format_pcm", "codec_alaw", "format_wav"}, {"format_gsm"}),
    ],
)
def test_prompts_have_the_formats_of_the_settings(
    files: dict[str, str], sounds: tuple[str, ...], wanted: set[str], unwanted: set[str]
) -> None:
    found = required(files, sounds)
    assert wanted <= found
    assert not unwanted & found


def test_a_gsm_file_that_the_configuration_names_stays() -> None:
    assert "format_gsm" in required(plan("MixMonitor(call.gsm)"), ("wav",))
    assert "format_gsm" not in required(plan("MixMonitor(call.wav)"), ("wav",))


def test_the_setting_is_read() -> None:
    assert parse_settings(b"sounds: [g722, wav]\n", "x.yaml", {}).sounds == ("g722", "wav")
    assert parse_settings(b"sounds: wav\n", "x.yaml", {}).sounds == ("wav",)
    with pytest.raises(SettingsError, match=r"x\.yaml:1"):
        parse_settings(b"sounds: {gsm: 1}\n", "x.yaml", {})
