"""AEL's words and signs, as Asterisk's scanner splits them (res/ael/ael.flex, the same in 16 to
22).

The scanner works differently inside parentheses and to the right of `=`; the parser switches it, as
Asterisk's does.
"""

from asterisk_lint.dialplan.ael.sources import SourceFile, Sources
from asterisk_lint.model import Problem
from asterisk_lint.records import NamedTuple

KEYWORDS = frozenset((
    "context", "abstract", "extend", "macro", "globals", "local", "ignorepat", "switch", "if",
    "ifTime", "random", "regexten", "hint", "else", "goto",
    "jump", "return", "break", "continue", "for", "while", "case", "default", "pattern", "catch",
    "switches", "eswitches", "includes",
))  # fmt: skip
_KEYWORDS = tuple(KEYWORDS)
SIGNS = frozenset("{}();=,:&|@")
WORD = "word"
END = "end of file"

_ALPHABET = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-'\"_/.<>*+!$#[]"
)
_OPENING = {")": "(", "]": "[", "}": "{"}


class Token(NamedTuple):
    """A word (kind "word"), a keyword or a sign (kind is its text), or the end; with its
    position.
    """

    kind: str
    text: str
    file: str
    line: int
    column: int


class Lexer:
    """Returns one token after the other."""

    def __init__(self, sources: Sources) -> None:
        self.problems: list[Problem] = []
        self.merged: str | None = (
            None  # the two words that the parser joined last; Asterisk counts their brackets again
        )
        self._sources = sources
        self._state = ""
        self._brackets: list[str] = []
        self._parentheses = 0
        self._carriage_return = False

    def expect_arguments(self) -> None:
        """From here on: arguments, split at commas, up to the closing parenthesis."""
        self._enter("arguments")

    def expect_condition(self) -> None:
        """From here on: one text up to the closing parenthesis."""
        self._enter("condition")

    def expect_value(self) -> None:
        """From here on: one text up to the semicolon."""
        self._state = "value"
        self._brackets = []

    def plain(self) -> None:
        """Return to ordinary words (after an error)."""
        self._state = ""

    def next(self) -> Token:
        """Return the next token; at the end of the last file, END forever."""
        while (source := self._sources.current()) is not None:
            token = self._delimited(source) if self._state else self._ordinary(source)
            if token is not None:
                return token
        last = self._sources.last
        return Token(END, "", last.name, last.line, last.column)

    def _enter(self, state: str) -> None:
        self._state = state
        self._parentheses = 0
        self._brackets = ["("]
        for character in self.merged or "":
            if character in "([{":
                self._brackets.append(character)
            elif character in ")]}" and not self._close(character, self._brackets):
                break

    def _close(self, character: str, brackets: list[str]) -> bool:
        if brackets and brackets[-1] == _OPENING[character]:
            brackets.pop()
            return True
        return False

    def _mismatch(self, source: SourceFile, position: int, character: str) -> None:
        message = f"`{character}` is unbalanced: Asterisk logs an error and ends the text here"
        self.problems.append(source.problem(message, position))

    def _delimited(self, source: SourceFile) -> Token | None:
        text, start, state = source.text, source.position, self._state
        delimiters = {"arguments": ",()[]{}", "condition": "()[]{}", "value": ";()[]{}"}[state]
        position = start
        while True:
            at = _delimiter(text, position, delimiters)
            if at < 0:
                self._unclosed(source)
                return None
            character = text[at]
            position = at + 1
            if character in "([{":
                self._parentheses += character == "("
                self._brackets.append(character)
            elif character == ";":
                return self._word(source, start, at, at, leave=True)
            elif character == ",":
                if self._parentheses:
                    continue
                if at == start:
                    return self._take(source, ",", position)
                return self._word(source, start, at, at, leave=False)
            elif not self._close(character, self._brackets):
                self._mismatch(source, at, character)
                if state == "condition" and character == ")":
                    self.merged = None
                return self._word(source, start, position, position, leave=True)
            elif character == ")" and state != "value":
                self._parentheses -= 1
                if self._parentheses >= 0:
                    continue
                if state == "arguments" and at == start:
                    self._state = ""
                    return self._take(source, ")", position)
                return self._word(source, start, at, at, leave=True)

    def _word(
        self, source: SourceFile, start: int, end: int, next_position: int, *, leave: bool
    ) -> Token:
        token = Token(WORD, source.text[start:end], source.name, source.line, source.column)
        source.move(next_position)
        if leave:
            self._state = ""
        return token

    def _take(self, source: SourceFile, kind: str, position: int) -> Token:
        token = Token(
            kind, source.text[source.position : position], source.name, source.line, source.column
        )
        source.move(position)
        return token

    def _unclosed(self, source: SourceFile) -> None:
        self.problems.append(
            source.problem(
                "what begins here is never closed: Asterisk reads to the end of the file"
            )
        )
        self._state = ""
        source.move(len(source.text))

    def _ordinary(self, source: SourceFile) -> Token | None:
        text, at = source.text, source.position
        character = text[at]
        if character in " \t\n":
            source.move(_while(text, at, " \t\n"))
        elif text.startswith("//", at):
            end = text.find("\n", at)
            source.move(len(text) if end < 0 else end)
        elif text.startswith("/*", at):
            self._comment(source)
        elif character == "#" and self._sources.include(source):
            pass
        elif text.startswith("=>", at):
            return self._take(source, "=>", at + 2)
        elif character in SIGNS:
            return self._take(source, character, at + 1)
        elif (
            character in _ALPHABET
            or character >= "\x80"
            or (character == "\\" and text[at + 1 : at + 2] not in ("", "\n"))
        ):
            return self._ordinary_word(source)
        else:
            self._unhandled(source, character)
            source.move(at + 1)
        return None

    def _unhandled(self, source: SourceFile, character: str) -> None:
        if character != "\r":
            self.problems.append(
                source.problem(
                    f"`{character}` is not valid AEL here: Asterisk logs an error and ignores it"
                )
            )
        elif not self._carriage_return:
            self._carriage_return = True
            self.problems.append(
                source.problem(
                    "the lines end with a carriage return (CRLF): Asterisk logs an error for "
                    "every such line"
                )
            )

    def _comment(self, source: SourceFile) -> None:
        # The scanner reads a run of stars as one token, so `**/` does not end a comment.
        text, at = source.text, source.position + 2
        while True:
            at = text.find("*", at)
            if at < 0:
                self._unclosed(source)
                return
            end = _while(text, at, "*")
            if end == at + 1 and text[end : end + 1] == "/":
                source.move(end + 1)
                return
            at = end

    def _ordinary_word(self, source: SourceFile) -> Token | None:
        text, start = source.text, source.position
        run = start
        while run < len(text) and text[run] in _ALPHABET:
            run += 1
        if text[start:run] in KEYWORDS:
            return self._take(source, text[start:run], run)
        at = start
        if run > start and text.startswith(_KEYWORDS, start):
            # A keyword and the next character are read as one piece: `if${x}` is the word `if$` and
            # then a brace.
            at = start + max(
                (
                    len(word) + 1
                    for word in KEYWORDS
                    if run - start > len(word) and text.startswith(word, start)
                ),
                default=1,
            )
        while at < len(text):
            character = text[at]
            if character == "$" and text[at + 1 : at + 2] in ("{", "["):
                end, matched = self._variable(source, at + 1)
                if end < 0:
                    self._unclosed(source)
                    return None
                if not matched:
                    return self._word(source, start, end, end, leave=True)
                at = end
            elif character in _ALPHABET or character >= "\x80":
                at += 1
            elif character == "\\" and text[at + 1 : at + 2] not in ("", "\n"):
                at += 2
            else:
                return self._word(source, start, at, at, leave=True)
        source.move(len(text))  # Asterisk loses a word that ends with the file
        return None

    def _variable(self, source: SourceFile, at: int) -> tuple[int, bool]:
        """Return where the `${...}` or `$[...]` with its bracket at `at` ends, and whether its
        brackets match; -1: it does not end.
        """
        opening = source.text[at]
        closing = "}" if opening == "{" else "]"
        brackets, depth = [opening], 0
        while True:
            at = _delimiter(source.text, at + 1, "()[]{}")
            if at < 0:
                return -1, False
            character = source.text[at]
            if character in "([{":
                depth += character == opening
                brackets.append(character)
            elif not self._close(character, brackets):
                self._mismatch(source, at, character)
                return at + 1, False
            elif character == closing:
                depth -= 1
                if depth < 0:
                    return at + 1, True


def _while(text: str, at: int, characters: str) -> int:
    while at < len(text) and text[at] in characters:
        at += 1
    return at


def _delimiter(text: str, start: int, delimiters: str) -> int:
    """Return the first of `delimiters` from `start` on that is not escaped by a backslash;
    otherwise the last escaped one; -1 if there is none.
    """
    import re

    last = -1
    for match in re.compile(f"[{re.escape(delimiters)}]").finditer(text, start):
        last = match.start()
        if last == start or text[last - 1] != "\\":
            break
    return last
