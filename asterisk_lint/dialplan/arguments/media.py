"""Applications whose arguments name files to record, music, codecs, fax and speech."""

from asterisk_lint.dialplan.arguments.row import Argument

_MIX = "apps/app_mixmonitor.c"
_MONITOR = "res/res_monitor.c"
_HOLD = "callers hear music on hold"
_BEEP = "the beep that repeats while it records is a periodic hook's"
_BEEPS = "function PERIODIC_HOOK; application Playback"
_NAME = "the caller's name is recorded as signed linear"
_FORMAT = "the recording is written in this format"

MEDIA = (
    Argument("Record", "1", "file", "apps/app_record.c", _FORMAT),
    Argument("MixMonitor", "1", "file", _MIX, _FORMAT),
    Argument("MixMonitor", "2:rt", "file", _MIX, _FORMAT, ">=10"),
    Argument(
        "MixMonitor",
        "2:m",
        "application VoiceMail",
        _MIX,
        "the recording is copied to a mailbox",
        ">=11",
    ),
    Argument("MixMonitor", "2:B", _BEEPS, _MIX, _BEEP, ">=13"),
    Argument("MixMonitor", "2:i", "variable", _MIX, releases=">=11"),
    Argument("MixMonitor", "3", "caret", _MIX),
    Argument("Monitor", "1", "formats", _MONITOR, _FORMAT),
    Argument("Monitor", "!1", "format wav", _MONITOR, _FORMAT),
    Argument("Monitor", "3:B", _BEEPS, _MONITOR, _BEEP, ">=13"),
    Argument("Playback", "1", "media", "main/file.c", releases=">=14"),
    Argument("BackGround", "1", "media", "main/file.c", releases=">=14"),
    Argument("ControlPlayback", "1", "media", "main/file.c", releases=">=14"),
    Argument("SpeechBackground", "1", "media", "main/file.c", releases=">=14"),
    Argument("Read", "2", "media", "main/file.c", releases=">=14"),
    Argument("ReadExten", "2", "media", "main/file.c", releases=">=14"),
    Argument("Authenticate", "4", "media", "main/file.c", releases=">=14"),
    Argument("Page", "2:A", "media", "main/file.c", releases=">=14"),
    Argument("Queue", "4", "media", "main/file.c", releases=">=14"),
    Argument(
        "Dictate",
        "",
        "format raw",
        "apps/app_dictate.c",
        "the dictation is kept as raw signed linear",
    ),
    Argument("Dial", "3:pP", "format sln", "apps/app_dial.c", _NAME),
    Argument("FollowMe", "2:a", "format sln", "apps/app_followme.c", _NAME),
    Argument("MeetMe", "2:iI", "format sln", "apps/app_meetme.c", _NAME),
    Argument(
        "MeetMe",
        "2:r",
        "format wav",
        "apps/app_meetme.c",
        "the recording is in this format, unless MEETME_RECORDINGFORMAT says another",
    ),
    Argument("MeetMe", "2:M", "module res_musiconhold", "apps/app_meetme.c", _HOLD),
    Argument(
        "MeetMe",
        "2:!n",
        "function DENOISE",
        "apps/app_meetme.c",
        "MeetMe takes the noise off each voice, unless option n is given",
        ">=1.8",
    ),
    Argument(
        "Page",
        "2:r",
        "application MixMonitor",
        "apps/app_page.c",
        "option r records the page",
        ">=12",
    ),
    Argument("BridgeWait", "3:m", "module res_musiconhold", "apps/app_bridgewait.c", _HOLD),
    Argument(
        "BridgeWait",
        "3:!e",
        "module res_musiconhold",
        "apps/app_bridgewait.c",
        "music on hold is what BridgeWait plays, unless option e says otherwise",
    ),
    Argument("SLATrunk", "2:M", "module res_musiconhold", "apps/app_sla.c", _HOLD),
    Argument("WaitExten", "2:m", "module res_musiconhold", "main/pbx_builtins.c", _HOLD),
    Argument(
        "Queue",
        "2:!r",
        "module res_musiconhold",
        "apps/app_queue.c",
        "waiting callers hear music on hold, unless option r lets it ring",
    ),
    Argument(
        "Park",
        "2:!r",
        "module res_musiconhold",
        "res/parking/parking_applications.c",
        "parked callers hear music on hold",
        ">=12",
    ),
    Argument(
        "SendImage",
        "",
        "module format_jpeg",
        "apps/app_image.c",
        "format_jpeg reads the only kind of image that Asterisk sends",
        "<16",
    ),
)
