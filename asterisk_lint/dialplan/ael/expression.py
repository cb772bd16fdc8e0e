"""Tell whether Asterisk's expression parser accepts a text (main/ast_expr2.fl and ast_expr2.y, the
same in 16 to 22).

AEL passes it every condition and every value while it loads the file, with the variables
unreplaced, and logs what it rejects.
"""

from collections.abc import Iterator

_WORD = "t"
_BINARY = "o"
_SIGNS = (
    ("||", _BINARY), ("&&", _BINARY), ("==", _BINARY), ("=~", _BINARY), ("~~", _BINARY),
    (">=", _BINARY), ("<=", _BINARY), ("!=", _BINARY),
    ("::", "::"), *((sign, _BINARY) for sign in "|&=><+*/%:"), *((sign, sign) for sign in "-!?(),"),
)  # fmt: skip
_STARTS = r"(?:[a-zA-Z0-9.';\\_^#@\x80-\U0010ffff]|\$[^{])*"
_TRAIL = r"[^-\t\r \n$():?%/+=*<>!|&]*"


def well_formed(text: str) -> bool:
    """Tell whether the grammar accepts the text's words and signs; empty text is fine too."""
    open_ = []  # "(" a bracket, "f" a function's, "?" a condition that waits for its `::`
    # or "operand" (required next), "argument" (allowed next), "word" (just read), "after"
    # (likewise, and not a function's name)
    state = "start"
    for piece in _pieces(text):
        if state in ("word", "after"):
            if piece == "(" and state == "word":
                open_.append("f")
                state = "operand"
            elif piece in (_BINARY, "-"):
                state = "operand"
            elif piece == "?":
                open_.append(piece)
                state = "operand"
            elif piece == "::" and open_ and open_.pop() == "?":
                state = "operand"
            elif piece == ")" and open_ and open_.pop() != "?":
                state = "after"
            elif piece == "," and open_ and open_[-1] == "f":
                state = "argument"
            else:
                return False
        elif piece in ("-", "!"):
            state = "operand"
        elif piece == "(":
            open_.append(piece)
            state = "operand"
        elif piece == _WORD:
            state = "word"
        elif state == "argument" and piece in (",", ")"):
            if piece == ")":
                open_.pop()
                state = "after"
        else:
            return False
    return state == "start" or (state in ("word", "after") and not open_)


def _pieces(text: str) -> Iterator[str]:
    import re

    start = re.compile(_STARTS)
    at = 0
    while at < len(text):
        match = start.match(text, at)
        end = match.end() if match else at
        if text.startswith("${", end):
            at = _variable(text, end + 2)
            if at < 0:
                return  # the scanner drops what is never closed
            yield _WORD
        elif end > at:
            at = end
            yield _WORD
        elif text[at] == '"' and (closing := text.find('"', at + 1)) > 0:
            at = closing + 1
            yield _WORD
        else:
            sign = next((sign for sign in _SIGNS if text.startswith(sign[0], at)), None)
            # Blanks, and what the scanner has no rule for: it prints that and continues.
            at += len(sign[0]) if sign else 1
            if sign:
                yield sign[1]


def _variable(text: str, at: int) -> int:
    """Return where a word ends that continues with a variable, whose name begins at `at`; -1: it
    does not end.
    """
    import re

    brace, trail = re.compile("[{}]"), re.compile(_TRAIL)
    depth = 1
    while depth:
        found = brace.search(text, at)
        if found is None:
            return -1
        at = found.end()
        depth += 1 if found[0] == "{" else -1
        if not depth:
            after = trail.match(text, at)
            at = after.end() if after else at
            if text.startswith("${", at):
                at += 2
                depth = 1
    return at
