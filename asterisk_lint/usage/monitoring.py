"""What watches an Asterisk from outside: SNMP, Prometheus, StatsD, HEP."""

from asterisk_lint.usage.rows import Entry, Invisible, Reader, Row, Section, With

ROWS: tuple[Row, ...] = (
    Entry(
        "res_snmp.conf", "general", "enabled|subagent", "true", "module res_snmp",
        "res_snmp answers SNMP requests about this PBX",
        "res/res_snmp.c load_config()",
    ),
    Entry(
        "prometheus.conf", "general", "enabled", "true", "module res_prometheus",
        "res_prometheus serves the metrics that Prometheus fetches",
        "res/res_prometheus.c", releases=">=17",
    ),
    Entry(
        "statsd.conf", "general", "enabled", "true", "module res_statsd",
        "res_statsd sends this PBX's figures to a StatsD server",
        "res/res_statsd.c load_module()",
    ),
    With("module app_statsd", "module res_statsd", "StatsD() sends through res_statsd", "apps/app_statsd.c AST_MODULE_INFO"),
    Invisible(
        "res_endpoint_stats",
        "res_endpoint_stats sends the state of each endpoint to the StatsD server, and has no configuration",
        "res/res_endpoint_stats.c load_module()", shown_by="somebody looks at these figures", when="module res_statsd",
    ),
    Invisible(
        "res_chan_stats",
        "res_chan_stats sends the events of each channel to the StatsD server, and has no configuration",
        "res/res_chan_stats.c load_module()", shown_by="somebody looks at these figures", when="module res_statsd",
    ),
    Section(
        "hep.conf", "general", "module res_hep",
        "res_hep copies signalling to the capture server of hep.conf",
        "res/res_hep.c load_module(): enabled unless it says no", unless="enabled=!true",
    ),
    Section(
        "hep.conf", "general", "function CHANNEL",
        "res_hep_rtcp asks CHANNEL(pjsip,call-id) which call a report on the sound belongs to",
        "res/res_hep_rtcp.c assign_uuid()", unless="enabled=!true; uuid_type=channel",
    ),
    Reader("hep.conf", "res_hep", "res/res_hep.c load_module()"),
    With(
        "module res_hep", "module res_hep_pjsip",
        "SIP messages are copied to the capture server by res_hep_pjsip",
        "res/res_hep_pjsip.c", also="module res_pjsip",
    ),
    With(
        "module res_hep", "module res_hep_rtcp",
        "reports on the sound's quality (RTCP) are copied to the capture server by res_hep_rtcp",
        "res/res_hep_rtcp.c", also="module res_rtp_asterisk",
    ),
)  # fmt: skip
