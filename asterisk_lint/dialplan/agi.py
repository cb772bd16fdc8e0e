"""AGI scripts: what they ask Asterisk to run.

Scripts in any language are searched for the protocol's own commands (`EXEC Dial SIP/100`, `GET FULL
VARIABLE ${CDR(src)}`) and for the calls of the usual libraries of Python, Perl, PHP, Ruby and
JavaScript (`agi.appexec("Dial", ...)`, `$AGI->exec(...)`, `$agi->exec_dial(...)`,
`get_variable("CDR(src)")`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain

from asterisk_lint.conf.encrypted import is_encrypted
from asterisk_lint.dialplan.agi_files import LARGEST, without_comments
from asterisk_lint.dialplan.scan import in_arguments, in_name, in_text
from asterisk_lint.dialplan.text_needs import BROKEN, UNSEEN, Setting, TextNeed
from asterisk_lint.model import Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.tree.files import Files, Unreadable

# Each of these takes time proportional to the text: no two adjacent parts can match the same
# characters.
_TEXT = r"""(?:"([^"\\]*(?:\\.[^"\\]*)*)"|'([^'\\]*(?:\\.[^'\\]*)*)')"""
_NAME = 255  # characters before a call that are searched for the called object
_LONGEST = 8192  # characters of one request (AGI_BUF_LEN of res/res_agi.c, 22); the rest is ignored
_EXEC = re.compile(r"\bEXEC[ \t]+(?:APPLICATION[ \t]+)?([A-Za-z_]\w*)[ \t]*([^\r\n]{0,8192})")
_CALLED = re.compile(
    r"(?:->|\.|::)\s*(?:exec|appexec|app_exec|exec_app|execApp|Exec|execute)\s*\(\s*"
    + _TEXT
    + r"\s*(?:,\s*"
    + _TEXT
    + ")?"
)
_WRAPPED = re.compile(r"->\s*exec_([a-z]+)\s*\(\s*(?:" + _TEXT + ")?", re.IGNORECASE)
_VARIABLE = re.compile(
    r"\b(?:get|set|full|)_?(full_|full|)_?(?:variable|var)\s*\(\s*" + _TEXT, re.IGNORECASE
)
_RAW_VARIABLE = re.compile(r"\b(?:GET|SET)[ \t]+(FULL[ \t]+)?VARIABLE[ \t]+([^\s]{1,8192})")
_RECORD = re.compile(r"\brecord_?file\s*\([^,()]+,\s*" + _TEXT, re.IGNORECASE)
_RAW_RECORD = re.compile(r"\bRECORD[ \t]+FILE[ \t]+(?:\"[^\"]*\"|\S+)[ \t]+(\w+)")
# Requests that play prompts (res/res_agi.c: handle_streamfile() and similar), raw and as the
# libraries call them.
_RAW_PLAY = re.compile(
    r"\b(?:STREAM[ \t]+FILE|GET[ \t]+(?:DATA|OPTION)|"
    r"SAY[ \t]+(?:ALPHA|DATE|DATETIME|DIGITS|NUMBER|PHONETIC|TIME))[ \t]+\S"
)
_PLAY = re.compile(
    r"(?:->|\.|::)\s*(?:(get_?data|get_?option|say_?(?:alpha|date|date_?time|digits|number|phonetic|time))|(?:control_?)?stream_?file)\s*\(",
    re.IGNORECASE,
)
_GOSUB = re.compile(
    r"(?:->|\.)\s*gosub\s*\(|^[^\w\n]*(?:\w+[^\w\n]+)?GOSUB[ \t]+\S+[ \t]+\S+[ \t]+\S+",
    re.MULTILINE,
)
_ANY_EXEC = re.compile(r"\bexec|\w_?exec\b|\bexecute\b", re.IGNORECASE)
_ANY_VARIABLE = re.compile(r"[a-z]_?variable\s*\(|\bVARIABLE\b|\bfull_?variable", re.IGNORECASE)
_CAPITALS = frozenset(["AGI", "AMD", "DISA", "EAGI", "ICES", "SMS"])
_WRAPPERS = {
    "absolutetimeout": "AbsoluteTimeout",
    "agi": "AGI",
    "dial": "Dial",
    "goto": "Goto",
    "enumlookup": "EnumLookup",
    "setlanguage": "SetLanguage",
}


class Script(NamedTuple):
    """What a script requests: uses, and what those requests could be that are only known at run
    time ("application", "function", ...).
    """

    uses: tuple[Use, ...]
    reaches: frozenset[str]


SCRIPT_PLAYS = "the script plays prompts, and Asterisk's prompts are installed as gsm files"


def unread(name: str | None, files: Files, release: Release) -> frozenset[str] | None:
    """Return what a script could use beyond what `read_script` finds in it; None if it is not in
    the tree or is not read.
    """
    from asterisk_lint.dialplan.text_uses import setting_of

    if name is None:
        return None
    try:
        content = files.read(name)
    except (FileNotFoundError, Unreadable):
        return None
    text = content.decode("utf-8", "surrogateescape")
    if "\0" in text or len(text) > LARGEST or is_encrypted(content):
        return None
    from asterisk_lint.dialplan.agi_parts import parts

    found = parts(name, text, files)
    if found is None:
        return None
    setting = setting_of(release)
    return frozenset().union(
        *(read_script(part, content, setting).reaches for part, content in found.items())
    )


def read_script(name: str, text: str, setting: Setting) -> Script:
    """Read one script; only the beginning of one that is too large (`unread` and `too_large` report
    this).
    """
    text = text[:LARGEST]
    text = without_comments(text)
    found: list[tuple[int, TextNeed]] = []
    read: list[tuple[int, int]] = []
    for at, end, application, arguments in _runs(text):
        read.append((at, end))
        if application:
            found += [(at, each) for each in _application(application, arguments, setting)]
    for pattern in (_VARIABLE, _RAW_VARIABLE):
        for match in pattern.finditer(text):
            read.append(match.span())
            full, *names = match.groups()
            written = next((each for each in names if each), "").strip("\"'")
            found += [
                (match.start(), each)
                for each in (
                    in_text(written, "AGI", setting)
                    if full or "${" in written
                    else in_name(written, "AGI", setting)
                )
            ]
    for pattern in (_RECORD, _RAW_RECORD):
        for match in pattern.finditer(text):
            format_ = next((each for each in match.groups() if each), "")
            found.append(
                (
                    match.start(),
                    TextNeed("format", format_, "AGI", "the script records in this format"),
                )
            )
    # Once is enough, as for an application that plays prompts.
    called = (
        match for match in _PLAY.finditer(text) if match[1] is None or _is_agi(text, match.start())
    )
    plays = sorted(match.start() for match in chain(_RAW_PLAY.finditer(text), called))
    found += [
        (
            at,
            TextNeed("format", "gsm", "AGI", SCRIPT_PLAYS),
        )
        for at in plays[:1]
    ]
    found += [
        (match.start(), TextNeed("agi_command", "gosub", "AGI")) for match in _GOSUB.finditer(text)
    ]
    reaches = {kind for _, each in found if each.kind == UNSEEN for kind in each.reaches}
    if _unread(_ANY_EXEC, text, read):
        reaches |= {"application", "channel", "function"}
    if _unread(_ANY_VARIABLE, text, read):
        reaches.add("function")
    return Script(tuple(_placed(name, text, found)), frozenset(reaches))


def _runs(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield where the script runs an application: start, end, the application ("" if it is given
    elsewhere), its arguments.
    """
    for match in _EXEC.finditer(text):
        application = match[1]
        if not application.isupper() or application in _CAPITALS:  # text in capitals is prose
            yield match.start(1), match.end(), application, _unquoted(match[2])
    for match in _CALLED.finditer(text):
        application = match[1] or match[2] or ""
        arguments = (match[3] or match[4] or "")[:_LONGEST]
        if application.upper() == "EXEC":
            application, _, arguments = arguments.partition(" ")
        yield (
            match.start(),
            match.end(),
            application if re.fullmatch(r"\w+", application) else "",
            arguments,
        )
    for match in _WRAPPED.finditer(text):
        application = _WRAPPERS.get(match[1].lower(), match[1].capitalize())
        technology = match[2] or match[3] or ""
        yield (
            match.start(),
            match.end(),
            application,
            f"{technology}/x" if application == "Dial" and technology else "",
        )


def _is_agi(text: str, end: int) -> bool:
    """Tell whether the word before a position is named after AGI, as in `$agi->get_data(`."""
    before = text[max(end - _NAME, 0) : end].rstrip()
    start = len(before)
    while start and (before[start - 1].isalnum() or before[start - 1] == "_"):
        start -= 1
    return "agi" in before[start:].lower()


def _unread(pattern: re.Pattern[str], text: str, read: list[tuple[int, int]]) -> bool:
    """Tell whether a pattern occurs anywhere outside the parts that were read."""
    behind = 0
    spans = iter(sorted(read))
    start, end = next(spans, (len(text), len(text)))
    for match in pattern.finditer(text):
        while end <= match.start() and start < len(text):
            behind = max(behind, end)
            start, end = next(spans, (len(text), len(text)))
        if match.start() < start - 5 and match.start() >= behind:
            return True
    return False


def _application(application: str, arguments: str, setting: Setting) -> Iterator[TextNeed]:
    yield TextNeed("application", application, "AGI")
    yield from in_arguments(application, arguments, setting)
    yield from in_text(arguments, application, setting)


def _unquoted(rest: str) -> str:
    """Return the arguments after `EXEC App`, up to the quote that ends the string."""
    rest = rest.strip()
    if rest[:2] in ('\\"', "\\'"):
        return rest[2:].partition(rest[:2])[0]
    if rest[:1] in {'"', "'"}:
        return rest[1:].partition(rest[0])[0]
    for end in ('\\n"', "\\n'", '"', "'"):
        rest = rest.partition(end)[0]
    return rest.strip()


def _placed(name: str, text: str, found: list[tuple[int, TextNeed]]) -> Iterator[Use]:
    seen = set()
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for at, each in sorted(found, key=lambda item: item[0]):
        if each.kind in {UNSEEN, BROKEN}:
            continue
        line = bisect_right(starts, at)
        key = (each.kind, each.name, line)
        if key not in seen:
            seen.add(key)
            start = starts[line - 1]
            end = starts[line] if line < len(starts) else len(text)
            column = text.find(each.name, at, min(end, at + 2 * _LONGEST)) - start + 1
            yield Use(
                each.kind,
                each.name,
                name,
                line,
                max(column, 0),
                within=each.within,
                because=each.because or "the AGI script requests it",
            )
