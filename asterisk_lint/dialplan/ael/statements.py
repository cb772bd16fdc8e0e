"""AEL's statements (res/ael/ael.y)."""

from asterisk_lint.dialplan.ael.cursor import Cursor
from asterisk_lint.dialplan.ael.lexer import WORD, Token
from asterisk_lint.dialplan.ael.nodes import Node

_DEEPEST = 2000  # Asterisk's own parser gives up a little later


def make(kind: str, token: Token, text: str = "") -> Node:
    """Return a node at the position of `token`."""
    return Node(kind, text, token.file, token.line, token.column)


def assignment(cursor: Cursor) -> Node:
    """`name = value;`."""
    token = cursor.expect(WORD)
    return value(cursor, make("set", token, token.text))


def local_assignment(cursor: Cursor) -> Node:
    """`local name = value;`."""
    token = cursor.take()
    return value(cursor, make("local", token, cursor.word()))


def value(cursor: Cursor, node: Node) -> Node:
    """`= value;` for the variable that `node` names."""
    cursor.expect("=")
    cursor.lexer.expect_value()
    node.value = cursor.word()
    cursor.expect(";")
    return node


def times(cursor: Cursor, node: Node) -> None:
    """`hh:mm-hh:mm|days|days of the month|months`."""
    node.places = [cursor.peek()[2:]]
    hours = cursor.word()
    if cursor.at(WORD, ":"):
        hours += cursor.joined(2) if cursor.at(WORD) else ""
        for _ in range(2):
            hours += cursor.expect(":").text + cursor.joined(3)
    node.words = [hours]
    for _ in range(3):
        cursor.expect("|")
        node.places.append(cursor.peek()[2:])
        node.words.append(cursor.joined(3))


def statement(cursor: Cursor, depth: int = 0) -> Node | None:
    """Parse one statement; None for a lone `;`."""
    if depth > _DEEPEST:
        raise cursor.unexpected(f"at most {_DEEPEST} statements inside one another")
    if cursor.at(WORD):
        return _word_statement(cursor)
    if cursor.at("local"):
        return local_assignment(cursor)
    token = cursor.peek()
    kind = token.kind
    if kind not in _STATEMENTS:
        raise cursor.unexpected("a statement")
    cursor.take()
    if kind == ";":
        return None
    node = make(_STATEMENTS[kind], token)
    if kind == "{":
        node.adopt(cursor.sequence(lambda: statement(cursor, depth + 1)))
        cursor.close()
    elif kind in ("if", "random", "ifTime"):
        _conditional(cursor, node, depth)
    elif kind == "while":
        node.text = _condition(cursor)
        _body(cursor, node, depth)
    elif kind == "switch":
        node.text = _condition(cursor)
        node.adopt(cursor.block(lambda: _case(cursor, depth)))
    elif kind == "for":
        _for(cursor, node, depth)
    elif kind == "&":
        _macro_call(cursor, node)
    else:
        if kind == "goto":
            node.words = _target(cursor)
        elif kind == "jump":
            node.words = _jump_target(cursor)
        cursor.expect(";")
    return node


_STATEMENTS = {
    "{": "block",
    ";": "",
    "if": "if",
    "random": "random",
    "ifTime": "iftime",
    "while": "while",
    "switch": "switch",
    "for": "for",
    "&": "subcall",
    "goto": "goto",
    "jump": "goto",
    "break": "break",
    "return": "return",
    "continue": "continue",
}


def _body(cursor: Cursor, node: Node, depth: int) -> None:
    only = statement(cursor, depth + 1)
    node.adopt([only] if only else [])


def _conditional(cursor: Cursor, node: Node, depth: int) -> None:
    if node.kind == "iftime":
        cursor.expect("(")
        times(cursor, node)
        cursor.expect(")")
        cursor.lexer.merged = None
    else:
        node.text = _condition(cursor)
    _body(cursor, node, depth)
    if cursor.at("else"):
        cursor.take()
        node.otherwise = statement(cursor, depth + 1)
        if node.otherwise is not None:
            node.otherwise.parent = node


def _condition(cursor: Cursor) -> str:
    cursor.expect("(")
    cursor.lexer.expect_condition()
    text = cursor.joined(2)
    cursor.expect(")")
    return text


def _for(cursor: Cursor, node: Node, depth: int) -> None:
    cursor.expect("(")
    cursor.lexer.expect_value()
    node.text = cursor.word()
    cursor.expect(";")
    cursor.lexer.expect_value()
    test = cursor.word()
    cursor.expect(";")
    cursor.lexer.expect_condition()
    node.words = [test, cursor.word()]
    cursor.expect(")")
    _body(cursor, node, depth)


def _case(cursor: Cursor, depth: int) -> Node:
    if not cursor.at("case", "pattern", "default"):
        raise cursor.unexpected("`case`, `pattern` or `default`")
    token = cursor.take()
    node = make(token.kind, token, "" if token.kind == "default" else cursor.word())
    cursor.expect(":")
    node.adopt(
        cursor.sequence(lambda: statement(cursor, depth + 1), ("case", "pattern", "default", "}"))
    )
    return node


def _goto_word(cursor: Cursor) -> str:
    text = cursor.word()
    if cursor.at(WORD):
        text += cursor.word()
    while cursor.at(":"):
        text += cursor.take().text + cursor.word()
    return text


def _target(cursor: Cursor) -> list[str]:
    if cursor.at("default"):
        words = [cursor.take().text]
        separator = cursor.peek().kind
        if separator not in ("|", ","):
            raise cursor.unexpected("`|` or `,`")
        for _ in range(2):
            cursor.expect(separator)
            words.append(_goto_word(cursor))
        return words
    words = [_goto_word(cursor)]
    separator = cursor.peek().kind
    while separator in ("|", ",") and len(words) < 3 and cursor.at(separator):
        cursor.take()
        words.append(_goto_word(cursor))
    return words


def _jump_target(cursor: Cursor) -> list[str]:
    words = [_goto_word(cursor)]
    if cursor.at(","):
        cursor.take()
        words.append(cursor.word())
    else:
        words.append("1")
    if cursor.at("@"):
        cursor.take()
        words.insert(0, cursor.take().text if cursor.at("default") else cursor.word())
    return words


def _word_statement(cursor: Cursor) -> Node:
    token = cursor.take()
    if cursor.at("="):
        return value(cursor, make("set", token, token.text))
    if cursor.at(":"):
        cursor.take()
        return make("label", token, token.text)
    node = make("call", token, token.text)
    if cursor.at(";"):
        cursor.take()
        return node
    cursor.expect("(")
    cursor.lexer.expect_arguments()
    if not cursor.at(")"):
        node.words = _arguments(cursor)
    cursor.expect(")")
    if cursor.at("="):
        # `FUNCTION(x) = value;`
        node = value(cursor, make("set", token, f"{token.text}({','.join(node.words)})"))
        cursor.lexer.merged = None
        return node
    cursor.expect(";")
    if node.text.lower() == "goto":
        node.kind = "goto"
    return node


def _arguments(cursor: Cursor) -> list[str]:
    words = [cursor.joined(2) if cursor.at(WORD) else ""]
    while cursor.at(","):
        cursor.take()
        words.append(cursor.word() if cursor.at(WORD) else "")
    return words


def _macro_call(cursor: Cursor, node: Node) -> None:
    token = cursor.expect(WORD)
    node.text, node.file, node.line, node.column = token[1:]
    cursor.expect("(")
    # Asterisk has read one token ahead when it begins to split arguments at commas.
    if not cursor.at(")"):
        cursor.lexer.expect_arguments()
        node.words = _arguments(cursor)
    cursor.expect(")")
    cursor.expect(";")
