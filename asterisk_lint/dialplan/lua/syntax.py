"""Find where a text stops being valid Lua (5.1 to 5.4), in time proportional to the text.

tree-sitter continues after errors, and the time that it then takes grows with the square of the
invalid text.
"""

from collections.abc import Callable, Mapping

from asterisk_lint.dialplan.lua.tokens import NAME, NUMBER, TEXT, Wrong, tokens

# Lua gives up at 200 (LUAI_MAXCCALLS of llimits.h and luaconf.h in 5.1 to 5.4); this gives up a
# little later.
_DEEPEST = 250
_BINARY = frozenset(b"+ - * / // % ^ .. == ~= <= >= < > and or & | ~ << >>".split())
_UNARY = frozenset((b"-", b"not", b"#", b"~"))
_ENDS = frozenset((b"", b"end", b"else", b"elseif", b"until"))


def error(data: bytes) -> tuple[int, int] | None:
    """Return where the outermost statement begins in which a text stops being valid Lua, and where
    it stops, as offsets; None if it is valid.
    """
    checker = _Checker(data)
    try:
        checker.block()
    except Wrong:
        return checker.outermost, checker.token.at
    return (checker.token.at, checker.token.at) if checker.token.kind else None


class _Checker:
    """Lua's grammar by recursive descent (the manual's "The Complete Syntax of Lua")."""

    def __init__(self, data: bytes) -> None:
        self._rest = tokens(data)
        self.token = next(self._rest)
        self.outermost = 0  # where the current top-level statement begins
        self._depth = 0

    def block(self) -> None:
        """Parse statements, up to what ends a block."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Wrong
        while self.token.kind not in _ENDS:
            if self._depth == 1:
                self.outermost = self.token.at
            if self._statement():
                break
        self._depth -= 1

    def _take(self) -> bytes:
        kind = self.token.kind
        if kind:
            self.token = next(self._rest)
        return kind

    def _accept(self, kind: bytes) -> bool:
        if self.token.kind != kind:
            return False
        self.token = next(self._rest)
        return True

    def _expect(self, kind: bytes) -> None:
        if not self._accept(kind):
            raise Wrong

    def _statement(self) -> bool:
        """Parse one statement; return whether it is a return, after which a block ends."""
        kind = self.token.kind
        if kind in _STATEMENTS:
            self._take()
            return _STATEMENTS[kind](self)
        if not self._suffixed():
            # Not a call, but targets of an assignment.
            while self._accept(b","):
                if self._suffixed():
                    raise Wrong
            self._expect(b"=")
            self._expressions()
        return False

    def _nothing(self) -> bool:
        return False

    def _label(self) -> bool:
        self._expect(NAME)
        self._expect(b"::")
        return False

    def _goto(self) -> bool:
        self._expect(NAME)
        return False

    def _do(self) -> bool:
        self.block()
        self._expect(b"end")
        return False

    def _while(self) -> bool:
        self._expression()
        self._expect(b"do")
        return self._do()

    def _repeat(self) -> bool:
        self.block()
        self._expect(b"until")
        self._expression()
        return False

    def _if(self) -> bool:
        while True:
            self._expression()
            self._expect(b"then")
            self.block()
            if not self._accept(b"elseif"):
                break
        if self._accept(b"else"):
            self.block()
        self._expect(b"end")
        return False

    def _for(self) -> bool:
        self._expect(NAME)
        if not self._accept(b"="):
            while self._accept(b","):
                self._expect(NAME)
            self._expect(b"in")
        self._expressions()
        self._expect(b"do")
        return self._do()

    def _function(self) -> bool:
        self._expect(NAME)
        while self._accept(b"."):
            self._expect(NAME)
        if self._accept(b":"):
            self._expect(NAME)
        self._body()
        return False

    def _local(self) -> bool:
        if self._accept(b"function"):
            self._expect(NAME)
            self._body()
            return False
        while True:
            self._expect(NAME)
            if self._accept(b"<"):
                self._expect(NAME)
                self._expect(b">")
            if not self._accept(b","):
                break
        if self._accept(b"="):
            self._expressions()
        return False

    def _return(self) -> bool:
        if self.token.kind not in _ENDS and self.token.kind != b";":
            self._expressions()
        while self._accept(b";"):
            pass
        return True

    def _body(self) -> None:
        self._expect(b"(")
        while self.token.kind in (NAME, b"..."):
            if self._take() == b"..." or not self._accept(b","):
                break
        self._expect(b")")
        self.block()
        self._expect(b"end")

    def _expressions(self) -> None:
        self._expression()
        while self._accept(b","):
            self._expression()

    def _expression(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Wrong
        while True:
            while self.token.kind in _UNARY:
                self._take()
            self._operand()
            if self.token.kind not in _BINARY:
                break
            self._take()
        self._depth -= 1

    def _operand(self) -> None:
        kind = self.token.kind
        if kind in (NUMBER, TEXT, b"nil", b"true", b"false", b"..."):
            self._take()
        elif kind == b"{":
            self._table()
        elif kind == b"function":
            self._take()
            self._body()
        else:
            self._suffixed()

    def _suffixed(self) -> bool:
        """Parse a name or an expression in parentheses with its suffixes; return whether it is a
        call.
        """
        if self._accept(b"("):
            self._expression()
            self._expect(b")")
        else:
            self._expect(NAME)
        call = False
        while True:
            kind = self.token.kind
            if kind == b".":
                self._take()
                self._expect(NAME)
                call = False
            elif kind == b"[":
                self._take()
                self._expression()
                self._expect(b"]")
                call = False
            elif kind in (b":", b"(", b"{", TEXT):
                if kind == b":":
                    self._take()
                    self._expect(NAME)
                self._arguments()
                call = True
            else:
                return call

    def _arguments(self) -> None:
        if self._accept(b"("):
            if self.token.kind != b")":
                self._expressions()
            self._expect(b")")
        elif self.token.kind == b"{":
            self._table()
        else:
            self._expect(TEXT)

    def _table(self) -> None:
        self._expect(b"{")
        while self.token.kind != b"}":
            if self._accept(b"["):
                self._expression()
                self._expect(b"]")
                self._expect(b"=")
            self._expression()
            if self._accept(b"="):  # a name's value
                self._expression()
            if not (self._accept(b",") or self._accept(b";")):
                break
        self._expect(b"}")


_STATEMENTS: Mapping[bytes, Callable[[_Checker], bool]] = {
    b";": _Checker._nothing,
    b"break": _Checker._nothing,
    b"::": _Checker._label,
    b"goto": _Checker._goto,
    b"do": _Checker._do,
    b"while": _Checker._while,
    b"repeat": _Checker._repeat,
    b"if": _Checker._if,
    b"for": _Checker._for,
    b"function": _Checker._function,
    b"local": _Checker._local,
    b"return": _Checker._return,
}
