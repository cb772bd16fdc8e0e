"""Codecs and sound files: which lines, which files, and what comes with them."""

import pytest

from tests.usage.needed import reasons, states

SIP = "[general]\n{}[phone]\ntype=friend\nhost=dynamic\n{}"
PJSIP = "[phone]\ntype=endpoint\n{}"


def codecs(files: dict[str, str | bytes], release: str = "22") -> set[str]:
    return {module for module in reasons(files, release) if module.startswith("codec_")}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", set()),
        ("allow = ulaw\n", {"codec_ulaw"}),
        ("allow = !all,ulaw,gsm\n", {"codec_ulaw", "codec_gsm"}),
        ("disallow = all\nallow = alaw\n", {"codec_alaw"}),
        ("allow = alaw\ndisallow = all\n", set()),
        ("allow = ulaw,alaw,!alaw\n", {"codec_ulaw"}),
        ("allow = ulaw:40\n", {"codec_ulaw"}),
        ("allow = ULAW , GSM\n", {"codec_ulaw", "codec_gsm"}),
        ("allow = ulaw|gsm\n", {"codec_ulaw", "codec_gsm"}),
        ("allow = g722\n", {"codec_g722", "codec_resample"}),
        ("allow = ulaw,alaw\n", {"codec_ulaw", "codec_alaw"}),
        ("allow = slin\n", set()),
        ("allow = g729\n", set()),  # no module of Asterisk's own translates it
    ],
)
def test_what_an_endpoint_may_speak_has_to_be_translated(lines: str, expected: set[str]) -> None:
    assert codecs({"pjsip.conf": PJSIP.format(lines)}) == expected


def test_all_but_some_is_every_codec_but_those() -> None:
    found = codecs({"pjsip.conf": PJSIP.format("allow = all\ndisallow = lpc10\n")})
    assert {
        "codec_ulaw",
        "codec_alaw",
        "codec_gsm",
        "codec_g722",
        "codec_g726",
        "codec_adpcm",
    } <= found
    assert {"codec_lpc10", "codec_codec2"}.isdisjoint(found)


def test_all_takes_in_what_this_pbx_loads_beside() -> None:
    files: dict[str, str | bytes] = {
        "pjsip.conf": PJSIP.format("allow = all\n"),
        "extensions.conf": "[a]\nexten => 1,1,Answer\n",
    }
    assert states(files, loads="codec_codec2 codec_speex chan_pjsip") == {
        "chan_pjsip": "required",
        "codec_codec2": "required",
        "codec_speex": "required",
    }


@pytest.mark.parametrize(
    ("lines", "module"),
    [
        ("allow = h264", "res_format_attr_h264"),
        ("allow = ulaw,vp8", "res_format_attr_vp8"),
        ("allow = opus", "res_format_attr_opus"),
        ("allow = g729", "res_format_attr_g729"),
        ("allow = siren14", "res_format_attr_siren14"),
        ("allow = ilbc", "res_format_attr_ilbc"),
        ("allow = h263p", "res_format_attr_h263"),
    ],
)
def test_a_codec_with_parameters_brings_the_module_that_knows_them(lines: str, module: str) -> None:
    assert module in reasons({"pjsip.conf": PJSIP.format(lines)})
    assert module not in reasons({"pjsip.conf": PJSIP.format("allow = ulaw")})


@pytest.mark.parametrize(
    ("general", "peer", "expected"),
    [
        ("", "", {"codec_ulaw", "codec_alaw", "codec_gsm"}),
        ("disallow=all\nallow=gsm\n", "", {"codec_gsm"}),
        ("disallow=all\nallow=gsm\n", "disallow=all\nallow=ulaw\n", {"codec_gsm", "codec_ulaw"}),
        ("disallow=all\n", "allow=ulaw\n", {"codec_ulaw"}),
        ("disallow=gsm\n", "", {"codec_ulaw", "codec_alaw"}),
    ],
)
def test_phones_of_chan_sip_begin_with_the_general_sections_codecs(
    general: str, peer: str, expected: set[str]
) -> None:
    assert (
        codecs({"sip.conf": SIP.format(general, peer)}, "16") - {"codec_a_mu", "codec_resample"}
        == expected
    )


@pytest.mark.parametrize(
    ("file", "release", "text", "expected"),
    [
        # chan_sip.c (16): sip_cfg.caps for calls of guests, and allowguest is on by default.
        ("sip.conf", "16", "[general]\ncontext=conf\n", {"codec_ulaw", "codec_alaw", "codec_gsm"}),
        ("sip.conf", "16", "[general]\ndisallow=all\nallow=alaw\n", {"codec_alaw"}),
        ("sip.conf", "16", "[general]\nallowguest=no\n", set()),
        (
            "sip.conf",
            "16",
            "[general]\n[a]\ntype=peer\nhost=dynamic\ndisallow=all\nallow=alaw\n",
            {"codec_alaw"},
        ),
        (
            "sip.conf",
            "16",
            "[general]\nallowguest=yes\n[a]\ntype=peer\nhost=dynamic\ndisallow=all\nallow=alaw\n",
            {"codec_ulaw", "codec_alaw", "codec_gsm"},
        ),
        # chan_ooh323.c (22): gCap, mu-law, for callers that no section names.
        ("ooh323.conf", "22", "[general]\ncontext=x\ngatekeeper=1.2.3.4\n", {"codec_ulaw"}),
        # chan_iax2.c: every caller needs a section.
        ("iax.conf", "22", "[general]\nbindport=4570\n", set()),
    ],
)
def test_calls_from_anybody_have_the_general_sections_codecs(
    file: str, release: str, text: str, expected: set[str]
) -> None:
    driver = {"sip.conf": "chan_sip", "ooh323.conf": "chan_ooh323", "iax.conf": "chan_iax2"}[file]
    required = reasons({file: text}, release, driver)
    found = {module for module in required if module.startswith("codec_")}
    assert found - {"codec_a_mu", "codec_resample"} == expected


def test_a_codec_named_in_codecs_conf_is_of_its_type() -> None:
    files: dict[str, str | bytes] = {
        "pjsip.conf": PJSIP.format("allow = speech\n"),
        "codecs.conf": "[speech]\ntype = opus\n",
    }
    assert "res_format_attr_opus" in reasons(files)


def test_a_codec_module_of_the_machines_own_stays_where_its_codec_is_used() -> None:
    files: dict[str, str | bytes] = {
        "pjsip.conf": PJSIP.format("allow = opus\n"),
        "extensions.conf": "[a]\nexten => 1,1,Answer\n",
    }
    assert (
        states(files, loads="codec_opus_open_source chan_pjsip")["codec_opus_open_source"]
        == "required"
    )
    assert "codec_opus_open_source" not in reasons(files)


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("Playback(tt-monkeys)", "format_gsm"),
        ("Playback(tt-monkeys)", "codec_gsm"),
        ("SayDigits(123)", "format_gsm"),
        ("VoiceMailMain()", "format_gsm"),
        ("MixMonitor(call.wav49)", "format_wav_gsm"),
        ("MixMonitor(call.wav49)", "codec_gsm"),
        ("Record(/tmp/a.g722)", "codec_g722"),
    ],
)
def test_what_plays_or_records_needs_the_format(line: str, module: str) -> None:
    assert module in reasons({"extensions.conf": f"[a]\nexten => 1,1,{line}\n"})
    assert module not in reasons({"extensions.conf": "[a]\nexten => 1,1,Answer\n"})


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("a.wav",), {"format_wav"}),
        (("a.WAV",), {"format_wav_gsm", "codec_gsm"}),
        (("a.wav", "b.WAV"), {"format_wav", "format_wav_gsm", "codec_gsm"}),
    ],
)
def test_wav_and_its_capital_namesake_are_two_formats(
    names: tuple[str, ...], expected: set[str]
) -> None:
    found = reasons(
        {
            "extensions.conf": "[a]\n"
            + "".join(f"exten => {name},1,MixMonitor({name})\n" for name in names)
        }
    )
    assert {module for module in found if module.startswith(("format_", "codec_"))} == expected


def test_sounds_in_the_tree_tell_their_formats() -> None:
    files: dict[str, str | bytes] = {
        "sounds/de/hello.g729": b"",
        "sounds/de/more.g729": b"",
        "moh/song.au": b"",
        "notes/au": b"",
        "backup.raw": b"",
    }
    found = reasons({"extensions.conf": "[a]\nexten => 1,1,Answer\n", **files})
    assert [(reason.file, reason.line) for reason in found["format_g729"]] == [
        ("sounds/de/hello.g729", 1)
    ]
    assert "format_pcm" in found
    assert "format_sln" not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[general]\nformat = wav49|gsm\n[default]\n100 => 1,Ann\n",
            {"format_wav_gsm", "format_gsm"},
        ),
        ("[general]\nserveremail = pbx\n[default]\n100 => 1,Ann\n", {"format_wav", "format_gsm"}),
    ],
)
def test_messages_are_stored_in_the_formats_that_voicemail_names(
    text: str, expected: set[str]
) -> None:
    found = reasons(
        {"voicemail.conf": text, "extensions.conf": "[a]\nexten => 1,1,VoiceMail(100)\n"}
    )
    assert {module for module in found if module.startswith("format_")} == expected
    without = reasons(
        {
            "voicemail.conf": "[general]\nformat = wav49\n",
            "extensions.conf": "[a]\nexten => 1,1,Answer\n",
        }
    )
    assert "format_wav_gsm" not in without


def test_music_on_hold() -> None:
    found = reasons(
        {
            "musiconhold.conf": "[default]\nmode = files\ndirectory = moh\n[radio]\nmode = custom\n"
            "application = /bin/radio\nformat = alaw\n"
        }
    )
    assert {"res_musiconhold", "format_wav", "codec_alaw", "res_timing_timerfd"} <= set(found)
    tree = reasons(
        {
            "musiconhold.conf": "[default]\nmode = files\ndirectory = /etc/asterisk/music\n",
            "music/waiting.alaw": b"",
        }
    )
    assert {"format_pcm", "codec_alaw"} <= set(tree)
    assert "format_wav" not in tree
    # Asterisk's prompts as music: played by a booted 22 with format_gsm, and not with format_wav.
    prompts = reasons(
        {
            "musiconhold.conf": "[default]\nmode = files\n"
            "directory = /usr/share/asterisk/sounds/en/digits\n"
        }
    )
    assert {"format_gsm", "codec_gsm"} <= set(prompts)
    assert "res_musiconhold" not in reasons(
        {"musiconhold.conf": "[general]\ncachertclasses = yes\n"}
    )
    assert "res_http_media_cache" in reasons(
        {"musiconhold.conf": "[web]\nmode = playlist\nentry = http://sounds.example/a.wav\n"}
    )


def test_formats_of_installed_sounds_are_unseen() -> None:
    found = states(
        {"extensions.conf": "[a]\nexten => 1,1,Playback(hello)\n"},
        loads="format_g729 format_gsm app_playback app_queue",
    )
    assert found == {
        "format_g729": "undecided",
        "format_gsm": "required",
        "app_playback": "required",
        "app_queue": "presumed unused",
    }
