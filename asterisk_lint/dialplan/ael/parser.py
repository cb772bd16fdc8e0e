"""AEL's grammar (res/ael/ael.y, the same in 16 to 22), by recursive descent: files, contexts,
macros, globals.

Asterisk compiles nothing of a file with an error. Here reading continues at the next statement, so
that the uses in the rest stay known.
"""

from asterisk_lint.dialplan.ael.cursor import Cursor, UnexpectedToken
from asterisk_lint.dialplan.ael.lexer import END, WORD, Lexer, Token
from asterisk_lint.dialplan.ael.nodes import Node
from asterisk_lint.dialplan.ael.statements import (
    assignment,
    local_assignment,
    make,
    statement,
    times,
    value,
)
from asterisk_lint.model import Problem

_BEGINNINGS = ("context", "macro", "globals", "abstract", "extend")


def parse(lexer: Lexer) -> tuple[list[Node], list[Problem]]:
    """Return every context, macro and globals block in the lexer's file, and what makes Asterisk
    reject the file.
    """
    cursor = Cursor(lexer)
    nodes: list[Node] = []
    if cursor.at(END):
        cursor.report(cursor.unexpected("a context, a macro or globals"))
    while not cursor.at(END):
        try:
            if (node := _object(cursor)) is not None:
                nodes.append(node)
        except UnexpectedToken as error:
            cursor.report(error)
            cursor.skip(_BEGINNINGS)
    return nodes, cursor.problems


def _object(cursor: Cursor) -> Node | None:
    if not cursor.at(";", *_BEGINNINGS):
        if cursor.at("}"):
            error = cursor.unexpected("`context`, `macro` or `globals`")
            cursor.take()
            raise error
        raise cursor.unexpected("`context`, `macro` or `globals`")
    token = cursor.take()
    if token.kind == ";":
        return None
    if token.kind == "macro":
        return _macro(cursor, token)
    if token.kind == "globals":
        node = make("globals", token)
        node.adopt(cursor.block(lambda: assignment(cursor)))
        return node
    marks = [token.kind]
    if token.kind != "context":
        if cursor.at("extend" if token.kind == "abstract" else "abstract"):
            marks.append(cursor.take().kind)
        cursor.expect("context")
    node = make("context", token, _context_name(cursor))
    node.abstract = marks != ["context"]
    node.extended = "extend" in marks
    node.adopt(cursor.block(lambda: _element(cursor)))
    return node


def _context_name(cursor: Cursor) -> str:
    return cursor.take().text if cursor.at("default") else cursor.word()


def _macro(cursor: Cursor, token: Token) -> Node:
    node = make("macro", token, cursor.word())
    cursor.expect("(")
    if cursor.at(WORD):
        node.words.append(cursor.word())
    while cursor.at(","):
        cursor.take()
        node.words.append(cursor.word())
    cursor.expect(")")
    cursor.expect("{")
    body = cursor.sequence(lambda: _macro_statement(cursor))
    node.end_line = cursor.close()
    node.adopt(body)
    return node


def _macro_statement(cursor: Cursor) -> Node | None:
    if cursor.at("includes"):
        return _includes(cursor)
    if cursor.at("catch"):
        token = cursor.take()
        node = make("catch", token, cursor.word())
        node.adopt(cursor.block(lambda: statement(cursor)))
        return node
    return statement(cursor)


def _element(cursor: Cursor) -> Node | None:
    if cursor.at(";"):
        cursor.take()
        return None
    if cursor.at("includes"):
        return _includes(cursor)
    if cursor.at("switches", "eswitches"):
        token = cursor.take()
        node = make(token.kind, token)
        node.adopt(cursor.block(lambda: _switch_entry(cursor)))
        return node
    if cursor.at("ignorepat"):
        token = cursor.take()
        cursor.expect("=>")
        node = make("ignorepat", token, cursor.word())
        cursor.expect(";")
        return node
    if cursor.at("local"):
        return local_assignment(cursor)
    return _extension(cursor)


def _extension(cursor: Cursor) -> Node | None:
    first = cursor.peek()
    regexten, hints = cursor.at("regexten"), None
    if regexten:
        cursor.take()
    if cursor.at("hint"):
        cursor.take()
        cursor.expect("(")
        hints = _hint(cursor)
        cursor.expect(")")
    token = cursor.expect(WORD)
    name = token.text
    if not regexten and hints is None:
        if cursor.at("="):
            return value(cursor, make("set", token, name))
        if cursor.at("@"):
            cursor.take()
            name += "@" + cursor.word()
    cursor.expect("=>")
    node = make("extension", first, name)
    node.regexten, node.hints = regexten, hints
    only = statement(cursor)
    node.adopt([only] if only else [])
    return node


def _hint(cursor: Cursor) -> str:
    hint = cursor.word()
    while cursor.at(WORD, ":", "&", "@"):
        hint += " " if cursor.at(WORD) else cursor.take().text
        hint += cursor.word()
    return hint


def _includes(cursor: Cursor) -> Node:
    node = make("includes", cursor.take())
    node.adopt(cursor.block(lambda: _include_entry(cursor)))
    return node


def _include_entry(cursor: Cursor) -> Node:
    place = cursor.peek()
    node = make("entry", place, _context_name(cursor))
    if cursor.at("|"):
        cursor.take()
        times(cursor, node)
        cursor.lexer.merged = None
    cursor.expect(";")
    return node


def _switch_entry(cursor: Cursor) -> Node:
    token = cursor.expect(WORD)
    name = token.text
    if cursor.at("@"):
        cursor.take()
        name += "@" + cursor.word()
    cursor.expect(";")
    return make("entry", token, name)
