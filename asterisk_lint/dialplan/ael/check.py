"""Check what Asterisk checks before it compiles AEL (ael2_semantic_check() in res/ael/pval.c), and
add what it adds to the program.
"""

from asterisk_lint.dialplan.ael.labels import IncludeLoop, Labels, SearchTooLong, inside
from asterisk_lint.dialplan.ael.nodes import Node
from asterisk_lint.dialplan.ael.remarks import KEPT, missing, remark
from asterisk_lint.model import Problem

_REFUSED = "Asterisk loads nothing from this file"
_CRASH = "Asterisk crashes when it compiles this"
_HANGS = "Asterisk follows every path, which takes longer than a lifetime"
_DEPTH = 100  # maximum chain of includes that Asterisk follows
_WAYS = 10_000_000


def check(program: list[Node], labels: Labels) -> list[Problem]:
    """Return what makes Asterisk reject the program, and its warnings about gotos.

    Completes the program: each macro returns at its end, each switch has a default.
    """
    checker = _Checker(labels)
    for container in program:
        if container.kind in ("context", "macro"):
            checker.container(container)
    checker.gotos()
    checker.include_ways([container for container in program if container.kind == "context"])
    return sorted(
        checker.problems, key=lambda problem: (problem.file, problem.line, problem.column)
    )


class _Checker:
    def __init__(self, labels: Labels) -> None:
        self.problems: list[Problem] = []
        self._labels = labels
        self._gotos: dict[int, Node] = {}
        self._included: dict[int, Node] = {}

    def _problem(self, node: Node, message: str, consequence: str = _REFUSED) -> None:
        self.problems.append(
            Problem("syntax-error", f"{message}: {consequence}", node.file, node.line, node.column)
        )

    def container(self, container: Node) -> None:
        if container.kind == "macro" and (
            not container.body or container.body[-1].kind != "return"
        ):
            end = container.child("return")
            end.line, end.column = container.end_line, 1
            container.body.append(end)
        for node in inside(container):
            if node.kind in ("call", "subcall"):
                self._call(node)
            elif node.kind == "goto":
                if not container.abstract:
                    self._gotos[id(node)] = node
                if not node.words:
                    self._problem(node, "Goto() without a target", _CRASH)
            elif node.kind == "label":
                self._label(node)
            elif node.kind in ("break", "continue"):
                self._leaves_loop(node)
            elif node.kind == "switch":
                self._switch(node)
            elif node.kind == "includes":
                self._follow(node)

    def _call(self, node: Node) -> None:
        named = self._labels.containers.get(node.text)
        if node.kind == "call":
            if named and named.kind == "macro":
                self._problem(node, f"{node.text} is a macro; to call it, write &{node.text}()")
            elif node.text.lower() == "macroexit":
                node.kind = "return"
        elif named and named.kind != "macro":
            self._problem(node, f"{node.text} is a context, and only macros can be called with `&`")
        elif named and len(named.words) != len(node.words):
            self._problem(
                node,
                (
                    f"macro {node.text} takes {len(named.words)} arguments, this call gives "
                    f"{len(node.words)}"
                ),
            )

    def _label(self, node: Node) -> None:
        home = node.enclosing("extension", "macro")
        first = self._labels.in_extension(node.text, home) if home else None
        if first is not None and first is not node:
            self._problem(node, f"the label {node.text} already exists (line {first.line})")

    def _leaves_loop(self, node: Node) -> None:
        loops = (
            ("while", "for")
            if node.kind == "continue"
            else ("while", "for", "case", "pattern", "default")
        )
        around = node.enclosing(*loops, "macro", "context")
        if around is None or around.kind not in loops:
            self._problem(
                node,
                f"`{node.kind}` outside "
                + ("a loop" if node.kind == "continue" else "a loop or switch"),
            )
        elif node.kind == "continue" and node.enclosing("while", "for", "switch") is not around:
            self._problem(node, "`continue` in a switch inside a loop", _CRASH)

    def _switch(self, node: Node) -> None:
        if not node.body:
            self._problem(node, "a switch without any case", _CRASH)
        elif all(case.kind != "default" for case in node.body):
            node.body.append(node.body[-1].child("default"))

    def _follow(self, includes: Node) -> None:
        waiting = [includes]
        while waiting:
            for entry in waiting.pop().body:
                context = self._labels.containers.get(entry.text)
                if context is None or context.kind == "macro" or id(context) in self._included:
                    continue
                self._included[id(context)] = context
                waiting.extend(element for element in context.body if element.kind == "includes")
                # Asterisk does not search switches here.
                self._gotos.update(
                    (id(node), node)
                    for node in inside(context, switches=False)
                    if node.kind == "goto"
                )

    def gotos(self) -> None:
        """Check that the target of each goto exists."""
        for node in self._gotos.values():
            words = node.words[:3]
            if not words or any("${" in word for word in words):
                continue
            try:
                target = self._labels.target(node)
            except IncludeLoop:
                self._problem(
                    node,
                    (
                        "the target does not exist, and the contexts that are searched for it "
                        "include each other"
                    ),
                    _CRASH,
                )
                continue
            except SearchTooLong:
                message = (
                    "the contexts include each other too often: the targets of this goto and the "
                    "following ones are not checked"
                )
                self.problems.append(remark(node, message))
                return
            if target is not None:
                self._outside_macro(node, target)
            elif len(words) == 1:
                self._problem(node, f"no label {words[0]} in this extension")
            elif len(words) == 2:
                self._problem(
                    node, f"no label {','.join(words)} in this context or what it includes"
                )
            elif words[0] in self._labels.containers:
                self._problem(
                    node,
                    f"no label {','.join(words[1:])} in context {words[0]} or what it includes",
                )
            else:
                message = f"no context {words[0]} in the AEL files"
                self.problems.append(
                    missing(words[0], self._labels, message, node, "the call ends here")
                )

    def _outside_macro(self, node: Node, target: Node) -> None:
        macro = node.enclosing("macro")
        if (
            macro is not None
            and len(node.words) > 2
            and target.enclosing("context", "macro") is not macro
        ):
            self.problems.append(
                remark(
                    node,
                    f"this goto leaves macro {macro.text}, which then never returns: {KEPT}",
                )
            )

    def include_ways(self, contexts: list[Node]) -> None:
        """Find includes that form more circular paths than Asterisk can follow while it looks for
        gotos.
        """
        included = {
            id(context): [
                id(found)
                for element in context.body
                if element.kind == "includes"
                for entry in element.body
                if (found := self._labels.containers.get(entry.text)) is not None
            ]
            for context in contexts
        }
        ways = dict.fromkeys(included, 1)
        for _ in range(_DEPTH):
            before = ways
            ways = {
                context: min(_WAYS, 1 + sum(before.get(other, 0) for other in others))
                for context, others in included.items()
            }
            if ways == before:
                break
        for context in contexts:
            if ways[id(context)] >= _WAYS:
                self._problem(
                    context,
                    (
                        f"context {context.text} and those that it includes include each other "
                        "in many ways"
                    ),
                    _HANGS,
                )
                return
