"""Modules that protect, and modules that open a service: what `--fix` handles with more care than
the others.
"""

from collections.abc import Sequence

from asterisk_lint.usage.rows import Listens, Protects, Row

ROWS: tuple[Row, ...] = ()

PROTECTS: Sequence[Protects] = (
    Protects("res_pjsip_authenticator_digest",
        "without it Asterisk accepts requests with wrong or no credentials",
        "res/res_pjsip_authenticator_digest.c"),
    Protects("res_pjsip_outbound_authenticator_digest",
        "without it Asterisk does not authenticate to others",
        "res/res_pjsip_outbound_authenticator_digest.c"),
    Protects("res_pjsip_acl", "without it `type=acl` and `acl=` are not enforced",
        "res/res_pjsip_acl.c"),
    Protects("res_pjsip_endpoint_identifier_ip",
        "without it a request is not assigned to the endpoint of its address",
        "res/res_pjsip_endpoint_identifier_ip.c"),
    Protects("res_srtp", "without it media is not encrypted", "res/res_srtp.c"),
    Protects("res_crypto", "without it keys and signatures are not checked", "res/res_crypto.c"),
    Protects("res_stir_shaken res_pjsip_stir_shaken",
        "without it signed caller ids are not verified", "res/res_stir_shaken.c"),
    Protects("res_security_log",
        "without it the security log, which other programs watch, stays empty",
        "res/res_security_log.c"),
    Protects("res_resolver_unbound", "without it DNS answers are not verified",
        "res/res_resolver_unbound.c"),
)  # fmt: skip

LISTENS: Sequence[Listens] = (
    Listens("chan_sip", "it listens for SIP on port 5060", "channels/chan_sip.c", "<21"),
    Listens("res_pjsip", "it listens for SIP, as pjsip.conf says (usually on port 5060)",
        "res/res_pjsip/"),
    Listens("chan_iax2", "it listens for IAX2 on port 4569", "channels/chan_iax2.c"),
    Listens("chan_mgcp", "it listens for MGCP on port 2727", "channels/chan_mgcp.c", "<21"),
    Listens("chan_skinny", "it listens for Skinny phones on port 2000", "channels/chan_skinny.c",
        "<21"),
    Listens("chan_unistim", "it listens for UNISTIM phones on port 5000",
        "channels/chan_unistim.c"),
    Listens("chan_ooh323 chan_h323", "it listens for H.323 on port 1720",
        "addons/chan_ooh323.c, channels/chan_h323.c"),
    Listens("pbx_dundi", "it listens for DUNDi on port 4520", "pbx/pbx_dundi.c"),
    Listens("chan_oss chan_alsa chan_console", "it opens the sound card",
        "channels/chan_oss.c, channels/chan_alsa.c, channels/chan_console.c"),
    Listens("res_ari", "it opens ARI on Asterisk's web server (port 8088 as shipped)",
        "res/res_ari.c"),
    Listens("res_snmp", "it answers SNMP requests (on port 161, or through the machine's agent)",
        "res/snmp/agent.c"),
    Listens("res_prometheus", "it publishes metrics on Asterisk's web server",
        "res/res_prometheus.c"),
    Listens("res_phoneprov", "it serves phones' configurations on Asterisk's web server",
        "res/res_phoneprov.c"),
    Listens("res_http_post", "it accepts uploads on Asterisk's web server", "res/res_http_post.c"),
)  # fmt: skip
