"""A configuration file as lines that can be edited without touching the others."""

from collections.abc import Sequence
from functools import lru_cache

from asterisk_lint.conf.whitelist import LOADING
from asterisk_lint.records import NamedTuple
from asterisk_lint.tree.files import Files


class Commented(NamedTuple):
    """A `;load => x.so` line: an entry that is commented out."""

    number: int  # line number, from 0
    module: str
    start: int  # where the text after the comment signs begins


class Lines:
    """The lines of one file with their ends; positions count from 0. Text is UTF-8 with
    surrogateescape.
    """

    def __init__(self, files: Files, name: str) -> None:
        """Raises FileNotFoundError, Unreadable."""
        text = files.read(name).decode("utf-8", "surrogateescape")
        # Only a line feed ends a line for Asterisk (not a form feed, U+2028 and others, at which
        # str.splitlines() splits).
        lines = text.split("\n")
        self.lines = [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])

    def content(self) -> bytes:
        """The file's bytes."""
        return "".join(self.lines).encode("utf-8", "surrogateescape")

    def line_end(self, index: int) -> str:
        """Return the end of a line, or the file's usual line end if it has none (the last line)."""
        text = self.lines[index]
        if text.endswith("\n"):
            return "\r\n" if text.endswith("\r\n") else "\n"
        return "\r\n" if any(line.endswith("\r\n") for line in self.lines) else "\n"

    def insert_after(self, index: int, text: str) -> None:
        """Insert a new line after the one at `index`; -1 inserts it as the first line."""
        if index < 0:
            self.lines.insert(0, text + (self.line_end(0) if self.lines else "\n"))
            return
        end = self.line_end(index)
        if self.lines[index].endswith("\n"):
            self.lines.insert(index + 1, text + end)
        else:
            # The file's last line has no line end, and now the new line is the last one.
            self.lines[index] += end
            self.lines.insert(index + 1, text)


def commented_entries(lines: Sequence[str]) -> list[Commented]:
    """Find every `;load => x.so`: a one-line comment, outside `;-- --;`, that would be a `load`
    without its semicolons.
    """
    found: list[Commented] = []
    depth = 0
    for number, line in enumerate(lines):
        text = line.strip()
        inside = depth > 0
        depth = max(depth + line.count(";--") - line.count("--;"), 0)
        if inside or depth or not text.startswith(";") or "--" in text[:4]:
            continue
        entry = text.lstrip("; \t")
        name = loaded_module(entry)
        if name:
            found.append(Commented(number, name, line.index(entry)))
    return found


def loaded_module(text: str) -> str:
    """Return the module that a `load => x.so` line loads, or "" if it is not such a line (for
    example prose in a comment).
    """
    key, equals, value = text.partition("=")
    if not equals or key.strip().lower() != "load":
        return ""
    value = value.removeprefix(">").partition(";")[0].strip()
    name = value[:-3] if value.lower().endswith(".so") else value
    return name if name and not any(sign in name for sign in " \t,\"'#=") else ""


@lru_cache(maxsize=4096)  # many PBXs of a run lack the same modules
def restyled(line: str, option: str, module: str) -> str:
    """Write a `load` line for another module in the style of `line`: its indentation, operator,
    blanks and `.so`, without comment and line end.
    """
    entry = line.rstrip("\r\n").partition(";")[0].rstrip()
    key, _, value = entry.partition("=")
    word = key.strip()
    arrow = ">" if value.startswith(">") else ""
    value = value.removeprefix(">")
    gap = value[: len(value) - len(value.lstrip())]
    suffix = ".so" if value.strip().lower().endswith(".so") else ""
    before, after = key[: len(key) - len(key.lstrip())], key[len(key.rstrip()) :]
    if word.isupper():
        option = option.upper()
    elif word[:1].isupper() and word.lower() in LOADING:
        option = option.capitalize()
    return f"{before}{option}{after}={arrow}{gap}{module}{suffix}"
