"""What names what in one PBX: files and contexts, and the things that they name."""

from collections.abc import Iterable, Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.expressions import MARK
from asterisk_lint.dialplan.followed_variables import Known
from asterisk_lint.model import AlikeSteps
from asterisk_lint.records import NamedTuple
from asterisk_lint.references.declared import naming_options
from asterisk_lint.references.further_options import further_names
from asterisk_lint.references.named_in_steps import NamedInSteps
from asterisk_lint.references.navigation import any_kind, names_of_option, names_of_uses
from asterisk_lint.references.values import CONTEXT

FILE = "file"


class Link(NamedTuple):
    """A thing of a kind, or a file, that names another one, and where."""

    start: tuple[str, str]
    end: tuple[str, str]
    file: str
    line: int


def links(
    configuration: Configuration, known: Known, alike: Iterable[AlikeSteps], files: frozenset[str]
) -> Iterator[Link]:
    """Yield every such link, except those that are only known during a call; parameters as for
    `navigation.names_in`.
    """
    for uses in NamedInSteps(configuration, known).find(alike, any_kind):
        ends = {(name.kind, name.text) for name in names_of_uses(uses, configuration)}
        for kind, text in sorted(ends):
            if kind and text and MARK not in text and "$" not in text:
                for use in uses.uses():
                    yield Link((CONTEXT, use.context or ""), (kind, text), use.file, use.line)
    for row, entry, _ in naming_options(configuration, files):
        for name in names_of_option(row, entry):
            if name.kind:
                yield Link((FILE, entry.file), (name.kind, name.text), entry.file, entry.line)
    for named in further_names(configuration, files):
        entry, section = named.entry, named.section
        of_context = section.file.startswith("extensions.") and section.name != "globals"
        start = (CONTEXT, section.name) if of_context else (FILE, entry.file)
        yield Link(start, (named.kind, named.name), entry.file, entry.line)
    for context in configuration.dialplan().contexts:
        for included in context.includes:
            yield Link((CONTEXT, context.name), (CONTEXT, included), "", 0)
