""" "did you mean" for many names at once."""

from collections.abc import Iterable

_MOST = 100  # nobody reads more, and one costs as much as twenty lines of dialplan


class Proposals:
    """The nearest known names for the first hundred names that are looked up."""

    def __init__(self, known: Iterable[str], cutoff: float = 0.6) -> None:
        self._known = list(known)
        self._cutoff = cutoff
        self._found: dict[str, str] = {}

    def of(self, name: str) -> str:
        """Return " (did you mean 'x'?)" for the nearest known name; "" if none is near, or after a
        hundred lookups.
        """
        found = self._found.get(name)
        if found is None:
            from asterisk_lint.settings.spelling import did_you_mean

            found = (
                "" if len(self._found) >= _MOST else did_you_mean(name, self._known, self._cutoff)
            )
            self._found[name] = found
        return found
