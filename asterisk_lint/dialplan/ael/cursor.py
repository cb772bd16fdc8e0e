"""Going through AEL's tokens: one token ahead, and on after an error."""

from collections.abc import Callable

from asterisk_lint.dialplan.ael.lexer import END, WORD, Lexer, Token
from asterisk_lint.dialplan.ael.nodes import Node
from asterisk_lint.model import Problem


class UnexpectedToken(Exception):
    """A token that Asterisk's grammar has no place for."""

    def __init__(self, token: Token, expected: str) -> None:
        super().__init__(expected)
        self.token = token
        self.expected = expected


class Cursor:
    """The place in the file, and the problems met so far, each of which makes Asterisk refuse the whole file."""

    def __init__(self, lexer: Lexer) -> None:
        self.lexer = lexer
        self.problems: list[Problem] = []
        self._ahead: Token | None = None

    def peek(self) -> Token:
        """The next token, which stays next."""
        if self._ahead is None:
            self._ahead = self.lexer.next()
        return self._ahead

    def take(self) -> Token:
        """The next token; the end is never taken."""
        token = self.peek()
        if token.kind != END:
            self._ahead = None
        return token

    def at(self, *kinds: str) -> bool:
        """Whether the next token is of one of `kinds`."""
        return self.peek().kind in kinds

    def expect(self, kind: str) -> Token:
        """Take a token of that kind; UnexpectedToken when another one comes."""
        if not self.at(kind):
            raise self.unexpected("a word" if kind == WORD else f"`{kind}`")
        return self.take()

    def word(self) -> str:
        """Take a word."""
        return self.expect(WORD).text

    def joined(self, most: int) -> str:
        """Up to `most` words in a row, in one."""
        words = [self.word()]
        while len(words) < most and self.at(WORD):
            words.append(self.word())
        if len(words) > 1:
            self.lexer.merged = "".join(words)
        return "".join(words)

    def unexpected(self, expected: str) -> UnexpectedToken:
        """The error that the next token is, where `expected` should stand."""
        return UnexpectedToken(self.peek(), expected)

    def sequence(
        self, element: Callable[[], Node | None], until: tuple[str, ...] = ("}",)
    ) -> list[Node]:
        """Elements up to a token of `until`, which stays; an element with an error in it is left out."""
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
        """`{`, elements, `}`."""
        self.expect("{")
        nodes = self.sequence(element)
        self.close()
        return nodes

    def close(self) -> int:
        """Take the `}` that ends a block (or the end of the file, which was reported before); its line."""
        return self.take().line

    def report(self, error: UnexpectedToken) -> None:
        """Note an error; the end of the file only once."""
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
        """Go on behind the statement in which the error is: after its `;` or `}`, or at a token of `until`."""
        depth = 0
        while not self.at(END) and not (depth == 0 and self.at(*until)):
            kind = self.take().kind
            depth = max(0, depth + (kind == "{") - (kind == "}"))
            if depth == 0 and kind in (";", "}"):
                return
