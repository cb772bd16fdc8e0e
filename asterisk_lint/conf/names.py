"""The names of sections, as Asterisk keeps them."""

_NAME = 79  # bytes of a section's name that are significant (struct ast_category)


def kept_name(name: str) -> str:
    """Return the part of a section's name that Asterisk keeps."""
    if len(name) * 4 <= _NAME:
        return name
    return name.encode("utf-8", "surrogateescape")[:_NAME].decode("utf-8", "surrogateescape")
