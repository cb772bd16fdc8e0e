"""Sound files: prompts, recordings, voicemail messages and music on hold, by the extensions of
their names.

If the tree contains no sounds, Asterisk's own are assumed: the installer's defaults are English
prompts as gsm and music on hold as wav (sounds/sounds.xml, all releases).
"""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import Invisible, OptionRow, Reader, Reads, Row, SectionRow, With

PROMPTS = "it plays prompts, and Asterisk's prompts are installed as gsm files"
MUSIC = "musiconhold.conf"

# Modules that play prompts themselves (calls of ast_streamfile, ast_say_* and similar in apps/).
SPEAKERS = (
    "app_agent_pool app_authenticate app_chanspy app_confbridge app_controlplayback "
    "app_dictate app_directory app_disa app_followme app_meetme "
    "app_minivm app_page app_playback app_privacy app_queue app_read app_readexten "
    "app_record app_saycounted app_sayunixtime app_speech_utils app_talkdetect app_externalivr "
    "app_voicemail app_voicemail_imap app_voicemail_odbc res_parking"
)
PLAYERS = "; ".join(
    f"module {module}"
    for module in (
        *SPEAKERS.split(),
        "pbx_config",
        "res_musiconhold",
        "res_agi",
        "res_stasis_playback",
    )
)
SAYERS = "BackGround SayAlpha SayAlphaCase SayDigits SayMoney SayNumber SayOrdinal SayPhonetic"

# File extensions whose audio must be translated for a phone that uses any other codec
# (formats/*.c).
TRANSLATED = (
    ("gsm", "codec gsm"),
    ("wav49", "codec gsm"),
    ("WAV", "codec gsm"),
    ("ulaw", "codec ulaw"),
    ("ul", "codec ulaw"),
    ("ulw", "codec ulaw"),
    ("mu", "codec ulaw"),
    ("pcm", "codec ulaw"),
    ("au", "codec ulaw"),
    ("alaw", "codec alaw"),
    ("al", "codec alaw"),
    ("alw", "codec alaw"),
    ("g722", "codec g722"),
    ("g726-16", "codec g726"),
    ("g726-24", "codec g726"),
    ("g726-32", "codec g726"),
    ("g726-40", "codec g726"),
    ("vox", "codec adpcm"),
    ("ilbc", "codec ilbc"),
    ("spx", "codec speex"),
    ("wav16", "module codec_resample"),
    *((f"sln{rate}", "module codec_resample") for rate in (12, 16, 24, 32, 44, 48, 96, 192)),
)

PROMPTS_AS_MUSIC = "this directory holds Asterisk's prompts, which are installed as gsm files"

ROWS: tuple[Row, ...] = (
    *(With(need(f"module {module}"), needs("format gsm"), PROMPTS,
        f"sounds/sounds.xml, apps/{module}.c") for module in SPEAKERS.split()),
    With(need("module res_stasis_recording"), needs("format wav"),
        "an ARI program chooses its recording format, which does not show in the configuration; "
        "wav is usual", "res/res_stasis_recording.c: stasis_app_control_record()"),
    With(need("module res_stasis_playback"), needs("format gsm"),
        "an ARI program plays sounds, and Asterisk's sounds are installed as gsm files",
        "sounds/sounds.xml, res/res_stasis_playback.c"),
    *(With(need(f"application {name}"), needs("format gsm"), PROMPTS,
        "sounds/sounds.xml, main/pbx_builtins.c") for name in SAYERS.split()),
    *(
        With(need(f"format {ending}"), needs(wanted),
            f"{ending} files must be translated for most phones", "formats/")
        for ending, wanted in TRANSLATED
    ),
    SectionRow(MUSIC, "!general", needs("module res_musiconhold"),
        "callers on hold hear this music", source="res/res_musiconhold.c"),
    OptionRow(MUSIC, "!general", "format", "?*", needs=needs("codec {value}"),
        because="the program delivers its music in this codec", source="res/res_musiconhold.c"),
    OptionRow(MUSIC, "!general", "mode", "custom|mp3|mp3nb|quietmp3|quietmp3nb|httpmp3",
        needs=needs("timing *"),
        because="music from a program is read at a steady pace, which needs a timing source",
        source="res/res_musiconhold.c: init_app_class()"),
    OptionRow(MUSIC, "!general", "entry", "http*",
        needs=needs("module res_http_media_cache; media {value}"),
        because="this module fetches music from the web",
        source="res/res_musiconhold.c, res/res_http_media_cache.c", releases=">=14"),
    OptionRow("amd.conf", "general", "playback_file", "?*", needs=needs("format gsm"),
        because="AMD() plays this file, and Asterisk's prompts are installed as gsm files",
        source="apps/app_amd.c load_config()"),
    Reader("amd.conf", "app_amd", "apps/app_amd.c load_config()"),
    OptionRow(MUSIC, "!general", "announcement", "?*", needs=needs("format gsm"),
        because="this is played between two pieces of music, and Asterisk's sounds are gsm files",
        source="res/res_musiconhold.c: MOH_ANNOUNCEMENT"),
    Reader(MUSIC, "res_musiconhold", "res/res_musiconhold.c"),
    OptionRow("extconfig.conf", "settings", "musiconhold", "?*",
        needs=needs("module res_musiconhold"), because="music on hold classes come from a database",
        source="res/res_musiconhold.c"),
    With(need("module res_musiconhold"), needs("timing *"),
        "a music stream is sent at a steady pace, which needs a timing source",
        "res/res_musiconhold.c"),
    *(
        Invisible(module,
            "sounds that are installed on the machine may have this format, which does not show "
            "in the configuration", f"formats/{module}.c",
            "a file of that format in the repository, or that format in the configuration",
            when=needs(PLAYERS))
        for module in ("format_g719", "format_g723", "format_g726", "format_g729", "format_gsm",
            "format_h263", "format_h264", "format_ilbc", "format_mp3", "format_ogg_speex",
            "format_ogg_vorbis", "format_pcm", "format_siren7", "format_siren14", "format_sln",
            "format_vox", "format_wav", "format_wav_gsm", "format_jpeg")
    ),
)  # fmt: skip

PLAIN = (
    "gsm wav wav16 wav49 WAV g719 g722 g723 g723sf g726-16 g726-24 g726-32 g726-40 g729 h263 "
    "h264 ilbc siren7 siren14 sln sln12 sln16 sln24 sln32 "
    "sln44 sln48 sln96 sln192 slin ulaw alaw spx spx16 spx32 ogg mp3 vox"
)
# File extensions that other programs also use: sounds only in a directory that says so.
AMBIGUOUS = "raw pcm ul ulw mu al alw au"
DIRECTORIES = ("sound", "moh", "music", "prompt", "audio", "announce")

READS: tuple[Reads, ...] = (
    Reads("voicemail.conf minivm.conf", "format", needs("format *"), "how messages are stored"),
    Reads("musiconhold.conf", "mode|directory", needs("format *"), "the files of a music class"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Yield the extensions of the sound files in the tree, each at the first file that has it, and
    the storage format of voicemail.
    """
    found: set[str] = set()
    plain, ambiguous = frozenset(PLAIN.split()), frozenset(AMBIGUOUS.split())
    for name in sorted(configuration.names()):
        ending = name.rpartition("/")[2].rpartition(".")[2]
        if ending not in found and (
            ending in plain
            or (ending in ambiguous and any(word in name.lower() for word in DIRECTORIES))
        ):
            found.add(ending)
            yield Use(
                "format",
                ending,
                name,
                1,
                because=f"the repository contains sounds with the extension .{ending}",
            )
    yield from _music_elsewhere(configuration)
    for file, readers in (
        ("voicemail.conf", ("app_voicemail", "app_voicemail_odbc", "app_voicemail_imap")),
        ("minivm.conf", ("app_minivm",)),
    ):
        for use in _message_formats(configuration, file):
            yield use._replace(readers=readers)


def _music_elsewhere(configuration: Configuration) -> Iterator[Use]:
    """Yield music on hold from a directory that is not in the tree: Asterisk's own is installed as
    wav files, its prompts as gsm (sounds/sounds.xml).
    """
    for section in configuration.objects(MUSIC):
        mode = section.get("mode")
        if mode is None or mode.value.lower() != "files":
            continue
        place = section.get("directory") or mode
        folder = place.value.removeprefix(configuration.etc).strip("/") + "/"
        if not any(name.startswith(folder) for name in configuration.names()):
            ending, because = "wav", "Asterisk's own music on hold is installed as wav files"
            if "sounds" in folder.split("/"):
                ending, because = "gsm", PROMPTS_AS_MUSIC
            yield Use(
                "format",
                ending,
                place.file,
                place.line,
                place.value_column,
                because=because,
                readers=("res_musiconhold",),
            )


def _message_formats(configuration: Configuration, file: str) -> Iterator[Use]:
    """Yield the formats in which messages are stored (apps/app_voicemail.c: wav by default;
    separated by `|`).
    """
    conf = configuration.conf(file) if file in configuration.names() else None
    if conf is None or not conf.sections:
        return
    for section in conf.named("general"):
        line = section.get("format")
        if line is not None:
            for ending in line.value.replace(",", "|").split("|"):
                if ending.strip():
                    yield Use(
                        "format",
                        ending.strip(),
                        line.file,
                        line.line,
                        line.value_column,
                        because="messages are stored in this format",
                    )
            return
    first = conf.sections[0]
    yield Use(
        "format",
        "wav",
        first.file,
        first.line,
        because="messages are stored as wav files unless format= says otherwise",
    )
