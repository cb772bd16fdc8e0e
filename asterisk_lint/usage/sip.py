"""chan_sip: what sip.conf, and sip_notify.conf, need (to release 20)."""

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.usage.rows import OptionRow, Reader, Row, Sample, SectionRow, With

SIP = "sip.conf"
PEERS = "!general|authentication"

ROWS: tuple[Row, ...] = (
    SectionRow(SIP, PEERS, needs("module chan_sip"),
        "only chan_sip reads sip.conf, which defines this phone or provider",
        source="channels/chan_sip.c", releases="<21"),
    OptionRow(SIP, "general",
        "register|mwi|autodomain|fromdomain|domain|localnet|externaddr|externip|externhost", "?*",
        needs=needs("module chan_sip"),
        because="only chan_sip reads sip.conf, and this line makes it active",
        source="channels/chan_sip.c: reload_config()", releases="<21"),
    OptionRow("extconfig.conf", "settings", "sippeers|sipusers|sipregs", "?*",
        needs=needs("module chan_sip"), because="chan_sip serves these phones in a database",
        source="channels/chan_sip.c: realtime_peer()", releases="<21"),
    OptionRow("extconfig.conf", "settings", "sip.conf", "?*", needs=needs("module chan_sip"),
        because="chan_sip reads this file from a database",
        source="channels/chan_sip.c: reload_config()", releases="<21"),
    OptionRow("users.conf", "!general", "hassip", "true", needs=needs("module chan_sip"),
        because="this user has a SIP phone", source="channels/chan_sip.c: reload_config()",
        releases=">=1.4 <21"),
    Reader(SIP, "chan_sip", "channels/chan_sip.c"),
    Sample(SIP),
    With(need("module chan_sip"), needs("module res_rtp_asterisk"),
        "a SIP call has no audio without RTP", "res/res_rtp_asterisk.c", releases=">=1.8"),
    *(
        row
        # users.conf: [general] gives defaults that only hassip=yes reads
        for file, sections in ((SIP, "*"), ("users.conf", "!general"))
        for row in (
            OptionRow(file, sections, "encryption", "!no|off|false|n|f|0",
                needs=needs("module res_srtp"), because="this module encrypts the media",
                source=
                "channels/chan_sip.c: process_crypto(); reload_config() builds peers of "
                "users.conf", enforces=True, releases=">=1.8 <21"),
            OptionRow(file, sections, "dtlsenable", "true", needs=needs("module res_srtp"),
                because="this module encrypts the media", source="channels/chan_sip.c",
                enforces=True, releases=">=11 <21"),
        )
    ),
    OptionRow(SIP, "*", "transport", "*ws*", needs=needs("module res_http_websocket"),
        because="this module accepts SIP over WebSockets", source="channels/chan_sip.c",
        releases=">=11 <21"),
    OptionRow(SIP, "*", "rtp_engine|engine", "?*", needs=needs("rtp_engine {value}"),
        because="calls use this RTP engine for their media", source="channels/chan_sip.c",
        releases=">=1.8 <21"),
    OptionRow(SIP, "*", "musicclass|mohinterpret|mohsuggest", "?*",
        needs=needs("module res_musiconhold"), because="callers on hold hear this class of music",
        source="channels/chan_sip.c", releases="<21"),
)  # fmt: skip
