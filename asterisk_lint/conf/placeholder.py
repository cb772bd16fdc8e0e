"""Values that a deployment fills in before Asterisk reads the file."""


def is_placeholder(value: str) -> bool:
    """Tell whether a value, or a part of it, is filled in later, so that it is not known yet.

    Recognises the markers of Jinja and ERB, `${NAME}` and `$(NAME)` (in files where Asterisk has no
    variables), `@NAME@`, `%NAME%`, `__NAME__`, and in capitals `$NAME`, `<NAME>`.
    """
    import re

    if not any(sign in value for sign in "{<$@%_"):
        return False
    signs = r"\{[{%]|<%|\$[{(]|@\w+@|%%?\w+%|__\w+__|\$[A-Z_][A-Z0-9_]+\b|<[A-Z][A-Z0-9_]+>"
    return re.search(signs, value) is not None
