"""Find options that came with a later release than the one in use."""

from collections.abc import Iterator, Sequence
from functools import partial

from asterisk_lint.catalog.options import Later, LaterOptions, later_options
from asterisk_lint.conf.shared_results import Origin, Table, for_each_range
from asterisk_lint.conf.values import Entry, Section, of_shapes
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


_FOUND: Table[tuple[tuple[str, Release], Origin], list[LaterOption]] = Table()


def find(configuration: Configuration) -> Iterator[LaterOption]:
    """Yield each such entry of the files that Asterisk rejects for it, whole or in part."""
    names = configuration.names()
    files = dict.fromkeys(file for file, _ in later_options())
    if "pjsip.conf" in files:
        files[WIZARD] = None
    for file in files:
        conf = configuration.conf(file) if file in names else None
        if conf is not None:
            of_file = partial(_in_sections, file, configuration.release)
            key = (file, configuration.release)
            yield from for_each_range(
                conf.sections, conf.origins, configuration.results, _FOUND, key, of_file
            )


def _in_sections(file: str, release: Release, sections: Sequence[Section]) -> Iterator[LaterOption]:
    later = _every(file)
    for section in of_shapes(sections, lambda shape: shape.among(later)):
        yield from _in_section(file, release, section)


def _every(file: str) -> frozenset[str]:
    """Return every key of a file, whatever the section, that some release does not know yet."""
    own = "pjsip.conf" if file == WIZARD else file
    return frozenset().union(
        *(
            options.names(f"{kind}/" if file == WIZARD else "")
            for (name, kind), options in later_options().items()
            if name == own
        )
    )


def _in_section(file: str, release: Release, section: Section) -> Iterator[LaterOption]:
    if section.template:
        return
    for before, options, loses in _options(file, section):
        for entry in section.among(options.names(before)):
            later = options.unknown_to(release, entry.key.lower()[len(before) :])
            if later is not None:
                yield LaterOption(entry, later, loses)


def _options(file: str, section: Section) -> Iterator[tuple[str, LaterOptions, str]]:
    """Yield what precedes the options in a section's keys, the options, and what they lose."""
    every = later_options()
    if file == WIZARD:
        for (name, kind), options in every.items():
            if name == "pjsip.conf":
                yield f"{kind}/", options, f"the whole {kind}"
        return
    wanted = SECTIONS.get(file)
    whole = every.get((file, "*"))
    if whole is not None and (wanted is None or section.name.lower() in wanted):
        yield "", whole, "the whole file"
    given = section.value("type")
    of_type = every.get((file, given.lower())) if given is not None else None
    if of_type is not None and given is not None:
        yield "", of_type, f"the whole {given.lower()}"
