"""What speech recognition and the external application protocol (AEAP) need."""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import OptionRow, Reads, Row, SectionRow, With

ROWS: tuple[Row, ...] = (
    With(
        need("module app_speech_utils"), needs("module res_speech"),
        "the speech applications use res_speech",
        "apps/app_speech_utils.c AST_MODULE_INFO",
    ),
    With(
        need("module res_agi"), needs("module res_speech"),
        "AGI's speech commands use res_speech, and res_agi cannot be loaded without it",
        "res/res_agi.c AST_MODULE_INFO",
    ),
    SectionRow(
        "aeap.conf", "*", needs("module res_aeap"),
        "only res_aeap makes this connection of aeap.conf to an external program",
        source="res/res_aeap.c load_module()", type="client", releases=">=18",
    ),
    OptionRow(
        "aeap.conf", "*", "protocol", "speech_to_text", needs=needs("module res_speech_aeap"),
        because="the external program recognises speech, and res_speech_aeap communicates with it",
        source="res/res_speech_aeap.c load_module()", type="client", releases=">=18",
    ),
    With(
        need("module res_speech_aeap"), needs("module res_speech; module res_aeap"),
        "res_speech_aeap connects the two",
        "res/res_speech_aeap.c AST_MODULE_INFO",
    ),
    With(need("module res_aeap"), needs("module res_http_websocket"),
        "external programs are reached through a WebSocket", "res/res_aeap.c AST_MODULE_INFO"),
    With(
        need("module res_aeap"), needs("wizard config"),
        "res_aeap reads aeap.conf through res_sorcery_config and declines without it",
        "res/res_aeap.c load_module()",
    ),
)  # fmt: skip

READS: tuple[Reads, ...] = (
    Reads("aeap.conf", "codecs", needs("codec *"), "the codecs of an external program"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find the codecs in which external programs are sent sound; what a value takes out again
    (`!ulaw`, `!all`) is none.
    """
    for section in configuration.objects("aeap.conf"):
        codecs = section.get("codecs")
        if codecs is None or section.get("type") is None:
            continue
        names = [name.strip().lower() for name in codecs.value.replace("|", ",").split(",")]
        for name in dict.fromkeys(names):
            if (
                name
                and name != "all"
                and not name.startswith("!")
                and f"!{name}" not in names[names.index(name) :]
            ):
                yield Use(
                    "codec", name, codecs.file, codecs.line, codecs.value_column,
                    because="Asterisk sends audio to the external program in this codec",
                    readers=("res_aeap",),
                )  # fmt: skip
