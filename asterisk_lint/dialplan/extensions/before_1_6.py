"""extensions.conf as releases before 1.6 take it: `App,arg|arg`, no `same`, arguments handed on with `|` (pbx/pbx_config.c of 1.4)."""

from asterisk_lint.conf.reader import Entry, Section
from asterisk_lint.conf.values import BLANKS, fold
from asterisk_lint.dialplan.extensions.contexts import Context
from asterisk_lint.dialplan.extensions.names import name as taken_apart
from asterisk_lint.dialplan.extensions.numbers import leading
from asterisk_lint.dialplan.extensions.reading import Reading


class OldReading(Reading):
    """One reading of extensions.conf by an Asterisk before 1.6."""

    def fill(self, context: Context, section: Section) -> None:
        """The entries of one section, as steps and uses."""
        last = -2
        for entry in section.entries:
            if fold(entry.key) != "exten":
                self.other(context, entry)
                continue
            extension, comma, rest = entry.value.partition(",")
            at = len(extension) + 1
            name = taken_apart(self.substituted(extension, entry, context.name))
            written, second, rest = rest.partition(",")
            at += len(written) + 1
            if not comma:
                self.problem("no priority stands here: Asterisk skips the line", entry)
                continue
            if "(" in written and ")" not in written:
                self.problem("no ')' closes the label", entry)
                written += ")"
            priority, label, more = self.priority(context, name, written, last, entry)
            if priority is None:
                continue
            if not second or not rest:
                self.problem("no application stands here: Asterisk skips the line", entry)
                continue
            if not priority:
                self.problem("Asterisk drops this line without a word: counted on from a hint, its priority is 0", entry)
                continue
            application, arguments = self.called(rest, entry)
            bare = application.lstrip(BLANKS)
            priority += leading(more)
            last = priority
            if name.plain == "_.":
                self.problem("'_.' takes everything, h, i and t too: write '_X.' (Asterisk warns)", entry)
            self.add(context, name, priority, label, bare, arguments, entry, entry.value_column + at + len(application) - len(bare))

    def called(self, text: str, entry: Entry) -> tuple[str, str]:
        """An application and its arguments: `App,arg|arg`, or `App(arg,arg)`, whose commas become bars."""
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
        else:
            self.problem(f"no ')' closes {application.strip(BLANKS)}(", entry)
        return application, _bars(arguments)

    def unknown(self, entry: Entry) -> None:
        """Passed over without a word."""


def _bars(arguments: str) -> str:
    """Arguments with bars for commas, and without quotes and the backslashes before a character (ast_process_quotes_and_slashes())."""
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
