"""Applications whose arguments name files to record, music, codecs, fax and speech."""

from asterisk_lint.catalog.needs import needs
from asterisk_lint.dialplan.arguments.row import Argument

_MIX = "apps/app_mixmonitor.c"
_MONITOR = "res/res_monitor.c"
_HOLD = "callers hear music on hold"
_BEEP = "a periodic hook plays the repeated beep during a recording"
_BEEPS = "function PERIODIC_HOOK; application Playback"
_NAME = "the caller's name is recorded as signed linear"
_FORMAT = "the recording is written in this format"

MEDIA = (
    Argument(
        "AMD",
        "10",
        needs("format gsm; media"),
        "apps/app_amd.c",
        because="the caller hears this file meanwhile, and Asterisk's prompts are gsm files",
    ),
    Argument("Record", "1", needs("file"), "apps/app_record.c", because=_FORMAT),
    Argument("MixMonitor", "1", needs("file"), _MIX, because=_FORMAT),
    Argument("MixMonitor", "2:rt", needs("file"), _MIX, because=_FORMAT, releases=">=10"),
    Argument(
        "MixMonitor",
        "2:m",
        needs("application VoiceMail"),
        _MIX,
        because="the recording is copied to a mailbox",
        releases=">=11",
    ),
    Argument("MixMonitor", "2:B", needs(_BEEPS), _MIX, because=_BEEP, releases=">=13"),
    Argument(
        "MixMonitor",
        "2:pP",
        needs("format gsm"),
        _MIX,
        because=(
            "a beep, one of Asterisk's own prompts, marks the start or the end of the recording"
        ),
        releases=">=12",
    ),
    Argument("MixMonitor", "2:i", needs("variable"), _MIX, releases=">=11"),
    Argument("MixMonitor", "3", needs("caret"), _MIX),
    Argument("Monitor", "1", needs("formats"), _MONITOR, because=_FORMAT),
    Argument("Monitor", "!1", needs("format wav"), _MONITOR, because=_FORMAT),
    Argument("Monitor", "3:B", needs(_BEEPS), _MONITOR, because=_BEEP, releases=">=13"),
    Argument("MessageSend", "1", needs("message"), "main/message.c", releases=">=10"),
    Argument("Playback", "1", needs("media"), "main/file.c", releases=">=14"),
    Argument("BackGround", "1", needs("media"), "main/file.c", releases=">=14"),
    Argument("ControlPlayback", "1", needs("media"), "main/file.c", releases=">=14"),
    Argument("SpeechBackground", "1", needs("media"), "main/file.c", releases=">=14"),
    Argument("Read", "2", needs("media"), "main/file.c", releases=">=14"),
    Argument("ReadExten", "2", needs("media"), "main/file.c", releases=">=14"),
    Argument("Authenticate", "4", needs("media"), "main/file.c", releases=">=14"),
    Argument("Page", "2:A", needs("media"), "main/file.c", releases=">=14"),
    Argument("Queue", "4", needs("media"), "main/file.c", releases=">=14"),
    Argument(
        "Dictate",
        "",
        needs("format raw"),
        "apps/app_dictate.c",
        because="the dictation is stored as raw signed linear",
    ),
    Argument("Dial", "3:pP", needs("format sln"), "apps/app_dial.c", because=_NAME),
    Argument("FollowMe", "2:a", needs("format sln"), "apps/app_followme.c", because=_NAME),
    Argument("MeetMe", "2:iI", needs("format sln"), "apps/app_meetme.c", because=_NAME),
    Argument(
        "MeetMe",
        "2:r",
        needs("format wav"),
        "apps/app_meetme.c",
        because="the recording is in this format, unless MEETME_RECORDINGFORMAT sets another",
    ),
    Argument("MeetMe", "2:M", needs("module res_musiconhold"), "apps/app_meetme.c", because=_HOLD),
    Argument(
        "MeetMe",
        "2:!n",
        needs("function DENOISE"),
        "apps/app_meetme.c",
        because="MeetMe removes noise from each voice unless option n is set",
        releases=">=1.8",
    ),
    *(
        Argument(
            application,
            "",
            needs("function DENOISE"),
            "apps/app_meetme.c",
            because="a shared line is a conference of MeetMe, which removes noise from each voice",
            releases=">=1.8 <21",
        )
        for application in ("SLAStation", "SLATrunk")
    ),
    Argument(
        "Page",
        "2:r",
        needs("application MixMonitor"),
        "apps/app_page.c",
        because="option r records the page",
        releases=">=12",
    ),
    Argument(
        "BridgeWait", "3:m", needs("module res_musiconhold"), "apps/app_bridgewait.c", because=_HOLD
    ),
    Argument(
        "BridgeWait",
        "3:!e",
        needs("module res_musiconhold"),
        "apps/app_bridgewait.c",
        because="BridgeWait plays music on hold unless option e says otherwise",
    ),
    Argument("SLATrunk", "2:M", needs("module res_musiconhold"), "apps/app_sla.c", because=_HOLD),
    Argument(
        "WaitExten", "2:m", needs("module res_musiconhold"), "main/pbx_builtins.c", because=_HOLD
    ),
    Argument(
        "Queue",
        "2:!r",
        needs("module res_musiconhold"),
        "apps/app_queue.c",
        because="waiting callers hear music on hold, or ringing with option r",
    ),
    Argument(
        "Park",
        "2:!r",
        needs("module res_musiconhold"),
        "res/parking/parking_applications.c",
        because="parked callers hear music on hold",
        releases=">=12",
    ),
    Argument(
        "SendImage",
        "",
        needs("module format_jpeg"),
        "apps/app_image.c",
        because="Asterisk sends only JPEG images, and format_jpeg reads them",
        releases="<16",
    ),
)
