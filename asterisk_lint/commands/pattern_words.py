"""The patterns of the usage tables in words: what people read has no `!a|b`, `?*` or `*`."""

import re

ANY = ("*", "?*")
# How Asterisk's own words for "no" are written out in a row (conf/truth.py has the whole list).
NO = frozenset({"false", "no", "off", "n", "f", "0"})


def alternatives(pattern: str) -> str:
    """Names in words: "music or musicclass", "anything but general", "acl/...", "anything"."""
    if pattern in ANY:
        return "anything"
    if pattern.startswith("!"):
        return f"anything but {joined(_parts(pattern[1:]), 'and')}"
    return joined(_parts(pattern), "or")


def value(pattern: str) -> str:
    """A value in words: "yes", "anything but no", "a text with http", "empty"."""
    if not pattern:
        return "empty"
    if pattern in ANY:
        return "anything"
    negated, words = pattern.startswith("!"), pattern.removeprefix("!").split("|")
    if set(words) <= NO:
        return "anything but no" if negated else "no"
    plain = ["yes" if word == "true" else "no" if word == "false" else word for word in words]
    said = joined([_part(word) for word in dict.fromkeys(plain)], "and" if negated else "or")
    return f"anything but {said}" if negated else said


def option(pattern: str, wanted: str) -> str:
    """An option with its value in words."""
    name = "any option" if pattern in ANY else alternatives(pattern)
    return f"{name} is set" if wanted in ANY else f"{name} = {value(wanted)}"


def section(pattern: str) -> str:
    """A section in words: "the section [general]", "a section other than [general] and
    [authentication]".
    """
    if pattern in ANY:
        return "any section"
    if pattern.startswith("!"):
        names = [f"[{name}]" for name in _parts(pattern[1:])]
        return f"a section other than {joined(names, 'and')}"
    return f"the section {joined([f'[{name}]' for name in _parts(pattern)], 'or')}"


def condition(text: str) -> str:
    """A row's condition, `alsa.conf general/input_device|output_device`, in words; any other text
    as it is.
    """
    found = re.fullmatch(r"(\S+\.conf) (?:([^/\s]+)/)?(\S+)", text)
    if not found:
        return text
    file, where, what = found.groups()
    place = "" if where in {None, *ANY} else f" in {section(where)}"
    return f"{alternatives(what)}{place} of {file}"


def joined(words: list[str], last: str) -> str:
    """Words as a list in a sentence: "a, b or c"."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else words[0]


def _parts(pattern: str) -> list[str]:
    return [_part(part) for part in pattern.split("|")]


def _part(word: str) -> str:
    literal = re.sub(r"\[(.)\]", lambda found: f"\0{ord(found[1])}\0", word)
    inside = re.fullmatch(r"\*([^*?]+)\*", literal)
    text = f"a text with {inside[1]}" if inside else literal.replace("?*", "*").replace("*", "...")
    return re.sub(r"\0(\d+)\0", lambda found: chr(int(found[1])), text)
