"""Warnings for an AEL program that Asterisk still loads (check_pval_item() and its helpers in
res/ael/pval.c, and ael.y).
"""

from collections.abc import Iterable, Iterator

from asterisk_lint.dialplan.ael.expression import well_formed
from asterisk_lint.dialplan.ael.labels import Labels, inside
from asterisk_lint.dialplan.ael.nodes import Node
from asterisk_lint.dialplan.ael.times import wrong_times
from asterisk_lint.model import Problem

KEPT = "Asterisk warns and skips nothing"
UNKNOWN = "Asterisk warns and loads it; unless another module creates it"
_FLOW = frozenset((
    "gotoif", "gotoiftime", "while", "endwhile", "random", "gosub", "gosubif", "continuewhile",
    "execif", "execiftime", "exitwhile", "goto", "macro",
    "macroexclusive", "macroif", "stackpop",
))  # fmt: skip
_OPERATORS = frozenset("~!-+<>=*/&^")


def remark(node: Node, message: str, severity: str = "information") -> Problem:
    """Return a warning at the line that Asterisk gives for a construct."""
    return Problem("syntax-error", message, node.file, node.line, node.column, severity)


def remarks(program: list[Node], labels: Labels) -> list[Problem]:
    """Return every warning about a program as written (before `check` completes it), except those
    about the targets of gotos.
    """
    found = list(_names(program))
    contexts = [context for context in program if context.kind == "context"]
    included = {
        entry.text
        for context in contexts
        for element in context.body
        if element.kind == "includes"
        for entry in element.body
    }
    for container in program:
        if container.abstract and container.text not in included:
            found.append(
                remark(
                    container,
                    (
                        f"no context of the AEL files includes {container.text}, which is "
                        f"abstract or extended: {KEPT}"
                    ),
                )
            )
        if container.kind == "macro":
            found.extend(_end_of_macro(container))
        if container.kind in ("context", "macro"):
            for node in inside(container):
                check = _CHECKS.get(node.kind)
                if check is not None:
                    found.extend(check(node, labels))
    return found


def unclosed_patterns(extensions: Iterable[Node]) -> list[Problem]:
    """Return warnings about patterns without their `]`: Asterisk warns about them when it looks for
    a goto's target there.
    """
    message = "the `[` in the pattern {} is never closed: Asterisk warns and loads it unchanged"
    return [
        remark(extension, message.format(extension.text), "warning") for extension in extensions
    ]


def missing(name: str, labels: Labels, message: str, node: Node, consequence: str) -> Problem:
    """Return a warning about a context that AEL does not have; it may be in extensions.conf."""
    if name in labels.elsewhere:
        return remark(node, f"{message}; extensions.conf has it: {KEPT}")
    return remark(node, f"{message}: {UNKNOWN}, {consequence}", "warning")


def _names(program: list[Node]) -> Iterator[Problem]:
    # Asterisk gives the line where the text before the context ends, and for the very first one a
    # random number.
    last: dict[str, Node] = {}
    for node in reversed(program):
        if node.kind in ("context", "macro") and not node.extended:
            if node.text in last:
                other = last[node.text]
                place = (
                    f"line {other.line}"
                    if other.file == node.file
                    else f"{other.file}:{other.line}"
                )
                yield remark(
                    node,
                    (
                        f"the name {node.text} is used twice ({place}) without `extend`: "
                        "Asterisk warns and merges the two"
                    ),
                )
            last[node.text] = node


def _end_of_macro(macro: Node) -> Iterator[Problem]:
    if not macro.body:
        yield remark(macro, f"macro {macro.text} is empty: Asterisk warns and adds a `return`")
    elif macro.body[-1].kind != "return":
        yield remark(
            macro, f"macro {macro.text} does not end with `return`: Asterisk warns and adds one"
        )


def _call(node: Node, labels: Labels) -> Iterator[Problem]:
    name = node.text.lower()
    if name in _FLOW:
        yield remark(
            node,
            f"AEL has its own keywords for {node.text} (if, while, goto, ...): {KEPT}",
        )
    elif name == "macroexit":
        yield remark(
            node, f"{node.text} is not an AEL keyword: Asterisk warns and treats it as `return`"
        )


def _subcall(node: Node, labels: Labels) -> Iterator[Problem]:
    if node.text not in labels.containers:
        yield missing(
            node.text, labels, f"no macro {node.text} in the AEL files", node, "the call ends here"
        )


def _goto(node: Node, labels: Labels) -> Iterator[Problem]:
    if node.text:
        yield remark(node, f"write `goto a,b,c;` for {node.text}(a,b,c) in AEL: {KEPT}")


def _label(node: Node, labels: Labels) -> Iterator[Problem]:
    if not node.text.strip("0123456789"):
        yield remark(node, f"the label {node.text} looks like a priority: {KEPT}")


def _switch(node: Node, labels: Labels) -> Iterator[Problem]:
    if node.body and all(case.kind != "default" for case in node.body):
        yield remark(
            node.body[-1], "the switch has no `default`: Asterisk warns and adds an empty one"
        )


def _includes(node: Node, labels: Labels) -> Iterator[Problem]:
    for entry in node.body:
        if entry.text not in labels.containers and entry.text != "parkedcalls":
            yield missing(
                entry.text,
                labels,
                f"no context {entry.text} in the AEL files",
                node,
                "nothing is included",
            )
        yield from _times(entry)


def _iftime(node: Node, labels: Labels) -> Iterator[Problem]:
    if node.body:
        yield from _times(node)


def _times(node: Node) -> Iterator[Problem]:
    if node.words:
        for place, wrong in zip(node.places, wrong_times(node.words), strict=True):
            if wrong:
                yield Problem(
                    "syntax-error",
                    f"{wrong}: Asterisk warns and cannot determine when this applies",
                    *place,
                    "warning",
                )


def _value(node: Node, labels: Labels) -> Iterator[Problem]:
    yield from _expression(node, node.value)


def _condition(node: Node, labels: Labels) -> Iterator[Problem]:
    yield from _expression(node, node.text)


def _for(node: Node, labels: Labels) -> Iterator[Problem]:
    test, increment = node.words
    for part in (node.text, increment):
        _, equals, value = part.partition("=")
        if equals:
            yield from _syntax(node, value)
    yield from _expression(node, test)
    yield from _style(node, increment)


def _expression(node: Node, text: str) -> Iterator[Problem]:
    yield from _syntax(node, text)
    yield from _style(node, text)


def _syntax(node: Node, text: str) -> Iterator[Problem]:
    if not well_formed(text):
        message = (
            f"`{_short(text)}` is not a valid expression (text needs quotes): Asterisk warns now "
            "and during each call"
        )
        yield remark(node, message, "warning")


def _style(node: Node, text: str) -> Iterator[Problem]:
    if "${" not in text and not _OPERATORS.isdisjoint(text):
        yield remark(node, f"`{_short(text)}` is an expression without any variable: {KEPT}")
    if text.lstrip("\t \n").startswith("$["):
        yield remark(node, f"`{_short(text)}` does not need $[ ] here, because AEL adds it: {KEPT}")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}..."


_CHECKS = {
    "call": _call, "subcall": _subcall, "goto": _goto, "label": _label, "switch": _switch,
    "includes": _includes, "iftime": _iftime, "set": _value,
    "local": _value, "if": _condition, "random": _condition, "while": _condition, "for": _for,
}  # fmt: skip
