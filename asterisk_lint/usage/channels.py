"""Channel drivers beside SIP: which lines of their files make them act. A section as Asterisk ships it does not."""

import re
from collections.abc import Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import Choice, Entry, Found, Reader, Reads, Row, Sample, Section, With

SOUND = "its calls have no sound without RTP"
REALTIME = "extconfig.conf"
GUESTS = "it answers callers that it does not know"

IAX: tuple[Row, ...] = (
    Section("iax.conf", "!general|callnumberlimits", "module chan_iax2",
            "only chan_iax2 reads iax.conf, and this phone or provider is in it", "channels/chan_iax2.c"),
    Entry("iax.conf", "general", "register", "?*", "module chan_iax2", "chan_iax2 registers there", "channels/chan_iax2.c"),
    Entry(REALTIME, "settings", "iaxusers|iaxpeers|iax.conf", "?*", "module chan_iax2", "what is in this table is chan_iax2's",
          "channels/chan_iax2.c: realtime_peer()"),
    Entry("users.conf", "!general", "hasiax", "true", "module chan_iax2", "this user has an IAX2 phone", "channels/chan_iax2.c: set_config()"),
    Entry("iaxprov.conf", "!default", "?*", "*", "module chan_iax2", "devices are provisioned over IAX2",
          "channels/iax2/provision.c"),
    Reader("iax.conf", "chan_iax2", "channels/chan_iax2.c"),
    Reader("iaxprov.conf", "chan_iax2", "channels/iax2/provision.c"),
    Entry("iax.conf", "*", "inkeys|outkey", "?*", "module res_crypto", "calls are authenticated by keys, which res_crypto holds",
          "channels/chan_iax2.c: ast_key_get()", enforces=True),
    Entry("iax.conf", "*", "auth", "*rsa*", "module res_crypto", "calls are authenticated by keys, which res_crypto holds",
          "channels/chan_iax2.c: ast_check_signature()", enforces=True),
    Entry("iax.conf", "*", "encryption|forceencryption", "!no|off|false|n|f|0", "module res_crypto", "calls are encrypted by res_crypto",
          "channels/chan_iax2.c: ast_aes_set_encrypt_key()", enforces=True, releases=">=1.4"),
    Found("module res_crypto", "a dial string or a switch names a key in brackets: IAX2/guest:[key]@host",
          "channels/chan_iax2.c: parse_dial_string()"),
    Entry("iax.conf", "general", "register", "*[[]*", "module res_crypto", "this registration signs with a key, which res_crypto holds",
          "channels/chan_iax2.c: iax2_append_register()", enforces=True),
)  # fmt: skip

WIRES: tuple[Row, ...] = (
    Entry("chan_dahdi.conf", "*", "channel|crv|dahdichan", "?*", "module chan_dahdi", "these lines are chan_dahdi's", "channels/chan_dahdi.c"),
    Entry("users.conf", "*", "dahdichan", "?*", "module chan_dahdi", "these lines are chan_dahdi's", "channels/chan_dahdi.c"),
    Entry("zapata.conf", "*", "channel|crv", "?*", "module chan_dahdi", "these lines are chan_dahdi's", "channels/chan_dahdi.c", releases="<1.6"),
    Reader("chan_dahdi.conf", "chan_dahdi", "channels/chan_dahdi.c"),
    With("module chan_dahdi", "codec alaw; codec ulaw", "a line speaks A-law or mu-law, and only the hardware decides which",
         "channels/chan_dahdi.c: deflaw"),
    Entry("misdn.conf", "!general|default", "ports", "?*", "module chan_misdn",
          "these lines are chan_misdn's", "channels/chan_misdn.c", releases="<19"),
    Entry("phone.conf", "interfaces", "device", "?*", "module chan_phone", "this telephone card is chan_phone's", "channels/chan_phone.c",
          releases="<19"),
    Entry("vpb.conf", "interfaces", "board|channel", "?*", "module chan_vpb", "these lines are chan_vpb's", "channels/chan_vpb.cc", releases="<19"),
    Section("chan_mobile.conf", "!general|adapter", "module chan_mobile",
            "only chan_mobile reads this file, and this mobile phone is in it", "addons/chan_mobile.c", releases=">=1.8"),
    Entry("alsa.conf", "general", "input_device|output_device|noaudiocapture", "?*", "module chan_alsa", "chan_alsa speaks through this sound card",
          "channels/chan_alsa.c", releases="<21"),
    Entry("oss.conf", "*", "device|mixer", "?*", "module chan_oss", "chan_oss speaks through this sound card", "channels/chan_oss.c", releases="<19"),
    Section("console.conf", "!general", "module chan_console", "only chan_console reads this file, and this sound card is in it",
            "channels/chan_console.c", releases=">=1.6.1"),
    Reader("console.conf", "chan_console", "channels/chan_console.c"),
    With("module chan_console", "module codec_resample", "the sound card runs at 16 kHz, and phones do not", "channels/chan_console.c", ">=10"),
    Choice("channel Console", "chan_alsa chan_console chan_oss", "alsa.conf says how to reach the sound card", "channels/chan_alsa.c",
           given="alsa.conf general/input_device|output_device"),
    Choice("channel Console", "chan_oss chan_console chan_alsa", "oss.conf says how to reach the sound card", "channels/chan_oss.c",
           given="oss.conf */device|mixer"),
    Choice("channel Console", "chan_console chan_alsa chan_oss", "one driver takes the sound card, and chan_console is the one that stayed",
           "channels/chan_console.c; chan_oss went in 19, chan_alsa in 21"),
)  # fmt: skip

NETWORK: tuple[Row, ...] = (
    Section("motif.conf", "*", "module chan_motif", "only chan_motif reads this file, and this endpoint is in it",
            "channels/chan_motif.c", releases=">=11"),
    Section("xmpp.conf", "!general", "module res_xmpp", "res_xmpp keeps this connection to an XMPP server", "res/res_xmpp.c", releases=">=11"),
    Section("jabber.conf", "!general", "module res_jabber", "res_jabber keeps this connection to an XMPP server", "res/res_jabber.c", releases="<13"),
    Section("gtalk.conf", "!general", "module chan_gtalk", "only chan_gtalk reads this file, and this contact is in it", "channels/chan_gtalk.c",
            releases="<13"),
    Section("jingle.conf", "!general", "module chan_jingle", "only chan_jingle reads this file, and this contact is in it", "channels/chan_jingle.c",
            releases="<13"),
    Section("h323.conf", "!general", "module chan_h323", "only chan_h323 reads this file, and this phone or provider is in it",
            "channels/chan_h323.c", releases="<13"),
    Section("ooh323.conf", "!general", "module chan_ooh323",
            "only chan_ooh323 reads this file, and this phone or provider is in it", "addons/chan_ooh323.c"),
    Section("unistim.conf", "!general", "module chan_unistim", "only chan_unistim reads this file, and this phone is in it",
            "channels/chan_unistim.c"),
    Section("mgcp.conf", "!general", "module chan_mgcp", "only chan_mgcp reads this file, and this gateway is in it", "channels/chan_mgcp.c",
            releases="<21"),
    Section("skinny.conf", "!general|lines|devices", "module chan_skinny", "only chan_skinny reads this file, and this phone is in it",
            "channels/chan_skinny.c", releases="<21"),
    Entry("skinny.conf", "lines|devices", "*", "*", "module chan_skinny", "only chan_skinny reads this file, and this phone is in it",
          "channels/chan_skinny.c", releases="<21"),
    Section("res_pktccops.conf", "!general", "module res_pktccops", "only res_pktccops reads this file, and this cable modem gateway is in it",
            "res/res_pktccops.c", releases=">=1.8 <21"),
    *(
        Reader(f"{name}.conf", module, f"channels/{module}.c")
        for name, module in (("motif", "chan_motif"), ("ooh323", "chan_ooh323"), ("unistim", "chan_unistim"), ("mgcp", "chan_mgcp"),
                             ("skinny", "chan_skinny"), ("xmpp", "res_xmpp"))
    ),
    *(
        With(f"module {module}", "module res_rtp_asterisk", SOUND, f"channels/{module}.c", ">=1.8")
        for module in ("chan_motif", "chan_mgcp", "chan_skinny", "chan_unistim", "chan_ooh323", "chan_h323", "chan_gtalk", "chan_jingle")
    ),
    With("channel UnicastRTP", "module res_rtp_asterisk", SOUND, "channels/chan_rtp.c", ">=13"),
    With("channel MulticastRTP", "module res_rtp_multicast", SOUND, "channels/chan_rtp.c, channels/chan_multicast_rtp.c", ">=1.8"),
    With("module chan_websocket", "timing *", "sound is sent at a steady pace", "channels/chan_websocket.c: ast_timer_open()", ">=20"),
    Section("websocket_client.conf", "*", "module res_websocket_client", "this connection to a WebSocket server is res_websocket_client's",
            "res/res_websocket_client.c", type="websocket_client", releases=">=20"),
    Entry("websocket_client.conf", "*", "protocols", "*media*", "module chan_websocket", "only chan_websocket speaks this protocol",
          "channels/chan_websocket.c: incoming_wsconn_list, webchan_request()", type="websocket_client", releases=">=20"),
    With("switch IAX2", "application Dial", "the switch calls what it found by running Dial()", "channels/chan_iax2.c: iax2_exec()"),
    *(
        Entry(file, "*", option, "?*", needs, "this runs before the caller is called back", "main/ccss.c: generic_recall()",
              releases=releases)
        for file in ("sip.conf", "chan_dahdi.conf")
        for option, needs, releases in (("cc_callback_sub", "gosub {value}", ">=11"), ("cc_callback_macro", "application Macro", ">=1.8 <21"))
    ),
    Entry("xmpp.conf", "!general", "refresh_token", "?*", "function CURL", "the token for this account is fetched by running CURL()",
          "res/res_xmpp.c: fetch_access_token()", releases=">=13"),
    With("module res_pjsip_transport_websocket", "module res_http_websocket", "browsers' connections come in through Asterisk's web server",
         "res/res_pjsip_transport_websocket.c"),
    With("module chan_websocket", "module res_http_websocket; module res_websocket_client", "the sound comes over WebSockets, in and out",
         "channels/chan_websocket.c", ">=20"),
)  # fmt: skip

# Files that lie in every installation. Whoever changed [general] alone may have meant to serve unknown callers; whoever loads the driver does.
SERVED: tuple[Row, ...] = (
    *(
        Section(file, "general", f"module {module}", f"{module} is loaded, and this section is not as {file} is shipped: {what}", source,
                if_loaded=True, releases=releases)
        for file, module, what, source, releases in (
            ("iax.conf", "chan_iax2", GUESTS, "channels/chan_iax2.c: socket_process_helper()", ""),
            ("sip.conf", "chan_sip", GUESTS, "channels/chan_sip.c: check_user_full(), allowguest", "<21"),
            ("ooh323.conf", "chan_ooh323", GUESTS, "addons/chan_ooh323.c: reload_config()", ""),
            ("h323.conf", "chan_h323", GUESTS, "channels/chan_h323.c: acceptAnonymous", "<13"),
            ("unistim.conf", "chan_unistim", "it answers phones that it does not know", "channels/chan_unistim.c: autoprovisioning", ""),
            ("mgcp.conf", "chan_mgcp", "it answers gateways", "channels/chan_mgcp.c: reload_config()", "<21"),
            ("skinny.conf", "chan_skinny", "it answers phones", "channels/chan_skinny.c: config_load()", "<21"),
            ("alsa.conf", "chan_alsa", "it speaks through the sound card", "channels/chan_alsa.c", "<21"),
            ("oss.conf", "chan_oss", "it speaks through the sound card", "channels/chan_oss.c", "<19"),
            ("console.conf", "chan_console", "it speaks through the sound card", "channels/chan_console.c", ""),
            ("misdn.conf", "chan_misdn", "it answers lines", "channels/chan_misdn.c", "<19"),
            ("chan_mobile.conf", "chan_mobile", "it looks for mobile phones", "addons/chan_mobile.c", ""),
        )
    ),
    *(
        Sample(f"{name}.conf")
        for name in ("alsa", "chan_mobile", "console", "gtalk", "h323", "iax", "iaxprov", "jabber", "jingle", "mgcp", "misdn", "motif", "ooh323",
                     "oss", "phone", "res_pktccops", "skinny", "unistim", "vpb", "xmpp")
    ),
)  # fmt: skip

ROWS: tuple[Row, ...] = IAX + WIRES + NETWORK + SERVED

_KEY = re.compile(r"\bIAX2/[^,&|()]*:\[[^,&|]*\]@", re.IGNORECASE)


READS: tuple[Reads, ...] = (
    Reads("extensions.conf extensions.ael extensions.lua queues.conf followme.conf dundi.conf", "*", "module res_crypto",
          "a call over IAX2 that a key signs"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find keys in IAX2's dial strings, wherever they stand, and in switches (channels/chan_iax2.c, parse_dial_string(), all releases)."""
    because = "the key in brackets signs the call, and res_crypto holds the keys"
    for step in configuration.dialplan().steps if ":[" in configuration.arguments() else ():
        if ":[" in step.arguments and _KEY.search(step.arguments):
            place = (step.file, step.line, step.column, step.context, step.extension, step.priority)
            yield Use("module", "res_crypto", *place, because=because, enforces=True)
    for file, comment in (("extensions.ael", "//"), ("extensions.lua", "--")):
        for number, line in enumerate(
            configuration.lines(file) if file in configuration.names() else (), 1
        ):
            if ":[" in line and _KEY.search(line.partition(comment)[0]):
                yield Use("module", "res_crypto", file, number, because=because, enforces=True)
    for file in ("extensions.conf", "queues.conf", "followme.conf", "dundi.conf"):
        read = configuration.conf(file) if file in configuration.names() else None
        for section in read.sections if read else ():
            for entry in section.entries if not section.template else ():
                named = entry.key.lower() not in {"exten", "same"} and ":[" in entry.value
                if named and _KEY.search(entry.value):
                    yield Use(
                        "module",
                        "res_crypto",
                        entry.file,
                        entry.line,
                        entry.value_column,
                        because=because,
                        enforces=True,
                    )
