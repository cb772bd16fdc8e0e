"""Compile AEL's statements into priorities (gen_prios() in res/ael/pval.c, the same in 16 to
22).
"""

from collections.abc import Iterator

from asterisk_lint.dialplan.ael.labels import inside
from asterisk_lint.dialplan.ael.nodes import Node
from asterisk_lint.dialplan.ael.plain_statements import PlainStatements, without_blanks
from asterisk_lint.dialplan.ael.program import Extension, Priority, cut


class Compiler(PlainStatements):
    """Compiles the statements of a whole program; its counter numbers the control statements."""

    def body(
        self,
        extension: Extension,
        label: str,
        statements: list[Node],
        mother: Extension | None = None,
    ) -> None:
        """Append the compiled `statements`. `mother` is the extension in the source if `extension`
        was created for a case in it.
        """
        self._look_for_switch(extension, statements, mother)
        for node in statements:
            getattr(self, f"_{node.kind}", self._nothing)(extension, label, node, mother)

    def _look_for_switch(
        self, extension: Extension, statements: list[Node], mother: Extension | None
    ) -> None:
        # A switch changes ${EXTEN}, so a copy is made first; in a subroutine in a local variable.
        if extension.checked and (mother is None or mother.checked):
            return
        both = [extension] if mother is None else [mother, extension]
        switch = next((node for node in _within(statements) if node.kind == "switch"), None)
        if switch is None:
            for known in both:
                known.checked = True
            return
        if both[0].has_switch:
            return
        local = [
            "LOCAL(~~EXTEN~~)=${EXTEN}",
            "LOCAL(~~EXTEN~~)=${EXTEN}" if mother is None else "~~EXTEN~~=${EXTEN}",
        ]
        for arguments in local if both[0].name == "~~s~~" else ["~~EXTEN~~=${EXTEN}"]:
            extension.link(Priority("call", self._style.assign, arguments, switch), mother)
            for known in both:
                known.has_switch = known.checked = True

    def _block(
        self, extension: Extension, label: str, node: Node, mother: Extension | None
    ) -> None:
        self.body(extension, label, node.body, mother)

    def _number(self, kind: str, label: str) -> str:
        self._count += 1
        return cut(f"{kind}_{label}_{self._count}")

    def _for(self, extension: Extension, label: str, node: Node, mother: Extension | None) -> None:
        label = self._number("for", label)
        test_text, increment = node.words
        test = Priority("test", "GotoIf", cut(f"$[{test_text}]"), node)
        test.goto = end = self._finish(node, label)
        first, step = (
            Priority("call", *self._loop_part(*part), node)
            for part in ((node.text, self._style.assign), (increment, ""))
        )
        extension.link(first, mother)
        self._loop(extension, label, node, mother, test, step, end)

    def _loop_part(self, text: str, otherwise: str) -> tuple[str, str | None]:
        """Return the application and arguments of the first or third part of a `for`; `otherwise`
        is the application if the part is not a call.
        """
        name, equals, value = text.partition("=")
        if equals:
            return self._style.assign, f"{without_blanks(name)}=$[{value}]"
        text = text.lstrip(" \t\n\v\f\r")
        if text.startswith("&"):
            arguments = _last_parenthesis_off(text[1:].lstrip(" \t\n\v\f\r").replace("(", ",", 1))
            return (
                ("Macro", arguments.replace(",", "|"))
                if self._style.loop_macros
                else ("Gosub", arguments)
            )
        application, parenthesis, arguments = text.partition("(")
        return (application, _last_parenthesis_off(arguments)) if parenthesis else (otherwise, None)

    def _while(
        self, extension: Extension, label: str, node: Node, mother: Extension | None
    ) -> None:
        label = self._number("while", label)
        test = Priority("test", "GotoIf", cut(f"$[{node.text}]"), node)
        test.goto = end = self._finish(node, label)
        self._loop(extension, label, node, mother, test, None, end)

    def _loop(
        self,
        extension: Extension,
        label: str,
        node: Node,
        mother: Extension | None,
        test: Priority,
        step: Priority | None,
        end: Priority,
    ) -> None:
        before = extension.leave, extension.repeat
        extension.link(test, mother)
        extension.leave, extension.repeat = end, step or test
        self.body(extension, label, node.body, mother)
        if step is not None:
            extension.link(step, mother)
        again = Priority("jump", "Goto", None, node)
        again.goto = test
        extension.link(again, mother)
        extension.link(end, mother)
        extension.leave, extension.repeat = before

    def _if(self, extension: Extension, label: str, node: Node, mother: Extension | None) -> None:
        condition = (
            f"$[${{RAND(0,99)}} < ({node.text})]" if node.kind == "random" else f"$[{node.text}]"
        )
        label = self._number("if", label)
        test = self._add(extension, node, mother, "GotoIf", cut(condition), "if")
        end = self._finish(node, label)
        skip = Priority("jump", "Goto", None, node) if node.otherwise else None
        if skip:
            skip.goto = end
        test.goto = skip or end
        self._branches(extension, label, node, mother, skip, end)

    _random = _if

    def _iftime(
        self, extension: Extension, label: str, node: Node, mother: Extension | None
    ) -> None:
        label = self._number("iftime", label)
        self._add(
            extension, node, mother, "GotoIfTime", cut(self._style.join(node.words)), "iftime"
        )
        end = self._finish(node, label)
        skip = Priority("jump", "Goto", None, node) if node.otherwise else None
        if skip:
            skip.goto, skip.origin = end, node
        otherwise = Priority("jump", "Goto", None, node)
        otherwise.goto = skip or end
        extension.link(otherwise, mother)
        self._branches(extension, label, node, mother, skip, end)

    def _branches(
        self,
        extension: Extension,
        label: str,
        node: Node,
        mother: Extension | None,
        skip: Priority | None,
        end: Priority,
    ) -> None:
        self.body(extension, label, node.body, mother)
        if skip is not None and node.otherwise is not None:
            extension.link(skip, mother)
            self.body(extension, label, [node.otherwise], mother)
        extension.link(end, mother)

    def _switch(
        self, extension: Extension, label: str, node: Node, mother: Extension | None
    ) -> None:
        self._count += 1
        number = self._count
        before = extension.leave, extension.repeat
        end = self._finish(node, f"switch_{label}_{number}")
        extension.link(
            Priority(
                "call", "Goto", cut(self._style.join([f"sw_{number}_{node.text}", "10"])), node
            ),
            mother,
        )
        end.origin = node
        extension.link(end, mother)
        extension.leave, extension.repeat = end, None
        for position, case in enumerate(node.body):
            following = node.body[position + 1] if position + 1 < len(node.body) else None
            self._case(extension, label, case, mother, number, following, end)
        extension.leave, extension.repeat = before

    def _case(
        self,
        extension: Extension,
        label: str,
        case: Node,
        mother: Extension | None,
        number: int,
        following: Node | None,
        end: Priority,
    ) -> None:
        value = {"case": case.text, "pattern": case.text, "default": "."}[case.kind]
        name = cut(f"{'' if case.kind == 'case' else '_'}sw_{number}_{value}")
        if case.kind == "default":
            # The pattern of a default matches everything except empty text.
            empty = self._part(extension, cut(f"sw_{number}_"), case, mother)
            empty.link(
                Priority("call", "Goto", self._style.join([f"sw_{number}_.", "10"]), case), mother
            )
        part = self._part(extension, name, case, mother)
        self.body(
            part,
            cut(f"sw_{label}_{'default' if case.kind == 'default' else value}_{number}"),
            case.body,
            extension,
        )
        if case.body and case.body[-1].kind in ("goto", "break", "return"):
            return
        if following is None:
            through = Priority("jump", "Goto", None, case)
            through.goto = end
        else:
            next_value = {
                "case": following.text,
                "pattern": _sample(following.text),
                "default": ".",
            }[following.kind]
            through = Priority(
                "call", "Goto", cut(self._style.join([f"sw_{number}_{next_value}", "10"])), case
            )
        part.link(through, mother)

    def _part(
        self, extension: Extension, name: str, node: Node, mother: Extension | None
    ) -> Extension:
        part = Extension(extension.context, name, node, 10)
        part.inherit(mother, extension)
        part.leave, part.repeat = extension.leave, extension.repeat
        extension.split.appendleft(part)
        return part

    def _catch(
        self, extension: Extension, label: str, node: Node, mother: Extension | None
    ) -> None:
        self._count += 1
        part = Extension(extension.context, node.text, node)
        part.inherit(mother, extension)
        extension.split.appendleft(part)
        self.body(part, cut(f"catch_{node.text}_{self._count}"), node.body, mother)


def _within(statements: list[Node]) -> Iterator[Node]:
    for statement in statements:
        yield statement
        yield from inside(statement)


def _last_parenthesis_off(text: str) -> str:
    return text.rpartition(")")[0] if ")" in text else text


def _sample(pattern: str) -> str:
    """Return a text that the pattern matches."""
    sample, at = "", 0
    while at < len(pattern):
        character = pattern[at]
        if character in "xnzXNZ":
            sample += "9"
        elif character == "[":
            end = pattern.find("]", at + 1)
            if end < 0:
                return sample
            sample += pattern[at + 1 : at + 2]
            at = end + 1 if pattern[end + 1 : end + 2] == "]" else end
        else:
            sample += character
        at += 1
    return sample
