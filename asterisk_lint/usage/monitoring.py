"""External monitoring of Asterisk: SNMP, Prometheus, StatsD, HEP."""

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.usage.rows import Invisible, OptionRow, Reader, Row, SectionRow, With

ROWS: tuple[Row, ...] = (
    OptionRow(
        "res_snmp.conf", "general", "enabled|subagent", "true", needs=needs("module res_snmp"),
        because="res_snmp answers SNMP requests about this PBX",
        source="res/res_snmp.c load_config()",
    ),
    OptionRow(
        "prometheus.conf", "general", "enabled", "true", needs=needs("module res_prometheus"),
        because="res_prometheus serves the metrics that Prometheus fetches",
        source="res/res_prometheus.c", releases=">=17",
    ),
    OptionRow(
        "statsd.conf", "general", "enabled", "true", needs=needs("module res_statsd"),
        because="res_statsd sends this PBX's figures to a StatsD server",
        source="res/res_statsd.c load_module()",
    ),
    With(need("module app_statsd"), needs("module res_statsd"), "StatsD() sends through res_statsd",
        "apps/app_statsd.c AST_MODULE_INFO"),
    Invisible(
        "res_endpoint_stats",
            "res_endpoint_stats sends the state of each endpoint to the StatsD server; it has "
            "no configuration",
        "res/res_endpoint_stats.c load_module()", shown_by="these figures are evaluated",
            when=needs("module res_statsd"),
    ),
    Invisible(
        "res_chan_stats",
            "res_chan_stats sends the events of each channel to the StatsD server; it has no "
            "configuration",
        "res/res_chan_stats.c load_module()", shown_by="these figures are evaluated",
            when=needs("module res_statsd"),
    ),
    SectionRow(
        "hep.conf", "general", needs("module res_hep"),
        "res_hep copies signalling to the capture server in hep.conf",
        source="res/res_hep.c load_module(): enabled unless it says no", unless="enabled=!true",
    ),
    SectionRow(
        "hep.conf", "general", needs("function CHANNEL"),
        "res_hep_rtcp uses CHANNEL(pjsip,call-id) to find the call of a quality report",
        source="res/res_hep_rtcp.c assign_uuid()", unless="enabled=!true; uuid_type=channel",
    ),
    Reader("hep.conf", "res_hep", "res/res_hep.c load_module()"),
    With(
        need("module res_hep"), needs("module res_hep_pjsip"),
        "res_hep_pjsip copies SIP messages to the capture server",
        "res/res_hep_pjsip.c", also=need("module res_pjsip"),
    ),
    With(
        need("module res_hep"), needs("module res_hep_rtcp"),
        "res_hep_rtcp copies quality reports (RTCP) to the capture server",
        "res/res_hep_rtcp.c", also=need("module res_rtp_asterisk"),
    ),
)  # fmt: skip
