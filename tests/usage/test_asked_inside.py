"""What modules ask for inside, which no line of the configuration names: each case by the source
that its row gives, or a boot.
"""

import pytest

from tests.usage.needed import reasons, states

PHONE = (
    "[udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0\n[phone]\ntype=endpoint\nallow=!all,ulaw\n"
)


def dialplan(*lines: str) -> dict[str, str]:
    return {
        "extensions.conf": "[office]\n"
        + "".join(f"exten => {number},1,{line}\n" for number, line in enumerate(lines, 1))
    }


def needs(files: dict[str, str], release: str = "22", loads: str = "") -> set[str]:
    return set(reasons(files, release, loads))


@pytest.mark.parametrize(
    ("files", "release", "modules"),
    [
        # parked calls go back by Dial()
        (dialplan("Park()"), "22", "res_parking app_dial"),
        (dialplan("ConfBridge(1)") | {"features.conf": "[featuremap]\nparkcall=#7\n"}, "16",
            "res_parking app_dial"),
        (dialplan("ParkAndAnnounce(,,pbx-parked,Local/1@office)"), "18", "app_dial"),
        (dialplan("Park(100)"), "1.8", "app_dial"),
        # periodic hooks
        (dialplan("MixMonitor(x.wav,B)"), "22",
            "func_periodic_hook app_exec app_chanspy app_playback codec_resample"),
        (dialplan("MixMonitor(x.wav,bB(7))"), "16",
            "func_periodic_hook app_exec app_chanspy app_playback"),
        (dialplan("Set(X=${PERIODIC_HOOK(a,b,60)})"), "22", "app_exec app_chanspy"),
        (dialplan("Set(__TOUCH_MIXMONITOR_BEEP=5)"), "22",
            "func_periodic_hook app_exec app_playback"),
        ({**dialplan("Answer"), "pjsip.conf": PHONE + "set_var=TOUCH_MIXMONITOR_BEEP=5\n"}, "22",
            "func_periodic_hook app_playback"),
        ({"extensions.conf": "[globals]\nTOUCH_MIXMONITOR_BEEP=5\n[a]\nexten => 1,1,Answer()\n"},
            "22", "func_periodic_hook app_exec"),
        ({"extensions.ael": "globals { TOUCH_MIXMONITOR_BEEP=5; }\ncontext a { 1 => Answer(); }\n"},
            "22", "func_periodic_hook"),
        ({"pjsip_wizard.conf": "[a]\ntype=wizard\nendpoint/set_var=TOUCH_MIXMONITOR_BEEP=5\n"},
            "22", "func_periodic_hook"),
        ({"extensions.conf": "[globals]\nX=1\n[a]\n"
            "exten => 1,1,Set(GLOBAL(TOUCH_MONITOR_BEEP)=5)\n"}, "16", "func_periodic_hook"),
        (dialplan("Set(MONITOR_OPTIONS=B(5))"), "22", "func_periodic_hook"),
        (dialplan("ConfBridge(1,r)") | {"confbridge.conf": "[r]\ntype=bridge\n"
            "record_options=B(3)\n"}, "18", "func_periodic_hook app_exec"),
        (dialplan("Set(CONFBRIDGE(bridge,record_options)=r(in.gsm))"), "22", "format_gsm"),
        (dialplan("Set(MONITOR_EXEC=/bin/mail ^{DB(a/b)})", "Queue(q)"), "22", "func_db"),
        # extensions and variables that C code makes
        ({"unistim.conf": "[general]\n[desk]\ndevice=000ae4000000\nextension=line\nline=>100\n"},
            "22", "chan_unistim app_dial"),
        ({"sip.conf": "[general]\nstoresipcause=yes\n[a]\ntype=friend\nsecret=x\nhost=dynamic\n"},
            "16", "func_strings"),
        # agents that are recorded
        (dialplan("AgentLogin(1)") | {"agents.conf": "[1]\nrecordagentcalls=yes\n"}, "22",
         "bridge_builtin_features app_mixmonitor format_wav"),
        (dialplan("AgentLogin(1)") | {"agents.conf": "[base](!)\nrecordagentcalls=true\n"
            "[1](base)\n"}, "16", "app_mixmonitor format_wav"),
        # prompts without which nothing happens
        (dialplan("BackgroundDetect(hello)"), "22", "format_gsm codec_gsm"),
        (dialplan("ExternalIVR(/srv/ivr)"), "16", "format_gsm"),
        (dialplan("MixMonitor(x.wav,p)"), "22", "format_gsm"),
        (dialplan("MixMonitor(x.wav,P)"), "16", "format_gsm"),
        (dialplan("AMD(,,,,,,,,,hello)"), "22", "format_gsm"),
        (dialplan("AMD()") | {"amd.conf": "[general]\nplayback_file=hello\n"}, "22", "format_gsm"),
        (dialplan("Set(TOUCH_MIXMONITOR_MESSAGE_START=beep)"), "22", "format_gsm"),
        (dialplan("Dial(PJSIP/phone,30,T)") | {"pjsip.conf": PHONE}, "22", "format_gsm codec_gsm"),
        (dialplan("Dial(SIP/a,30,t)"), "16", "format_gsm"),
        (dialplan("Queue(q,rt)"), "22", "format_gsm"),
        (dialplan("Dial(PJSIP/phone,30,p)"), "22", "format_gsm"),
        (dialplan("Dial(PJSIP/phone,30,A(hello))"), "22", "format_gsm"),
        (dialplan("MusicOnHold()") | {"musiconhold.conf": "[default]\nmode=files\ndirectory=moh\n"
            "announcement=queue-thankyou\n"}, "22", "format_gsm"),
        # sounds from the web
        (dialplan("Playback(https://h.example/x.wav)"), "22", "res_http_media_cache format_wav"),
        (dialplan("Read(X,http://h.example/x.g722)"), "16", "res_http_media_cache format_pcm"),
        (dialplan("Queue(q)") | {"queues.conf": "[q]\nannounce=https://h.example/x.sln\n"}, "22",
            "res_http_media_cache format_sln"),
        (dialplan("Queue(q)") | {"queues.conf": "[q]\nperiodic-announce=a,https://h.example/"
            "x.gsm\n"}, "22", "res_http_media_cache format_gsm"),
        (dialplan("ConfBridge(1)") | {"confbridge.conf": "[b]\ntype=bridge\n"
            "sound_join=https://h.example/x.ulaw\n"}, "22", "format_pcm"),
        # others
        ({"pjsip.conf": PHONE, "pjsip_wizard.conf": "[anonymous]\ntype=wizard\n"}, "22",
            "res_pjsip_endpoint_identifier_anonymous"),
        ({"pjsip_wizard.conf": "[anonymous@example.com]\ntype=wizard\n"}, "16",
            "res_pjsip_endpoint_identifier_anonymous"),
        ({"pjsip.conf": "[a]\ntype=auth\nauth_type=google_oauth\nrefresh_token=x\n[udp]\n"
            "type=transport\n"}, "22", "func_curl res_curl"),
        ({"xmpp.conf": "[a]\ntype=client\nrefresh_token=x\n"}, "22", "func_curl res_curl"),
        ({"pjsip.conf": PHONE, "hep.conf": "[general]\ncapture_address=192.0.2.1:9060\n"}, "22",
            "res_hep_rtcp func_channel"),
        ({"extensions.conf": "[a]\nswitch => IAX2/user@host/context\n"}, "20", "app_dial"),
        ({"chan_dahdi.conf": "[channels]\ncc_callback_sub=back,s,1\nchannel=1\n"}, "22",
            "app_stack"),
        ({"sip.conf": "[a]\ntype=friend\ncc_callback_macro=back\n"}, "16", "app_macro"),
        (dialplan("Set(CALLCOMPLETION(cc_callback_sub)=back,s,1)"), "22", "app_stack"),
        ({"pjsip.conf": PHONE + "geoloc_outgoing_call_profile=p\n",
                "geolocation.conf": "[l]\ntype=location\nlocation_info=a=${DB(a/b)}\n"}, "22",
         "func_db"),
        (dialplan("Park()") | {"res_parking.conf": "[lot]\nparkedcallhangup=both\n"}, "22",
            "bridge_builtin_features"),
        (dialplan("Park()") | {"res_parking.conf": "[lot]\nparkedcallrecording=caller\n"}, "22",
            "app_mixmonitor format_wav"),
        (dialplan("ChanIsAvail(SIP/a)"), "16", "func_cdr"),
        ({"websocket_client.conf": "[a]\ntype=websocket_client\nuri=ws://h\nprotocols=media\n"},
            "22", "chan_websocket"),
        ({"pjsip.conf": "[a]\ntype=outbound-publish\nserver_uri=sip:h\nevent=asterisk-mwi\n"}, "22",
            "res_pjsip_session"),
        ({"pjsip.conf": "[a]\ntype=outbound-publish\nserver_uri=sip:h\nevent=presence\n"}, "16",
            "res_pjsip_session"),
        ({"sorcery.conf": "[res_pjsip]\nendpoint=memory\n"}, "22", "res_pjsip res_sorcery_memory"),
        ({"sorcery.conf": "[res_pjsip_acl]\nacl=astdb\n"}, "22", "res_pjsip_acl res_sorcery_astdb"),
        ({"sorcery.conf": "[res_pjsip_outbound_registration]\nregistration=config,more.conf\n"},
            "18", "res_pjsip_outbound_registration"),
        (dialplan("Originate(Local/2@office,app,Playback,hello)"), "22", "codec_resample"),
        (dialplan("Originate(Local/2@office,exten,office,2,1)"), "16", "codec_resample"),
        (dialplan("Stasis(x)"), "22", "codec_resample"),
        ({"pjsip.conf": PHONE}, "22", "res_pjsip_authenticator_digest"),
        ({"pjsip.conf": "[udp]\ntype=transport\nprotocol=udp\n"}, "13",
            "res_pjsip_authenticator_digest"),
        ({"pjsip_wizard.conf": "[a]\ntype=wizard\n"}, "18", "res_pjsip_authenticator_digest"),
    ],
)  # fmt: skip
def test_what_is_asked_for_inside_is_required(
    files: dict[str, str], release: str, modules: str
) -> None:
    assert set(modules.split()) - needs(files, release) == set()


@pytest.mark.parametrize(
    ("files", "release", "modules"),
    [
        (
            dialplan("Dial(PJSIP/phone,30)") | {"pjsip.conf": PHONE},
            "22",
            "format_gsm codec_gsm app_playback",
        ),
        (dialplan("MixMonitor(x.wav)"), "22", "func_periodic_hook app_exec"),
        (
            dialplan("AgentLogin(1)") | {"agents.conf": "[1]\nrecordagentcalls=no\n"},
            "22",
            "app_mixmonitor bridge_builtin_features",
        ),
        (
            {"agents.conf": "[1]\nrecordagentcalls=yes\n"},
            "22",
            "app_mixmonitor",
        ),  # no agent can log in
        (dialplan("Dial(PJSIP/phone,30,L(60000))"), "22", "bridge_builtin_interval_features"),
        (
            {"pjsip_wizard.conf": "[phone]\ntype=wizard\n"},
            "22",
            "res_pjsip_endpoint_identifier_anonymous",
        ),
        (
            {"websocket_client.conf": "[a]\ntype=websocket_client\nuri=ws://h\nprotocols=ari\n"},
            "22",
            "chan_websocket",
        ),
        (
            dialplan("Park()") | {"res_parking.conf": "[lot]\nparkedcallhangup=no\n"},
            "22",
            "bridge_builtin_features",
        ),
        ({"sorcery.conf": "[test_sorcery_section]\ntest=memory\n"}, "22", "res_pjsip"),
    ],
)
def test_what_is_not_asked_for_is_not(files: dict[str, str], release: str, modules: str) -> None:
    assert set(modules.split()) & needs(files, release) == set()


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("Dial(IAX2/guest:[key]@192.0.2.1/${EXTEN})", ""),
        ("Page(IAX2/${USER}:[${KEY}]@far/1&IAX2/b/2)", ""),
        ("NoOp()", "switch => IAX2/guest:[key]@far/context\n"),
    ],
)
def test_a_key_in_brackets_needs_res_crypto(line: str, more: str) -> None:
    files = {"extensions.conf": f"[office]\nexten => 1,1,{line}\n{more}"}
    found = reasons(files, "20")["res_crypto"]
    assert any(reason.enforces for reason in found)
    assert "res_crypto" not in reasons(
        {
            "extensions.conf": files["extensions.conf"]
            .replace("[key]", "key")
            .replace("[${KEY}]", "key")
        },
        "20",
    )


@pytest.mark.parametrize(
    "files",
    [
        {"extensions.conf": "[globals]\nTRUNK=IAX2/guest:[key]@far\n"},
        {"extensions.ael": "context a { switches { IAX2/guest:[key]@far/context; } }\n"},
        {
            "extensions.lua": "extensions = { a = { ['1'] = function() "
            "app.dial('IAX2/guest:[key]@far/1') "
            "end } }\n"
        },
        {"queues.conf": "[q]\nmember => IAX2/guest:[key]@far/1\n"},
    ],
)
def test_a_key_in_brackets_needs_res_crypto_wherever_it_is(files: dict[str, str]) -> None:
    assert any(reason.enforces for reason in reasons(files, "22")["res_crypto"])


@pytest.mark.parametrize(
    "files",
    [
        dialplan("NoOp(${VMCOUNT(201@default)})"),
        dialplan("Directory(default)"),
        {"extensions.conf": "[office]\nexten => *1,hint,MWI:201@default\n"},
    ],
)
def test_whatever_asks_for_messages_needs_one_who_knows(files: dict[str, str]) -> None:
    mailbox = {"voicemail.conf": "[default]\n201 => 1,A\n"}
    assert "app_voicemail" in needs({**files, **mailbox})
    assert "app_voicemail_odbc" in needs(
        {**files, "voicemail.conf": "[general]\nodbcstorage=db\n[default]\n201 => 1,A\n"}
    )
    assert "app_voicemail" not in needs({**files, **mailbox}, loads="res_mwi_external")


def test_mailboxes_alone_keep_the_storage_that_is_loaded() -> None:
    mailbox = {"voicemail.conf": "[default]\n201 => 1,A\n", **dialplan("Answer()")}
    assert "app_voicemail" not in needs(mailbox)
    assert states(mailbox, loads="app_voicemail app_zapateller") == {
        "app_voicemail": "required",
        "app_zapateller": "unused",
    }


@pytest.mark.parametrize(
    "option",
    ["media_encryption = {{ enc }}", "media_encryption = <%= @enc %>", "media_encryption = @ENC@",
        "media_encryption = __ENC__",
     "webrtc = {{ webrtc }}", "stir_shaken_profile = {{ profile }}"],
)  # fmt: skip
def test_a_placeholder_can_ask_for_protection(option: str) -> None:
    module = "res_pjsip_stir_shaken" if option.startswith("stir") else "res_srtp"
    assert any(reason.enforces for reason in reasons({"pjsip.conf": f"{PHONE}{option}\n"})[module])


@pytest.mark.parametrize("option", ["encryption=yes", "dtlsenable=yes"])
def test_users_conf_asks_for_protection_too(option: str) -> None:
    files = {"sip.conf": "[general]\nallow=ulaw\n", "users.conf": f"[6001]\nhassip=yes\n{option}\n"}
    assert "res_srtp" in needs(files, "16")
    assert "res_srtp" not in needs({**files, "users.conf": "[6001]\nhassip=yes\n"}, "16")


def test_requests_from_strangers_are_challenged_by_a_module() -> None:
    assert any(
        reason.enforces
        for reason in reasons({"pjsip.conf": PHONE})["res_pjsip_authenticator_digest"]
    )
