"""Which modules decline to load without their configuration file, and whether they say so.

Measured by booting Asterisk 22.10.1 and 16.28 with every module and an empty configuration directory (the second time with the files that the
modules below need of each other), and compared with a boot with every sample file. The loader itself adds one line for each, "X declined to load",
to the log of these releases; `how` is about what the module says of the cause.
"""

from typing import NamedTuple


class Decline(NamedTuple):
    """A module that declines when its file is not there.

    `how`: "silent" (the module itself says nothing of the file), "notice" (a NOTICE, the lowest level of a log as shipped) or "warns" (a WARNING or
    an ERROR). `releases` as in the rows of the usage tables.
    """

    module: str
    file: str
    how: str
    releases: str
    source: str


_BOTH = "measured on 16.28 and 22.10.1"
_NEW = "measured on 22.10.1; 16.28 loads it without the file, or has no such module"
_OLD = "measured on 16.28; 22.10.1 loads it without the file, or has no such module"

DECLINES: tuple[Decline, ...] = (
    Decline("app_agent_pool", "agents.conf", "warns", ">=16", _BOTH),
    Decline("app_alarmreceiver", "alarmreceiver.conf", "silent", ">=16", _BOTH),
    Decline("app_amd", "amd.conf", "warns", ">=16", _BOTH),
    Decline("app_confbridge", "confbridge.conf", "warns", ">=16", _BOTH),
    Decline("app_festival", "festival.conf", "warns", ">=16", _BOTH),
    Decline("app_followme", "followme.conf", "warns", ">=16", _BOTH),
    Decline("app_queue", "queues.conf", "notice", ">=16", _BOTH),
    Decline("cdr_csv", "cdr.conf", "warns", ">=16", _BOTH),
    Decline("cdr_manager", "cdr_manager.conf", "warns", ">=16", _BOTH),
    Decline("cdr_odbc", "cdr_odbc.conf", "warns", ">=16", _BOTH),
    Decline("cdr_pgsql", "cdr_pgsql.conf", "warns", ">=16", _BOTH),
    Decline("cdr_radius", "cdr.conf", "silent", ">=16", _BOTH),
    Decline("cdr_sqlite3_custom", "cdr_sqlite3_custom.conf", "warns", ">=16", _BOTH),
    Decline("cdr_tds", "cdr_tds.conf", "notice", ">=16", _BOTH),
    Decline("cel_manager", "cel.conf", "warns", ">=16", _BOTH),
    Decline("cel_pgsql", "cel_pgsql.conf", "warns", ">=16", _BOTH),
    Decline("cel_radius", "cel.conf", "silent", ">=16", _BOTH),
    Decline("cel_sqlite3_custom", "cel_sqlite3_custom.conf", "warns", ">=16", _BOTH),
    Decline("cel_tds", "cel_tds.conf", "warns", ">=16", _BOTH),
    Decline("chan_console", "console.conf", "notice", ">=16", _BOTH),
    Decline("chan_iax2", "iax.conf", "warns", ">=16", _BOTH),
    Decline("chan_motif", "motif.conf", "warns", ">=16", _BOTH),
    Decline("chan_ooh323", "ooh323.conf", "warns", ">=16", _BOTH),
    Decline("chan_unistim", "unistim.conf", "warns", ">=16", _BOTH),
    Decline("func_odbc", "func_odbc.conf", "notice", ">=16", _BOTH),
    Decline("pbx_ael", "extensions.ael", "notice", ">=16", _BOTH),
    Decline("pbx_config", "extensions.conf", "silent", ">=16", _BOTH),
    Decline("pbx_dundi", "dundi.conf", "warns", ">=16", _BOTH),
    Decline("pbx_lua", "extensions.lua", "warns", ">=16", _BOTH),
    Decline("res_calendar", "calendar.conf", "warns", ">=16", _BOTH),
    Decline("res_config_pgsql", "res_pgsql.conf", "warns", ">=16", _BOTH),
    Decline("res_hep", "hep.conf", "warns", ">=16", _BOTH),
    Decline("res_odbc", "res_odbc.conf", "warns", ">=16", _BOTH),
    Decline("res_parking", "res_parking.conf", "warns", ">=16", _BOTH),
    Decline("res_phoneprov", "phoneprov.conf", "warns", ">=16", _BOTH),
    Decline("res_pjsip_notify", "pjsip_notify.conf", "warns", ">=16", _BOTH),
    Decline("res_snmp", "res_snmp.conf", "warns", ">=16", _BOTH),
    Decline("res_stun_monitor", "res_stun_monitor.conf", "warns", ">=16", _BOTH),
    Decline("res_xmpp", "xmpp.conf", "warns", ">=16", _BOTH),
    Decline("cdr_custom", "cdr_custom.conf", "warns", ">=20.19 <21", _NEW),
    Decline("cdr_custom", "cdr_custom.conf", "warns", ">=22.9 <23", _NEW),
    Decline("cdr_custom", "cdr_custom.conf", "warns", ">=23.3", _NEW),
    Decline("cel_custom", "cel_custom.conf", "warns", ">=20.19 <21", _NEW),
    Decline("cel_custom", "cel_custom.conf", "warns", ">=22.9 <23", _NEW),
    Decline("cel_custom", "cel_custom.conf", "warns", ">=23.3", _NEW),
    Decline("res_prometheus", "prometheus.conf", "warns", ">=17", _NEW),
    Decline("chan_alsa", "alsa.conf", "warns", ">=16 <21", _OLD),
    Decline("chan_oss", "oss.conf", "notice", ">=16 <19", _OLD),
    Decline("chan_sip", "sip.conf", "notice", ">=16 <21", _OLD),
    Decline("chan_skinny", "skinny.conf", "notice", ">=16 <21", _OLD),
    Decline("res_ari", "ari.conf", "warns", ">=16 <20.15", _OLD),
    Decline("res_ari", "ari.conf", "warns", ">=21 <21.10", _OLD),
    Decline("res_ari", "ari.conf", "warns", ">=22 <22.5", _OLD),
    Decline("chan_misdn", "misdn.conf", "warns", ">=16 <19", "channels/misdn_config.c misdn_cfg_init() (16); not measured"),
    Decline("chan_phone", "phone.conf", "warns", ">=16 <19", "channels/chan_phone.c load_module() (16); not measured"),
    Decline("res_corosync", "res_corosync.conf", "silent", ">=16", "res/res_corosync.c load_module() (22); not measured"),
)


def declines(module: str, release: str) -> Decline | None:
    """Give what a module needs a file for in a release; None when it loads without."""
    from asterisk_lint.usage.patterns import release_matches

    return next((row for row in DECLINES if row.module == module.lower() and release_matches(row.releases, release)), None)
