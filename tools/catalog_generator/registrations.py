"""What each module registers: the functions that register a capability, and the position of its
name in their arguments.

Facts: the prototypes in include/asterisk/*.h of Asterisk 1.4 to 23.
"""

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from tools.catalog_generator import c


class Registrar(NamedTuple):
    """A function that registers: the argument (counted from 0) that is the name, or a structure
    with the name in `field` (or at `position`).
    """

    kind: str
    argument: int
    field: str = ""
    position: int | None = None


REGISTRARS: Mapping[str, Registrar] = {
    "ast_register_application": Registrar("application", 0),
    "ast_register_application2": Registrar("application", 0),
    "ast_register_application_xml": Registrar("application", 0),
    "ast_custom_function_register": Registrar("function", 0, "name", 0),
    "__ast_custom_function_register": Registrar("function", 0, "name", 0),
    "__ast_custom_function_register_escalating": Registrar("function", 0, "name", 0),
    "ast_custom_function_register_escalating": Registrar("function", 0, "name", 0),
    "ast_channel_register": Registrar("channel", 0, "type", 0),
    "ast_register_switch": Registrar("switch", 0, "name", 1),
    "ast_bridge_technology_register": Registrar("bridge", 0, "name"),
    "__ast_bridge_technology_register": Registrar("bridge", 0, "name"),
    "ast_register_timing_interface": Registrar("timing", 0, "name"),
    "ast_config_engine_register": Registrar("engine", 0, "name", 0),
    "ast_sorcery_wizard_register": Registrar("wizard", 0, "name"),
    "ast_cdr_register": Registrar("cdr", 0),
    "ast_cel_backend_register": Registrar("cel", 0),
    "ast_rtp_engine_register": Registrar("rtp_engine", 0, "name"),
    "ast_rtp_engine_register2": Registrar("rtp_engine", 0, "name"),
    "ast_speech_register": Registrar("stt_engine", 0, "name", 0),
    "ast_calendar_register": Registrar("calendar", 0, "type"),
    "ast_fax_tech_register": Registrar("fax_technology", 0, "type"),
    "ast_format_interface_register": Registrar("attribute", 0),
    "__ast_format_interface_register": Registrar("attribute", 0),
    "ast_event_subscribe": Registrar("cel", 2),  # only of AST_EVENT_CEL: see _called
    "ast_manager_register": Registrar("manager_action", 0),
    "ast_manager_register2": Registrar("manager_action", 0),
    "ast_manager_register_xml": Registrar("manager_action", 0),
    "ast_manager_register_xml_core": Registrar("manager_action", 0),
}
SCANNED = {
    "ast_register_translator", "ast_format_register", "ast_format_def_register", "ast_agi_register",
    "ast_agi_register_multiple",
    "ast_ari_add_handler", "ast_format_set", "ast_format_attr_reg_interface",
}  # fmt: skip
WANTED = frozenset({*REGISTRARS, *SCANNED})
_ANONYMOUS = re.compile(r"\}\s*(\w+)\s*\[[^\]]*\]\s*=\s*\{")
_CLI_HANDLER = re.compile(
    r"(?:->|\.)command\s*=\s*((?:\s*(?:\"(?:\\.|[^\"\\])*\"|\w+))+?)\s*[;,]", re.S
)


class Scan(NamedTuple):
    """The relevant content of one file, read once however many modules and releases share it."""

    strings: Mapping[str, str]
    aliases: tuple[tuple[str, str], ...]
    structures: Mapping[str, c.Initialiser]
    calls: tuple[tuple[str, tuple[str, ...]], ...]
    commands: tuple[str, ...]  # the expressions assigned to a CLI entry's `command`


class Source(NamedTuple):
    """A module's files together, or one of them as the compiler sees it: its own names first, then
    those of the files next to it.
    """

    strings: Mapping[str, str]
    structures: Mapping[str, c.Initialiser]
    calls: tuple[tuple[str, tuple[str, ...]], ...]
    commands: tuple[str, ...]
    own: tuple[c.Initialiser, ...] = ()
    files: tuple["Source", ...] = ()


class Found(NamedTuple):
    """A capability that a module registers."""

    kind: str
    name: str


class Unread(NamedTuple):
    """A registration whose name could not be read from the source."""

    call: str
    argument: str


@cache
def scan(text: str) -> Scan:
    """Read one file without comments."""
    structures: dict[str, c.Initialiser] = {}
    for initialiser in (*c.initialisers(text), *_anonymous(text)):
        structures.setdefault(initialiser.name, initialiser)
    calls = tuple((call, tuple(arguments)) for call, arguments in c.calls(text, WANTED))
    return Scan(
        c.constants(text),
        tuple(c.aliases(text)),
        structures,
        calls,
        tuple(found[1] for found in _CLI_HANDLER.finditer(text)),
    )


def _anonymous(text: str) -> Iterator[c.Initialiser]:
    """Yield `struct x { ... } table[] = { ... }`: a structure declared and filled at once."""
    for found in _ANONYMOUS.finditer(text):
        start = found.end() - 1
        yield c.Initialiser("", found[1], True, text[start + 1 : c.closing(text, start)])


def source(texts: list[str], shared: Mapping[str, str]) -> Source:
    """Combine a module's files (without comments) into one; `shared`: strings that headers
    define.
    """
    scans = [scan(text) for text in texts]
    strings = dict(shared)
    structures: dict[str, c.Initialiser] = {}
    for one in scans:
        strings.update(one.strings)
        for name, initialiser in one.structures.items():
            structures.setdefault(name, initialiser)
    for one in scans:
        for name, other in one.aliases:
            if other in strings:
                strings.setdefault(name, strings[other])
    files = tuple(
        Source(
            ChainMap(dict(one.strings), strings),
            ChainMap(dict(one.structures), structures),
            one.calls,
            one.commands,
            tuple(one.structures.values()),
        )
        for one in scans
    )
    return Source(
        strings, structures, tuple(call for one in scans for call in one.calls), (), files=files
    )


def registrations(module: Source) -> Iterator[Found | Unread]:
    """Everything that the module registers, in the order of the source."""
    called = {call for call, _ in module.calls}
    for file in module.files:
        yield from _called(file)
        if "ast_register_translator" in called:
            yield from _translators(file)
        if "ast_format_attr_reg_interface" in called:
            yield from _attributes(file)
        if called & {"ast_format_register", "ast_format_def_register"}:
            yield from _formats(file)
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


def _translators(module: Source) -> Iterator[Found]:
    """Translators: since 13 `.src_codec = {.name = "ulaw", .sample_rate = 8000}`; from 10 to 12
    `ast_format_set(&ulawtolin.src_format, AST_FORMAT_ULAW, 0)` in load_module(); before, `.srcfmt =
    AST_FORMAT_ULAW`.
    """
    set_later = _formats_set(module)
    for initialiser in module.own:
        if initialiser.type != "ast_translator":
            continue
        later = set_later.get(initialiser.name, {})
        if later.keys() >= {"src_format", "dst_format"}:
            yield Found("translator", f"{later['src_format']}/{later['dst_format']}")
            continue
        for body in c.elements(initialiser.body) if initialiser.array else [initialiser.body]:
            ends = [
                _codec_end(module, body, *fields)
                for fields in (
                    ("src_codec", "srcfmt", "src_format"),
                    ("dst_codec", "dstfmt", "dst_format"),
                )
            ]
            if all(ends):
                yield Found("translator", "/".join(end for end in ends if end))


def _formats_set(module: Source) -> dict[str, dict[str, str]]:
    """Return structure -> its field -> the codec that an `ast_format_set()` assigns; structures
    without a name are left out.
    """
    found: dict[str, dict[str, str]] = {}
    for call, arguments in module.calls:
        field = re.fullmatch(r"&(\w+)\.(\w+)", arguments[0]) if call == "ast_format_set" else None
        constant = re.fullmatch(r"AST_FORMAT_(\w+)", arguments[1]) if field else None
        if field and constant:
            found.setdefault(field[1], {})[field[2]] = _codec_name(constant[1])
    return found


def _attributes(module: Source) -> Iterator[Found]:
    """Format attributes from 10 to 12: `ast_format_attr_reg_interface(&interface)`, whose `.id` is
    the format.
    """
    for initialiser in module.own:
        found = (
            re.fullmatch(r"AST_FORMAT_(\w+)", c.field(initialiser.body, "id") or "")
            if initialiser.type == "ast_format_attr_interface"
            else None
        )
        if found:
            yield Found("attribute", _codec_name(found[1]))


def _codec_end(module: Source, body: str, codec: str, old: str, format_: str) -> str | None:
    expression = c.field(body, codec)
    if expression is not None:
        inner = expression[expression.find("{") + 1 : expression.rfind("}")]
        name, rate = c.field(inner, "name"), c.field(inner, "sample_rate")
        text = c.string(name, module.strings) if name else None
        if text is None:
            return None
        digits = re.sub(r"\D", "", rate or "8000")
        return text + (
            ""
            if text not in ("slin", "speex") or digits in ("8000", "")
            else str(int(digits) // 1000)
        )
    expression = c.field(body, old) or c.field(body, format_)
    found = re.search(r"AST_FORMAT_(\w+)", expression or "")
    return _codec_name(found[1]) if found else None


def _codec_name(constant: str) -> str:
    """AST_FORMAT_SLINEAR16 -> slin16, the name that `core show translation` prints (main/frame.c,
    main/format.c).
    """
    special = {
        "G723_1": "g723",
        "G726_AAL2": "g726aal2",
        "SIREN7": "siren7",
        "SIREN14": "siren14",
        "SPEEX16": "speex16",
        "H263_PLUS": "h263p",
    }
    return special.get(constant, constant.lower().replace("slinear", "slin"))


def _formats(module: Source) -> Iterator[Found]:
    for initialiser in module.own:
        if initialiser.type not in ("ast_format_def", "ast_format"):
            continue
        for body in c.elements(initialiser.body) if initialiser.array else [initialiser.body]:
            name, extensions = (c.field(body, field) for field in ("name", "exts"))
            text = c.string(name, module.strings) if name else None
            extension = c.string(extensions, module.strings) if extensions else None
            if text:
                yield Found("format", text if extension in (None, text) else f"{text}={extension}")


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
