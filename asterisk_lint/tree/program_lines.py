"""The lines of a program, of any language, as far as it names paths of Asterisk's configuration."""

import re
from collections.abc import Iterable, Iterator

_COMMENT = ("#", "//", ";", "--", "* ", "REM ")
_LONGEST = 8000  # characters of a line in which variables are replaced
_MOST = 50  # variables whose values are kept
_NEAR = 2000  # characters on both sides of a name that are looked at
# `name=/etc/asterisk`, `define("NAME", "/etc/asterisk/pjsip.conf")`, `for name in *.conf`
_GIVEN = re.compile(
    r"""(?:^[ \t]*(?:(?:export|local|readonly|my|our|const|let|var|ENV|ARG)[ \t]+)?\$?
    |\bdefine\(\s{0,9}["'])(\w+)["']?\s{0,9}(?:=|:=|:|=>|,|\s)\s{0,9}["']?
    ((?:/[\w.-]{1,80}){0,12}/?[\w.-]{0,80}asterisk[\w./-]{0,80})["']?\s*(?:[;,)]|$)
    |\bfor\s+(\w+)\s+in\s+([^;\n]{1,400})""",
    re.VERBOSE,
)
# `join(/etc/asterisk, "pjsip.conf")`, `Path("/etc/asterisk") / "pjsip.conf"`
_JOINED = re.compile(
    r"(/[\w./-]{0,80}asterisk[\w./-]{0,80})[\"')\s]{0,9}(?:,|/|\.\.?|\+)[\"'(\s]{0,9}[\"']/?"
    r"([\w.*-]{1,80}\.conf)"
)


def lines_of(text: str) -> list[str]:
    """Return the lines of a program without comments, with what goes on in the next line in one
    (the others are empty), and with paths in the place of the variables that hold them.
    """
    lines: list[str] = []
    first = 0
    for number, line in enumerate(text.split("\n")):
        line = line.rstrip("\r")
        lines.append("" if line.lstrip().startswith(_COMMENT) else line)
        if number and lines[first].endswith("\\") and len(lines[first]) < _LONGEST:
            lines[first], lines[number] = f"{lines[first][:-1]} {line}", ""
        else:
            first = number
    return _with_values(lines)


def _with_values(lines: list[str]) -> list[str]:
    values: dict[str, str] = {}
    used: re.Pattern[str] | None = None

    def held(match: "re.Match[str]") -> str:
        found = values[next(name for name in match.groups() if name)]
        return f"'{found}'" if match[4] else found

    for number, line in enumerate(lines):
        if not line or len(line) > _LONGEST:
            continue
        again = [_name_of(match) for match in _GIVEN.finditer(line)] if _may_give(line) else []
        if not values.keys().isdisjoint(again):
            values = {name: value for name, value in values.items() if name not in again}
            used = _used(values)
        if used is not None:
            line = used.sub(held, line)
        given = list(_GIVEN.finditer(line)) if _may_give(line) and len(values) < _MOST else []
        for match in given:
            value = match[2] or match[4]
            if "/" in value or ".conf" in value:
                values[_name_of(match)] = value
        if given:
            used = _used(values)
            head, semicolon, rest = line.partition(";")  # (the rest may already use them)
            line = f"{head}{semicolon}{used.sub(held, rest)}"
        lines[number] = _joined(line)
    return lines


def _name_of(match: "re.Match[str]") -> str:
    return str(match[1] or match[3])


def _used(values: Iterable[str]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, values)) or "(?!)"
    return re.compile(
        rf"\$\{{?({names})\b\}}?|\{{\{{ *({names}) *\}}\}}|#?\{{({names})\}}"
        rf"|(?<![\w/.$\"'-])({names})(?=[,)\s+.])(?!\s*[:=])"
    )


def _joined(line: str) -> str:
    return _JOINED.sub(r"\1/\2", line) if "asterisk" in line and ".conf" in line else line


def _may_give(line: str) -> bool:
    return "asterisk" in line or "for " in line


def near_names(line: str) -> Iterator[str]:
    """Yield what is around the names in a line; most lines are that as a whole."""
    if len(line) <= 2 * _NEAR:
        yield line
        return
    behind = 0
    for match in re.finditer(r"\.conf|asterisk", line):
        if match.start() >= behind:
            start = max(match.start() - _NEAR, 0)
            behind = match.end() + _NEAR
            yield line[start:behind]
