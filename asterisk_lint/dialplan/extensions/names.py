"""Determine when two extensions are the same for Asterisk (ext_cmp() and similar in main/pbx.c)."""

from asterisk_lint.records import NamedTuple

_WILD = {"n": "N", "x": "X", "z": "Z"}
_SETS = {"0123456789": "X", "123456789": "Z", "23456789": "N"}
_SPECIAL = "NXZnxz.![]"


class Name(NamedTuple):
    """An extension as written, split into its parts."""

    plain: str  # without what follows the slash
    shown: str  # as `dialplan show` prints it
    key: str  # the same for all spellings of one extension
    caller_id: str | None  # what follows the slash, as `dialplan show` prints it
    caller_key: str | None


def name(text: str) -> Name:
    """Parse an extension: `_X-X./555-1234`."""
    if text.isalnum():
        new: Name = tuple.__new__(Name, (text, text, text, None, None))
        return new
    plain, slash, caller = text.partition("/")
    if not slash:
        if " " not in plain and "-" not in plain and not plain.startswith("_"):
            return Name(plain, plain, plain, None, None)
        return Name(plain, without_blanks(plain), key(plain), None, None)
    caller = _shrunk(caller)
    return Name(
        plain, without_blanks(plain), key(plain), without_blanks(caller, dashes=True), key(caller)
    )


def split(value: str) -> tuple[str, str]:
    """Split a value into an extension and the rest after its comma; commas in brackets and after a
    backslash do not count (pbx_strsep()).
    """
    brackets = 0
    at = 0
    while at < len(value):
        letter = value[at]
        if letter == "[":
            brackets += 1
        elif letter == "]":
            brackets -= brackets > 0
        elif letter == "\\":
            at += 1
        elif letter == "," and not brackets:
            return value[:at], value[at + 1 :]
        at += 1
    return value, ""


def without_blanks(text: str, *, dashes: bool = False) -> str:
    """Return the extension as stored: no blanks, and with `dashes` no dashes either, except those
    in the brackets of a pattern (ext_strncpy()).
    """
    if " " not in text and not (dashes and "-" in text):
        return text
    dropped = " -" if dashes else " "
    if not text.startswith("_"):
        return "".join(letter for letter in text if letter not in dropped)
    out = []
    within = False
    for letter in text:
        if letter == "[":
            within = True
        elif letter == "]":
            within = False
        elif not within and letter in dropped:
            continue
        out.append(letter)
    return "".join(out)


def key(text: str) -> str:
    """Return a text that is the same for every way of writing one extension, such as `_NXX`,
    `_[2-9]xx` and `_N-X-X`.
    """
    text = without_blanks(text, dashes=True)
    if not text.startswith("_"):
        return text
    if "[" not in text:
        return text.replace("n", "N").replace("x", "X").replace("z", "Z")
    out = ["_"]
    at = 1
    while at < len(text):
        letter = text[at]
        at += 1
        if letter == "-":
            continue
        if letter != "[":
            out.append(_WILD.get(letter, letter))
            continue
        end = text.find("]", at)
        if end < 0:
            out.append("[")
            continue
        out.append(_set(text[at:end]))
        at = end + 1
    return "".join(out)


def members(inner: str) -> str:
    """Return the characters of a set, in order: `3-5a` is 345a."""
    found: set[str] = set()
    at = 0
    while at < len(inner):
        if at + 2 < len(inner) and inner[at + 1] == "-":
            found.update(map(chr, range(ord(inner[at]), ord(inner[at + 2]) + 1)))
            at += 3
        else:
            found.add(inner[at])
            at += 1
    return "".join(sorted(found))


def _set(inner: str) -> str:
    letters = members(inner)
    if len(letters) == 1 and letters not in _SPECIAL:
        return letters
    return _SETS.get(letters, f"[{letters}]" if letters else "")


def _shrunk(number: str) -> str:
    """Return a caller's number without the characters that people add for readability
    (ast_shrink_phone_number() in main/callerid.c).
    """
    out = []
    brackets = 0
    for at, letter in enumerate(number):
        if letter == "[":
            brackets += 1
        elif letter == "]":
            brackets -= 1
        elif letter == "-":
            if not brackets:
                continue
        elif letter == ".":
            if at + 1 < len(number):
                continue
        elif letter in "( )":
            continue
        out.append(letter)
    return "".join(out)
