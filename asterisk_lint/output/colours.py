"""Styles of a text on a terminal (ANSI escapes)."""

from asterisk_lint.records import Protocol

COLOURS = {
    "security": "95",
    "error": "91",
    "warning": "33",
    "information": "36",
    "frame": "94",
    "fix": "32",
    "strong": "1",
}


class Paint(Protocol):
    """Formats a text in some styles (keys of COLOURS)."""

    def __call__(self, text: str, *styles: str) -> str:
        """Return the text with the escapes that set and end the styles, or unchanged."""


def plain(text: str, *styles: str) -> str:
    """Return the text unchanged: the `Paint` of a file or a pipe."""
    return text


def painted(text: str, *styles: str) -> str:
    """Return the text with ANSI escapes around it: the `Paint` of a terminal."""
    return f"\033[{';'.join(COLOURS[style] for style in styles)}m{text}\033[0m" if text else ""
