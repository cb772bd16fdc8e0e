"""Values that a deployment fills in before Asterisk reads the file."""


def is_placeholder(value: str) -> bool:
    """Whether a value, or a part of it, is filled in later, so that it says nothing yet.

    Jinja's and ERB's signs count, `${NAME}` and `$(NAME)` (in files where Asterisk has no variables), and `@NAME@`, `%NAME%`, `__NAME__`.
    """
    import re

    return any(sign in value for sign in "{<$@%_") and re.search(r"\{[{%]|<%|\$[{(]|@\w+@|%%?\w+%|__\w+__", value) is not None
