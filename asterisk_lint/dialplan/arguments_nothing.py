"""To come."""

NOTHING: tuple[tuple[str, str], ...] = ()
