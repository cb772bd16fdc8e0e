"""Recognize, in one line of an Asterisk log, the message that says that something is not loaded (messages.py)."""

from collections.abc import Iterator

from asterisk_lint.records import NamedTuple
from asterisk_lint.witness.messages import ANCHORS, MESSAGES, Message

LONGEST = 4096  # bytes of a line that are looked at; Asterisk itself cuts its messages there (main/logger.c)
NAME = r"[^\s'\",;:()\\\[\]{}]{1,200}?"
FIELDS = {
    "missing": r"[\w ,.-]+?",
    "names": r"[\w ,.-]+",
    "symbol": r"[\w@.]+",
    "file": r"[^\n]*?",
    "version": r"[^'\n]*?",
    "codecs": r"[^\n]*",
    "place": r"[^)\n]*",
    "": r"[^\n]*?",
}
SIGNED_LINEAR = "slin"


class RecognizedLine(NamedTuple):
    """What one line says: its message, and the fields in it."""

    message: Message
    name: str = ""
    missing: tuple[str, ...] = ()  # modules that it names as the cause
    symbol: str = ""
    place: str = ""  # context, extension, priority
    file: str = ""
    version: str = ""

    @property
    def is_specific(self) -> bool:
        """Whether the line says what a module lacks, not only that it did not start."""
        return bool(self.missing or self.symbol or self.file)

    @property
    def library(self) -> str:
        """The shared library that the machine lacks, or has in another version; "" when the line names none, or the module's own file."""
        file = self.file.rpartition("/")[2]
        return "" if self.symbol or file.removesuffix(".so") == self.name else file

    @property
    def is_not_installed(self) -> bool:
        """Whether the module's own file is not there."""
        return bool(self.file) and not (self.symbol or self.version or self.library)


class Recognizer:
    """Reads lines with the whole table. Making one compiles it (some milliseconds)."""

    def __init__(self) -> None:
        import re

        self.anchors: tuple[bytes, ...] = tuple(anchor.encode() for anchor in ANCHORS)
        self._rows: dict[bytes, list[tuple[bytes, re.Pattern[bytes], Message]]] = {
            anchor: [] for anchor in self.anchors
        }
        for message in MESSAGES:
            literals = fixed_parts(message.text)
            anchor = next(
                anchor
                for anchor in self.anchors
                if any(anchor.decode() in literal for literal in literals)
            )
            row = (
                max(literals, key=len).encode(),
                re.compile(pattern_of(message.text).encode()),
                message,
            )
            self._rows[anchor].append(row)

    def told(self, line: bytes, anchor: bytes) -> Iterator[RecognizedLine]:
        """What a line in which the anchor stands says; several when it names several codecs, nothing when it is no message of the table."""
        line = line[:LONGEST]
        for literal, pattern, message in self._rows[anchor]:
            if literal in line and (found := pattern.search(line)):
                fields = {
                    key: value.decode("utf-8", "surrogateescape")
                    for key, value in found.groupdict().items()
                }
                yield from self._said(message, fields)
                return

    def _said(self, message: Message, fields: dict[str, str]) -> Iterator[RecognizedLine]:
        if "codecs" in fields:
            for codec in codecs_in(fields["codecs"]):
                yield RecognizedLine(message, codec)
            return
        missing = modules_in(fields.get("missing", ""))
        for module in modules_in(fields.get("names", "")):
            yield RecognizedLine(message, module, missing)
        if "names" in fields:
            return
        name = (
            fields.get("name", "").removesuffix(".so")
            if message.kind == "failed"
            else fields.get("name", "")
        )
        if message.need:
            name = message.need.name
        yield RecognizedLine(message, name, missing, fields.get("symbol", ""),
            fields.get("place", ""), fields.get("file", ""), fields.get("version", ""))  # fmt: skip


def modules_in(text: str) -> tuple[str, ...]:
    """The modules of a list with commas."""
    return tuple(word.removesuffix(".so") for word in text.replace(",", " ").split())


def codecs_in(text: str) -> list[str]:
    """The codecs named on both sides of a translation, but for signed linear (which is what the others are translated to)."""
    import re

    words = re.findall(r"\b[a-z][a-z0-9.]*\b", text.partition('"')[0])
    known = dict.fromkeys(
        word
        for word in words
        if word not in {"from", "to", "native", "nothing", "none", "unknown"} and len(word) > 1
    )
    named = [word for word in known if not word.startswith(SIGNED_LINEAR)]
    # Between two rates of signed linear itself stands the resampler, by the name of the rates.
    return named or [word for word in known if word != SIGNED_LINEAR]


def fixed_parts(text: str) -> list[str]:
    """The parts of a message that are the same in every line, in order."""
    parts = [""]
    inside = False
    for sign in text:
        if sign == "{":
            parts.append("")
        elif not inside and sign != "}":
            parts[-1] += sign
        inside = sign == "{" or (inside and sign != "}")
    return [part for part in parts if part]


def pattern_of(text: str) -> str:
    """The message's text as a regular expression with a group for each field that has a name."""
    import re

    pattern, rest = "", text
    while rest:
        literal, brace, rest = rest.partition("{")
        pattern += re.escape(literal)
        if brace:
            field, _, rest = rest.partition("}")
            value = (
                (r"[^'\n]{1,200}?" if rest.startswith("'") else NAME)
                if field == "name"
                else FIELDS[field]
            )
            if not rest:
                value = value.removesuffix("?")
            elif literal == "" and field == "name":
                pattern += r"(?<![^\s:])"
            pattern += f"(?P<{field}>{value})" if field else f"(?:{value})"
    return pattern
