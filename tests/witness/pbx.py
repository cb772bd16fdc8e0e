"""A PBX that uses something of each kind, with the whitelist that Asterisk 22 needs for it."""

from pathlib import Path

FILES = {
    "cdr_custom.conf": """\
[mappings]
Master.csv => ${CSV_QUOTE(${CDR(src)})}
""",
    "confbridge.conf": "[general]\n",
    "extconfig.conf": """\
[settings]
ext => sqlite3,asterisk
""",
    "extensions.conf": """\
[t]
exten => 1,1,Answer()
 same => n,Set(X=${CALLERID(num)})
 same => n,Queue(support)
 same => n,Dial(PJSIP/alice,30,tU(sub))
 same => n,ConfBridge(1)
 same => n,Page(PJSIP/alice)
 same => n,Hangup()
[sub]
exten => s,1,Return()
[other]
switch => Realtime/t@ext
""",
    "musiconhold.conf": """\
[default]
mode=files
directory=/var/lib/asterisk/moh
""",
    "pjsip.conf": """\
[udp]
type=transport
protocol=udp
bind=127.0.0.1
[alice]
type=endpoint
context=t
disallow=all
allow=gsm,ulaw
aors=alice
auth=alice
[alice]
type=aor
max_contacts=1
[alice]
type=auth
username=alice
password=x
""",
    "queues.conf": """\
[general]
[support]
member => PJSIP/alice
""",
    "res_config_sqlite3.conf": """\
[general]
[asterisk]
dbfile => /tmp/x.sqlite3
""",
    "sorcery.conf": """\
[res_pjsip]
contact=memory
""",
}

WHITELIST = (
    "res_cdrel_custom", "res_config_sqlite3", "res_musiconhold", "res_pjproject", "res_pjsip",
    "res_pjsip_authenticator_digest",
    "res_pjsip_caller_id", "res_pjsip_diversion", "res_pjsip_dlg_options", "res_pjsip_dtmf_info",
    "res_pjsip_empty_info",
    "res_pjsip_endpoint_identifier_user", "res_pjsip_nat", "res_pjsip_pubsub", "res_pjsip_refer",
    "res_pjsip_registrar",
    "res_pjsip_rfc3326", "res_pjsip_sdp_rtp", "res_pjsip_session", "res_rtp_asterisk",
    "res_sorcery_astdb", "res_sorcery_config",
    "res_sorcery_memory", "res_timing_timerfd", "codec_gsm", "codec_ulaw", "format_gsm",
    "format_wav", "bridge_native_rtp", "bridge_simple",
    "bridge_softmix", "cdr_custom", "func_callerid", "app_confbridge", "app_dial", "app_page",
    "app_queue", "app_stack", "chan_pjsip",
    "pbx_config", "pbx_realtime",
)  # fmt: skip

# One module of each kind, and where its absence is reported.
BROKEN = (
    ("application", "app_queue", "extensions.conf"),
    ("function", "func_callerid", "extensions.conf"),
    ("channel technology", "chan_pjsip", "extensions.conf"),
    ("codec", "codec_gsm", "pjsip.conf"),
    ("file format", "format_gsm", "modules.conf"),
    ("bridge technology", "bridge_softmix", "modules.conf"),
    ("timing source", "res_timing_timerfd", "extensions.conf"),
    ("required module", "app_confbridge", "extensions.conf"),
    ("giver of symbols", "res_cdrel_custom", "cdr_custom.conf"),
    ("need at run time", "res_sorcery_config", "modules.conf"),
    ("realtime engine", "res_config_sqlite3", "extconfig.conf"),
    ("sorcery wizard", "res_sorcery_memory", "sorcery.conf"),
    ("switch", "pbx_realtime", "extensions.conf"),
    ("protection", "res_pjsip_authenticator_digest", "pjsip.conf"),
)


def write_pbx(directory: Path, *without: str) -> Path:
    """The PBX in a directory, its whitelist without some modules."""
    for name, text in FILES.items():
        (directory / name).write_text(text)
    lines = [f"load={module}.so" for module in WHITELIST if module not in without]
    (directory / "modules.conf").write_text("\n".join(["[modules]", "autoload=no", *lines]) + "\n")
    return directory
