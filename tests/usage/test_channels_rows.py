"""Which lines of the other channel drivers' files, and of what calls depend on, need which
modules.
"""

from pathlib import Path

import pytest

from tests.usage.needed import reasons, states


@pytest.mark.parametrize(
    ("file", "text", "module", "release"),
    [
        ("sip.conf", "[phone]\ntype=friend\nhost=dynamic\n", "chan_sip", "16"),
        ("sip.conf", "[general]\nregister => me:secret@far.example\n", "chan_sip", "16"),
        ("sip.conf", "[phone]\ntype=friend\nencryption=yes\n", "res_srtp", "16"),
        ("sip.conf", "[phone]\ntype=friend\nencryption=try\n", "res_srtp", "16"),
        ("sip.conf", "[phone]\ntype=friend\ndtlsenable=yes\n", "res_srtp", "16"),
        ("sip.conf", "[phone]\ntype=friend\ntransport=ws,udp\n", "res_http_websocket", "16"),
        ("sip.conf", "[phone]\ntype=friend\n", "res_rtp_asterisk", "16"),
        ("extconfig.conf", "[settings]\nsippeers => odbc,asterisk\n", "chan_sip", "16"),
        ("iax.conf", "[phone]\ntype=friend\nhost=dynamic\n", "chan_iax2", "22"),
        ("iax.conf", "[phone]\ntype=friend\nhost=dynamic\n", "res_timing_timerfd", "22"),
        ("iax.conf", "[general]\nregister => me:secret@far.example\n", "chan_iax2", "22"),
        ("iax.conf", "[far]\ntype=peer\noutkey=mine\n", "res_crypto", "22"),
        ("iax.conf", "[far]\ntype=user\nauth=md5,rsa\n", "res_crypto", "16"),
        ("iax.conf", "[general]\nencryption=yes\n[far]\ntype=user\n", "res_crypto", "22"),
        ("iax.conf", "[far]\ntype=user\nforceencryption=aes128\n", "res_crypto", "16"),
        ("users.conf", "[6000]\nhasiax=yes\n", "chan_iax2", "22"),
        ("users.conf", "[6000]\nhassip=yes\n", "chan_sip", "16"),
        ("chan_dahdi.conf", "[channels]\nsignalling=fxo_ks\nchannel => 1-2\n", "chan_dahdi", "22"),
        ("chan_mobile.conf", "[mine]\naddress=00:11:22:33:44:55\n", "chan_mobile", "22"),
        ("motif.conf", "[talk]\ntransport=google\nconnection=asterisk\n", "chan_motif", "22"),
        ("motif.conf", "[talk]\ntransport=google\nconnection=asterisk\n", "res_xmpp", "22"),
        ("xmpp.conf", "[asterisk]\ntype=client\nserverhost=x.example\n", "res_xmpp", "22"),
        ("ooh323.conf", "[gk]\ntype=friend\nip=192.0.2.1\n", "chan_ooh323", "22"),
        ("unistim.conf", "[black]\ndevice=000ae4012345\nline => 100\n", "chan_unistim", "22"),
        ("unistim.conf", "[black]\ndevice=000ae4012345\nline => 100\n", "codec_alaw", "22"),
        ("mgcp.conf", "[dlink]\nhost=192.0.2.1\nline => aaln/2\n", "chan_mgcp", "16"),
        ("skinny.conf", "[fd234]\ntype=line\n", "chan_skinny", "16"),
        ("res_pktccops.conf", "[cmts]\nhost=192.0.2.1\n", "res_pktccops", "16"),
        ("alsa.conf", "[general]\ninput_device=hw:0,0\n", "chan_alsa", "16"),
        ("oss.conf", "[general]\ndevice=/dev/dsp1\n", "chan_oss", "16"),
        ("console.conf", "[desk]\ninput_device=default\n", "chan_console", "22"),
        ("console.conf", "[desk]\ninput_device=default\n", "codec_resample", "22"),
        ("phone.conf", "[interfaces]\ndevice => /dev/phone0\n", "chan_phone", "16"),
        ("vpb.conf", "[interfaces]\nboard=0\nchannel=0\n", "chan_vpb", "16"),
        ("misdn.conf", "[mine]\nports=1,2\n", "chan_misdn", "16"),
        (
            "websocket_client.conf",
            "[ai]\ntype=websocket_client\nuri=ws://ai.example\n",
            "res_websocket_client",
            "22",
        ),
        ("res_stun_monitor.conf", "[general]\nstunaddr=stun.example\n", "res_stun_monitor", "22"),
        ("resolver_unbound.conf", "[general]\nhosts=/etc/hosts\n", "res_resolver_unbound", "22"),
        ("hep.conf", "[general]\nenabled=yes\ncapture_address=192.0.2.1:9061\n", "res_hep", "22"),
    ],
)
def test_a_line_asks_for_its_module(file: str, text: str, module: str, release: str) -> None:
    assert module in reasons({file: text}, release)


@pytest.mark.parametrize(
    ("call", "modules"),
    [
        ("Dial(IAX2/far/100)", "chan_iax2 res_timing_timerfd bridge_simple"),
        ("Dial(Motif/talk/ann)", "chan_motif res_xmpp res_rtp_asterisk"),
        ("Dial(MulticastRTP/basic/239.0.0.1:5555)", "chan_rtp res_rtp_multicast"),
        ("Dial(UnicastRTP/192.0.2.1:5555)", "chan_rtp res_rtp_asterisk"),
        ("Dial(AudioSocket/192.0.2.1:9092/abc)", "chan_audiosocket res_audiosocket"),
        (
            "Dial(WebSocket/ai/c(ulaw))",
            "chan_websocket res_websocket_client res_http_websocket res_timing_timerfd",
        ),
        ("Dial(Mobile/mine/100)", "chan_mobile"),
        ("Dial(Console/default)", "chan_console"),
    ],
)
def test_a_call_brings_what_its_technology_needs(call: str, modules: str) -> None:
    assert set(modules.split()) <= set(reasons({"extensions.conf": f"[a]\nexten => 1,1,{call}\n"}))


def test_what_gathers_for_hep_comes_with_what_it_watches() -> None:
    hep = {"hep.conf": "[general]\nenabled=yes\ncapture_address=192.0.2.1:9061\n"}
    assert {"res_hep_pjsip", "res_hep_rtcp"}.isdisjoint(reasons(hep))
    assert {"res_hep_pjsip", "res_hep_rtcp"} <= set(
        reasons({**hep, "pjsip.conf": "[phone]\ntype=endpoint\n"})
    )
    assert "res_hep" not in reasons(
        {"hep.conf": "[general]\nenabled=no\ncapture_address=192.0.2.1:9061\n"}
    )


def test_who_has_the_sound_card_is_chosen_by_whose_file_says_so() -> None:
    call = {"extensions.conf": "[a]\nexten => 1,1,Dial(Console/dsp)\n"}
    assert {"chan_console", "chan_alsa", "chan_oss"} & set(reasons(call, "16")) == {"chan_console"}
    assert "chan_alsa" in reasons(call, "16", loads="chan_alsa")
    assert "chan_console" not in reasons(call, "16", loads="chan_alsa")


@pytest.mark.parametrize(
    ("file", "module", "release"),
    [
        ("iax.conf", "chan_iax2", "22"),
        ("ooh323.conf", "chan_ooh323", "22"),
        ("chan_mobile.conf", "chan_mobile", "22"),
        ("motif.conf", "chan_motif", "22"),
        ("xmpp.conf", "res_xmpp", "22"),
        ("unistim.conf", "chan_unistim", "22"),
        ("hep.conf", "res_hep", "22"),
        ("console.conf", "chan_console", "22"),
        ("chan_dahdi.conf", "chan_dahdi", "22"),
        ("res_stun_monitor.conf", "res_stun_monitor", "22"),
        ("resolver_unbound.conf", "res_resolver_unbound", "22"),
        ("pjsip_notify.conf", "res_pjsip_notify", "22"),
        ("geolocation.conf", "res_geolocation", "22"),
        ("stir_shaken.conf", "res_stir_shaken", "22"),
        ("pjsip.conf", "chan_pjsip", "22"),
        ("pjsip_wizard.conf", "res_pjsip_config_wizard", "22"),
        ("sip.conf", "chan_sip", "16"),
        ("mgcp.conf", "chan_mgcp", "16"),
        ("skinny.conf", "chan_skinny", "16"),
        ("phone.conf", "chan_phone", "16"),
        ("vpb.conf", "chan_vpb", "16"),
        ("alsa.conf", "chan_alsa", "16"),
        ("oss.conf", "chan_oss", "16"),
        ("misdn.conf", "chan_misdn", "16"),
    ],
)
def test_the_sample_that_asterisk_installs_asks_for_nothing(
    file: str, module: str, release: str, request: pytest.FixtureRequest
) -> None:
    """The samples lie in Asterisk's own package (asterisk-config, in the root directory that
    tests/asterisk-root makes).
    """
    root = request.getfixturevalue(f"asterisk_{release}")
    path = Path(root) / "etc/asterisk" / file
    if not path.exists():
        pytest.skip(f"Debian's packages of Asterisk {release} hold no {file}")
    found = states(
        {file: path.read_bytes(), "extensions.conf": "[a]\nexten => 1,1,Answer\n"},
        release,
        loads=module,
    )
    assert found[module] in {"unused", "undecided", "presumed unused"}


def test_a_phone_in_the_file_needs_its_driver_and_nothing_of_the_others() -> None:
    found = reasons({"iax.conf": "[phone]\ntype=friend\nhost=dynamic\ndisallow=all\nallow=gsm\n"})
    assert set(found) == {"chan_iax2", "codec_gsm", "res_timing_timerfd"}


def test_bridges_come_with_calls_that_meet() -> None:
    phones = {"pjsip.conf": "[phone]\ntype=endpoint\n"}
    assert not {module for module in reasons(phones) if module.startswith("bridge_")}
    dial = reasons({**phones, "extensions.conf": "[a]\nexten => 1,1,Dial(PJSIP/phone)\n"})
    assert {module for module in dial if module.startswith("bridge_")} == {"bridge_simple"}
    loaded = reasons(
        {**phones, "extensions.conf": "[a]\nexten => 1,1,Dial(PJSIP/phone)\n"},
        loads="bridge_native_rtp",
    )
    assert "bridge_native_rtp" in loaded  # nothing is lost without it; if it is loaded, it stays
    local = reasons({"extensions.conf": "[a]\nexten => 1,1,Dial(Local/2@a)\nexten => 2,1,Answer\n"})
    assert {module for module in local if module.startswith("bridge_")} == {"bridge_simple"}
    conference = reasons({"extensions.conf": "[a]\nexten => 1,1,ConfBridge(1)\n"})
    assert {"bridge_softmix", "res_timing_timerfd"} <= set(conference)
    assert "bridge_holding" in reasons({"extensions.conf": "[a]\nexten => 1,1,BridgeWait()\n"})
    transfer = {
        **phones,
        "extensions.conf": "[a]\nexten => 1,1,Dial(PJSIP/phone,,T)\n",
        "features.conf": "[featuremap]\natxfer = *2\n",
    }
    assert "bridge_softmix" in reasons(transfer)
