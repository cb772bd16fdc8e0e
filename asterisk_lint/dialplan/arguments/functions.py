"""Functions whose arguments or assigned values run or name something; and variables that are read
as more than a text.

A row's name ends in `()` for a function, in `=` for a variable.
"""

from asterisk_lint.catalog.needs import needs
from asterisk_lint.dialplan.arguments.row import Argument

_STRINGS = "funcs/func_strings.c"
_HANDLER = "a subroutine runs when the call ends"
_BUILTIN = "bridges/bridge_builtin_features.c"
_CONFBRIDGE = "apps/app_confbridge.c"
_HOLD = "module res_musiconhold"
_MIX = "application MixMonitor"
_MONITOR = "application Monitor"
_READS = (
    "CUT FIELDQTY FIELDNUM LISTFILTER REPLACE STRREPLACE STRBETWEEN SHIFT POP UNSHIFT PUSH "
    "JSON_DECODE MASTER_CHANNEL"
)

_BEEPS = "function PERIODIC_HOOK; application Playback"
_BEEP = "a periodic hook plays the repeated beep during a recording"
_INTERVALS = "module bridge_builtin_interval_features; format gsm"
_PLAYS = "a limited call plays this sound at its start or end"

FUNCTIONS = (
    # --- functions that evaluate a variable's name as `${name}`, so that it can be a function:
    # CUT(CALLERID(num),-,1)
    *(Argument(f"{name}()", "1", needs("copy"), _STRINGS) for name in _READS.split()),
    Argument("IMPORT()", "2", needs("copy"), "funcs/func_logic.c"),
    Argument("SET()", "*", needs("assign"), "funcs/func_logic.c"),
    Argument("EXPORT()", "2", needs("variable"), "funcs/func_export.c"),
    Argument("ARRAY()", "1+", needs("variable"), _STRINGS),
    # --- functions that evaluate their argument
    Argument("EVAL()", "*", needs("expression"), _STRINGS),
    Argument(
        "EVAL_SUB()",
        "*",
        needs("gosub"),
        "funcs/func_evalexten.c",
        because="it runs a subroutine and returns its result",
    ),
    # --- functions that name devices and channels
    Argument("DEVICE_STATE()", "1", needs("devices"), "funcs/func_devstate.c"),
    Argument("DEVSTATE()", "1", needs("devices"), "funcs/func_devstate.c", releases="<1.8"),
    Argument("PRESENCE_STATE()", "1", needs("devices"), "funcs/func_presencestate.c"),
    Argument("DIALGROUP()", "=", needs("dial"), "funcs/func_dialgroup.c"),
    # --- subroutines and hooks
    Argument(
        "CHANNEL()",
        "= if hangup_handler_push|hangup_handler_pop|hangup_handler_wipe",
        needs("gosub"),
        "funcs/func_channel.c",
        because=_HANDLER,
        releases=">=11",
    ),
    Argument(
        "CHANNEL()",
        "= if musicclass",
        needs(_HOLD),
        "funcs/func_channel.c",
        because="the channel hears this music on hold",
    ),
    Argument(
        "CHANNEL()",
        "= if parkinglot",
        needs("application Park"),
        "funcs/func_channel.c",
        because="the call is parked in this lot",
        releases=">=12",
    ),
    Argument(
        "CHANNEL()",
        "= if secure_bridge_media",
        needs("module res_srtp"),
        "main/channel.c",
        because="the call is refused unless its audio is encrypted",
        releases=">=1.8",
    ),
    Argument(
        "FEATUREMAP()",
        "= if disconnect",
        needs("module bridge_builtin_features"),
        _BUILTIN,
        because="the caller hangs up with this key",
        releases=">=12",
    ),
    Argument(
        "FEATUREMAP()",
        "= if automixmon",
        needs(f"module bridge_builtin_features; {_MIX}"),
        _BUILTIN,
        because="this key records the call",
        releases=">=12",
    ),
    Argument(
        "FEATUREMAP()",
        "= if automon",
        needs(f"module bridge_builtin_features; {_MONITOR}"),
        _BUILTIN,
        because="this key records the call",
        releases=">=12 <21",
    ),
    Argument(
        "FEATUREMAP()",
        "= if parkcall",
        needs("application Park"),
        "res/parking/parking_bridge_features.c",
        because="this key parks the call",
        releases=">=12",
    ),
    Argument(
        "CONFBRIDGE()",
        "= if bridge,record_conference is true",
        needs("application MixMonitor; format wav"),
        _CONFBRIDGE,
        because="the conference is recorded",
    ),
    Argument(
        "CONFBRIDGE()", "= if bridge,record_options", needs("options MixMonitor 2"), _CONFBRIDGE
    ),
    Argument(
        "CALLCOMPLETION()",
        "= if cc_callback_sub",
        needs("gosub"),
        "main/ccss.c",
        because="a subroutine runs before the caller is called back",
        releases=">=11",
    ),
    Argument(
        "CALLCOMPLETION()",
        "= if cc_callback_macro",
        needs("macro"),
        "main/ccss.c",
        because="a macro runs before the caller is called back",
        releases=">=1.8 <21",
    ),
    Argument(
        "CONFBRIDGE()",
        "= if bridge,record_file",
        needs("file"),
        _CONFBRIDGE,
        because="the conference is recorded in this format",
    ),
    Argument(
        "CONFBRIDGE()",
        "= if user,denoise is true",
        needs("function DENOISE"),
        _CONFBRIDGE,
        because="DENOISE(rx) is set to remove noise",
    ),
    Argument(
        "CONFBRIDGE()",
        "= if user,jitterbuffer is true",
        needs("function JITTERBUFFER"),
        _CONFBRIDGE,
        because="JITTERBUFFER() smooths the audio",
    ),
    Argument(
        "CONFBRIDGE()",
        "= if user,music_on_hold_when_empty is true",
        needs(_HOLD),
        _CONFBRIDGE,
        because="a single participant hears music on hold",
    ),
    Argument(
        "CONFBRIDGE()",
        "= if user,announce_join_leave|user,announce_join_leave_review is true",
        needs("format sln"),
        _CONFBRIDGE,
        because="names are recorded",
    ),
    # --- variables
    Argument("BRIDGE_FEATURES=", "", needs("features"), "main/features.c"),
    Argument(
        "CONNECTED_LINE_SEND_SUB=",
        "",
        needs("gosub"),
        "main/channel.c",
        because="a subroutine changes the connected line",
        releases=">=11",
    ),
    Argument(
        "REDIRECTING_SEND_SUB=",
        "",
        needs("gosub"),
        "main/channel.c",
        because="a subroutine changes the redirection",
        releases=">=11",
    ),
    Argument(
        "CONNECTED_LINE_CALLEE_SEND_MACRO=",
        "",
        needs("macro"),
        "main/channel.c",
        because="a macro changes the connected line",
        releases=">=1.8 <21",
    ),
    Argument(
        "CONNECTED_LINE_CALLER_SEND_MACRO=",
        "",
        needs("macro"),
        "main/channel.c",
        because="a macro changes the connected line",
        releases=">=1.8 <21",
    ),
    Argument(
        "REDIRECTING_CALLEE_SEND_MACRO=",
        "",
        needs("macro"),
        "main/channel.c",
        because="a macro changes the redirection",
        releases=">=1.8 <21",
    ),
    Argument(
        "REDIRECTING_CALLER_SEND_MACRO=",
        "",
        needs("macro"),
        "main/channel.c",
        because="a macro changes the redirection",
        releases=">=1.8 <21",
    ),
    Argument(
        "MEETME_AGI_BACKGROUND=",
        "",
        needs("agi"),
        "apps/app_meetme.c",
        because="an AGI script runs in the background of the conference",
    ),
    Argument("MEETME_RECORDINGFORMAT=", "", needs("formats"), "apps/app_meetme.c"),
    Argument("TOUCH_MONITOR_FORMAT=", "", needs("formats"), _BUILTIN, releases="<21"),
    *(
        Argument(
            f"{name}=",
            "",
            needs("format gsm"),
            _BUILTIN,
            because="this is played when the key starts or stops the recording",
            releases=releases,
        )
        for name, releases in (
            ("TOUCH_MIXMONITOR_MESSAGE_START", ">=12"),
            ("TOUCH_MIXMONITOR_MESSAGE_STOP", ">=12"),
            ("TOUCH_MONITOR_MESSAGE_START", ">=12 <21"),
            ("TOUCH_MONITOR_MESSAGE_STOP", ">=12 <21"),
        )
    ),
    Argument("TOUCH_MIXMONITOR_FORMAT=", "", needs("formats"), _BUILTIN),
    Argument("TOUCH_MIXMONITOR_BEEP=", "", needs(_BEEPS), _BUILTIN, because=_BEEP, releases=">=13"),
    Argument(
        "TOUCH_MONITOR_BEEP=", "", needs(_BEEPS), _BUILTIN, because=_BEEP, releases=">=13 <21"
    ),
    Argument(
        "TOUCH_MIXMONITOR_OPTIONS=", "", needs("options MixMonitor 2"), _BUILTIN, releases=">=20"
    ),
    Argument("MONITOR_OPTIONS=", "", needs("options MixMonitor 2"), "apps/app_queue.c"),
    Argument("MONITOR_EXEC=", "", needs("caret"), "apps/app_queue.c"),
    Argument(
        "LIMIT_CONNECT_FILE=",
        "",
        needs(_INTERVALS),
        "main/features.c",
        because=_PLAYS,
        releases=">=12",
    ),
    Argument(
        "LIMIT_TIMEOUT_FILE=",
        "",
        needs(_INTERVALS),
        "main/features.c",
        because=_PLAYS,
        releases=">=12",
    ),
)
