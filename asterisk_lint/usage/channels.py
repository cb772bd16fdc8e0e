"""Channel drivers other than SIP: which lines of their files make them active. A section as
Asterisk ships it does not.
"""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import (
    Choice,
    FindRow,
    OptionRow,
    Reader,
    Reads,
    Row,
    Sample,
    SectionRow,
    With,
)

SOUND = "its calls have no audio without RTP"
REALTIME = "extconfig.conf"
GUESTS = "it accepts calls from unknown callers"

IAX: tuple[Row, ...] = (
    SectionRow("iax.conf", "!general|callnumberlimits", needs("module chan_iax2"),
        "only chan_iax2 reads iax.conf, which defines this phone or provider",
        source="channels/chan_iax2.c"),
    OptionRow("iax.conf", "general", "register", "?*", needs=needs("module chan_iax2"),
        because="chan_iax2 registers with this provider", source="channels/chan_iax2.c"),
    OptionRow(REALTIME, "settings", "iaxusers|iaxpeers|iax.conf", "?*",
        needs=needs("module chan_iax2"), because="chan_iax2 reads this table",
        source="channels/chan_iax2.c: realtime_peer()"),
    OptionRow("users.conf", "!general", "hasiax", "true", needs=needs("module chan_iax2"),
        because="this user has an IAX2 phone", source="channels/chan_iax2.c: set_config()"),
    OptionRow("iaxprov.conf", "!default", "?*", "*", needs=needs("module chan_iax2"),
        because="devices are provisioned over IAX2", source="channels/iax2/provision.c"),
    Reader("iax.conf", "chan_iax2", "channels/chan_iax2.c"),
    Reader("iaxprov.conf", "chan_iax2", "channels/iax2/provision.c"),
    OptionRow("iax.conf", "*", "inkeys|outkey", "?*", needs=needs("module res_crypto"),
        because="calls are authenticated with keys, which res_crypto manages",
        source="channels/chan_iax2.c: ast_key_get()", enforces=True),
    OptionRow("iax.conf", "*", "auth", "*rsa*", needs=needs("module res_crypto"),
        because="calls are authenticated with keys, which res_crypto manages",
        source="channels/chan_iax2.c: ast_check_signature()", enforces=True),
    OptionRow("iax.conf", "*", "encryption|forceencryption", "!no|off|false|n|f|0",
        needs=needs("module res_crypto"), because="res_crypto encrypts calls",
        source="channels/chan_iax2.c: ast_aes_set_encrypt_key()", enforces=True, releases=">=1.4"),
    FindRow(needs("module res_crypto"),
        "a dial string or a switch names a key in brackets: IAX2/guest:[key]@host",
        "channels/chan_iax2.c: parse_dial_string()"),
    OptionRow("iax.conf", "general", "register", "*[[]*", needs=needs("module res_crypto"),
        because="this registration is signed with a key, which res_crypto manages",
        source="channels/chan_iax2.c: iax2_append_register()", enforces=True),
)  # fmt: skip

WIRES: tuple[Row, ...] = (
    OptionRow("chan_dahdi.conf", "*", "channel|crv|dahdichan", "?*",
        needs=needs("module chan_dahdi"), because="chan_dahdi handles these lines",
        source="channels/chan_dahdi.c"),
    OptionRow("users.conf", "*", "dahdichan", "?*", needs=needs("module chan_dahdi"),
        because="chan_dahdi handles these lines", source="channels/chan_dahdi.c"),
    OptionRow("zapata.conf", "*", "channel|crv", "?*", needs=needs("module chan_dahdi"),
        because="chan_dahdi handles these lines", source="channels/chan_dahdi.c", releases="<1.6"),
    Reader("chan_dahdi.conf", "chan_dahdi", "channels/chan_dahdi.c"),
    With(need("module chan_dahdi"), needs("codec alaw; codec ulaw"),
        "a line uses A-law or mu-law, depending on the hardware", "channels/chan_dahdi.c: deflaw"),
    OptionRow("misdn.conf", "!general|default", "ports", "?*", needs=needs("module chan_misdn"),
        because="chan_misdn handles these lines", source="channels/chan_misdn.c", releases="<19"),
    OptionRow("phone.conf", "interfaces", "device", "?*", needs=needs("module chan_phone"),
        because="chan_phone handles this telephone card", source="channels/chan_phone.c",
        releases="<19"),
    OptionRow("vpb.conf", "interfaces", "board|channel", "?*", needs=needs("module chan_vpb"),
        because="chan_vpb handles these lines", source="channels/chan_vpb.cc", releases="<19"),
    SectionRow("chan_mobile.conf", "!general|adapter", needs("module chan_mobile"),
        "only chan_mobile reads this file, which defines this mobile phone",
        source="addons/chan_mobile.c", releases=">=1.8"),
    OptionRow("alsa.conf", "general", "input_device|output_device|noaudiocapture", "?*",
        needs=needs("module chan_alsa"), because="chan_alsa uses this sound card",
        source="channels/chan_alsa.c", releases="<21"),
    OptionRow("oss.conf", "*", "device|mixer", "?*", needs=needs("module chan_oss"),
        because="chan_oss uses this sound card", source="channels/chan_oss.c", releases="<19"),
    SectionRow("console.conf", "!general", needs("module chan_console"),
        "only chan_console reads this file, which defines this sound card",
        source="channels/chan_console.c", releases=">=1.6.1"),
    Reader("console.conf", "chan_console", "channels/chan_console.c"),
    With(need("module chan_console"), needs("module codec_resample"),
        "the sound card runs at 16 kHz, but phones do not", "channels/chan_console.c",
        releases=">=10"),
    Choice(need("channel Console"), "chan_alsa chan_console chan_oss",
        "alsa.conf configures the sound card", "channels/chan_alsa.c",
        given="alsa.conf general/input_device|output_device"),
    Choice(need("channel Console"), "chan_oss chan_console chan_alsa",
        "oss.conf configures the sound card", "channels/chan_oss.c",
        given="oss.conf */device|mixer"),
    Choice(need("channel Console"), "chan_console chan_alsa chan_oss",
        "only one driver can use the sound card, and chan_console is the one that newer "
        "releases kept", "channels/chan_console.c; chan_oss went in 19, chan_alsa in 21"),
)  # fmt: skip

NETWORK: tuple[Row, ...] = (
    SectionRow("motif.conf", "*", needs("module chan_motif"),
        "only chan_motif reads this file, which defines this endpoint",
        source="channels/chan_motif.c", releases=">=11"),
    SectionRow("xmpp.conf", "!general", needs("module res_xmpp"),
        "res_xmpp makes this connection to an XMPP server", source="res/res_xmpp.c",
        releases=">=11"),
    SectionRow("jabber.conf", "!general", needs("module res_jabber"),
        "res_jabber makes this connection to an XMPP server", source="res/res_jabber.c",
        releases="<13"),
    SectionRow("gtalk.conf", "!general", needs("module chan_gtalk"),
        "only chan_gtalk reads this file, which defines this contact",
        source="channels/chan_gtalk.c", releases="<13"),
    SectionRow("jingle.conf", "!general", needs("module chan_jingle"),
        "only chan_jingle reads this file, which defines this contact",
        source="channels/chan_jingle.c", releases="<13"),
    SectionRow("h323.conf", "!general", needs("module chan_h323"),
        "only chan_h323 reads this file, which defines this phone or provider",
        source="channels/chan_h323.c", releases="<13"),
    SectionRow("ooh323.conf", "!general", needs("module chan_ooh323"),
        "only chan_ooh323 reads this file, which defines this phone or provider",
        source="addons/chan_ooh323.c"),
    SectionRow("unistim.conf", "!general", needs("module chan_unistim"),
        "only chan_unistim reads this file, which defines this phone",
        source="channels/chan_unistim.c"),
    OptionRow("unistim.conf", "!general", "extension", "ask|line", needs=needs("application Dial"),
        because="the phone gets an extension that runs Dial()",
        source="channels/chan_unistim.c: register_extension()"),
    SectionRow("mgcp.conf", "!general", needs("module chan_mgcp"),
        "only chan_mgcp reads this file, which defines this gateway", source="channels/chan_mgcp.c",
        releases="<21"),
    SectionRow("skinny.conf", "!general|lines|devices", needs("module chan_skinny"),
        "only chan_skinny reads this file, which defines this phone",
        source="channels/chan_skinny.c", releases="<21"),
    OptionRow("skinny.conf", "lines|devices", "*", "*", needs=needs("module chan_skinny"),
        because="only chan_skinny reads this file, which defines this phone",
        source="channels/chan_skinny.c", releases="<21"),
    SectionRow("res_pktccops.conf", "!general", needs("module res_pktccops"),
        "only res_pktccops reads this file, which defines this cable modem gateway",
        source="res/res_pktccops.c", releases=">=1.8 <21"),
    *(
        Reader(f"{name}.conf", module, f"channels/{module}.c")
        for name, module in (("motif", "chan_motif"), ("ooh323", "chan_ooh323"), ("unistim",
            "chan_unistim"), ("mgcp", "chan_mgcp"), ("skinny", "chan_skinny"), ("xmpp", "res_xmpp"))
    ),
    *(
        With(need(f"module {module}"), needs("module res_rtp_asterisk"), SOUND,
            f"channels/{module}.c", releases=">=1.8")
        for module in ("chan_motif", "chan_mgcp", "chan_skinny", "chan_unistim", "chan_ooh323",
            "chan_h323", "chan_gtalk", "chan_jingle")
    ),
    With(need("channel UnicastRTP"), needs("module res_rtp_asterisk"), SOUND, "channels/chan_rtp.c",
        releases=">=13"),
    With(need("channel MulticastRTP"), needs("module res_rtp_multicast"), SOUND,
        "channels/chan_rtp.c, channels/chan_multicast_rtp.c", releases=">=1.8"),
    With(need("module chan_websocket"), needs("timing *"),
        "audio is sent at a steady pace, which needs a timing source",
        "channels/chan_websocket.c: ast_timer_open()", releases=">=20"),
    SectionRow("websocket_client.conf", "*", needs("module res_websocket_client"),
        "res_websocket_client makes this connection to a WebSocket server",
        source="res/res_websocket_client.c", type="websocket_client", releases=">=20"),
    OptionRow("websocket_client.conf", "*", "protocols", "*media*",
        needs=needs("module chan_websocket"), because="only chan_websocket speaks this protocol",
        source="channels/chan_websocket.c: incoming_wsconn_list, webchan_request()",
        type="websocket_client", releases=">=20"),
    With(need("switch IAX2"), needs("application Dial"),
        "the switch runs Dial() to call the extension that it found",
        "channels/chan_iax2.c: iax2_exec()"),
    *(
        OptionRow(file, "*", option, "?*", needs=needs(wanted),
            because="Asterisk runs this before it calls the caller back",
            source="main/ccss.c: generic_recall()", releases=releases)
        for file in ("sip.conf", "chan_dahdi.conf")
        for option, wanted, releases in (("cc_callback_sub", "gosub {value}", ">=11"),
            ("cc_callback_macro", "application Macro", ">=1.8 <21"))
    ),
    OptionRow("xmpp.conf", "!general", "refresh_token", "?*", needs=needs("function CURL"),
        because="Asterisk runs CURL() to fetch the token for this account",
        source="res/res_xmpp.c: fetch_access_token()", releases=">=13"),
    With(need("module res_pjsip_transport_websocket"), needs("module res_http_websocket"),
         "browsers connect to Asterisk's web server", "res/res_pjsip_transport_websocket.c"),
    With(need("module chan_websocket"),
        needs("module res_http_websocket; module res_websocket_client"),
        "audio is sent and received over WebSockets", "channels/chan_websocket.c", releases=">=20"),
)  # fmt: skip

# Files that are part of every installation. Someone who changed only [general] may want to serve
# unknown callers; someone who loads the driver does.
SERVED: tuple[Row, ...] = (
    *(
        SectionRow(file, "general", needs(f"module {module}"),
            f"{module} is loaded, and this section differs from the {file} that Asterisk ships: "
            f"{what}", source=source, if_loaded=True, releases=releases)
        for file, module, what, source, releases in (
            ("iax.conf", "chan_iax2", GUESTS, "channels/chan_iax2.c: socket_process_helper()", ""),
            ("sip.conf", "chan_sip", GUESTS, "channels/chan_sip.c: check_user_full(), allowguest",
                "<21"),
            ("ooh323.conf", "chan_ooh323", GUESTS, "addons/chan_ooh323.c: reload_config()", ""),
            ("h323.conf", "chan_h323", GUESTS, "channels/chan_h323.c: acceptAnonymous", "<13"),
            ("unistim.conf", "chan_unistim", "it accepts calls from unknown phones",
                "channels/chan_unistim.c: autoprovisioning", ""),
            ("mgcp.conf", "chan_mgcp", "it answers gateways",
                "channels/chan_mgcp.c: reload_config()", "<21"),
            ("skinny.conf", "chan_skinny", "it answers phones",
                "channels/chan_skinny.c: config_load()", "<21"),
            ("alsa.conf", "chan_alsa", "it uses the sound card", "channels/chan_alsa.c", "<21"),
            ("oss.conf", "chan_oss", "it uses the sound card", "channels/chan_oss.c", "<19"),
            ("console.conf", "chan_console", "it uses the sound card", "channels/chan_console.c",
                ""),
            ("misdn.conf", "chan_misdn", "it answers lines", "channels/chan_misdn.c", "<19"),
            ("chan_mobile.conf", "chan_mobile", "it looks for mobile phones",
                "addons/chan_mobile.c", ""),
        )
    ),
    *(
        Sample(f"{name}.conf")
        for name in ("alsa", "chan_mobile", "console", "gtalk", "h323", "iax", "iaxprov", "jabber",
            "jingle", "mgcp", "misdn", "motif", "ooh323", "oss", "phone", "res_pktccops", "skinny",
            "unistim", "vpb", "xmpp")
    ),
)  # fmt: skip

ROWS: tuple[Row, ...] = IAX + WIRES + NETWORK + SERVED

_KEY = r"(?i)\bIAX2/[^,&|()]*:\[[^,&|]*\]@"


READS: tuple[Reads, ...] = (
    Reads("extensions.conf extensions.ael extensions.lua queues.conf followme.conf dundi.conf", "*",
        needs("module res_crypto"), "a call over IAX2 that is signed with a key"),
)  # fmt: skip


def _is_no_step(key: str) -> bool:
    return key not in {"exten", "same"} and key.lower() not in {"exten", "same"}


def _has_key(text: str) -> bool:
    if ":[" not in text:
        return False
    import re

    return re.search(_KEY, text) is not None


def find(configuration: Configuration) -> Iterator[Use]:
    """Find keys in IAX2's dial strings and in switches (channels/chan_iax2.c, parse_dial_string(),
    all releases).
    """
    because = "the key in brackets signs the call, and res_crypto manages the keys"
    for step in configuration.dialplan().steps if ":[" in configuration.arguments() else ():
        if _has_key(step.arguments):
            place = (step.file, step.line, step.column, step.context, step.extension, step.priority)
            yield Use("module", "res_crypto", *place, because=because, enforces=True)
    for file, comment in (("extensions.ael", "//"), ("extensions.lua", "--")):
        for number, line in enumerate(
            configuration.lines(file) if file in configuration.names() else (), 1
        ):
            if _has_key(line.partition(comment)[0]):
                yield Use("module", "res_crypto", file, number, because=because, enforces=True)
    for file in ("extensions.conf", "queues.conf", "followme.conf", "dundi.conf"):
        read = configuration.conf(file) if file in configuration.names() else None
        for section in read.sections if read else ():
            for entry in section.where(_is_no_step) if not section.template else ():
                if _has_key(entry.value):
                    yield Use(
                        "module",
                        "res_crypto",
                        entry.file,
                        entry.line,
                        entry.value_column,
                        because=because,
                        enforces=True,
                    )
