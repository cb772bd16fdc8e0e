"""String literals of Lua."""


def unquoted(literal: str) -> str:
    """Return the text of a string literal (in quotes or long brackets), with escapes resolved."""
    if literal[:1] == "[":
        start = literal.index("[", 1) + 1
        text = literal[start:-start]
        return text.removeprefix("\r").removeprefix("\n")
    text = literal[1:-1]
    if "\\" not in text:
        return text
    import re

    return re.sub(
        r"\\(z\s*|x[0-9a-fA-F]{2}|u\{[0-9a-fA-F]+\}|[0-9]{1,3}|\r?\n|.)",
        lambda match: _escaped(match[1]),
        text,
        flags=re.DOTALL,
    )


def _escaped(escape: str) -> str:
    if escape[0] == "z":
        return ""
    if escape[0] == "x":
        return chr(int(escape[1:], 16))
    if escape[0] == "u":
        code = int(escape[2:-1], 16)
        return chr(code) if code < 0x110000 else ""
    if escape[0].isdigit():
        return chr(int(escape))
    return {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}.get(
        escape, escape
    )
