"""Recognize, in one line of an Asterisk log, the message that says that something is not loaded
(messages.py).
"""

from collections.abc import Iterator

from asterisk_lint.records import NamedTuple
from asterisk_lint.witness.messages import ANCHORS, MESSAGES, Message

# bytes of a line that are read; Asterisk itself cuts its messages there (main/logger.c)
LONGEST = 4096
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
    """The content of one line: its message, and the fields in it."""

    message: Message
    name: str = ""
    missing: tuple[str, ...] = ()  # modules that it names as the cause
    symbol: str = ""
    place: str = ""  # context, extension, priority
    file: str = ""
    version: str = ""
    beside: tuple[str, ...] = ()  # of a translation: the codecs on the other side

    @property
    def is_specific(self) -> bool:
        """Tell whether the line says what a module lacks, not only that it did not start."""
        return bool(self.missing or self.symbol or self.file)

    @property
    def library(self) -> str:
        """Return the shared library that the machine lacks, or has in another version; "" if the
        line names none, or the module's own file.
        """
        file = self.file.rpartition("/")[2]
        return "" if self.symbol or file.removesuffix(".so") == self.name else file

    @property
    def is_not_installed(self) -> bool:
        """Tell whether the module's own file does not exist."""
        return bool(self.file) and not (self.symbol or self.version or self.library)


class Recognizer:
    """Reads lines with the whole table. Creating one compiles it (some milliseconds)."""

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
        """Yield the messages in a line that contains the anchor; several if it names several
        modules, none if it is not a message of the table.
        """
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
            codecs = codecs_in(fields["codecs"])
            if codecs:
                yield RecognizedLine(message, codecs[0], beside=tuple(codecs[1:]))
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
    """Return the modules of a comma-separated list."""
    return tuple(word.removesuffix(".so") for word in text.replace(",", " ").split())


def codecs_in(text: str) -> list[str]:
    """Return the codecs named on both sides of a translation, except signed linear (the common
    intermediate format).
    """
    import re

    words = re.findall(r"\b[a-z][a-z0-9.]*\b", text.partition('"')[0])
    known = dict.fromkeys(
        word
        for word in words
        if word not in {"from", "to", "native", "nothing", "none", "unknown"} and len(word) > 1
    )
    named = [word for word in known if not word.startswith(SIGNED_LINEAR)]
    # Between two rates of signed linear the resampler works, named after the rates.
    return named or [word for word in known if word != SIGNED_LINEAR]


def fixed_parts(text: str) -> list[str]:
    """Return the parts of a message that are the same in every line, in order."""
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
    """Return the message's text as a regular expression with a group for each named field."""
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
