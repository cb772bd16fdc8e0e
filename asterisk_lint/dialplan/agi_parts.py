"""The other files that an AGI script loads, and which of them are read here."""

import re
from collections.abc import Iterable, Iterator, Mapping

from asterisk_lint.dialplan.agi_files import by_last_part, is_script, without_comments
from asterisk_lint.dialplan.agi_libraries import LIBRARIES
from asterisk_lint.tree.files import Files, Unreadable

# How a language loads something: a name of a library, or (in quotes) a file.
_LOADS: Mapping[str, str] = {
    "python": r"^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import\b|import[ \t]+([\w., \t]+))"
    r"|\b(?:import_module|__import__|run_module|run_path)(\()",
    "perl": r"^[ \t]*(?:use|require)[ \t]+([A-Z][\w:]*)"
    r"|\b(?:require|do)\b[ \t(]*[\"']([^\"'\n]+)[\"']|^[ \t]*(?:require|do)[ \t(]*(\$)",
    "php": r"(?:^|[;{})@&|?:=]|<\?php)[ \t]*(?:require|include)(?:_once)?\b[ \t(]*([^;\n]*)"
    r"|(?:^[ \t]*use|\bnew)[ \t]+\\?(\w+)\\",
    "ruby": r"^[ \t]*(?:require|require_relative|load)\b[ \t(]*[\"']([^\"'\n]+)",
    "js": r"\b(?:require|import)[ \t]*\([ \t]*[\"'`]([^\"'`\n]+)"
    r"|\b(?:from|import)[ \t]+[\"']([^\"'\n]+)[\"']",
    "lua": r"\b(?:require|dofile|loadfile)\b[ \t(]*[\"']([^\"'\n]+)",
    # A program on its own line writes to Asterisk, unless its output goes elsewhere.
    "shell": r"^[ \t]*(?:\.|source)[ \t]+[\"']?([^\s\"';&|]+)"
    r"|^[ \t]*((?:[\w.$~{}-]*/)+[^\s;&|<>\"'`()=]+)(?![^\n]*[>|])",
}
_ENDINGS = {
    "python": (".py",), "perl": (".pl", ".pm"), "php": (".php", ".inc"), "ruby": (".rb",),
    "js": (".js", ".mjs", ".cjs", ".ts"), "lua": (".lua",), "shell": (".sh", ".bash"),
}  # fmt: skip
_INTERPRETERS = {"node": "js", "bash": "shell", "dash": "shell", "ksh": "shell", "sh": "shell"}
# Files of libraries, by their names up to the first dot
_KNOWN = frozenset({"phpagi", "phpagi-asmanager", "phpagi-fastagi", "asterisk", "autoload"})
_OF_ASTERISK = ("agi", "asterisk")  # in the names of libraries that are kept beside scripts
# Words of a script that itself talks to Asterisk.
_TALKS = r"(?i:agi)|\b(?:EXEC|GET|SET|STREAM|VERBOSE|ANSWER|HANGUP|SAY|RECORD|CHANNEL|DATABASE)\b"


def parts(name: str, text: str, files: Files) -> Mapping[str, str] | None:
    """Return the texts, without comments, of a script and of the files of the tree that it loads,
    by their names. None if it leaves the talk with Asterisk, or a part of it, to files that are not
    read here.
    """
    names = by_last_part(files.names())
    found: dict[str, str] = {}
    waiting = [(name, text)]
    while waiting:
        name, text = waiting.pop()
        language = _language(name, text)
        text = found[name] = without_comments(text)
        if len(found) == 1 and not re.search(_TALKS, text):
            return None
        for loaded, is_library in _loaded(language, text):
            part = next((names[each] for each in _spelt(loaded, language) if each in names), None)
            if is_library and (part is None or not _takes_its_place(part, name, language)):
                continue
            content = None if part is None else _script(part, files)
            if part is None or content is None:
                return None
            if part not in found:
                waiting.append((part, content))
    return found


def _language(name: str, text: str) -> str:
    for language, endings in _ENDINGS.items():
        if name.endswith(endings):
            return language
    head = text[:200]
    interpreter = re.match(r"#![^\n]*?/(?:env[ \t]+(?:-\S+[ \t]+)*)?([a-z]+)[\d.]*(?:\s|$)", head)
    if interpreter:
        return _INTERPRETERS.get(interpreter[1], interpreter[1])
    return "php" if "<?php" in head else ""


def _takes_its_place(part: str, script: str, language: str) -> bool:
    """Tell whether a file of the tree is what a script loads by the name of a library: one of its
    own beside it (but no copy of a library for AGI), where a shell has programs.
    """
    folder, _, last = part.rpartition("/")
    return (
        language != "shell"
        and folder == script.rpartition("/")[0]
        and not any(word in last.lower() for word in _OF_ASTERISK)
    )


def _loaded(language: str, text: str) -> Iterator[tuple[str, bool]]:
    """Yield what a script loads, and whether that is the name of a library; "" for what is only
    known at run time.
    """
    pattern = _LOADS.get(language)
    libraries = LIBRARIES.get(language, "").split()
    for match in re.finditer(pattern, text, re.MULTILINE) if pattern else ():
        written = next((each for each in match.groups() if each is not None), "")
        for each in _names(language, written):
            last = each.rpartition("/")[2]
            first = re.split(r"[./]|::", each.removeprefix("node:"), maxsplit=1)[0]
            known = {each, first} if language != "shell" else {last}
            stem = last.lower().partition(".")[0]
            yield last, not known.isdisjoint(libraries) or stem in _KNOWN


def _names(language: str, written: str) -> Iterable[str]:
    if language == "python":
        return [(each.split() or [""])[0] for each in written.split(",")]
    if language == "php" and not re.fullmatch(r"\w+", written):
        quoted = re.findall(r"[\"']([^\"'\n]+)[\"']", written)
        return quoted[-1:] or [""]
    return [written]


def _spelt(loaded: str, language: str) -> Iterator[str]:
    base = re.split(r"\.|::", loaded)[-1] if language in {"python", "perl"} else loaded
    yield loaded
    for ending in _ENDINGS.get(language, ()):
        yield base + ending


def _script(name: str, files: Files) -> str | None:
    try:
        text = files.read(name).decode("utf-8", "surrogateescape")
    except (FileNotFoundError, Unreadable):
        return None
    return text if is_script(name, text) else None
