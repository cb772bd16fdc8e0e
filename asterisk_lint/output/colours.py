"""Styles and links of a text on a terminal (ANSI escapes)."""

from asterisk_lint.records import NamedTuple

COLOURS = {
    "security": "95",
    "error": "91",
    "warning": "33",
    "information": "36",
    "frame": "94",
    "fix": "32",
    "strong": "1",
}


class Paint(NamedTuple):
    """What a terminal understands; for a file or a pipe, nothing."""

    colours: bool
    links: str = ""  # output/links.py

    def __call__(self, text: str, *styles: str) -> str:
        """Return the text in some styles (keys of COLOURS), or unchanged."""
        if not (self.colours and text):
            return text
        return f"\033[{';'.join(COLOURS[style] for style in styles)}m{text}\033[0m"

    def link(self, text: str, path: str, line: int) -> str:
        """Return the text as a link to a line of a file, or unchanged."""
        if not self.links:
            return text
        from asterisk_lint.output.links import linked

        return linked(text, path, line, self.links)
