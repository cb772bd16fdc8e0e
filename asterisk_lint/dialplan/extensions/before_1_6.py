"""extensions.conf as releases before 1.6 read it: `App,arg|arg`, no `same`, arguments separated
with `|` (pbx/pbx_config.c of 1.4).
"""

from asterisk_lint.conf.reader import Conf, Entry
from asterisk_lint.conf.values import BLANKS
from asterisk_lint.dialplan.extensions.contexts import Context
from asterisk_lint.dialplan.extensions.forms import Form, Forms, other_form
from asterisk_lint.dialplan.extensions.names import Name
from asterisk_lint.dialplan.extensions.reader import ExtensionsReader
from asterisk_lint.releases import Release


class OldExtensionsReader(ExtensionsReader):
    """One reading of extensions.conf by an Asterisk before 1.6."""

    DISCOURAGED = ("_.",)

    def __init__(self, conf: Conf, release: Release, etc: str) -> None:
        super().__init__(conf, release, etc)
        self.forms = Forms(same=False)

    def form(self, value: str, has_extension: bool) -> Form:
        """Return the form of a step's value, which is always read exactly."""
        end = value.find(",") if "," in value else len(value)
        return other_form(end, is_substituted=self.is_substituted(value[:end]))

    def extension(self, text: str, entry: Entry, context: str) -> str:
        """Return an extension as Asterisk stores it."""
        return self.substituted(text, entry, context)

    def priority(
        self, context: Context, name: Name, written: str, last: int, entry: Entry
    ) -> tuple[int, str | None, str] | None:
        """Return the number of a priority, its label, and the text after a plus; None: Asterisk
        skips the line.
        """
        if "," not in entry.value:
            self.problem("this line has no priority: Asterisk skips it", entry)
            return None
        if "(" in written and ")" not in written:
            self.problem("the label is not closed with ')'", entry)
            written += ")"
        return super().priority(context, name, written, last, entry)

    def called(self, text: str, entry: Entry, *, dropped: bool) -> tuple[str, str] | None:
        """Return an application and its arguments: `App,arg|arg`, or `App(arg,arg)`, whose commas
        become bars; None: Asterisk skips the line.
        """
        if not text:
            self.problem("this line has no application: Asterisk skips it", entry)
            return None
        comma, opening = text.find(","), text.find("(")
        if comma >= 0 and (opening < 0 or comma < opening):
            return text[:comma], text[comma + 1 :]
        if opening < 0:
            return text, ""
        application, _, arguments = text.partition("(")
        if "${" in application or "$[" in application:
            return text, ""
        end = arguments.rfind(")")
        if end >= 0:
            arguments = arguments[:end]
        elif not dropped:
            name = application.strip(BLANKS)
            self.problem(f"{name}( is not closed with ')': Asterisk warns", entry, f"{name}(")
        return application, _bars(arguments)

    def unknown(self, entry: Entry) -> None:
        """Asterisk ignores this silently."""


def _bars(arguments: str) -> str:
    """Return arguments with bars for commas, without quotes and without the backslashes before a
    character (ast_process_quotes_and_slashes()).
    """
    out = []
    quoted = False
    at = 0
    while at < len(arguments):
        letter = arguments[at]
        if letter == "," and not quoted:
            out.append("|")
        elif letter == "'":
            quoted = not quoted
        elif letter == "\\":
            at += 1
            out.append(arguments[at : at + 1])
        else:
            out.append(letter)
        at += 1
    return "".join(out)
