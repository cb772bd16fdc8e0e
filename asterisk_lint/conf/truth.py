"""The words that Asterisk treats as true and false."""


def is_true(value: str) -> bool:
    """Tell whether Asterisk treats a value as true (main/utils.c, ast_true)."""
    return value.lower() in {"yes", "true", "y", "t", "1", "on"}


def is_false(value: str) -> bool:
    """Tell whether Asterisk treats a value as false (main/utils.c, ast_false)."""
    return value.lower() in {"no", "false", "n", "f", "0", "off"}
