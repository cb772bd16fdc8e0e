"""PJSIP: what the objects of pjsip.conf and of pjsip_wizard.conf need.

An option of an endpoint, AOR or registration is `endpoint/NAME`, `aor/NAME`, `registration/NAME` in
a wizard section (res/res_pjsip_config_wizard.c): `option()` creates the rows for both places.
Objects from a database are in pjsip_realtime.py, presence in pjsip_presence.py, needs that only a
call or a phone shows in pjsip_calls.py.
"""

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.model import Need
from asterisk_lint.usage.rows import OptionRow, Reader, Row, SectionRow, With
from asterisk_lint.usage.unsupported import PROFILES

CONF = "pjsip.conf"
WIZARD = "pjsip_wizard.conf"


def option(
    place: str,
    value: str,
    needs: tuple[Need, ...],
    because: str,
    *,
    source: str,
    enforces: bool = False,
    releases: str = "",
) -> tuple[OptionRow, OptionRow]:
    """Return the rows for an option of one kind of object, "KIND/OPTION" (patterns, as in rows.py),
    wherever it can be set.
    """
    kind, _, name = place.partition("/")
    in_wizard = "|".join(f"{each}/{one}" for each in kind.split("|") for one in name.split("|"))
    row = OptionRow(
        CONF,
        "*",
        name,
        value,
        needs=needs,
        because=because,
        source=source,
        type=kind,
        enforces=enforces,
        releases=releases,
    )
    return row, row._replace(file=WIZARD, option=in_wizard, type="wizard")


OBJECTS: tuple[Row, ...] = (
    Reader(CONF, "res_pjsip", "res/res_pjsip/"),
    Reader(WIZARD, "res_pjsip_config_wizard", "res/res_pjsip_config_wizard.c"),
    SectionRow(CONF, "*", needs("module res_pjsip"),
        "PJSIP itself reads its transports, domains and global settings", source="res/res_pjsip/",
        type="transport|global|system|domain_alias"),
    SectionRow(CONF, "*", needs("module chan_pjsip"), "calls of an endpoint are PJSIP channels",
        source="channels/chan_pjsip.c", type="endpoint"),
    SectionRow(CONF, "*", needs("module res_pjsip_acl"),
        "only this module enforces this ACL; without it everybody is let in",
        source="res/res_pjsip_acl.c", type="acl", enforces=True),
    SectionRow(CONF, "*", needs("module res_pjsip_outbound_registration"),
        "this module registers with a provider", source="res/res_pjsip_outbound_registration.c",
        type="registration"),
    SectionRow(CONF, "*", needs("module res_pjsip_endpoint_identifier_ip"),
               "this module identifies requests by address or header",
               source="res/res_pjsip_endpoint_identifier_ip.c", type="identify"),
    SectionRow(CONF, "*", needs("module res_pjsip_endpoint_identifier_user"),
        "a request finds its endpoint by the user name in its From header",
        source=
        "res/res_pjsip_endpoint_identifier_user.c; identify_by is username,ip when unset: "
        "res/res_pjsip/pjsip_configuration.c", type="endpoint", unless="identify_by=!*username*"),
    SectionRow(CONF, "anonymous|anonymous@*",
        needs("module res_pjsip_endpoint_identifier_anonymous"),
        "this module assigns unknown callers to the endpoint named anonymous",
        source="res/res_pjsip_endpoint_identifier_anonymous.c", type="endpoint"),
    SectionRow(CONF, "*", needs("module res_pjsip_outbound_publish"),
        "this module sends PUBLISH requests", source="res/res_pjsip_outbound_publish.c",
        type="outbound-publish"),
    SectionRow(CONF, "*", needs("module res_pjsip_publish_asterisk"),
        "this module exchanges device and mailbox states between Asterisk servers",
        source="res/res_pjsip_publish_asterisk.c", type="asterisk-publication"),
    SectionRow(CONF, "*", needs("module res_pjsip_pubsub"),
        "this module manages subscriptions, resource lists and received publications",
        source="res/res_pjsip_pubsub.c",
        type="resource_list|inbound-publication|subscription_persistence"),
    SectionRow(CONF, "*", needs("module res_pjsip_phoneprov_provider"),
        "this module gives phone provisioning its users from PJSIP",
        source="res/res_pjsip_phoneprov_provider.c", type="phoneprov"),
    SectionRow(WIZARD, "*", needs("module res_pjsip_config_wizard; module chan_pjsip"),
        "only the configuration wizard reads this file, and it creates endpoints from its sections",
        source="res/res_pjsip_config_wizard.c", type="wizard"),
    SectionRow(WIZARD, "anonymous|anonymous@*",
        needs("module res_pjsip_endpoint_identifier_anonymous"),
        "this module assigns unknown callers to the endpoint named anonymous",
        source="res/res_pjsip_endpoint_identifier_anonymous.c", type="wizard"),
    SectionRow(WIZARD, "*", needs("module res_pjsip_endpoint_identifier_user"),
        "a request finds its endpoint by the user name in its From header",
        source="res/res_pjsip_endpoint_identifier_user.c", type="wizard",
        unless="endpoint/identify_by=!*username*"),
)  # fmt: skip

SECURITY: tuple[Row, ...] = (
    With(need("module res_pjsip"), needs("module res_pjsip_authenticator_digest"),
        "without it every request passes as authenticated, and requests from strangers get 500 "
        "instead of 401",
        "res/res_pjsip/pjsip_distributor.c: authenticate(); res/res_pjsip.c: "
        "ast_sip_requires_authentication()", enforces=True),
    *option("endpoint/auth", "?*", needs("module res_pjsip_authenticator_digest"),
        "without this module Asterisk does not ask for the endpoint's auth, and everybody gets in",
        source="res/res_pjsip.c: ast_sip_requires_authentication()", enforces=True),
    *option("endpoint/outbound_auth", "?*", needs("module res_pjsip_outbound_authenticator_digest"),
        "only this module answers a challenge from the other side",
        source="res/res_pjsip_outbound_authenticator_digest.c", enforces=True),
    *option("registration|outbound-publish/outbound_auth", "?*",
        needs("module res_pjsip_outbound_authenticator_digest"),
        "only this module answers the provider's challenge",
        source="res/res_pjsip_outbound_authenticator_digest.c", enforces=True),
    OptionRow(CONF, "*", "authenticate_qualify", "true",
        needs=needs("module res_pjsip_outbound_authenticator_digest"),
        because="only this module answers the challenge to an OPTIONS request",
        source="res/res_pjsip/pjsip_options.c", type="aor|contact", enforces=True),
    OptionRow(WIZARD, "*", "accepts_auth", "true",
        needs=needs("module res_pjsip_authenticator_digest"),
        because=
        "without this module Asterisk does not ask for the endpoint's auth, and everybody gets "
        "in", source="res/res_pjsip_config_wizard.c", type="wizard", enforces=True),
    OptionRow(WIZARD, "*", "sends_auth", "true",
        needs=needs("module res_pjsip_outbound_authenticator_digest"),
        because="only this module answers a challenge from the other side",
        source="res/res_pjsip_config_wizard.c", type="wizard", enforces=True),
    *option("endpoint/media_encryption", "sdes|dtls", needs("module res_srtp"),
        "this module encrypts the media", source="res/res_pjsip_sdp_rtp.c: setup_srtp()",
        enforces=True),
    *option("endpoint/webrtc", "true", needs("module res_srtp"),
        "WebRTC media is always encrypted, and this module does it",
        source="res/res_pjsip/pjsip_configuration.c: webrtc stands for DTLS", enforces=True),
    *(
        row
        for releases in ("<18.22", ">=19 <20.7", ">=21 <21.2")
        for row in option("endpoint/stir_shaken", "on|true|attest|verify",
            needs("module res_pjsip_stir_shaken"),
            "only this module signs and verifies callers' identities",
            source="res/res_pjsip_stir_shaken.c (16)", enforces=True, releases=releases)
    ),
    # The option was removed, but what it asks for was not: the modules stay if they are loaded
    # (rule unsupported-option names what to write).
    *(
        row._replace(if_loaded=True)
        for releases in PROFILES
        for row in option("endpoint/stir_shaken", "!false",
            needs("module res_pjsip_stir_shaken; module res_stir_shaken"),
            "it asks for signed caller ids, with an option name that this release no longer knows",
            source="res/res_pjsip/pjsip_configuration.c stir_shaken_handler(); 18.22, 20.7, 21.2",
            enforces=True, releases=releases)
    ),
    *option("endpoint/stir_shaken_profile", "?*", needs("module res_pjsip_stir_shaken"),
        "only this module signs and verifies callers' identities",
        source="res/res_pjsip_stir_shaken.c", enforces=True, releases=">=16"),
    *option("endpoint/security_negotiation", "mediasec", needs("module res_pjsip_rfc3329"),
        "this module adds the security agreement to a call's requests",
        source="res/res_pjsip_rfc3329.c", enforces=True, releases=">=16.30"),
)  # fmt: skip

OPTIONS: tuple[Row, ...] = (
    *option("aor/max_contacts", "!0", needs("module res_pjsip_registrar"),
        "phones register at this AOR, and this module answers REGISTER",
        source="res/res_pjsip_registrar.c"),
    OptionRow(WIZARD, "*", "accepts_registrations", "true",
        needs=needs("module res_pjsip_registrar"), because="this module answers REGISTER",
        source="res/res_pjsip_config_wizard.c: handle_aor()", type="wizard"),
    OptionRow(WIZARD, "*", "sends_registrations", "true",
        needs=needs("module res_pjsip_outbound_registration"),
        because="this module registers with a provider",
        source="res/res_pjsip_config_wizard.c: handle_registrations()", type="wizard"),
    OptionRow(WIZARD, "*", "remote_hosts", "?*",
        needs=needs("module res_pjsip_endpoint_identifier_ip"),
        because="the wizard identifies the other side by address",
        source="res/res_pjsip_config_wizard.c: handle_identify()", type="wizard"),
    OptionRow(WIZARD, "*", "has_phoneprov", "true",
        needs=needs("module res_pjsip_phoneprov_provider"),
        because="this module gives phone provisioning its users from PJSIP",
        source="res/res_pjsip_config_wizard.c", type="wizard"),
    OptionRow(WIZARD, "*", "hint_application", "?*", needs=needs("call {value}"),
              because="the wizard adds this application to the dialplan next to the hint",
              source="res/res_pjsip_config_wizard.c: add_hints()", type="wizard"),
    *option("endpoint/identify_by", "*header*|*ip*|*request_uri*",
        needs("module res_pjsip_endpoint_identifier_ip"),
        "this module identifies the endpoint by address or header",
        source="res/res_pjsip_endpoint_identifier_ip.c"),
    *option("aor/support_path", "true", needs("module res_pjsip_path"),
        "this module stores and follows the Path headers of registrations",
        source="res/res_pjsip_path.c"),
    *option("aor|endpoint/mailboxes", "?*",
        needs("module res_pjsip_mwi; module res_pjsip_mwi_body_generator"),
        "these modules tell phones about waiting messages",
        source="res/res_pjsip_mwi.c, res/res_pjsip_mwi_body_generator.c"),
    *option("endpoint/incoming_mwi_mailbox", "?*", needs("module res_pjsip_pubsub"),
        "this module receives the message counts that a provider sends",
        source="res/res_pjsip_pubsub.c"),
    *option("endpoint/t38_udptl", "true", needs("module res_pjsip_t38"),
        "this module negotiates fax over T.38", source="res/res_pjsip_t38.c"),
    *option("endpoint/one_touch_recording", "true",
        needs("module res_pjsip_one_touch_record_info; module bridge_builtin_features"),
        "a phone's record key sends an INFO request, which this module turns into the feature",
        source="res/res_pjsip_one_touch_record_info.c"),
    *option("endpoint/message_context", "?*", needs("module res_pjsip_messaging"),
        "this module passes text messages to the dialplan", source="res/res_pjsip_messaging.c"),
    *option("endpoint/send_aoc", "true", needs("module res_pjsip_aoc"),
        "this module adds advice of charge to requests", source="res/res_pjsip_aoc.c",
        releases=">=18"),
    *option("endpoint/geoloc_incoming_call_profile|geoloc_outgoing_call_profile", "?*",
        needs("module res_pjsip_geolocation"),
        "this module reads callers' locations from requests and adds them to requests",
        source="res/res_pjsip_geolocation.c", releases=">=16"),
    *option("endpoint/webrtc", "true", needs("module res_pjsip_transport_websocket"),
        "browsers reach PJSIP over WebSockets", source="res/res_pjsip_transport_websocket.c"),
    OptionRow(CONF, "*", "protocol", "ws|wss", needs=needs("module res_pjsip_transport_websocket"),
        because="this module accepts SIP over WebSockets",
        source="res/res_pjsip_transport_websocket.c", type="transport"),
    OptionRow(CONF, "*", "debug", "!no|off|false|n|f|0", needs=needs("module res_pjsip_logger"),
        because="this module logs SIP messages", source="res/res_pjsip_logger.c: check_debug()",
        type="global"),
    OptionRow(CONF, "*", "contact|server_uri|client_uri|outbound_proxy", "*sips:*",
        needs=needs("module res_pjsip_sips_contact"),
        because="requests to a sips address need a sips Contact, which this module adds",
        source="res/res_pjsip_sips_contact.c"),
    OptionRow(WIZARD, "*", "server_uri_pattern|contact_pattern|outbound_proxy|*/outbound_proxy",
        "*sips:*", needs=needs("module res_pjsip_sips_contact"),
        because="requests to a sips address need a sips Contact, which this module adds",
        source="res/res_pjsip_sips_contact.c", type="wizard"),
    *(
        OptionRow(file, "*", name, "google_oauth", needs=needs("function CURL"),
                  because="Asterisk runs CURL() to fetch the token for this account",
                  source="res/res_pjsip_outbound_registration.c: CURL(), CURLOPT()", type=kind)
        for file, name, kind in ((CONF, "auth_type", "auth"), (WIZARD, "*auth/auth_type", "wizard"))
    ),
    *option("endpoint/rtp_engine", "multicast", needs("module res_rtp_multicast"),
        "the endpoint selects this RTP engine for its media", source="res/res_pjsip_sdp_rtp.c"),
)  # fmt: skip

ROWS: tuple[Row, ...] = OBJECTS + SECURITY + OPTIONS
