"""`#include`, `#tryinclude` and `#exec` (the `#` part of process_text_line() in main/config.c)."""

from typing import TYPE_CHECKING

from asterisk_lint.conf.include import find
from asterisk_lint.conf.lines import Comments
from asterisk_lint.conf.problems import GivenUp
from asterisk_lint.conf.values import BLANKS, Include, fold
from asterisk_lint.tree.files import Unreadable

if TYPE_CHECKING:
    from asterisk_lint.conf.reading import Reading

_LEVELS = 11  # the file itself and ten levels of #include (MAX_INCLUDE_LEVEL)
_CIRCLES = 100  # how often files that include each other are read again; Asterisk reads them thousands of times


def directive(reading: "Reading", text: str, file: str, line: int, column: int) -> None:
    """What a line does that begins with `#`."""
    word, argument = _words(text[1:])
    kind = fold(word)
    if kind == "exec":
        message = f"the output of #exec {argument} cannot be seen here: it is never run" if argument else "#exec names no program"
        reading.report.problem(message, file, line, column, "exec-include")
        reading.includes.append(Include("exec", _dequoted(argument), file, line, column, ()))
        return
    if kind != "include" and not (kind == "tryinclude" and reading.ways.tries):
        reading.report.problem(f"Asterisk knows no #{word} and skips the line (a comment begins with ;)", file, line, column)
        return
    if not argument:
        reading.report.problem(f"#{kind} names no file: Asterisk skips the line", file, line, column)
        return
    target = _dequoted(argument)
    if target in reading.targets and reading.ways.includes_must_exist:
        reading.report.problem(f"{target} is included once more: Asterisk warns, and reads it again", file, line, column)
    reading.targets.add(target)
    found = _included(reading, kind, target, file, line, column)
    reading.includes.append(Include(kind, target, file, line, column, found))


def _included(reading: "Reading", kind: str, target: str, file: str, line: int, column: int) -> tuple[str, ...]:
    """Read what a directive includes; the names of the files."""
    if reading.report.level >= _LEVELS:
        message = f"{target} would be the eleventh level of #include: Asterisk reads ten"
        if kind == "include":
            reading.report.give_up(message, file, line, column)
        else:
            reading.report.problem(message, file, line, column)
        return ()
    names, directories, outside = find(reading.files, target, reading.etc)
    reading.report.level += 1
    category, comments, read, unreadable = reading.sections.current, Comments(), [], 0
    first = True
    last = ""
    for name in names:
        try:
            data = reading.files.read(name)
        except FileNotFoundError:
            if any(other.startswith(f"{name}/") for other in reading.files.names()):
                directories += (name,)
            continue
        except Unreadable as reason:
            reading.report.problem(f"{name} cannot be read here ({reason})", file, line, column, "missing-include")
            unreadable += 1
            continue
        reading.circles += name == file or name in reading.open
        if reading.circles > _CIRCLES:
            reading.report.problem(f"{name} is included over and over: it is read no more", file, line, column)
            unreadable += 1
            break
        read.append(name)
        last = name
        reading.open.append(file)
        try:
            category = reading.read(name, data, category, comments, first=first)
        except GivenUp:
            # The level is never counted down again where Asterisk has given up on an included file.
            if reading.report.hangs:
                raise
            reading.unterminated(last, comments)
            return tuple(read)
        finally:
            reading.open.pop()
        first = False
    if last:
        reading.unterminated(last, comments)
    reading.report.level -= 1
    for name in directories:
        reading.report.problem(f"{name or target} is a directory: Asterisk passes over it", file, line, column)
    if not read and not unreadable:
        _nothing_read(reading, kind, outside, target, file, line, column)
    return tuple(read)


def _nothing_read(reading: "Reading", kind: str, outside: bool, target: str, file: str, line: int, column: int) -> None:
    if kind == "tryinclude":
        return
    if outside:
        reading.report.problem(f"{target} lies outside this directory: it is out of sight here", file, line, column, "missing-include")
    elif reading.ways.includes_must_exist:
        reading.report.give_up(f"there is no {target} to include", file, line, column, "missing-include")
    else:
        reading.report.problem(f"there is no {target} to include", file, line, column, "missing-include")


def _words(text: str) -> tuple[str, str]:
    """A directive's word and its argument; a byte above 127 ends the word as a blank does (a signed char in C)."""
    for at, letter in enumerate(text):
        if letter <= " ":
            return text[:at], text[at + 1 :].strip(BLANKS)
        if letter > "\x7f":
            rest = text[at:].encode("utf-8", "surrogateescape")[1:].decode("utf-8", "surrogateescape")
            return text[:at], rest.strip(BLANKS)
    return text, ""


def _dequoted(argument: str) -> str:
    if argument[:1] == '"' and argument.endswith('"'):
        return argument[1:-1]
    if argument[:1] == "<" and argument.endswith(">"):
        return argument[1:-1]
    return argument
