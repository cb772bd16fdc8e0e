"""Iterate over AEL's tokens, with one token of lookahead and recovery after an error."""

from collections.abc import Callable

from asterisk_lint.dialplan.ael.lexer import END, WORD, Lexer, Token
from asterisk_lint.dialplan.ael.nodes import Node
from asterisk_lint.model import Problem


class UnexpectedToken(Exception):
    """A token that Asterisk's grammar does not allow here."""

    def __init__(self, token: Token, expected: str) -> None:
        super().__init__(expected)
        self.token = token
        self.expected = expected


class Cursor:
    """The position in the file, and the problems found so far, each of which makes Asterisk reject
    the whole file.
    """

    def __init__(self, lexer: Lexer) -> None:
        self.lexer = lexer
        self.problems: list[Problem] = []
        self._ahead: Token | None = None

    def peek(self) -> Token:
        """Return the next token without consuming it."""
        if self._ahead is None:
            self._ahead = self.lexer.next()
        return self._ahead

    def take(self) -> Token:
        """Consume the next token; the end is never consumed."""
        token = self.peek()
        if token.kind != END:
            self._ahead = None
        return token

    def at(self, *kinds: str) -> bool:
        """Tell whether the next token is of one of `kinds`."""
        return self.peek().kind in kinds

    def expect(self, kind: str) -> Token:
        """Consume a token of that kind. Raises UnexpectedToken for any other."""
        if not self.at(kind):
            raise self.unexpected("a word" if kind == WORD else f"`{kind}`")
        return self.take()

    def word(self) -> str:
        """Consume a word."""
        return self.expect(WORD).text

    def joined(self, most: int) -> str:
        """Consume up to `most` words in a row and join them."""
        words = [self.word()]
        while len(words) < most and self.at(WORD):
            words.append(self.word())
        if len(words) > 1:
            self.lexer.merged = "".join(words)
        return "".join(words)

    def unexpected(self, expected: str) -> UnexpectedToken:
        """Return the error for the next token, where `expected` should be."""
        return UnexpectedToken(self.peek(), expected)

    def sequence(
        self, element: Callable[[], Node | None], until: tuple[str, ...] = ("}",)
    ) -> list[Node]:
        """Parse elements up to a token of `until`, which is not consumed; an element with an error
        is left out.
        """
        nodes: list[Node] = []
        while not self.at(*until):
            try:
                if self.at(END):
                    raise self.unexpected(" or ".join(f"`{kind}`" for kind in until))
                node = element()
            except UnexpectedToken as error:
                self.report(error)
                if self.at(END):
                    break
                self.skip(until)
            else:
                if node is not None:
                    nodes.append(node)
        return nodes

    def block(self, element: Callable[[], Node | None]) -> list[Node]:
        """Parse `{`, elements, `}`."""
        self.expect("{")
        nodes = self.sequence(element)
        self.close()
        return nodes

    def close(self) -> int:
        """Consume the `}` that ends a block (or the end of the file, which was already reported);
        return its line.
        """
        return self.take().line

    def report(self, error: UnexpectedToken) -> None:
        """Record an error; the end of the file only once."""
        token = error.token
        if token.kind == END and any(
            problem.line == token.line and problem.column == token.column
            for problem in self.problems
        ):
            return
        found = {END: "the end of the file", WORD: f"`{token.text.strip()}`"}.get(
            token.kind, f"`{token.kind}`"
        )
        message = (
            f"{found} where AEL expects {error.expected}: Asterisk loads nothing from this file"
        )
        self.problems.append(Problem("syntax-error", message, token.file, token.line, token.column))
        self.lexer.plain()

    def skip(self, until: tuple[str, ...]) -> None:
        """Continue after the statement with the error: after its `;` or `}`, or at a token of
        `until`.
        """
        depth = 0
        while not self.at(END) and not (depth == 0 and self.at(*until)):
            kind = self.take().kind
            depth = max(0, depth + (kind == "{") - (kind == "}"))
            if depth == 0 and kind in (";", "}"):
                return
