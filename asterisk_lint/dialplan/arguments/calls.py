"""Applications whose arguments run other applications, call subroutines, or call somebody."""

from asterisk_lint.dialplan.arguments.row import Argument

_DIAL = "apps/app_dial.c"
_QUEUE = "apps/app_queue.c"
_FEATURES = "main/features.c"
_BUILTIN = "bridges/bridge_builtin_features.c"

_HANGUP = "it is what lets a party hang up with *"
_BASIC = "main/bridge_basic.c"  # feature_blind_transfer(): no transfer without the prompt pbx-transfer; main/features.c before 12
_ASKS = (
    "whoever transfers a call hears a prompt first, and Asterisk's own are installed as gsm files"
)
_PARKS = "it is what lets a party park the call"
_RECORDS = "it is what lets a party record the call with one touch"
_LIMITS = "it is what warns before a call's limit is reached"
_BEFORE = "a subroutine runs on the channel before it rings"
_ANSWERED = "a subroutine runs on the called channel when it answers"
_HOLD = "callers hear music on hold"

CALLS = (
    # --- running applications
    Argument("Exec", "*", "call", "apps/app_exec.c"),
    Argument("TryExec", "*", "call", "apps/app_exec.c"),
    Argument("ExecIf", "??", "call", "apps/app_exec.c"),
    Argument("ExecIfTime", "?1", "call", "main/pbx_builtins.c"),
    # --- subroutines
    Argument("GosubIf", "?", "gosub", "apps/app_stack.c"),
    Argument("MacroIf", "?", "macro", "apps/app_macro.c"),
    # --- calling
    Argument("Dial", "1", "dial", _DIAL),
    Argument("Dial", "3:bB", "gosub", _DIAL, _BEFORE, ">=11"),
    Argument("Dial", "3:U", "gosub", _DIAL, _ANSWERED, ">=1.6.0"),
    Argument(
        "Dial", "3:M", "macro", _DIAL, "a macro runs on the called channel when it answers", "<21"
    ),
    Argument("Dial", "3:m", "module res_musiconhold", _DIAL, _HOLD),
    Argument("Dial", "3:hH", "module bridge_builtin_features", _BUILTIN, _HANGUP, ">=12"),
    Argument(
        "Dial", "3:kK", "application Park", "res/parking/parking_bridge_features.c", _PARKS, ">=12"
    ),
    Argument(
        "Dial",
        "3:xX",
        "module bridge_builtin_features; application MixMonitor",
        _BUILTIN,
        _RECORDS,
        ">=12",
    ),
    Argument(
        "Dial",
        "3:wW",
        "module bridge_builtin_features; application Monitor",
        _BUILTIN,
        _RECORDS,
        ">=12 <21",
    ),
    Argument("Dial", "3:xX", "application MixMonitor", _FEATURES, _RECORDS, ">=1.6.1 <12"),
    Argument("Dial", "3:wW", "application Monitor", _FEATURES, _RECORDS, "<12"),
    Argument("Dial", "3:L", "limits", _FEATURES, _LIMITS, ">=12"),
    Argument("RetryDial", "4-", "in Dial", _DIAL),
    Argument("Originate", "1", "dial", "apps/app_originate.c"),
    Argument("Originate", "3(4) if 2=app", "call", "apps/app_originate.c"),
    Argument("Originate", "7:bB", "gosub", "apps/app_originate.c", _BEFORE, ">=16"),
    Argument("Originate", "7:v", "assign", "apps/app_originate.c", releases=">=16"),
    Argument("Originate", "7:C", "codecs", "apps/app_originate.c", releases=">=16"),
    Argument("ChanIsAvail", "1", "dial", "apps/app_chanisavail.c"),
    Argument(
        "ChanIsAvail",
        "",
        "function CDR_PROP",
        "apps/app_chanisavail.c",
        "the channel that is tried out gets no record",
        ">=12",
    ),
    Argument("Dial", "3:tT", "format gsm", _BASIC, _ASKS),
    Argument("Queue", "2:tT", "format gsm", _BASIC, _ASKS),
    Argument("Bridge", "2:tT", "format gsm", _BASIC, _ASKS),
    Argument(
        "Dial",
        "3:pP",
        "format gsm",
        _DIAL,
        "the caller is asked for a name by one of Asterisk's own prompts",
    ),
    Argument(
        "Dial",
        "3:A",
        "format gsm; media",
        _DIAL,
        "the called party hears a prompt, and Asterisk's own are installed as gsm files",
    ),
    Argument("Page", "1", "dial", "apps/app_page.c"),
    Argument("Page", "2:bB", "gosub", "apps/app_page.c", _BEFORE, ">=12"),
    Argument("FollowMe", "2:bB", "gosub", "apps/app_followme.c", _BEFORE, ">=11"),
    Argument("Bridge", "2:hH", "module bridge_builtin_features", _BUILTIN, _HANGUP, ">=12"),
    Argument(
        "Bridge",
        "2:kK",
        "application Park",
        "res/parking/parking_bridge_features.c",
        _PARKS,
        ">=12",
    ),
    Argument(
        "Bridge",
        "2:wW",
        "module bridge_builtin_features; application Monitor",
        _BUILTIN,
        _RECORDS,
        ">=12 <21",
    ),
    Argument("Bridge", "2:wW", "application Monitor", _FEATURES, _RECORDS, "<12"),
    Argument("Bridge", "2:L", "limits", _FEATURES, _LIMITS, ">=12"),
    Argument("ParkAndAnnounce", "4", "dial", "res/parking/parking_applications.c", releases=">=12"),
    Argument("ParkAndAnnounce", "3", "dial", "apps/app_parkandannounce.c", releases="<12"),
    # --- queues and conferences
    Argument("Queue", "2:bB", "gosub", _QUEUE, _BEFORE, ">=16"),
    Argument("Queue", "2:hH", "module bridge_builtin_features", _BUILTIN, _HANGUP, ">=12"),
    Argument(
        "Queue", "2:kK", "application Park", "res/parking/parking_bridge_features.c", _PARKS, ">=12"
    ),
    Argument(
        "Queue",
        "2:xX",
        "module bridge_builtin_features; application MixMonitor",
        _BUILTIN,
        _RECORDS,
        ">=12",
    ),
    Argument(
        "Queue",
        "2:wW",
        "module bridge_builtin_features; application Monitor",
        _BUILTIN,
        _RECORDS,
        ">=12 <21",
    ),
    Argument("Queue", "2:xX", "application MixMonitor", _FEATURES, _RECORDS, ">=1.6.1 <12"),
    Argument("Queue", "2:wW", "application Monitor", _FEATURES, _RECORDS, "<12"),
    Argument("Queue", "6", "agi", _QUEUE, "an AGI script runs when a member answers"),
    Argument("Queue", "7", "macro", _QUEUE, "a macro runs when a member answers", ">=1.6.0 <21"),
    Argument(
        "Queue", "8", "gosub", _QUEUE, "a subroutine runs when a member answers", ">=1.6.0 <21"
    ),
    Argument("Queue", "7", "gosub", _QUEUE, "a subroutine runs when a member answers", ">=21"),
    Argument("AddQueueMember", "2", "technology", _QUEUE),
    Argument("AddQueueMember", "6", "devices", _QUEUE, releases=">=1.6.1"),
    Argument(
        "MeetMe",
        "2:b",
        "application AGI",
        "apps/app_meetme.c",
        "option b runs an AGI script beside the conference",
    ),
    # --- others
    Argument("AELSub", "1", "gosub", "pbx/pbx_ael.c"),
    Argument(
        "DISA",
        "",
        "application ResetCDR",
        "apps/app_disa.c",
        "DISA starts the call's record anew",
        ">=12",
    ),
    Argument(
        "DISA",
        "5:!n",
        "function CDR_PROP",
        "apps/app_disa.c",
        "DISA starts the call's record anew",
        ">=12",
    ),
    Argument(
        "RetryDial",
        "",
        "module res_musiconhold",
        _DIAL,
        "the caller hears music on hold between two tries",
    ),
)
