"""chan_sip: what sip.conf, and sip_notify.conf, need (to release 20)."""

from asterisk_lint.usage.rows import Entry, Reader, Row, Sample, Section, With

SIP = "sip.conf"
PEERS = "!general|authentication"

ROWS: tuple[Row, ...] = (
    Section(SIP, PEERS, "module chan_sip", "only chan_sip reads sip.conf, and this phone or provider is in it", "channels/chan_sip.c",
            releases="<21"),
    Entry(SIP, "general", "register|mwi|autodomain|fromdomain|domain|localnet|externaddr|externip|externhost", "?*", "module chan_sip",
          "only chan_sip reads sip.conf, and this line makes it act", "channels/chan_sip.c: reload_config()", releases="<21"),
    Entry("extconfig.conf", "settings", "sippeers|sipusers|sipregs", "?*", "module chan_sip", "phones in a database are chan_sip's",
          "channels/chan_sip.c: realtime_peer()", releases="<21"),
    Entry("extconfig.conf", "settings", "sip.conf", "?*", "module chan_sip", "this file, kept in a database, is read by chan_sip",
          "channels/chan_sip.c: reload_config()", releases="<21"),
    Entry("users.conf", "!general", "hassip", "true", "module chan_sip", "this user has a SIP phone", "channels/chan_sip.c: reload_config()",
          releases=">=1.4 <21"),
    Reader(SIP, "chan_sip", "channels/chan_sip.c"),
    Sample(SIP),
    With("module chan_sip", "module res_rtp_asterisk", "a SIP call has no sound without RTP", "res/res_rtp_asterisk.c", ">=1.8"),
    *(
        row
        for file, sections in ((SIP, "*"), ("users.conf", "!general"))  # users.conf: [general] gives defaults that only hassip=yes reads
        for row in (
            Entry(file, sections, "encryption", "!no|off|false|n|f|0", "module res_srtp", "encrypted media is encrypted by this module",
                  "channels/chan_sip.c: process_crypto(); reload_config() builds peers of users.conf", enforces=True, releases=">=1.8 <21"),
            Entry(file, sections, "dtlsenable", "true", "module res_srtp", "encrypted media is encrypted by this module",
                  "channels/chan_sip.c", enforces=True, releases=">=11 <21"),
        )
    ),
    Entry(SIP, "*", "transport", "*ws*", "module res_http_websocket", "SIP over WebSockets comes in through this module", "channels/chan_sip.c",
          releases=">=11 <21"),
    Entry(SIP, "*", "rtp_engine|engine", "?*", "rtp_engine {value}", "this RTP engine is named for the calls' media", "channels/chan_sip.c",
          releases=">=1.8 <21"),
    Entry(SIP, "*", "musicclass|mohinterpret|mohsuggest", "?*", "module res_musiconhold", "whoever is put on hold hears this class of music",
          "channels/chan_sip.c", releases="<21"),
)  # fmt: skip
