"""Sentences in the text output: divided into lines, with places as seen from where the run was
started.
"""

from functools import lru_cache

from asterisk_lint.output.report import PbxReport, displayed_path

_HARD = "\xa0"  # a blank that stays on its line
_IN_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./+-"


def wrapped(text: str, width: int) -> list[str]:
    """Return a text of one line in lines, divided at blanks. A command in backquotes stays on one
    line, and a word that is longer than a line is not divided.
    """
    if len(text) <= width:
        return [text.rstrip(" ")] if text.strip(" ") else []
    parts = text.split("`")
    for number in range(1, len(parts) - 1, 2):
        parts[number] = parts[number].replace(" ", _HARD)
    lines: list[str] = []
    line = blanks = ""
    for number, word in enumerate("`".join(parts).split(" ")):
        blanks += " " if number else ""
        if word:
            longer = line + blanks + word
            if len(longer) <= width:
                line = longer
            else:
                lines += [line] if line else []
                line = word
            blanks = ""
    return [each.replace(_HARD, " ") for each in (*lines, line) if each]


def clickable(pbx: PbxReport, text: str) -> str:
    """Return a text in which each `FILE:LINE` of this PBX is written as seen from where the run was
    started.
    """
    if ":" not in text:
        return text
    done: list[str] = []
    rest, *parts = text.split(":")
    for part in parts:
        # (No name begins directly behind a number, as none does behind a slash.)
        file = _file_at_end(f"/{rest}" if done else rest)
        behind = part.lstrip("0123456789")
        if file and len(behind) < len(part) and not _is_in_word(behind[:1]):
            path = displayed_path(pbx, file) if pbx.sources(file) else file
            number = part[: len(part) - len(behind)]
            done.append(f"{rest[: len(rest) - len(file)]}{path}:{number}")
            rest = behind
        else:
            rest = f"{rest}:{part}"
    return "".join([*done, rest])


@lru_cache(maxsize=4096)  # many PBXs of a run have the same findings
def _file_at_end(text: str) -> str:
    """Return the name of a file with which a text ends; "" without one, or for an absolute path."""
    start = len(text.rstrip(_IN_NAMES))
    while start and _is_in_word(text[start - 1]):  # a letter of another alphabet
        start = len(text[: start - 1].rstrip(_IN_NAMES))
    file = text[start:]
    while file.startswith("/"):
        file = file.partition("+")[2]
    return file


def _is_in_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
