"""Which line of pjsip.conf (or pjsip_wizard.conf, sorcery.conf) asks for which module."""

import pytest

from tests.usage.needed import reasons, states

ENDPOINT = "[phone]\ntype = endpoint\ncontext = office\nallow = !all,ulaw\n"
TRANSPORT = "[udp]\ntype = transport\nprotocol = udp\nbind = 0.0.0.0\n"

# What an endpoint's section contains besides type=, context= and allow=, and the module that only
# it needs.
ENDPOINT_OPTIONS = [
    ("outbound_auth = phone", "res_pjsip_outbound_authenticator_digest"),
    ("media_encryption = sdes", "res_srtp"),
    ("media_encryption = dtls", "res_srtp"),
    ("webrtc = yes", "res_srtp"),
    ("webrtc = yes", "res_pjsip_transport_websocket"),
    ("webrtc = yes", "res_http_websocket"),
    ("stir_shaken_profile = both", "res_pjsip_stir_shaken"),
    ("stir_shaken_profile = both", "res_stir_shaken"),
    ("security_negotiation = mediasec", "res_pjsip_rfc3329"),
    ("t38_udptl = yes", "res_pjsip_t38"),
    ("one_touch_recording = yes", "res_pjsip_one_touch_record_info"),
    ("message_context = texts", "res_pjsip_messaging"),
    ("send_aoc = yes", "res_pjsip_aoc"),
    ("geoloc_outgoing_call_profile = here", "res_pjsip_geolocation"),
    ("geoloc_incoming_call_profile = here", "res_geolocation"),
    ("mailboxes = 100@default", "res_pjsip_mwi"),
    ("mailboxes = 100@default", "res_pjsip_mwi_body_generator"),
    ("identify_by = username,header", "res_pjsip_endpoint_identifier_ip"),
]


@pytest.mark.parametrize(("line", "module"), ENDPOINT_OPTIONS)
def test_an_endpoints_option_asks_for_its_module(line: str, module: str) -> None:
    assert module not in reasons({"pjsip.conf": TRANSPORT + ENDPOINT})
    found = reasons({"pjsip.conf": TRANSPORT + ENDPOINT + line + "\n"})
    assert module in found
    assert any(
        reason.kind == "dependency" or (reason.file, reason.line) == ("pjsip.conf", 9)
        for reason in found[module]
    )


@pytest.mark.parametrize(("line", "module"), ENDPOINT_OPTIONS)
def test_the_same_option_of_a_wizards_endpoint_does(line: str, module: str) -> None:
    wizard = "[phone]\ntype = wizard\nendpoint/context = office\nendpoint/allow = !all,ulaw\n"
    assert module not in reasons({"pjsip.conf": TRANSPORT, "pjsip_wizard.conf": wizard})
    assert module in reasons(
        {"pjsip.conf": TRANSPORT, "pjsip_wizard.conf": wizard + f"endpoint/{line}\n"}
    )


@pytest.mark.parametrize(
    ("section", "module"),
    [
        ("type = aor\nmax_contacts = 1", "res_pjsip_registrar"),
        ("type = aor\nmailboxes = 1@default", "res_pjsip_mwi"),
        ("type = aor\nsupport_path = yes", "res_pjsip_path"),
        ("type = aor\ncontact = sips:far.example", "res_pjsip_sips_contact"),
        (
            "type = identify\nmatch = 192.0.2.1\nendpoint = phone",
            "res_pjsip_endpoint_identifier_ip",
        ),
        ("type = registration\nserver_uri = sip:far.example", "res_pjsip_outbound_registration"),
        (
            "type = registration\nserver_uri = sip:far.example\noutbound_auth = far",
            "res_pjsip_outbound_authenticator_digest",
        ),
        ("type = acl\ndeny = 0.0.0.0/0", "res_pjsip_acl"),
        (
            "type = outbound-publish\nserver_uri = sip:far.example\nevent = presence",
            "res_pjsip_outbound_publish",
        ),
        (
            "type = outbound-publish\nserver_uri = sip:far.example\nevent = asterisk-devicestate",
            "res_pjsip_publish_asterisk",
        ),
        ("type = asterisk-publication\ndevicestate_publish = far", "res_pjsip_publish_asterisk"),
        ("type = inbound-publication\nevent_asterisk-mwi = far", "res_pjsip_publish_asterisk"),
        ("type = resource_list\nevent = presence\nlist_item = 1", "res_pjsip_exten_state"),
        ("type = resource_list\nevent = message-summary\nlist_item = 1", "res_pjsip_mwi"),
        ("type = phoneprov\nMAC = 001122334455", "res_pjsip_phoneprov_provider"),
        ("type = transport\nprotocol = wss\nbind = 0.0.0.0", "res_pjsip_transport_websocket"),
        ("type = global\ndebug = 192.0.2.1", "res_pjsip_logger"),
        ("type = endpoint\nidentify_by = username", "res_pjsip_endpoint_identifier_user"),
    ],
)
def test_an_object_asks_for_its_module(section: str, module: str) -> None:
    assert module not in reasons({"pjsip.conf": TRANSPORT})
    assert module in reasons({"pjsip.conf": f"{TRANSPORT}[thing]\n{section}\n"})


def test_the_endpoint_named_anonymous_is_for_callers_nobody_knows() -> None:
    assert "res_pjsip_endpoint_identifier_anonymous" not in reasons({"pjsip.conf": ENDPOINT})
    assert "res_pjsip_endpoint_identifier_anonymous" in reasons(
        {"pjsip.conf": ENDPOINT.replace("[phone]", "[anonymous]")}
    )


@pytest.mark.parametrize(
    "text",
    [
        # a template nobody uses
        "[phone](!)\ntype = endpoint\nauth = phone\nmedia_encryption = sdes\n",
        ";[phone]\n;type = endpoint\n;auth = phone\n",
        ";--\n[phone]\ntype = endpoint\nauth = phone\n--;\n",
        "",
    ],
)
def test_what_is_no_object_asks_for_nothing(text: str) -> None:
    assert not reasons({"pjsip.conf": text})


@pytest.mark.parametrize(
    ("text", "module"),
    [
        ("[a]\ntype=aor\nmax_contacts=0\n", "res_pjsip_registrar"),
        (ENDPOINT + "media_encryption = no\n", "res_srtp"),
        (ENDPOINT + "t38_udptl = no\n", "res_pjsip_t38"),
        (ENDPOINT + "allow_transfer = no\n", "res_pjsip_refer"),
        (ENDPOINT + "identify_by = ip\n", "res_pjsip_endpoint_identifier_user"),
        ("[global]\ntype = global\ndebug = no\n", "res_pjsip_logger"),
    ],
)
def test_an_option_that_says_no_asks_for_nothing(text: str, module: str) -> None:
    assert module not in reasons({"pjsip.conf": text})


def test_options_from_a_template_count_where_they_are_written() -> None:
    text = "[base](!)\ntype = endpoint\nauth = phone\n[one](base)\n[two](base)\n"
    found = [
        reason
        for reason in reasons({"pjsip.conf": text})["res_pjsip_authenticator_digest"]
        if reason.file
    ]
    assert [(reason.file, reason.line, reason.enforces) for reason in found] == [
        ("pjsip.conf", 3, True)
    ]


@pytest.mark.parametrize("release", ["22", "16"])
def test_a_bare_endpoint_needs_what_any_call_needs(release: str) -> None:
    modules = (
        "chan_pjsip res_pjsip res_pjsip_session res_pjsip_sdp_rtp res_rtp_asterisk "
        "res_pjsip_caller_id res_pjsip_nat res_pjsip_rfc3326 "
        "res_pjsip_diversion res_pjsip_dlg_options res_pjsip_dtmf_info "
        "res_pjsip_empty_info res_pjsip_refer "
        "res_pjsip_endpoint_identifier_user res_timing_timerfd"
    )
    assert set(modules.split()) <= set(reasons({"pjsip.conf": TRANSPORT + ENDPOINT}, release))


def test_hints_bring_presence_only_where_somebody_can_subscribe() -> None:
    hint = {"extensions.conf": "[office]\nexten => 100,hint,PJSIP/phone\n"}
    assert "res_pjsip_exten_state" in reasons({"pjsip.conf": ENDPOINT, **hint})
    assert "res_pjsip_pidf_body_generator" in reasons({"pjsip.conf": ENDPOINT, **hint})
    assert "res_pjsip_exten_state" not in reasons({"pjsip.conf": ENDPOINT})
    assert "res_pjsip_exten_state" not in reasons(
        {"pjsip.conf": ENDPOINT + "allow_subscribe = no\n", **hint}
    )
    assert "res_pjsip_pidf_digium_body_supplement" not in reasons({"pjsip.conf": ENDPOINT, **hint})
    assert "res_pjsip_exten_state" in reasons(
        {"sorcery.conf": "[res_pjsip]\nendpoint = realtime,ps_endpoints\n", **hint}
    )
    state = {"extensions.conf": "[office]\nexten => 100,hint,PJSIP/phone,CustomPresence:phone\n"}
    assert "res_pjsip_pidf_digium_body_supplement" in reasons({"pjsip.conf": ENDPOINT, **state})


def test_a_wizard_stands_for_its_objects() -> None:
    phone = (
        "[phone]\ntype = wizard\naccepts_auth = yes\naccepts_registrations = yes\n"
        "has_hint = yes\nhint_exten = 1\n"
    )
    phone += "hint_application = Gosub(call,1)\n"
    found = reasons({"pjsip.conf": TRANSPORT, "pjsip_wizard.conf": phone})
    assert {
        "res_pjsip_config_wizard",
        "chan_pjsip",
        "res_pjsip_authenticator_digest",
        "res_pjsip_registrar",
    } <= set(found)
    assert {"res_pjsip_exten_state", "app_stack"} <= set(found)
    assert "res_pjsip_outbound_registration" not in found
    trunk = (
        "[trunk]\ntype = wizard\nsends_auth = yes\nsends_registrations = yes\n"
        "remote_hosts = far.example\n"
    )
    found = reasons({"pjsip.conf": TRANSPORT, "pjsip_wizard.conf": trunk})
    assert {
        "res_pjsip_outbound_authenticator_digest",
        "res_pjsip_outbound_registration",
        "res_pjsip_endpoint_identifier_ip",
    } <= set(found)
    assert "res_pjsip_registrar" not in found


def test_objects_in_a_database_or_another_file_count_as_well() -> None:
    text = (
        "[res_pjsip]\nendpoint = realtime,ps_endpoints\nauth = realtime,ps_auths\n"
        "aor = realtime,ps_aors\n"
    )
    text += "[res_pjsip_endpoint_identifier_ip]\nidentify = realtime,ps_endpoint_id_ips\n"
    found = reasons({"sorcery.conf": text, "pjsip.conf": TRANSPORT})
    assert {"chan_pjsip", "res_pjsip_authenticator_digest", "res_pjsip_registrar"} <= set(found)
    assert {"res_sorcery_realtime", "res_pjsip_endpoint_identifier_ip"} <= set(found)
    assert any(reason.enforces for reason in found["res_pjsip_authenticator_digest"])
    other = {
        "sorcery.conf": "[res_pjsip]\nendpoint = config,phones.conf,criteria=type=endpoint\n",
        "phones.conf": ENDPOINT + "t38_udptl = yes\n",
    }
    found = reasons({"pjsip.conf": TRANSPORT, **other})
    assert found["res_pjsip_t38"][0].file == "phones.conf"


def test_what_only_a_phone_shows_is_never_called_unused_while_there_are_phones() -> None:
    whitelisted = "res_pjsip_history res_pjsip_messaging res_pjsip_logger res_pjsip_t38"
    with_phones = states(
        {"pjsip.conf": TRANSPORT + ENDPOINT, "extensions.conf": "[office]\nexten => 1,1,Answer\n"},
        loads=whitelisted,
    )
    assert with_phones == {
        "res_pjsip_history": "undecided",
        "res_pjsip_messaging": "undecided",
        "res_pjsip_logger": "undecided",
        "res_pjsip_t38": "unused",
    }
    without = states({"extensions.conf": "[office]\nexten => 1,1,Answer\n"}, loads=whitelisted)
    assert set(without.values()) == {"unused"}


def test_text_messages_need_pjsips_module_only_where_pjsip_is() -> None:
    dialplan = {
        "extensions.conf": "[texts]\nexten => _X.,1,Verbose(${MESSAGE(body)})\n"
        " same => n,MessageSend(sip:100)\n"
    }
    assert "res_pjsip_messaging" in reasons({"pjsip.conf": ENDPOINT, **dialplan})
    assert "res_pjsip_messaging" not in reasons(
        {"sip.conf": "[phone]\ntype=friend\n", **dialplan}, "16"
    )
