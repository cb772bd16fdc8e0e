"""Convert a checked AEL program to steps: numbers, targets, and extensions that the dialplan
rejects (ast_compile_ael2() and its helpers in res/ael/pval.c).
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping

from asterisk_lint.dialplan.ael.compile import Compiler
from asterisk_lint.dialplan.ael.labels import IncludeLoop, Labels, SearchTooLong
from asterisk_lint.dialplan.ael.nodes import Node
from asterisk_lint.dialplan.ael.program import NAME, TARGET, Extension, Priority, Style, cut
from asterisk_lint.dialplan.extensions.names import key, without_blanks
from asterisk_lint.dialplan.extensions.variables import substitute
from asterisk_lint.model import Problem, Step

BUBBLE = "ael-builtin-h-bubble"
_BUBBLE_STEPS = (
    (1, "Goto", "9991"),
    (9991, "Set", "~~parentcxt~~=${STACK_PEEK(1,c,1)}"),
    (9992, "GotoIf", '$["${~~parentcxt~~}"=""]?9996'),
    (9993, "GotoIf", "${DIALPLAN_EXISTS(${~~parentcxt~~},h,1)}?9994:9996"),
    (9994, "StackPop", ""),
    (9995, "Goto", "${~~parentcxt~~},h,1"),
    (9996, "NoOp", ""),
)


def compile_program(
    program: list[Node], labels: Labels, variables: Mapping[str, str], style: Style
) -> tuple[list[Step], list[Problem]]:
    """Return the steps of a program, and its problems. `variables` are the global ones, which are
    replaced in extensions' names.
    """
    compiler = Compiler(style)
    extensions: list[Extension] = []
    for container in program:
        if container.kind == "macro":
            extensions += _chain(_macro(compiler, container, style))
        elif container.kind == "context":
            for node in container.body:
                if node.kind == "extension":
                    extensions += _chain(_extension(compiler, container, node))
    registry = _Registry(variables)
    for extension in extensions:
        _finish(extension, labels, style)
        registry.add(extension)
    return registry.steps + (_bubble(program) if style.bubble else []), registry.problems


def _macro(compiler: Compiler, node: Node, style: Style) -> Extension:
    extension = (
        Extension(node.text, "~~s~~", node)
        if style.subroutines
        else Extension(f"macro-{node.text}", "s", node)
    )
    for number, name in enumerate(node.words, 1):
        name = "".join(letter for letter in name if letter not in " \n\r\t")
        name = f"LOCAL({name})" if style.subroutines else name
        extension.link(Priority("call", style.assign, cut(f"{name}=${{ARG{number}}}"), node), None)
    compiler.body(extension, node.text, node.body)
    return extension


def _extension(compiler: Compiler, context: Node, node: Node) -> Extension:
    name, slash, caller_id = node.text.partition("/")
    extension = Extension(context.text, name, node, 2 if node.regexten else 1)
    extension.hints = node.hints
    extension.caller_id = caller_id if slash else None
    compiler.body(extension, context.text, node.body)
    last = extension.priorities[-1] if extension.priorities else None
    if last is not None and last.kind == "label":
        extension.link(
            Priority(
                "call",
                "NoOp",
                cut(f"A NoOp to follow a trailing label {last.place.text}"),
                last.place,
            ),
            None,
        )
    return extension


def _chain(extension: Extension) -> Iterator[Extension]:
    """Yield an extension, then those created for its parts, in order."""
    number = extension.first
    for priority in extension.priorities:
        priority.number = number
        number += priority.kind != "label"
    yield extension
    for part in extension.split:
        yield from _chain(part)


def _finish(extension: Extension, labels: Labels, style: Style) -> None:
    """Fill in the targets of jumps."""
    for priority in extension.priorities:
        goto = priority.goto
        if priority.kind == "jump":
            if goto is None:
                continue  # `break` or `continue` without a target: the check has reported it
            origin = goto.origin
            number = goto.number + (
                origin is not None and origin.kind == "iftime" and origin.otherwise is not None
            )
            switch = goto.home if origin is not None and origin.kind == "switch" else None
            priority.arguments = style.join([switch.name, str(number)]) if switch else str(number)
        elif priority.kind == "test" and goto is not None:
            priority.arguments = cut(f"{priority.arguments}?{priority.number + 1}:{goto.number}")
        elif priority.kind == "if" and goto is not None:
            number = goto.number + (priority.place.otherwise is not None)
            priority.arguments = cut(f"{priority.arguments}?{priority.number + 1}:{number}")
        elif priority.kind == "iftime":
            priority.arguments = cut(f"{priority.arguments}?{priority.number + 2}")
        elif priority.place.kind == "goto":
            _into_case(priority, labels, style)


def _into_case(priority: Priority, labels: Labels, style: Style) -> None:
    """A label inside a case belongs to the extension that was created for the case."""
    try:
        target = labels.target(priority.place)
    except (IncludeLoop, SearchTooLong):
        return
    if (
        target is None
        or not isinstance(target.home, Extension)
        or target.enclosing("case", "pattern", "default", "macro", "context") is None
    ):
        return
    around = target.enclosing("case", "pattern", "default", "macro", "context")
    if around is None or around.kind in ("macro", "context"):
        return
    words = priority.place.words[:3]
    words = (
        [target.home.name, words[-1]] if len(words) < 3 else [words[0], target.home.name, words[2]]
    )
    priority.arguments = cut(style.join(words), TARGET)


class _Registry:
    """The dialplan while extensions are added to it: existing ones stay."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.steps: list[Step] = []
        self.problems: list[Problem] = []
        self._variables = dict(variables)
        self._taken: set[tuple[object, ...]] = set()

    def add(self, extension: Extension) -> None:
        name = cut(substitute(extension.name, self._variables).text, NAME)
        place = extension.place
        if not name:
            message = "Asterisk reads an empty extension name here and skips the extension"
            self.problems.append(
                Problem("syntax-error", message, place.file, place.line, place.column)
            )
            return
        caller_id = extension.caller_id
        caller_key = None if caller_id is None else key(caller_id)
        shown = None if caller_id is None else without_blanks(caller_id, dashes=True)
        home = (extension.context, key(name), caller_key)
        shown_name = without_blanks(name)

        def step(
            priority: int | str, application: str, arguments: str, place: Node, label: str | None
        ) -> None:
            if (*home, priority) in self._taken:
                message = (
                    f"{shown_name},{priority} already exists in context {extension.context}: "
                    "Asterisk skips this one"
                )
                self.problems.append(
                    Problem("syntax-error", message, place.file, place.line, place.column)
                )
                return
            self._taken.add((*home, priority))
            if label is not None:
                if (*home, "label", label) in self._taken:
                    label = None
                else:
                    self._taken.add((*home, "label", label))
            self.steps.append(
                Step(
                    extension.context,
                    shown_name,
                    priority,
                    application,
                    arguments,
                    place.file,
                    place.line,
                    place.column,
                    label,
                    shown,
                )
            )

        if extension.hints is not None:
            hints = extension.hints
            if not name.startswith("_"):
                hints = substitute(
                    hints, ChainMap({"EXTEN": name, "CONTEXT": extension.context}, self._variables)
                ).text
            step("hint", hints, "", place, None)
        label = None
        for priority in extension.priorities:
            if priority.kind == "label":
                label = priority.place.text
                continue
            step(
                priority.number,
                priority.application,
                priority.arguments or "",
                priority.place,
                label,
            )
            label = None


def _bubble(program: list[Node]) -> list[Step]:
    """Return the steps that pass a hangup in a macro to the calling context's `h`.

    Asterisk creates this context for every AEL file if func_dialplan and app_stack are loaded; only
    macros include it.
    """
    macro = next((node for node in program if node.kind == "macro"), None)
    if macro is None:
        return []
    place = (macro.file, macro.line, macro.column)
    return [
        Step(BUBBLE, "h", number, application, arguments, *place)
        for number, application, arguments in _BUBBLE_STEPS
    ]
