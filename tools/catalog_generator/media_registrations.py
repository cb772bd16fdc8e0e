"""The translators, format attributes and file formats that a module registers: structures whose
fields changed from release to release.
"""

import re
from collections.abc import Iterator

from tools.catalog_generator import c
from tools.catalog_generator.module_source import Source
from tools.catalog_generator.registrars import Found


def translators(module: Source) -> Iterator[Found]:
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


def attributes(module: Source) -> Iterator[Found]:
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


def formats(module: Source) -> Iterator[Found]:
    """File formats: a structure with a name and, where they differ, its extensions."""
    for initialiser in module.own:
        if initialiser.type not in ("ast_format_def", "ast_format"):
            continue
        for body in c.elements(initialiser.body) if initialiser.array else [initialiser.body]:
            name, extensions = (c.field(body, field) for field in ("name", "exts"))
            text = c.string(name, module.strings) if name else None
            extension = c.string(extensions, module.strings) if extensions else None
            if text:
                yield Found("format", text if extension in (None, text) else f"{text}={extension}")
