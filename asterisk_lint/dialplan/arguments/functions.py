"""Functions whose arguments, or what is assigned to them, run or name something; and variables that somebody reads as more than a text.

A row's name ends in `()` for a function, in `=` for a variable.
"""

from asterisk_lint.dialplan.arguments.row import Argument

_STRINGS = "funcs/func_strings.c"
_HANDLER = "a subroutine runs when the call ends"
_BUILTIN = "bridges/bridge_builtin_features.c"
_CONFBRIDGE = "apps/app_confbridge.c"
_HOLD = "module res_musiconhold"
_MIX = "application MixMonitor"
_MONITOR = "application Monitor"
_READS = "CUT FIELDQTY FIELDNUM LISTFILTER REPLACE STRREPLACE STRBETWEEN SHIFT POP UNSHIFT PUSH JSON_DECODE MASTER_CHANNEL"

_BEEPS = "function PERIODIC_HOOK; application Playback"
_BEEP = "the beep that repeats while a call is recorded is a periodic hook's"
_INTERVALS = "module bridge_builtin_interval_features; format gsm"
_PLAYS = "a limited call plays this sound at its start or end"

FUNCTIONS = (
    # --- functions that evaluate a variable's name as `${name}`, so that it can be a function: CUT(CALLERID(num),-,1)
    *(Argument(f"{name}()", "1", "copy", _STRINGS) for name in _READS.split()),
    Argument("IMPORT()", "2", "copy", "funcs/func_logic.c"),
    Argument("SET()", "*", "assign", "funcs/func_logic.c"),
    Argument("EXPORT()", "2", "variable", "funcs/func_export.c"),
    Argument("ARRAY()", "1+", "variable", _STRINGS),
    # --- functions that evaluate their argument
    Argument("EVAL()", "*", "expression", _STRINGS),
    Argument(
        "EVAL_SUB()",
        "*",
        "gosub",
        "funcs/func_evalexten.c",
        "it runs a subroutine and gives what that returns",
    ),
    # --- functions that name devices and channels
    Argument("DEVICE_STATE()", "1", "devices", "funcs/func_devstate.c"),
    Argument("DEVSTATE()", "1", "devices", "funcs/func_devstate.c", releases="<1.8"),
    Argument("PRESENCE_STATE()", "1", "devices", "funcs/func_presencestate.c"),
    Argument("DIALGROUP()", "=", "dial", "funcs/func_dialgroup.c"),
    # --- subroutines and hooks
    Argument(
        "CHANNEL()",
        "= if hangup_handler_push|hangup_handler_pop|hangup_handler_wipe",
        "gosub",
        "funcs/func_channel.c",
        _HANDLER,
        ">=11",
    ),
    Argument(
        "CHANNEL()",
        "= if audioreadformat|audiowriteformat",
        "codec {value}",
        "funcs/func_channel.c",
    ),
    Argument(
        "CHANNEL()",
        "= if musicclass",
        _HOLD,
        "funcs/func_channel.c",
        "the channel hears this music on hold",
    ),
    Argument(
        "CHANNEL()",
        "= if parkinglot",
        "application Park",
        "funcs/func_channel.c",
        "the call is parked in this lot",
        ">=12",
    ),
    Argument(
        "CHANNEL()",
        "= if secure_bridge_media",
        "module res_srtp",
        "main/channel.c",
        "the call is refused unless its sound is encrypted",
        ">=1.8",
    ),
    Argument(
        "FEATUREMAP()",
        "= if disconnect",
        "module bridge_builtin_features",
        _BUILTIN,
        "the caller hangs up with this key",
        ">=12",
    ),
    Argument(
        "FEATUREMAP()",
        "= if automixmon",
        f"module bridge_builtin_features; {_MIX}",
        _BUILTIN,
        "this key records the call",
        ">=12",
    ),
    Argument(
        "FEATUREMAP()",
        "= if automon",
        f"module bridge_builtin_features; {_MONITOR}",
        _BUILTIN,
        "this key records the call",
        ">=12 <21",
    ),
    Argument(
        "FEATUREMAP()",
        "= if parkcall",
        "application Park",
        "res/parking/parking_bridge_features.c",
        "this key parks the call",
        ">=12",
    ),
    Argument(
        "CONFBRIDGE()",
        "= if bridge,record_conference is true",
        "application MixMonitor; format wav",
        _CONFBRIDGE,
        "the conference is recorded",
    ),
    Argument("CONFBRIDGE()", "= if bridge,record_options", "options MixMonitor 2", _CONFBRIDGE),
    Argument(
        "CALLCOMPLETION()",
        "= if cc_callback_sub",
        "gosub",
        "main/ccss.c",
        "a subroutine runs before the caller is called back",
        ">=11",
    ),
    Argument(
        "CALLCOMPLETION()",
        "= if cc_callback_macro",
        "macro",
        "main/ccss.c",
        "a macro runs before the caller is called back",
        ">=1.8 <21",
    ),
    Argument(
        "CONFBRIDGE()",
        "= if bridge,record_file",
        "file",
        _CONFBRIDGE,
        "the conference is recorded in this format",
    ),
    Argument(
        "CONFBRIDGE()",
        "= if user,denoise is true",
        "function DENOISE",
        _CONFBRIDGE,
        "noise is removed by setting DENOISE(rx)",
    ),
    Argument(
        "CONFBRIDGE()",
        "= if user,jitterbuffer is true",
        "function JITTERBUFFER",
        _CONFBRIDGE,
        "the sound is evened out by JITTERBUFFER()",
    ),
    Argument(
        "CONFBRIDGE()",
        "= if user,music_on_hold_when_empty is true",
        _HOLD,
        _CONFBRIDGE,
        "whoever is alone hears music on hold",
    ),
    Argument(
        "CONFBRIDGE()",
        "= if user,announce_join_leave|user,announce_join_leave_review is true",
        "format sln",
        _CONFBRIDGE,
        "names are recorded",
    ),
    # --- variables
    Argument("BRIDGE_FEATURES=", "", "features", "main/features.c"),
    Argument(
        "CONNECTED_LINE_SEND_SUB=",
        "",
        "gosub",
        "main/channel.c",
        "a subroutine changes the connected line",
        ">=11",
    ),
    Argument(
        "REDIRECTING_SEND_SUB=",
        "",
        "gosub",
        "main/channel.c",
        "a subroutine changes the redirection",
        ">=11",
    ),
    Argument(
        "CONNECTED_LINE_CALLEE_SEND_MACRO=",
        "",
        "macro",
        "main/channel.c",
        "a macro changes the connected line",
        ">=1.8 <21",
    ),
    Argument(
        "CONNECTED_LINE_CALLER_SEND_MACRO=",
        "",
        "macro",
        "main/channel.c",
        "a macro changes the connected line",
        ">=1.8 <21",
    ),
    Argument(
        "REDIRECTING_CALLEE_SEND_MACRO=",
        "",
        "macro",
        "main/channel.c",
        "a macro changes the redirection",
        ">=1.8 <21",
    ),
    Argument(
        "REDIRECTING_CALLER_SEND_MACRO=",
        "",
        "macro",
        "main/channel.c",
        "a macro changes the redirection",
        ">=1.8 <21",
    ),
    Argument(
        "MEETME_AGI_BACKGROUND=",
        "",
        "agi",
        "apps/app_meetme.c",
        "an AGI script runs beside the conference",
    ),
    Argument("MEETME_RECORDINGFORMAT=", "", "formats", "apps/app_meetme.c"),
    Argument("TOUCH_MONITOR_FORMAT=", "", "formats", _BUILTIN, releases="<21"),
    Argument("TOUCH_MIXMONITOR_FORMAT=", "", "formats", _BUILTIN),
    Argument("TOUCH_MIXMONITOR_BEEP=", "", _BEEPS, _BUILTIN, _BEEP, ">=13"),
    Argument("TOUCH_MONITOR_BEEP=", "", _BEEPS, _BUILTIN, _BEEP, ">=13 <21"),
    Argument("TOUCH_MIXMONITOR_OPTIONS=", "", "options MixMonitor 2", _BUILTIN, releases=">=20"),
    Argument("MONITOR_OPTIONS=", "", "options MixMonitor 2", "apps/app_queue.c"),
    Argument("LIMIT_CONNECT_FILE=", "", _INTERVALS, "main/features.c", _PLAYS, ">=12"),
    Argument("LIMIT_TIMEOUT_FILE=", "", _INTERVALS, "main/features.c", _PLAYS, ">=12"),
    Argument("SIP_CODEC=", "", "codecs", "channels/chan_sip.c", releases="<21"),
    Argument("SIP_CODEC_INBOUND=", "", "codecs", "channels/chan_sip.c", releases="<21"),
    Argument("SIP_CODEC_OUTBOUND=", "", "codecs", "channels/chan_sip.c", releases="<21"),
)
