"""Applications whose arguments run other applications, call subroutines, or call a number."""

from asterisk_lint.catalog.needs import needs
from asterisk_lint.dialplan.arguments.row import Argument

_DIAL = "apps/app_dial.c"
_QUEUE = "apps/app_queue.c"
_FEATURES = "main/features.c"
_BUILTIN = "bridges/bridge_builtin_features.c"

_HANGUP = "it lets a party hang up with *"
# feature_blind_transfer(): no transfer without the prompt pbx-transfer; main/features.c before 12
_BASIC = "main/bridge_basic.c"
_ASKS = "a prompt is played before a transfer, and Asterisk's prompts are installed as gsm files"
_PARKS = "it lets a party park the call"
_RECORDS = "it lets a party record the call with one touch"
_LIMITS = "it plays warnings before a call reaches its time limit"
_BEFORE = "a subroutine runs on the channel before it rings"
_ANSWERED = "a subroutine runs on the called channel when it answers"
_HOLD = "callers hear music on hold"

CALLS = (
    # --- running applications
    Argument("Exec", "*", needs("call"), "apps/app_exec.c"),
    Argument("TryExec", "*", needs("call"), "apps/app_exec.c"),
    Argument("ExecIf", "??", needs("call"), "apps/app_exec.c"),
    Argument("ExecIfTime", "?1", needs("call"), "main/pbx_builtins.c"),
    # --- subroutines
    Argument("GosubIf", "?", needs("gosub"), "apps/app_stack.c"),
    Argument("MacroIf", "?", needs("macro"), "apps/app_macro.c"),
    # --- calling
    Argument("Dial", "1", needs("dial"), _DIAL),
    Argument("Dial", "3:bB", needs("gosub"), _DIAL, because=_BEFORE, releases=">=11"),
    Argument("Dial", "3:U", needs("gosub"), _DIAL, because=_ANSWERED, releases=">=1.6.0"),
    Argument(
        "Dial",
        "3:M",
        needs("macro"),
        _DIAL,
        because="a macro runs on the called channel when it answers",
        releases="<21",
    ),
    Argument("Dial", "3:m", needs("module res_musiconhold"), _DIAL, because=_HOLD),
    Argument(
        "Dial",
        "3:hH",
        needs("module bridge_builtin_features"),
        _BUILTIN,
        because=_HANGUP,
        releases=">=12",
    ),
    Argument(
        "Dial",
        "3:kK",
        needs("application Park"),
        "res/parking/parking_bridge_features.c",
        because=_PARKS,
        releases=">=12",
    ),
    Argument(
        "Dial",
        "3:xX",
        needs("module bridge_builtin_features; application MixMonitor"),
        _BUILTIN,
        because=_RECORDS,
        releases=">=12",
    ),
    Argument(
        "Dial",
        "3:wW",
        needs("module bridge_builtin_features; application Monitor"),
        _BUILTIN,
        because=_RECORDS,
        releases=">=12 <21",
    ),
    Argument(
        "Dial",
        "3:xX",
        needs("application MixMonitor"),
        _FEATURES,
        because=_RECORDS,
        releases=">=1.6.1 <12",
    ),
    Argument(
        "Dial", "3:wW", needs("application Monitor"), _FEATURES, because=_RECORDS, releases="<12"
    ),
    Argument("Dial", "3:L", needs("limits"), _FEATURES, because=_LIMITS, releases=">=12"),
    Argument("RetryDial", "4-", needs("in Dial"), _DIAL),
    Argument("Originate", "1", needs("dial"), "apps/app_originate.c"),
    Argument("Originate", "3(4) if 2=app", needs("call"), "apps/app_originate.c"),
    Argument(
        "Originate",
        "7:bB",
        needs("gosub"),
        "apps/app_originate.c",
        because=_BEFORE,
        releases=">=16",
    ),
    Argument("Originate", "7:v", needs("assign"), "apps/app_originate.c", releases=">=16"),
    Argument("ChanIsAvail", "1", needs("dial"), "apps/app_chanisavail.c"),
    Argument(
        "ChanIsAvail",
        "",
        needs("function CDR_PROP"),
        "apps/app_chanisavail.c",
        because="the channel that is only tried out gets no call detail record",
        releases=">=12",
    ),
    Argument("Dial", "3:tT", needs("format gsm"), _BASIC, because=_ASKS),
    Argument("Queue", "2:tT", needs("format gsm"), _BASIC, because=_ASKS),
    Argument("Bridge", "2:tT", needs("format gsm"), _BASIC, because=_ASKS),
    Argument(
        "Dial",
        "3:pP",
        needs("format gsm"),
        _DIAL,
        because="one of Asterisk's own prompts asks the caller for a name",
    ),
    Argument(
        "Dial",
        "3:A",
        needs("format gsm; media"),
        _DIAL,
        because=(
            "the called party hears a prompt, and Asterisk's prompts are installed as gsm files"
        ),
    ),
    Argument("Page", "1", needs("dial"), "apps/app_page.c"),
    Argument("Page", "2:bB", needs("gosub"), "apps/app_page.c", because=_BEFORE, releases=">=12"),
    Argument(
        "FollowMe", "2:bB", needs("gosub"), "apps/app_followme.c", because=_BEFORE, releases=">=11"
    ),
    Argument(
        "Bridge",
        "2:hH",
        needs("module bridge_builtin_features"),
        _BUILTIN,
        because=_HANGUP,
        releases=">=12",
    ),
    Argument(
        "Bridge",
        "2:kK",
        needs("application Park"),
        "res/parking/parking_bridge_features.c",
        because=_PARKS,
        releases=">=12",
    ),
    Argument(
        "Bridge",
        "2:wW",
        needs("module bridge_builtin_features; application Monitor"),
        _BUILTIN,
        because=_RECORDS,
        releases=">=12 <21",
    ),
    Argument(
        "Bridge", "2:wW", needs("application Monitor"), _FEATURES, because=_RECORDS, releases="<12"
    ),
    Argument("Bridge", "2:L", needs("limits"), _FEATURES, because=_LIMITS, releases=">=12"),
    Argument(
        "ParkAndAnnounce", "4", needs("dial"), "res/parking/parking_applications.c", releases=">=12"
    ),
    Argument("ParkAndAnnounce", "3", needs("dial"), "apps/app_parkandannounce.c", releases="<12"),
    # --- queues and conferences
    Argument("Queue", "2:bB", needs("gosub"), _QUEUE, because=_BEFORE, releases=">=16"),
    Argument(
        "Queue",
        "2:hH",
        needs("module bridge_builtin_features"),
        _BUILTIN,
        because=_HANGUP,
        releases=">=12",
    ),
    Argument(
        "Queue",
        "2:kK",
        needs("application Park"),
        "res/parking/parking_bridge_features.c",
        because=_PARKS,
        releases=">=12",
    ),
    Argument(
        "Queue",
        "2:xX",
        needs("module bridge_builtin_features; application MixMonitor"),
        _BUILTIN,
        because=_RECORDS,
        releases=">=12",
    ),
    Argument(
        "Queue",
        "2:wW",
        needs("module bridge_builtin_features; application Monitor"),
        _BUILTIN,
        because=_RECORDS,
        releases=">=12 <21",
    ),
    Argument(
        "Queue",
        "2:xX",
        needs("application MixMonitor"),
        _FEATURES,
        because=_RECORDS,
        releases=">=1.6.1 <12",
    ),
    Argument(
        "Queue", "2:wW", needs("application Monitor"), _FEATURES, because=_RECORDS, releases="<12"
    ),
    Argument(
        "Queue", "6", needs("agi"), _QUEUE, because="an AGI script runs when a member answers"
    ),
    Argument(
        "Queue",
        "7",
        needs("macro"),
        _QUEUE,
        because="a macro runs when a member answers",
        releases=">=1.6.0 <21",
    ),
    Argument(
        "Queue",
        "8",
        needs("gosub"),
        _QUEUE,
        because="a subroutine runs when a member answers",
        releases=">=1.6.0 <21",
    ),
    Argument(
        "Queue",
        "7",
        needs("gosub"),
        _QUEUE,
        because="a subroutine runs when a member answers",
        releases=">=21",
    ),
    Argument("AddQueueMember", "2", needs("technology"), _QUEUE),
    Argument("AddQueueMember", "6", needs("devices"), _QUEUE, releases=">=1.6.1"),
    Argument(
        "MeetMe",
        "2:b",
        needs("application AGI"),
        "apps/app_meetme.c",
        because="option b runs an AGI script in the background of the conference",
    ),
    # --- others
    Argument("AELSub", "1", needs("gosub"), "pbx/pbx_ael.c"),
    Argument(
        "DISA",
        "",
        needs("application ResetCDR"),
        "apps/app_disa.c",
        because="DISA restarts the call detail record",
        releases=">=12",
    ),
    Argument(
        "DISA",
        "5:!n",
        needs("function CDR_PROP"),
        "apps/app_disa.c",
        because="DISA restarts the call detail record",
        releases=">=12",
    ),
    Argument(
        "RetryDial",
        "",
        needs("module res_musiconhold"),
        _DIAL,
        because="the caller hears music on hold between two attempts",
    ),
)
