"""Where this project lives: one constant, because it is not published yet. Nothing can be
registered below `.invalid` (RFC 2606).
"""

HOME = "https://example.invalid/OWNER/REPOSITORY"
RULES = f"{HOME}/blob/main/docs/rules.md"


def rule_page(name: str, code: str) -> str:
    """The address of a rule's documentation."""
    return f"{RULES}#{name}-{code.lower()}"
