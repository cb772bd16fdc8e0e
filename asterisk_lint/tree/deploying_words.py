"""Paths of Asterisk's configuration files as programs write them."""

import re
from collections.abc import Iterator

# A line, the path that is written there, and what it is copied from
Found = tuple[int, str, tuple[str, ...]]
NEXT = 80  # characters before a name that are looked at
_MOST = 50  # names in one line
# /etc/asterisk/pjsip.conf, $CONF/*.conf, {{ folder }}/{{ item }}.conf, {pjsip,rtp}.conf
_PIECE = (
    r"(?:\{\{[^{}\n]{0,80}\}\}|\$\{\w{1,80}\}|\$\(\w{1,80}\)|\{[\w,-]{0,80}\}"
    r"|[^\s\"'`<>|;&,(){}=:\\])"
)
_CONF = re.compile(rf"{_PIECE}{{0,60}}(?:\.conf|\.ael|(?<![\w.-])extensions\.lua)(?![\w.-])")
FOLDER = re.compile(r"/[\w./${}-]{0,80}asterisk/?")
REMOTE = re.compile(r"^[\w.@-]+:(?=/)")  # `root@pbx:` before a path


def conf_paths(line: str) -> Iterator[tuple[int, str]]:
    """Yield the paths of configuration files in a line, each with its place."""
    for number, match in enumerate(_CONF.finditer(line)):
        if number == _MOST:
            return
        yield match.start(), match[0]


def is_conf(word: str) -> bool:
    """Tell whether a word as a whole is a path of a configuration file."""
    return word.endswith((".conf", ".ael", ".lua")) and _CONF.fullmatch(word) is not None


def may_name(text: str) -> bool:
    """Tell whether a text can hold a path of a configuration file: False only if it holds none."""
    return ".conf" in text or ".ael" in text or "extensions.lua" in text
