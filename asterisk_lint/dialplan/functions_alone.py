"""Arguments that are scanned for the functions in them alone, so that no other word in them matters
and all that differ in such words have the same scan.
"""

from collections.abc import Mapping

from asterisk_lint.conf.zeroed import one_zeroed, without_words
from asterisk_lint.dialplan.arguments.row import Argument
from asterisk_lint.dialplan.expressions import references

# An application, its arguments without words and numbers, and the words in them that can be names
# of functions.
Structure = tuple[str, bytes, bytes]
_NAMES = frozenset({"variable", "copy"})


class FunctionsAlone:
    """Recognises such arguments. `table`: those that run or name something, in a release."""

    def __init__(self, table: Mapping[str, tuple[Argument, ...]]) -> None:
        self._table = table
        self._read = {one_zeroed(name) for name in table if name[-1] == "="}
        self._rows: dict[str, tuple[Argument, ...]] = {}

    def structure(self, application: str, arguments: bytes) -> Structure | None:
        """Return what all arguments have in common that have the same scan as these, if
        `is_of_functions` is true of them; None: some words may matter, or a name has digits.
        `arguments`: with every digit as 0.
        """
        if b"$" not in arguments:
            return None
        rows = self._rows.get(application)
        if rows is None:
            rows = self._rows[application] = self._table.get(application.lower(), ())
        if rows:
            # What is assigned matters only to functions, and to variables that something reads.
            if any(row.where != "*" or not _needs(row, "assign") for row in rows):
                return None
            end = arguments.find(b"=") + 1
            if not end or arguments[:end].lstrip(b"_") in self._read:
                return None
        text, functions = without_words(arguments)
        while b"00" in text:
            text = text.replace(b"00", b"0")
        return None if b"0" in functions else (application, text, functions)

    def is_of_functions(self, application: str, text: str) -> bool:
        """Tell whether the structure of arguments, which they have, determines their scan."""
        if self._rows[application] and not text.partition("=")[0].isidentifier():
            return False
        return all(
            self._is_read_for_name(each.name, each.arguments)
            for each in references(text)
            if each.kind == "function"
        )

    def _is_read_for_name(self, name: str, arguments: str) -> bool:
        """Tell whether the name alone of a function matters: its arguments name variables at most,
        and no function in place of one.
        """
        if not f"_{name}".isidentifier() or not name.isascii():
            return False
        rows = [row for row in self._table.get(f"{name}()", ()) if not row.where.startswith("=")]
        return not rows or (
            ")" not in arguments
            and all(row.where.rstrip("+").isdigit() and _needs(row, *_NAMES) for row in rows)
        )


def _needs(row: Argument, *kinds: str) -> bool:
    """Tell whether an argument needs nothing but these kinds."""
    return all(need.kind in kinds for need in row.needs)
