"""The parts of a step's line: extension, priority, application and arguments."""

from asterisk_lint.conf.reader import Entry
from asterisk_lint.conf.values import BLANKS
from asterisk_lint.dialplan.extensions.contexts import Context
from asterisk_lint.dialplan.extensions.entries import Entries
from asterisk_lint.dialplan.extensions.forms import Form, form_of, plain_number
from asterisk_lint.dialplan.extensions.names import Name, split
from asterisk_lint.dialplan.extensions.numbers import number

NO_PRIORITY = -2  # no priority before
_LONGEST = 255  # bytes of an extension that are kept
_SHORT = _LONGEST // 4  # this many characters are always kept
_WRITE = "write 1 for the first priority, n for the next one, or n(LABEL) to give it a label"


class StepParts(Entries):
    """Reads the parts of a step's line."""

    DISCOURAGED: tuple[str, ...] = ("_.", "_!")

    def form(self, value: str, has_extension: bool) -> Form:
        """Return the form of a step's value."""
        if not has_extension:
            return form_of(value, -1)
        end = self.extension_end(value)
        return form_of(value, end, is_substituted=self.is_substituted(value[:end]))

    def extension_end(self, value: str) -> int:
        """Return where the extension ends in a value."""
        written = value.partition(",")[0]
        if "[" in written or "\\" in written:
            written = split(value)[0]
        return len(written)

    def is_substituted(self, extension: str) -> bool:
        """Tell whether Asterisk may store an extension otherwise than it is written."""
        return "$" in extension or len(extension) > _SHORT

    def extension(self, text: str, entry: Entry, context: str) -> str:
        """Return an extension as Asterisk stores it."""
        text = self.substituted(text, entry, context)
        if len(text) > _SHORT:
            return text.encode("utf-8", "surrogateescape")[:_LONGEST].decode(
                "utf-8", "surrogateescape"
            )
        return text

    def priority(
        self, context: Context, name: Name, written: str, last: int, entry: Entry
    ) -> tuple[int, str | None, str] | None:
        """Return the number of a priority, its label, and the text after a plus; None: Asterisk
        skips the line.
        """
        text = written.strip(BLANKS)
        label = None
        if "(" in text:
            text, _, label = text.partition("(")
            label, closed, _ = label.partition(")")
            if not closed:
                self.problem(
                    "the label is not closed with ')': Asterisk skips the line",
                    entry,
                    advice=f"write {text.strip(BLANKS)}({label.strip(BLANKS)})",
                )
                return None
        text, _, more = text.partition("+")
        plain = plain_number(text)
        if plain is not None:
            return plain, label, more
        if text in ("n", "next", "s", "same"):
            if last <= NO_PRIORITY:
                self.problem(
                    f"there is no priority before '{text}': Asterisk skips the line",
                    entry,
                    advice=f"write 1 in place of {text}, unless the line above is wrong",
                )
                return None
            return last + (text[0] == "n"), label, more
        found = number(text)
        if not text:
            unclosed = "," in name.plain + (name.caller_id or "")  # it is within brackets
            self.problem(
                "this line has no priority: Asterisk skips the line",
                entry,
                advice="close the [ of the extension with ]" if unclosed else _WRITE,
            )
            return None
        if found is None:
            from asterisk_lint.dialplan.extensions.match import priority_of

            found = priority_of(context, name, text)
            if found is None or found < 1:
                self.problem(
                    (
                        f"'{text}' is neither a priority nor a label of this extension: Asterisk "
                        "skips the line"
                    ),
                    entry,
                    text,
                    _WRITE,
                )
                return None
        elif found < 1:
            self.problem(
                f"'{text}' is not a priority: Asterisk skips the line", entry, advice=_WRITE
            )
            return None
        return found, label, more

    def called(self, text: str, entry: Entry, *, dropped: bool) -> tuple[str, str] | None:
        """Return an application and its arguments; None: Asterisk skips the line. `dropped`:
        Asterisk drops it because of its priority.
        """
        application, opening, arguments = text.partition("(")
        if not opening:
            return application, ""
        if "${" in application or "$[" in application:
            return text, ""
        end = arguments.rfind(")")
        if end < 0:
            name = application.strip(BLANKS)
            self.problem(f"{name}( is not closed with ')': Asterisk warns", entry, f"{name}(")
            return application, arguments
        return application, arguments[:end]
