"""chan_sip: what sip.conf, and sip_notify.conf, need (to release 20)."""

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.usage.rows import OptionRow, Reader, Row, Sample, SectionRow, With

SIP = "sip.conf"
PEERS = "!general|authentication"

ROWS: tuple[Row, ...] = (
    SectionRow(SIP, PEERS, needs("module chan_sip"), "only chan_sip reads sip.conf, and this phone or provider is in it",
               source="channels/chan_sip.c", releases="<21"),
    OptionRow(SIP, "general", "register|mwi|autodomain|fromdomain|domain|localnet|externaddr|externip|externhost", "?*",
              needs=needs("module chan_sip"), because="only chan_sip reads sip.conf, and this line makes it act",
              source="channels/chan_sip.c: reload_config()", releases="<21"),
    OptionRow("extconfig.conf", "settings", "sippeers|sipusers|sipregs", "?*", needs=needs("module chan_sip"),
              because="phones in a database are chan_sip's", source="channels/chan_sip.c: realtime_peer()", releases="<21"),
    OptionRow("extconfig.conf", "settings", "sip.conf", "?*", needs=needs("module chan_sip"),
              because="this file, kept in a database, is read by chan_sip", source="channels/chan_sip.c: reload_config()", releases="<21"),
    OptionRow("users.conf", "!general", "hassip", "true", needs=needs("module chan_sip"), because="this user has a SIP phone",
              source="channels/chan_sip.c: reload_config()", releases=">=1.4 <21"),
    Reader(SIP, "chan_sip", "channels/chan_sip.c"),
    Sample(SIP),
    With(need("module chan_sip"), needs("module res_rtp_asterisk"), "a SIP call has no sound without RTP", "res/res_rtp_asterisk.c",
         releases=">=1.8"),
    *(
        row
        for file, sections in ((SIP, "*"), ("users.conf", "!general"))  # users.conf: [general] gives defaults that only hassip=yes reads
        for row in (
            OptionRow(file, sections, "encryption", "!no|off|false|n|f|0", needs=needs("module res_srtp"),
                      because="encrypted media is encrypted by this module",
                      source="channels/chan_sip.c: process_crypto(); reload_config() builds peers of users.conf", enforces=True,
                      releases=">=1.8 <21"),
            OptionRow(file, sections, "dtlsenable", "true", needs=needs("module res_srtp"),
                      because="encrypted media is encrypted by this module", source="channels/chan_sip.c", enforces=True,
                      releases=">=11 <21"),
        )
    ),
    OptionRow(SIP, "*", "transport", "*ws*", needs=needs("module res_http_websocket"),
              because="SIP over WebSockets comes in through this module", source="channels/chan_sip.c", releases=">=11 <21"),
    OptionRow(SIP, "*", "rtp_engine|engine", "?*", needs=needs("rtp_engine {value}"),
              because="this RTP engine is named for the calls' media", source="channels/chan_sip.c", releases=">=1.8 <21"),
    OptionRow(SIP, "*", "musicclass|mohinterpret|mohsuggest", "?*", needs=needs("module res_musiconhold"),
              because="whoever is put on hold hears this class of music", source="channels/chan_sip.c", releases="<21"),
)  # fmt: skip
