"""Which argument of which application or function names something: rows in the language of
dialplan/arguments/row.py.

The kinds of text, besides the names of things (`queue`, `mailbox`, ...):

- `goto target`: `[[context,]extension,]priority`, each part relative to the step
- `caret target`: likewise, separated by `^`
- `gosub target`, `caret gosub target`: likewise, with arguments in parentheses
- `subroutine target`: a context, in which a subroutine begins at `s,1`; arguments behind `^`
- `macro target`, `caret macro target`: a macro, without `macro-`
- `far target`: `context,extension,priority` for another channel: only with all three
- `new call target`: `context[,extension[,priority]]`, from `s,1`
- `called devices`: `Tech/resource&Tech/resource`
"""

from collections.abc import Container, Mapping
from functools import lru_cache

from asterisk_lint.dialplan.arguments.calls import CALLS
from asterisk_lint.dialplan.arguments.functions import FUNCTIONS
from asterisk_lint.dialplan.arguments.row import Argument
from asterisk_lint.dialplan.arguments.variables import VARIABLES
from asterisk_lint.model import Need
from asterisk_lint.releases import Release


def _names(kind: str) -> tuple[Need, ...]:
    return (Need(kind, "{text}"),)


_PBX = "main/pbx_builtins.c"
_DIAL = "apps/app_dial.c"
_QUEUE = "apps/app_queue.c"
_STACK = "apps/app_stack.c"
_VOICEMAIL = "apps/app_voicemail.c"
_CONFBRIDGE = "apps/app_confbridge.c"
_AGI = "res/res_agi.c"
_CALENDAR = "res/res_calendar.c"
_DIAL_CONTACTS = "channels/pjsip/dialplan_functions.c"
_PARKING = "res/parking/parking_applications.c"

NAMES = (
    # --- places in the dialplan
    Argument("Goto", "*", _names("goto target"), _PBX),
    Argument("GotoIf", "?", _names("goto target"), _PBX),
    Argument("GotoIfTime", "?", _names("goto target"), _PBX),
    Argument("Gosub", "*", _names("gosub target"), _STACK),
    Argument("GosubIf", "?", _names("gosub target"), _STACK),
    Argument("Macro", "1", _names("macro target"), "apps/app_macro.c"),
    Argument("MacroExclusive", "1", _names("macro target"), "apps/app_macro.c"),
    Argument("MacroIf", "?", _names("macro target"), "apps/app_macro.c"),
    Argument("Dial", "3:G", _names("caret target"), _DIAL),
    Argument("Dial", "3:F", _names("caret target"), _DIAL),
    Argument("Dial", "3:bB", _names("caret gosub target"), _DIAL, releases=">=11"),
    Argument("Dial", "3:U", _names("subroutine target"), _DIAL, releases=">=1.6.0"),
    Argument("Dial", "3:M", _names("caret macro target"), _DIAL, releases="<21"),
    Argument("Bridge", "2:F", _names("caret target"), "main/features.c"),
    Argument("Page", "2:bB", _names("caret gosub target"), "apps/app_page.c", releases=">=12"),
    Argument(
        "FollowMe", "2:bB", _names("caret gosub target"), "apps/app_followme.c", releases=">=11"
    ),
    Argument(
        "Originate", "7:bB", _names("caret gosub target"), "apps/app_originate.c", releases=">=16"
    ),
    Argument("Queue", "2:bB", _names("caret gosub target"), _QUEUE, releases=">=16"),
    Argument("Queue", "2:F", _names("caret target"), _QUEUE),
    Argument("Queue", "7", _names("macro target"), _QUEUE, releases=">=1.6.0 <21"),
    Argument("Queue", "8", _names("subroutine target"), _QUEUE, releases=">=1.6.0 <21"),
    Argument("Queue", "7", _names("subroutine target"), _QUEUE, releases=">=21"),
    Argument("DISA", "2", _names("context"), "apps/app_disa.c"),
    Argument("Directory", "2", _names("context"), "apps/app_directory.c"),
    Argument("ParkAndAnnounce", "4", _names("called devices"), _PARKING, releases=">=12"),
    Argument(
        "CHANNEL()",
        "= if hangup_handler_push|hangup_handler_wipe",
        _names("gosub target"),
        "funcs/func_channel.c",
    ),
    Argument("CHANNEL()", "= if after_bridge_goto", _names("far target"), "funcs/func_channel.c"),
    Argument("ReadExten", "3", _names("context"), "apps/app_readexten.c"),
    Argument("ChannelRedirect", "2-", _names("far target"), "apps/app_channelredirect.c"),
    Argument("Originate", "3- if 2=exten", _names("new call target"), "apps/app_originate.c"),
    Argument("BackGround", "4", _names("context"), _PBX),
    # --- devices
    Argument("Dial", "1", _names("called devices"), _DIAL),
    Argument("Page", "1", _names("called devices"), "apps/app_page.c"),
    Argument("Originate", "1", _names("called devices"), "apps/app_originate.c"),
    Argument("ChanIsAvail", "1", _names("called devices"), "apps/app_chanisavail.c"),
    Argument("AddQueueMember", "2", _names("called devices"), _QUEUE),
    # --- things of configuration files
    Argument("Queue", "1", _names("queue"), _QUEUE),
    Argument("AddQueueMember", "1", _names("queue"), _QUEUE),
    Argument("RemoveQueueMember", "1", _names("queue"), _QUEUE),
    Argument("PauseQueueMember", "1", _names("queue"), _QUEUE),
    Argument("UnpauseQueueMember", "1", _names("queue"), _QUEUE),
    Argument("QUEUE_MEMBER()", "1", _names("queue"), _QUEUE),
    Argument("QUEUE_MEMBER_COUNT()", "1", _names("queue"), _QUEUE),
    Argument("QUEUE_WAITING_COUNT()", "1", _names("queue"), _QUEUE),
    Argument("QUEUE_VARIABLES()", "1", _names("queue"), _QUEUE),
    Argument("VoiceMail", "1", _names("mailbox"), _VOICEMAIL),
    Argument("VoiceMailMain", "1", _names("mailbox"), _VOICEMAIL),
    Argument("VMAuthenticate", "1", _names("mailbox"), _VOICEMAIL),
    Argument("ConfBridge", "2", _names("bridge profile"), _CONFBRIDGE, releases=">=10"),
    Argument("ConfBridge", "3", _names("user profile"), _CONFBRIDGE, releases=">=10"),
    Argument("ConfBridge", "4", _names("menu"), _CONFBRIDGE, releases=">=10"),
    Argument("MusicOnHold", "1", _names("music class"), "res/res_musiconhold.c"),
    Argument("StartMusicOnHold", "1", _names("music class"), "res/res_musiconhold.c"),
    Argument("SetMusicOnHold", "1", _names("music class"), "res/res_musiconhold.c"),
    Argument("Dial", "3:m", _names("music class"), _DIAL),
    Argument("CHANNEL()", "= if musicclass", _names("music class"), "funcs/func_channel.c"),
    Argument("Park", "1", _names("parking lot"), _PARKING, releases=">=12"),
    Argument("ParkedCall", "1", _names("parking lot"), _PARKING, releases=">=12"),
    Argument("FollowMe", "1", _names("follow-me id"), "apps/app_followme.c"),
    Argument("AgentLogin", "1", _names("agent"), "apps/app_agent_pool.c", releases=">=12"),
    Argument("AgentRequest", "1", _names("agent"), "apps/app_agent_pool.c", releases=">=12"),
    Argument("Queue", "9", _names("queue rule"), _QUEUE, releases=">=1.8 <21"),
    Argument("Queue", "8", _names("queue rule"), _QUEUE, releases=">=21"),
    Argument("QUEUE_MEMBER_LIST()", "1", _names("queue"), _QUEUE),
    Argument("QUEUE_MEMBER_PENALTY()", "1", _names("queue"), _QUEUE),
    Argument("VMCOUNT()", "1", _names("mailbox"), "funcs/func_vmcount.c"),
    Argument("VoiceMailPlayMsg", "1", _names("mailbox"), _VOICEMAIL),
    Argument("CONFBRIDGE()", "= if bridge,template", _names("bridge profile"), _CONFBRIDGE),
    Argument("CONFBRIDGE()", "= if user,template", _names("user profile"), _CONFBRIDGE),
    Argument("CONFBRIDGE()", "= if menu,template", _names("menu"), _CONFBRIDGE),
    Argument("CHANNEL()", "= if parkinglot", _names("parking lot"), "funcs/func_channel.c"),
    Argument("PJSIP_DIAL_CONTACTS()", "1", _names("endpoint"), _DIAL_CONTACTS),
    Argument("PJSIP_ENDPOINT()", "1", _names("endpoint"), "funcs/func_pjsip_endpoint.c"),
    Argument("PJSIP_AOR()", "1", _names("aor"), "funcs/func_pjsip_aor.c"),
    Argument("DYNAMIC_FEATURES=", "", _names("dynamic feature"), "main/features_config.c"),
    # --- files
    Argument("AGI", "1", _names("AGI script"), _AGI),
    Argument("EAGI", "1", _names("AGI script"), _AGI),
    Argument("DeadAGI", "1", _names("AGI script"), _AGI),
    Argument("Playback", "1", _names("sound file"), "apps/app_playback.c"),
    Argument("BackGround", "1", _names("sound file"), _PBX),
    Argument("ControlPlayback", "1", _names("sound file"), "apps/app_controlplayback.c"),
    Argument("SpeechBackground", "1", _names("sound file"), "apps/app_speech_utils.c"),
    Argument("Read", "2", _names("sound file"), "apps/app_read.c"),
    Argument("ReadExten", "2", _names("sound file"), "apps/app_readexten.c"),
    Argument("Authenticate", "4", _names("sound file"), "apps/app_authenticate.c"),
    Argument("Dial", "3:A", _names("sound file"), _DIAL),
    Argument("Page", "2:A", _names("sound file"), "apps/app_page.c"),
    Argument("Queue", "4", _names("sound file"), _QUEUE),
    # --- calendars
    Argument("CALENDAR_BUSY()", "1", _names("calendar"), _CALENDAR),
    Argument("CALENDAR_QUERY()", "1", _names("calendar"), _CALENDAR),
    Argument("CALENDAR_WRITE()", "1", _names("calendar"), _CALENDAR),
)
KINDS = frozenset(need.kind for row in NAMES for need in row.needs)
# What runs other applications, or assigns: the names inside count as well.
_NESTING = frozenset({"call", "assign", "in"})


# Functions and variables that name something, in any text.
_WORDS = tuple(
    dict.fromkeys(row.name.removesuffix(")") for row in NAMES if row.name.endswith(("()", "=")))
)
_RUNNERS = frozenset(
    row.name.lower()
    for row in CALLS + VARIABLES
    if not row.name.endswith(("()", "=")) and any(need.kind in {"call", "in"} for need in row.needs)
)
TableOfNames = Mapping[str, tuple[Argument, ...]]


class Applications(dict[str, frozenset[str] | None]):
    """The kinds of text that an application's arguments hold, by its name as written; None if they
    can hold any, because it runs other applications.
    """

    def __init__(self, table: TableOfNames) -> None:
        self._table = table

    def __missing__(self, written: str) -> frozenset[str] | None:
        name = written.lower()
        rows = () if name in _ASSIGNING else self._table.get(name, ())
        self[written] = (
            None if name in _RUNNERS else frozenset(need.kind for row in rows for need in row.needs)
        )
        return self[written]


_ASSIGNING = frozenset(
    row.name.lower() for row in VARIABLES if any(need.kind == "assign" for need in row.needs)
)


def naming_words(text: Container[str]) -> tuple[str, ...]:
    """Return the functions and variables that name something, as far as they are in a text: those
    for which any part of it has to be looked through.
    """
    return tuple(word for word in _WORDS if word in text)


@lru_cache(maxsize=4)  # a run has few releases
def table_of(release: Release) -> TableOfNames:
    """Return the rows that apply in a release, by name, and those that run other applications."""
    found: dict[str, list[Argument]] = {}
    nesting = (
        row
        for row in CALLS + FUNCTIONS + VARIABLES
        if any(need.kind in _NESTING for need in row.needs)
    )
    for row in (*nesting, *NAMES):
        if not row.releases or release.within(row.releases):
            name = row.name if row.name.endswith(("()", "=")) else row.name.lower()
            found.setdefault(name, []).append(row)
    return {name: tuple(rows) for name, rows in found.items()}
