"""What modules look up by name from C: `pbx_findapp("MixMonitor")`, `ast_request("Local", ...)`,
`ast_func_read(chan, "CURL(...)", ...)`.

No declaration shows these: each must be known to the usage tables, or settled
(tests/catalog/test_asked.py).
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tools.catalog_generator import c, sources


class Asked(NamedTuple):
    """A capability that a module (or "(core)") looks up under a name that its source gives."""

    module: str
    kind: str
    name: str


# Function -> the kind that it looks up, and the argument (counted from 0) with the name.
LOOKUPS: Mapping[str, tuple[str, int]] = {
    "pbx_findapp": ("application", 0),
    "ast_request": ("channel", 0),
    "ast_request_and_dial": ("channel", 0),
    "__ast_request_and_dial": ("channel", 0),
    "ast_get_channel_tech": ("channel", 0),
    "ast_dial_append": ("channel", 1),
    "ast_pbx_outgoing_app": ("channel", 0),
    "ast_pbx_outgoing_exten": ("channel", 0),
    "ast_feature_request_and_dial": ("channel", 2),
    "feature_request_and_dial": ("channel", 2),
    "feature_request_and_dial_old": ("channel", 2),
    "ast_custom_function_find": ("function", 0),
    "ast_func_read": ("function", 1),
    "ast_func_read2": ("function", 1),
    "ast_func_write": ("function", 1),
    "ast_sorcery_apply_default": ("wizard", 2),
    "ast_sorcery_apply_wizard_mapping": ("wizard", 2),
    "ast_sorcery_insert_wizard_mapping": ("wizard", 2),
    "ast_rtp_instance_new": ("rtp_engine", 0),
    "ast_speech_new": ("stt_engine", 0),
}
# The position of the technology argument has changed over time: any one that is a string of letters
# counts.
ANYWHERE = frozenset(
    {"ast_feature_request_and_dial", "feature_request_and_dial", "feature_request_and_dial_old"}
)
_CALL = re.compile(r"\b(" + "|".join(LOOKUPS) + r")\s*\(")
_NAME = re.compile(r"\w+")


def asked(files: Mapping[str, str]) -> frozenset[Asked]:
    """Return everything that the modules of a source tree look up by a literal name, including a
    module's own things.
    """
    return frozenset(
        Asked(module, kind, name)
        for module, parts in sources.modules(files).items()
        for part in parts
        if not part.startswith("tests/")
        for kind, name in _of(c.without_comments(files[part]))
    )


def _of(text: str) -> Iterator[tuple[str, str]]:
    strings = c.constants(text)
    for found in _CALL.finditer(text):
        opened = found.end() - 1
        arguments = c.split_arguments(text[opened + 1 : c.closing(text, opened)])
        kind, place = LOOKUPS[found[1]]
        wanted = arguments if found[1] in ANYWHERE else arguments[place : place + 1]
        for argument in wanted:
            # The start of a string that a macro continues (`"CHANNEL(" x ")"`) names the function
            # as well.
            literal = re.match(r'\s*"((?:\\.|[^"\\])*)"', argument)
            value = literal[1] if literal else strings.get(argument.strip())
            name = _NAME.match(value) if value else None
            if name:
                yield kind, name[0]
