"""PJSIP: what a call, or the phone at the other end, needs though no line names it.

Each module here answers or adds something that RFC 3261 and its kin let any phone or provider ask for; what it does was seen on a booted
Asterisk 22 that had it and one that had not (the `because`).
"""

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.usage.pjsip import CONF, WIZARD
from asterisk_lint.usage.rows import Invisible, OptionRow, Row, SectionRow, With

PJSIP = "module chan_pjsip"

ROWS: tuple[Row, ...] = (
    With(need(PJSIP), needs("module res_pjsip_sdp_rtp; module res_rtp_asterisk"),
         "a PJSIP call has no sound without session descriptions and RTP", "res/res_pjsip_sdp_rtp.c, res/res_rtp_asterisk.c"),
    With(need(PJSIP), needs("module res_pjsip_session; module res_pjproject"), "calls are sessions of PJSIP's library",
         "channels/chan_pjsip.c, res/res_pjsip.c"),
    # Modules of early releases whose work others do since
    *(With(need("module res_pjsip_registrar"), needs("module res_pjsip_registrar_expire"), "registrations that run out are taken away by this module",
           "res/res_pjsip_registrar_expire.c (12 to 13.19, 14, 15 to 15.2)", releases=releases) for releases in (">=12 <13.20", ">=14 <15.3")),
    *(Invisible("res_pjsip_registrar_expire", "it is empty: res_pjsip_registrar does its work in these releases",
                "res/res_pjsip_registrar_expire.c (13.20, 15.3)", releases=releases, never=True) for releases in (">=13.20 <14", ">=15.3 <16")),
    *(With(need("module res_pjsip"), needs("module res_pjsip_multihomed"),
           "with several addresses, messages name the one that they leave from by this module",
           "res/res_pjsip_multihomed.c (12.2 to 13.12, 14.0, 14.1)", releases=releases) for releases in (">=12.2 <13.13", ">=14 <14.2")),
    *(With(need(PJSIP), needs("module res_pjsip_transport_management"),
           "TCP and TLS connections are kept alive, and closed when nothing comes, by this module",
           "res/res_pjsip_transport_management.c (13.8.1 to 13.19.1, 14 to 14.7.5, 15 to 15.2.1)", releases=releases)
      for releases in (">=13.8.1 <13.19.2", ">=14 <14.7.6", ">=15 <15.2.2")),
    OptionRow(CONF, "*", "keep_alive_interval", "!0", needs=needs("module res_pjsip_keepalive"),
              because="TCP and TLS connections are kept alive by this module", source="res/res_pjsip_keepalive.c (13.2 to 13.8)",
              type="global", releases=">=13.2 <13.8.1"),
    With(need("module res_pjsip"), needs("module res_pjsip_log_forwarder"),
         "warnings and errors of PJSIP's library come into the log through this module", "res/res_pjsip_log_forwarder.c (12 to 13.7)",
         releases=">=12 <13.8"),
    Invisible("res_sdp_translator_pjmedia", "only Asterisk's own tests use it", "tests/test_sdp.c; res/res_sdp_translator_pjmedia.c (15 to 15.2)",
              releases=">=15 <15.3", never=True),
    With(need(PJSIP), needs("module res_pjsip_caller_id"), "without it a call from PJSIP has no caller id, and none is sent",
         "res/res_pjsip_caller_id.c"),
    With(need(PJSIP), needs("module res_pjsip_nat"), "without it a phone behind NAT gets no answer (force_rport is on by default)",
         "res/res_pjsip_nat.c"),
    With(need(PJSIP), needs("module res_pjsip_rfc3326"), "why a call ended (answered elsewhere, busy, ...) travels in Reason headers",
         "res/res_pjsip_rfc3326.c"),
    With(need(PJSIP), needs("module res_pjsip_diversion"), "forwarded calls say so, and a phone's 302 keeps who forwarded, through this module",
         "res/res_pjsip_diversion.c"),
    With(need(PJSIP), needs("module res_pjsip_dlg_options"), "providers ask with OPTIONS inside a call whether it is still alive",
         "res/res_pjsip_dlg_options.c"),
    With(need(PJSIP), needs("module res_pjsip_dtmf_info"),
         "a phone may send digits as INFO requests whatever dtmf_mode says; without it they are never answered",
         "res/res_pjsip_dtmf_info.c"),
    With(need(PJSIP), needs("module res_pjsip_empty_info"), "session border controllers ask with an empty INFO whether a call is still alive",
         "res/res_pjsip_empty_info.c"),
    SectionRow(CONF, "*", needs("module res_pjsip_refer"), "phones transfer calls with REFER requests (allow_transfer is on by default)",
               source="res/res_pjsip_refer.c", type="endpoint", unless="allow_transfer=false"),
    SectionRow(WIZARD, "*", needs("module res_pjsip_refer"), "phones transfer calls with REFER requests (allow_transfer is on by default)",
               source="res/res_pjsip_refer.c", type="wizard", unless="endpoint/allow_transfer=false"),
    With(need("module res_pjsip_outbound_publish"), needs("module res_pjsip_session; module res_pjproject"),
         "without sessions the library logs a failed assertion at each PUBLISH (mod_inv.mod.id >= 0)", "res/res_pjsip_outbound_publish.c"),
    With(need("application MessageSend"), needs("module res_pjsip_messaging"), "messages to pjsip: addresses are sent by this module",
         "res/res_pjsip_messaging.c", also=need(PJSIP)),
    With(need("function MESSAGE"), needs("module res_pjsip_messaging"), "the text message that the dialplan reads came in through this module",
         "res/res_pjsip_messaging.c", also=need(PJSIP)),
    Invisible("res_pjsip_messaging", "a phone can send text messages without any line that says so", "res/res_pjsip_messaging.c",
              "an endpoint's message_context, MessageSend() or MESSAGE() in the dialplan", when=needs(PJSIP)),
    Invisible("res_pjsip_send_to_voicemail", "only a Digium phone's header asks for it", "res/res_pjsip_send_to_voicemail.c",
              "nothing; keep it where Digium or Sangoma phones send calls to voicemail", when=needs(PJSIP)),
    Invisible("res_pjsip_logger", "it serves `pjsip set logger on` at the console", "res/res_pjsip_logger.c",
              "debug= in pjsip.conf's global section", when=needs(PJSIP)),
    Invisible("res_pjsip_history", "it serves `pjsip set history on` at the console", "res/res_pjsip_history.c", when=needs(PJSIP)),
    Invisible("res_pjsip_maintenance", "it serves console commands and AMI actions that put an endpoint out of service",
              "res/res_pjsip_maintenance.c (from 22.10 on)", when=needs(PJSIP)),
    Invisible("res_pjsip_sips_contact", "a registered phone's contact can be a sips address", "res/res_pjsip_sips_contact.c",
              "a sips: address in pjsip.conf", when=needs(PJSIP)),
)  # fmt: skip
