"""Templates of call records and channel events, and which of them need the dialplan's functions."""

from collections.abc import Iterator

from asterisk_lint.conf.values import Entry as Line
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use

_COMPILED = (">=20.19 <21", ">=22.9 <23", ">=23.3")
_FIELDS = {
    "cdr": ("CSV_QUOTE", "CDR", "CALLERID", "CHANNEL"),
    "cel": ("CSV_QUOTE", "CALLERID", "CHANNEL"),
}
_EVENT_VARIABLES = (
    "eventtype",
    "eventtime",
    "eventenum",
    "userdeftype",
    "eventextra",
    "BRIDGEPEER",
)


def template_uses(configuration: Configuration, module: str, template: Line) -> Iterator[Use]:
    """Yield what a template of a custom backend needs; nothing for one that Asterisk compiles."""
    from asterisk_lint.dialplan.text_uses import expression_uses

    record = module[:3]
    if any(configuration.release.within(releases) for releases in _COMPILED) and is_compiled(
        record, template.value
    ):
        return
    because = (
        "Asterisk evaluates this template like a dialplan line for each "
        f"{'call detail record' if record == 'cdr' else 'channel event'}"
    )
    place = Use(
        "expression",
        template.value,
        template.file,
        template.line,
        template.value_column,
        because=because,
        readers=(module,),
    )
    yield from expression_uses(template.value, place)


def is_compiled(record: str, template: str) -> bool:
    """Tell whether res_cdrel_custom (20.19, 22.9, 23.3) compiles this template itself; otherwise it
    is evaluated with the dialplan's functions.

    `record` is "cdr" or "cel". It accepts a list of fields, each a text or one of a few functions
    around a name (res/cdrel_custom/config.c parse_field()); a template without any `$` is the new
    kind of list, which names its fields directly.
    """
    return all(_is_field(record, field) for field in _split(template))


def _split(template: str) -> list[str]:
    """Split at commas outside quotes."""
    fields, quote, start = [], "", 0
    for position, sign in enumerate(template):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == ",":
            fields.append(template[start:position])
            start = position + 1
    return [*fields, template[start:]]


def _is_field(record: str, field: str) -> bool:
    if field.startswith('"'):
        return True
    field = field.strip().strip("\"'").strip()
    while field.startswith("$"):
        field = _within(field[1:], "{", "}").strip()
        if record == "cel" and field in _EVENT_VARIABLES:
            return True
        name, bracket, inner = field.partition("(")
        if not bracket or name not in _FIELDS[record]:
            return False
        field = _within("(" + inner, "(", ")")
        if field[:1] in {'"', "'"}:
            return True
    return True


def _within(text: str, opening: str, closing: str) -> str:
    return text[1:-1] if text.startswith(opening) and text.endswith(closing) else text
