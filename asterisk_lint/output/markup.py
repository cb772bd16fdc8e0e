"""Elements of HTML and SVG, in which every text is escaped unless it is an element itself."""

import re
from collections.abc import Iterable

from asterisk_lint.output.junit import attribute
from asterisk_lint.output.terminal import visible
from asterisk_lint.records import NamedTuple

HARMLESS = re.compile(r"[\w ./,()-]*", re.ASCII)
VOID = frozenset({"br", "input", "link", "meta"})  # elements without an end tag


class Markup(NamedTuple):
    """Text that is HTML or SVG already."""

    text: str


NOTHING = Markup("")


def tag(name: str, /, *children: str | Markup, **attributes: str | int | bool) -> Markup:
    """Return an element. Names of attributes may end with `_` (class_) and have `_` for `-`; False
    leaves one out, True writes it without a value.
    """
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is False:
            continue
        written = key.rstrip("_").replace("_", "-")
        parts.append(f" {written}" if value is True else f' {written}="{escaped(str(value))}"')
    parts.append(">")
    if name not in VOID:
        parts += [child.text if isinstance(child, Markup) else escaped(child) for child in children]
        parts.append(f"</{name}>")
    return Markup("".join(parts))


def joined(parts: Iterable[str | Markup], between: str = "") -> Markup:
    """Return several elements and texts as one."""
    texts = (part.text if isinstance(part, Markup) else escaped(part) for part in parts)
    return Markup(escaped(between).join(texts))


def escaped(text: str) -> str:
    """Return text that HTML and a terminal only display: no element, no reference, no invisible
    character. Line ends stay.
    """
    if HARMLESS.fullmatch(text):
        return text
    if "\n" in text:
        return "\n".join(escaped(line) for line in text.split("\n"))
    return attribute(visible(text))
