"""How Asterisk replaces `${...}` while it reads the dialplan: only global variables
(main/pbx_variables.c).
"""

from collections.abc import Mapping

from asterisk_lint.dialplan.extensions.numbers import number
from asterisk_lint.records import NamedTuple

# Known only to the running system: they stay as written.
_OF_THE_SYSTEM = frozenset(
    (
        *(
            "EPOCH",
            "SYSTEMNAME",
            "ENTITYID",
            "ASTCACHEDIR",
            "ASTMODDIR",
            "ASTVARLIBDIR",
            "ASTDBDIR",
            "ASTKEYDIR",
        ),
        *("ASTDATADIR", "ASTAGIDIR", "ASTSPOOLDIR", "ASTRUNDIR", "ASTLOGDIR", "ASTSBINDIR"),
    )
)
# characters of a text with its variables replaced: realvalue in pbx_load_config(), 22, less the
# zero and one
_ROOM = 8190
_WHOLE = 2**31 - 1


class Substituted(NamedTuple):
    """The text that Asterisk continues with, and its warning ("" if there is none)."""

    text: str
    warning: str = ""


def substitute(text: str, variables: Mapping[str, str]) -> Substituted:
    """Return `text` with its variables replaced; a variable that is not set is empty.

    Functions, expressions and variables that only the running system knows stay as written, because
    their value is unknown here.
    """
    if "$" not in text:
        return Substituted(text)
    out: list[str] = []
    room = _ROOM - len(text)  # globals that name each other twice would double forever
    warning = ""
    at = 0
    while at < len(text):
        dollar = text.find("$", at)
        if dollar < 0:
            out.append(text[at:])
            break
        out.append(text[at:dollar])
        opening = text[dollar + 1 : dollar + 2]
        if opening == "{":
            end, closed = _end(text, dollar + 2, "{", "}", "[")
            value = _variable(text[dollar + 2 : end - closed], text[dollar:end], variables)
        elif opening == "[":
            end, closed = _end(text, dollar + 2, "[", "]", "{")
            value = Substituted(text[dollar:end])
        else:
            end, closed, value = dollar + 1, True, Substituted("$")
        if room < 0:
            value = Substituted("", value.warning)
        room -= len(value.text)
        if not closed:
            warning = f"'{'}' if opening == '{' else ']'}' is missing"
        out.append(value.text)
        warning = warning or value.warning
        at = end
    result = "".join(out)
    return Substituted(result if len(result) <= _ROOM else result[:_ROOM], warning)


def _end(text: str, at: int, opening: str, closing: str, other: str) -> tuple[int, bool]:
    """Return where a construct that begins before `at` ends, including its closing bracket; False
    if it is not closed.
    """
    depth = 1
    while depth and at < len(text):
        letter = text[at]
        if letter == "$" and text[at + 1 : at + 2] in (opening, other):
            depth += text[at + 1] == opening
            at += 1
        elif letter == opening:
            depth += 1
        elif letter == closing:
            depth -= 1
        at += 1
    return at, not depth


def _variable(name: str, whole: str, variables: Mapping[str, str]) -> Substituted:
    inner = substitute(name, variables) if "${" in name or "$[" in name else Substituted(name)
    name, function, offset, length = _name(inner.text)
    if "${" in name or "$[" in name:
        return Substituted(whole, inner.warning)
    if function:
        if not (name.startswith("GLOBAL(") and name.endswith(")")):
            return Substituted(whole, inner.warning)
        name = name[7:-1]
    if name in _OF_THE_SYSTEM:
        return Substituted(whole, inner.warning)
    return Substituted(_part(variables.get(name, ""), offset, length), inner.warning)


def _name(text: str) -> tuple[str, bool, int, int]:
    """Parse a variable's name: the name, whether it is a function, and the offset and length after
    a colon (parse_variable_name()).
    """
    depth = 0
    function = False
    for at, letter in enumerate(text):
        if letter == "(":
            function = True
            depth += 1
        elif letter == ")":
            depth -= 1
        elif letter == ":" and not depth:
            first, colon, second = text[at + 1 :].partition(":")
            offset = number(first)
            length = (
                number(second) if colon and offset is not None and _whole_number(first) else None
            )
            return text[:at], function, offset or 0, _WHOLE if length is None else length
    return text, function, 0, _WHOLE


def _whole_number(text: str) -> bool:
    return text.strip().lstrip("+-").isdigit()


def _part(value: str, offset: int, length: int) -> str:
    """Return the part of a value that `${name:offset:length}` selects (substring())."""
    size = len(value)
    if offset == 0 and length >= size:
        return value
    if offset < 0:
        offset = max(size + offset, 0)
    if offset >= size:
        return ""
    if length < 0:
        return value[offset : max(size + length, offset)]
    return value[offset : offset + length]
