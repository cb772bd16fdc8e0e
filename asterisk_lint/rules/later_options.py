"""Find options that came with a later release than the one in use."""

from collections.abc import Iterable, Iterator

from asterisk_lint.catalog.options import Later, LaterOptions, later_options
from asterisk_lint.conf.values import Entry, Section
from asterisk_lint.configuration import Configuration
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release

# The sections that the option tables speak of, where others in the file are free (the names of
# features, the backends of cdr.conf).
SECTIONS = {
    "features.conf": ("general", "featuremap"),
    "cdr.conf": ("general",),
    "cel.conf": ("general",),
}
WIZARD = "pjsip_wizard.conf"


class LaterOption(NamedTuple):
    """An entry with an option that the release does not know yet."""

    entry: Entry
    later: Later
    loses: str  # for people: what Asterisk rejects


def find(configuration: Configuration) -> Iterator[LaterOption]:
    """Yield each such entry of the files that Asterisk rejects for it, whole or in part."""
    names = configuration.names()
    release = configuration.release
    for (file, kind), options in later_options().items():
        if file in names:
            loses = "the whole file" if kind == "*" else f"the whole {kind}"
            sections = _sections(configuration, file, kind)
            yield from _in_sections(sections, options, release, "", loses)
        if file == "pjsip.conf" and WIZARD in names:
            before, loses = f"{kind}/", f"the whole {kind}"
            sections = configuration.objects(WIZARD)
            yield from _in_sections(sections, options, release, before, loses)


def _sections(configuration: Configuration, file: str, kind: str) -> Iterator[Section]:
    wanted = SECTIONS.get(file)
    for section in configuration.objects(file):
        if kind == "*":
            if wanted is None or section.name.lower() in wanted:
                yield section
        else:
            given = section.value("type")
            if given is not None and given.lower() == kind:
                yield section


def _in_sections(
    sections: Iterable[Section], options: LaterOptions, release: Release, before: str, loses: str
) -> Iterator[LaterOption]:
    wanted = frozenset(before + option for option in options)
    for section in sections:
        for entry in section.among(wanted):
            later = options.unknown_to(release, entry.key.lower()[len(before) :])
            if later is not None:
                yield LaterOption(entry, later, loses)
