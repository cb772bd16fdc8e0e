"""The files of an AEL program: extensions.ael and the files that its #includes name
(setup_filestack() in res/ael/ael.flex).
"""

from asterisk_lint.conf.encrypted import readable
from asterisk_lint.conf.include import find, ignored_by_git, templates_of
from asterisk_lint.model import Problem, Unseen
from asterisk_lint.tree.files import Files, Unreadable
from asterisk_lint.tree.find import TEMPLATES

_INCLUDE = "#include"
_DEEPEST = 50
_MOST = 5_000  # maximum number of includes to follow


class SourceFile:
    """A file that is being read, and the remaining files of a pattern in the same #include."""

    def __init__(self, name: str, text: str, waiting: list[str]) -> None:
        self.name = name
        self.text = text
        self.waiting = waiting
        self.position = 0
        self.line = 1
        self.line_start = 0

    @property
    def column(self) -> int:
        """Return the current column."""
        return self.position - self.line_start + 1

    def move(self, position: int) -> None:
        """Continue reading at `position`."""
        newlines = self.text.count("\n", self.position, position)
        if newlines:
            self.line += newlines
            self.line_start = self.text.rfind("\n", 0, position) + 1
        self.position = position

    def problem(self, message: str, position: int | None = None) -> Problem:
        """Return a problem at a position, or at the current one."""
        if position is None:
            return Problem("syntax-error", message, self.name, self.line, self.column)
        line = self.line + self.text.count("\n", self.position, position)
        return Problem(
            "syntax-error", message, self.name, line, position - self.text.rfind("\n", 0, position)
        )


class Sources:
    """The files that are open, the innermost last. Nothing outside the PBX's files is ever read."""

    def __init__(self, files: Files, name: str, etc: str) -> None:
        """Open the first file. Raises FileNotFoundError and Unreadable."""
        self.problems: list[Problem] = []
        self.unseen: list[Unseen] = []
        self._files = files
        self._etc = etc
        self._count = 0
        self._stack = [SourceFile(name, self._text(name), [])]
        self._last = self._stack[0]

    def current(self) -> SourceFile | None:
        """Return the current file; None at the end of all files."""
        while self._stack and self._stack[-1].position >= len(self._stack[-1].text):
            self._last = self._stack.pop()
            if self._last.waiting and self._stack:
                self._open(
                    self._last.waiting[0],
                    self._last.waiting[1:],
                    (self._stack[-1].name, self._stack[-1].line),
                )
        return self._stack[-1] if self._stack else None

    @property
    def last(self) -> SourceFile:
        """Return the file that ended last."""
        return self._last

    def include(self, source: SourceFile) -> bool:
        """Follow an `#include "..."` at the current position; False: there is none."""
        target = include_target(source.text, source.position)
        if target is None:
            return False
        name, end = target
        place = (source.name, source.line)
        source.move(end)
        self._count += 1
        if len(self._stack) > _DEEPEST or self._count > _MOST:
            self.problems.append(
                Problem(
                    "syntax-error",
                    f"#include of {name} is nested too deeply: it is not read",
                    *place,
                )
            )
            return True
        found = find(self._files, name, self._etc)
        if ignored := ignored_by_git(self._files, name, self._etc) if found.names else "":
            what = (
                f"the files that #include of {name} matches on the machine (Git ignores {ignored})"
            )
            self.unseen.append(Unseen(what, *place, frozenset({"file:extensions.ael"}), "ignored"))
        if template := templates_of(self._files, name, self._etc, TEMPLATES):
            what = f"the file that #include of {name} finds once {template} is rendered"
            self.unseen.append(Unseen(what, *place, frozenset({"file:extensions.ael"}), "template"))
        if found.names:
            self._open(found.names[0], list(found.names[1:]), place)
        else:
            self._missing(
                name, "is outside this configuration" if found.outside else "is not there", place
            )
        return True

    def _open(self, name: str, waiting: list[str], place: tuple[str, int]) -> None:
        # The innermost file is not yet on Asterisk's list, so a file may include itself once.
        if any(source.name == name for source in self._stack[:-1]):
            self.problems.append(
                Problem(
                    "syntax-error",
                    f"#include of {name} inside itself: Asterisk does not read it",
                    *place,
                )
            )
            return
        try:
            self._stack.append(SourceFile(name, self._text(name), waiting))
        except FileNotFoundError:
            self._missing(name, "is not there", place)
        except Unreadable as reason:
            self._missing(name, f"cannot be read: {reason}", place)

    def _text(self, name: str) -> str:
        """Return a file's text up to the first zero byte, where Asterisk's scanner stops."""
        content = readable(self._files.read(name))
        return content.decode("utf-8", "surrogateescape").split("\0", 1)[0]

    def _missing(self, target: str, why: str, place: tuple[str, int]) -> None:
        self.problems.append(
            Problem(
                "missing-include",
                f"#include of {target}, which {why}: Asterisk continues without it",
                *place,
            )
        )
        self.unseen.append(
            Unseen(
                f"the missing #include of {target}",
                *place,
                frozenset({"file:extensions.ael"}),
                "include",
            )
        )


def include_target(text: str, at: int) -> tuple[str, int] | None:
    """Return the quoted name in an `#include "name"` at that position, and where it ends."""
    if not text.startswith(_INCLUDE, at):
        return None
    start = after_keyword = at + len(_INCLUDE)
    while text[start : start + 1] in (" ", "\t"):
        start += 1
    if start == after_keyword or text[start : start + 1] != '"':
        return None
    end = text.find('"', start + 1)
    return (text[start + 1 : end], end + 1) if end > start + 1 else None
