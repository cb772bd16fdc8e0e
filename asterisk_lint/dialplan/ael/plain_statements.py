"""AEL's statements that are one priority, or a few in a row."""

from asterisk_lint.dialplan.ael.nodes import Node
from asterisk_lint.dialplan.ael.program import Extension, Priority, Style, cut


class PlainStatements:
    """Compiles the statements that hold no others."""

    def __init__(self, style: Style) -> None:
        self._count = 0
        self._style = style

    def _nothing(
        self, extension: Extension, label: str, node: Node, mother: Extension | None
    ) -> None:
        pass

    def _add(
        self,
        extension: Extension,
        node: Node,
        mother: Extension | None,
        application: str,
        arguments: str,
        kind: str = "call",
    ) -> Priority:
        priority = Priority(kind, application, arguments, node)
        priority.origin = node
        return extension.link(priority, mother)

    def _finish(self, node: Node, label: str) -> Priority:
        return Priority("call", "NoOp", cut(f"Finish {label}"), node)

    def _set(self, extension: Extension, label: str, node: Node, mother: Extension | None) -> None:
        self._add(
            extension,
            node,
            mother,
            self._style.assign,
            without_blanks(cut(f"{node.text}=$[{node.value}]")),
        )

    def _local(
        self, extension: Extension, label: str, node: Node, mother: Extension | None
    ) -> None:
        self._add(
            extension,
            node,
            mother,
            "MSet",
            without_blanks(cut(f"LOCAL({node.text})=$[{node.value}]")),
        )

    def _goto(self, extension: Extension, label: str, node: Node, mother: Extension | None) -> None:
        words = node.words[:3]
        if len(words) == 1 and mother is not None:
            words = [mother.name, *words]
        self._add(extension, node, mother, "Goto", cut(self._style.join(words)))

    def _label(
        self, extension: Extension, label: str, node: Node, mother: Extension | None
    ) -> None:
        node.home = extension
        self._add(extension, node, mother, "", "", "label")

    def _call(self, extension: Extension, label: str, node: Node, mother: Extension | None) -> None:
        self._add(extension, node, mother, node.text, self._style.join(node.words))

    def _subcall(
        self, extension: Extension, label: str, node: Node, mother: Extension | None
    ) -> None:
        if not self._style.subroutines:
            self._add(extension, node, mother, "Macro", "|".join([node.text, *node.words]))
            return
        arguments = f"({','.join(node.words)})" if node.words else ""
        self._add(extension, node, mother, "Gosub", cut(f"{node.text},~~s~~,1") + arguments)

    def _return(
        self, extension: Extension, label: str, node: Node, mother: Extension | None
    ) -> None:
        self._add(extension, node, mother, "Return", "")

    def _break(
        self, extension: Extension, label: str, node: Node, mother: Extension | None
    ) -> None:
        self._add(extension, node, mother, "Goto", "", "jump").goto = extension.leave

    def _continue(
        self, extension: Extension, label: str, node: Node, mother: Extension | None
    ) -> None:
        self._add(extension, node, mother, "Goto", "", "jump").goto = extension.repeat


def without_blanks(text: str) -> str:
    """Remove blanks before the first `=`, or all of them if there is none."""
    name, equals, value = text.partition("=")
    return "".join(character for character in name if character not in " \n\r\t") + equals + value
