"""The grammar of `#include`, `#tryinclude` and `#exec` (the `#` part of process_text_line() in
main/config.c).
"""

from asterisk_lint.conf.parsed import Directive, Trouble
from asterisk_lint.conf.values import BLANKS, fold


def directive(text: str, line: int, column: int, *, tries: bool) -> Directive | Trouble:
    """Parse a line that begins with `#`. `tries`: the release knows #tryinclude."""
    word, argument = _words(text[1:])
    kind = fold(word)
    if kind == "exec":
        return Directive(kind, argument, _dequoted(argument), line, column)
    if kind != "include" and not (kind == "tryinclude" and tries):
        return Trouble(
            f"Asterisk knows no #{word} and skips the line (a comment begins with ;)", line, column
        )
    if not argument:
        return Trouble(f"#{kind} names no file: Asterisk skips the line", line, column)
    return Directive(kind, argument, _dequoted(argument), line, column)


def _words(text: str) -> tuple[str, str]:
    """Split a directive into word and argument; a byte above 127 ends the word like a blank (a
    signed char in C).
    """
    for at, letter in enumerate(text):
        if letter <= " ":
            return text[:at], text[at + 1 :].strip(BLANKS)
        if letter > "\x7f":
            rest = (
                text[at:].encode("utf-8", "surrogateescape")[1:].decode("utf-8", "surrogateescape")
            )
            return text[:at], rest.strip(BLANKS)
    return text, ""


def _dequoted(argument: str) -> str:
    if argument[:1] == '"' and argument.endswith('"'):
        return argument[1:-1]
    if argument[:1] == "<" and argument.endswith(">"):
        return argument[1:-1]
    return argument
