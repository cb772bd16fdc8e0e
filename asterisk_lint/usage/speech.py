"""What speech recognition and the external application protocol (AEAP) need."""

from asterisk_lint.usage.rows import Entry, Row, Section, With

ROWS: tuple[Row, ...] = (
    With(
        "module app_speech_utils", "module res_speech",
        "the speech applications work through res_speech",
        "apps/app_speech_utils.c AST_MODULE_INFO",
    ),
    With(
        "module res_agi", "module res_speech",
        "AGI's speech commands take res_speech, and res_agi cannot be loaded without it",
        "res/res_agi.c AST_MODULE_INFO",
    ),
    Section(
        "aeap.conf", "*", "module res_aeap",
        "aeap.conf has this connection to an external program, and only res_aeap makes it",
        "res/res_aeap.c load_module()", type="client", releases=">=18",
    ),
    Entry(
        "aeap.conf", "*", "protocol", "speech_to_text", "module res_speech_aeap",
        "the external program recognises speech, and res_speech_aeap speaks with it",
        "res/res_speech_aeap.c load_module()", type="client", releases=">=18",
    ),
    Entry(
        "aeap.conf", "*", "codecs", "?*", "codec {item}",
        "the external program is sent sound in this codec",
        "res/res_aeap.c load_module()", type="client",
    ),
    With(
        "module res_speech_aeap", "module res_speech; module res_aeap",
        "res_speech_aeap stands between the two",
        "res/res_speech_aeap.c AST_MODULE_INFO",
    ),
    With("module res_aeap", "module res_http_websocket", "external programs are reached through a WebSocket", "res/res_aeap.c AST_MODULE_INFO"),
    With(
        "module res_aeap", "wizard config",
        "res_aeap reads aeap.conf through res_sorcery_config and declines without it",
        "res/res_aeap.c load_module()",
    ),
)  # fmt: skip
