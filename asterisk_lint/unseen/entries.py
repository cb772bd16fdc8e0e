"""Parts of modules.conf that cannot be read here: what they load is unknown."""

from collections.abc import Iterator

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.conf.placeholder import is_placeholder
from asterisk_lint.conf.shared_results import Origin, Table, for_each
from asterisk_lint.conf.values import Include, Section
from asterisk_lint.conf.whitelist import FILE
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Unseen
from asterisk_lint.tree.find import TEMPLATES
from asterisk_lint.unseen.third_party import needs_of_unknown

_FILLED_IN: Table[tuple[str, Origin], list[tuple[str, int]]] = Table()
_SIGNS = ("{{", "{%", "<%")


def find(configuration: Configuration, catalog: Catalog) -> Iterator[Unseen]:
    """Find each part of modules.conf that cannot be read, with what the modules loaded there could
    need.

    Asterisk does not start while an `#include` of modules.conf finds nothing, so such a file is on
    the machine, whatever `sealed` says.
    """
    read = configuration.conf(FILE)
    if read is None:
        return
    reach: frozenset[str] | None = None
    for what, file, line, cause in (
        *_includes(configuration, read.includes),
        *_placeholders(configuration),
        *_written(configuration),
    ):
        reach = reach or _reach(catalog)
        yield Unseen(what, file, line, reach, cause)


def _includes(
    configuration: Configuration, includes: tuple[Include, ...]
) -> Iterator[tuple[str, str, int, str]]:
    if not includes:
        return
    from asterisk_lint.conf.include import ignored_by_git, templates_of

    files, etc = configuration.files, configuration.etc
    for include in includes:
        target, place = include.target, (include.file, include.line)
        if include.kind == "exec":
            yield f"the output of #exec {target}", *place, "exec"
        elif template := templates_of(files, target, etc, TEMPLATES):
            what = f"what #{include.kind} of {target} finds once {template} is rendered"
            yield what, *place, "template"
        elif not include.found:
            must_be_there = include.kind == "include"
            what = f"the missing #{include.kind} of {target}"
            yield what, *place, "entries" if must_be_there else "include"
        elif ignored := ignored_by_git(files, target, etc):
            what = (
                f"the files that #{include.kind} of {target} finds on the machine "
                f"(Git ignores {ignored})"
            )
            yield what, *place, "ignored"
        elif hidden := [name for name in include.found if configuration.is_encrypted(name)]:
            yield f"{hidden[0]}, which is encrypted here or only a pointer", *place, "template"


def _written(configuration: Configuration) -> Iterator[tuple[str, str, int, str]]:
    if not configuration.written:
        return
    from asterisk_lint.unseen.deployment import written_here

    for place, name in written_here(configuration):
        if name == FILE:
            yield f"what {place.program} {place.how} {FILE}", place.program, place.line, "written"


def _placeholders(configuration: Configuration) -> Iterator[tuple[str, str, int, str]]:
    """Find the first line that a deployment fills in with modules."""
    read = configuration.conf(FILE)
    if read is None:
        return
    key = "placeholder"
    places = list(
        for_each(read.sections, read.origins, configuration.results, _FILLED_IN, key, _filled_in)
    )
    for problem in read.problems:
        text = configuration.line(problem.file, problem.line)
        if any(sign in text for sign in _SIGNS):
            places.append((problem.file, problem.line))
    for place in sorted(places)[:1]:
        yield f"the placeholder in this line of {place[0]}", *place, "template"


def _filled_in(section: Section) -> Iterator[tuple[str, int]]:
    return ((each.file, each.line) for each in section.entries if is_placeholder(each.value))


def _reach(catalog: Catalog) -> frozenset[str]:
    """Return what any modules can need of each other."""
    needed = {
        f"module:{name.lower()}"
        for module in catalog.modules.values()
        for name in (*module.requires, *module.optional)
    }
    return needs_of_unknown(catalog) | needed
