"""The words and signs of a Lua program."""

import re
from collections.abc import Iterator

from asterisk_lint.records import NamedTuple

NAME, NUMBER, TEXT = b"name", b"number", b"text"
_TOKEN = re.compile(
    rb"[ \t\r\n\f\v]*(?:--\[(=*)\[|--[^\n]*\n?|(\[=*\[)|([A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*)"
    rb"|(0[xX][0-9a-fA-F.]*(?:[pP][+-]?[0-9]+)?[A-Za-z]*|\.?[0-9][0-9.]*(?:[eE][+-]?[0-9]+)?[A-Za-z]*)"
    rb"|(\"[^\"\\\n]*(?:\\(?:z\s*(?!\s)|[^z])[^\"\\\n]*)*\"|'[^'\\\n]*(?:\\(?:z\s*(?!\s)|[^z])[^'\\\n]*)*')"
    rb"|(\.\.\.|\.\.|==|~=|<=|>=|<<|>>|//|::|[-+*/%^#&~|<>=(){}\[\];:,.]))",
    re.DOTALL,
)
_BLANK = re.compile(rb"[ \t\r\n\f\v]*")
_KEYWORDS = frozenset(
    (
        b"and break do else elseif end false for function if in local nil not or repeat return "
        b"then true until while"
    ).split()
)
_GOTO = re.compile(rb"goto\s+[A-Za-z_]")


class Wrong(Exception):
    """The text is not valid Lua from the next token on."""


class Token(NamedTuple):
    """A word or sign: its grammatical category (a name, a value, itself; empty at the end), and
    where it begins.
    """

    kind: bytes
    at: int


def tokens(data: bytes) -> Iterator[Token]:
    """Yield the words and signs of a program; invalid text has the kind `?`, the end an empty
    one.
    """
    at = 0
    if data.startswith(b"#"):  # Lua also skips a first line for the shell
        at = data.find(b"\n") + 1 or len(data)
    while True:
        match = _TOKEN.match(data, at)
        if match is None:
            blank = _BLANK.match(data, at)
            at = blank.end() if blank else at
            yield Token(b"" if at == len(data) else b"?", at)
            return
        end = match.end()
        comment, long, name, number, text, sign = match.groups()
        if comment is not None or long is not None:
            level = len(comment) if comment is not None else len(long) - 2
            closed = data.find(b"]" + b"=" * level + b"]", end)
            if closed < 0:
                yield Token(
                    b"?", match.start(2) if long is not None else data.find(b"--", match.start())
                )
                return
            end = closed + level + 2
            if long is not None:
                yield Token(TEXT, match.start(2))
        elif name is not None:
            start = match.start(3)
            # Lua 5.1 has no goto: there it is an ordinary name.
            keyword = name in _KEYWORDS or (
                name == b"goto" and _GOTO.match(data, start) is not None
            )
            yield Token(name if keyword else NAME, start)
        elif number is not None:
            yield Token(NUMBER, match.start(4))
        elif text is not None:
            yield Token(TEXT, match.start(5))
        elif sign is not None:
            yield Token(sign, match.start(6))
        at = end
