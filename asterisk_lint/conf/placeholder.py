"""Values that a deployment fills in before Asterisk reads the file."""

# Apart, because Python finds an expression that begins with a certain sign many times faster.
_NAMES = {
    "#{": r"\#\{",
    "%{": r"%\{",
    "@": r"@[A-Z][A-Z0-9_]+@",
    "__": r"(?<!\w)__[A-Z][A-Z0-9_]*__(?!\w)",
    "%": r"%[A-Z][A-Z0-9_]{2,}%",
    "<": r"<[A-Z][A-Z0-9_]{2,}>",
}
# What every placeholder of `is_placeholder`, and every statement of a template, begins with.
_BEGINNINGS = (
    rb"\{[{%A-Z]", rb"<[%A-Za-z_]", rb"\$[{(A-Za-z_]", rb"@[\w\x80-\xff]+@",
    rb"%%?[\w\x80-\xff]+%", rb"__[\w\x80-\xff]+__", rb"[%#]\{", rb"#[A-Z]", rb"\[\[", rb"\(\(",
)  # fmt: skip
_LARGE = 50_000  # bytes of a file for which this is worth the expressions


def may_hold_placeholder(content: bytes) -> bool:
    """Tell whether a line of a file can hold a placeholder: False only if none does."""
    if len(content) < _LARGE:
        return True
    import re

    return any(re.search(beginning, content) for beginning in _BEGINNINGS)


def is_placeholder(value: str) -> bool:
    """Tell whether a value, or a part of it, is filled in later, so that it is not known yet.

    Recognises the markers of Jinja and ERB, `[[NAME]]`, `((NAME))`, `#{NAME}`, `%{NAME}`,
    `${NAME}`, `$(NAME)`, `$NAME` (in files where Asterisk has no variables), `@NAME@`, `%NAME%`,
    `__NAME__`, `<name>`, and in capitals `#NAME#`, `{NAME}`.
    """
    if not (
        "$" in value
        or "<" in value
        or "{" in value
        or "#" in value
        or "[[" in value
        or "((" in value
        or value.count("@") > 1
        or value.count("%") > 1
        or value.count("__") > 1
    ):
        return False
    if any(sign in value for sign in ("${", "$(", "{{", "{%", "<%")):
        return True
    import re

    signs = (
        r"@\w+@|%%?\w+%|__\w+__|\$[A-Za-z_]\w+|<[A-Za-z_]\w+>|[%#]\{|\[\[(?!:)|\(\(|"
        r"[#{][A-Z][A-Z0-9_]+[#}]"
    )
    return re.search(signs, value) is not None


def has_name(text: str) -> bool:
    """Tell whether a text contains a name in capitals between signs that mark no variable of
    Asterisk: `@NAME@`, `__NAME__`, `%NAME%`, `<NAME>`; or what begins `#{` or `%{`, whose name can
    have any letters.

    Short names between percent signs are formats of a date (`%H%M%S`).
    """
    for sign, name in _NAMES.items():
        # (Python finds one sign many times faster than two.)
        if sign[0] in text and sign in text:
            import re

            if re.search(name, text):
                return True
    return False
