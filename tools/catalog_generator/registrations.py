"""What each module registers: applications, functions, channel technologies, commands."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tools.catalog_generator import c
from tools.catalog_generator.media_registrations import attributes, formats, translators
from tools.catalog_generator.module_source import Source
from tools.catalog_generator.registrars import REGISTRARS, Found, Registrar


class Unread(NamedTuple):
    """A registration whose name could not be read from the source."""

    call: str
    argument: str


def registrations(module: Source) -> Iterator[Found | Unread]:
    """Everything that the module registers, in the order of the source."""
    called = {call for call, _ in module.calls}
    for file in module.files:
        yield from _called(file)
        if "ast_register_translator" in called:
            yield from translators(file)
        if "ast_format_attr_reg_interface" in called:
            yield from attributes(file)
        if called & {"ast_format_register", "ast_format_def_register"}:
            yield from formats(file)
        if called & {"ast_agi_register", "ast_agi_register_multiple", "ast_register_application"}:
            yield from _agi_commands(file)
        yield from _cli_commands(file)


def _called(file: Source) -> Iterator[Found | Unread]:
    for call, arguments in file.calls:
        registrar = REGISTRARS.get(call)
        if registrar is None or len(arguments) <= registrar.argument:
            continue
        # From 1.8 to 11 a CEL backend subscribes to these events (cel/cel_*.c); others subscribe to
        # other ones.
        if call == "ast_event_subscribe" and arguments[0] != "AST_EVENT_CEL":
            continue
        expression = arguments[registrar.argument]
        names = list(_names(file, expression, registrar))
        for name in names:
            yield Found(registrar.kind, name)
        if not names and expression:
            yield Unread(call, expression)


def _names(module: Source, expression: str, registrar: Registrar) -> Iterator[str]:
    if not registrar.field:
        value = c.string(expression, module.strings)
        if value is not None:
            yield value
            return
        # `table[i].name`, `table[i]`, `entry->name` of a loop over a table: every element's first
        # string.
        found = re.match(r"\(?\*?&?(\w+)\s*(?:\[[^\]]*\]|->|\.)", expression)
        if found and found[1] in module.structures:
            yield from _column(
                module, module.structures[found[1]], found=expression.rpartition(".")[2].strip()
            )
        return
    found = re.match(r"\(?\s*\*?&?\s*\(?\s*(\w+)", expression)
    if found is None or found[1] not in module.structures:
        return
    initialiser = module.structures[found[1]]
    bodies = c.elements(initialiser.body) if initialiser.array else [initialiser.body]
    for body in bodies:
        value_expression = c.field(body, registrar.field, registrar.position)
        value = None if value_expression is None else c.string(value_expression, module.strings)
        if value:
            yield value


def _column(module: Source, table: c.Initialiser, found: str) -> Iterator[str]:
    for body in c.elements(table.body):
        expression = c.field(body, found, 0)
        value = None if expression is None else c.string(expression, module.strings)
        if value:
            yield value


def _agi_commands(module: Source) -> Iterator[Found]:
    for initialiser in module.own:
        if initialiser.type == "agi_command":
            for body in c.elements(initialiser.body) if initialiser.array else [initialiser.body]:
                words = _words(c.field(body, "cmda", 0) or "", module)
                if words:
                    yield Found("agi_command", " ".join(words))


def _words(expression: str, module: Source) -> list[str]:
    inner = (
        expression[expression.find("{") + 1 : expression.rfind("}")]
        if "{" in expression
        else expression
    )
    words = []
    for part in c.split_arguments(inner):
        text = c.string(part, module.strings)
        if text is None:
            break
        words.append(text)
    return words


def _cli_commands(module: Source) -> Iterator[Found]:
    """Since 1.6 the handler sets `e->command`; before, the entry holds the words."""
    for expression in module.commands:
        text = c.string(expression, module.strings)
        if text and not text.startswith("_"):  # the completion commands are Asterisk's own
            yield Found("cli_command", " ".join(text.split()))
    for initialiser in module.own:
        if initialiser.type == "ast_cli_entry":
            for body in c.elements(initialiser.body) if initialiser.array else [initialiser.body]:
                expression = c.field(body, "cmda", 0) or ""
                if "{" in expression:
                    words = _words(expression, module)
                    if words:
                        yield Found("cli_command", " ".join(words))
