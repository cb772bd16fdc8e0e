"""Where the things that one line names are declared, and which lines name a thing: for editors."""

from collections.abc import Iterable, Iterator

from asterisk_lint.conf.values import Entry, fold
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.expressions import MARK
from asterisk_lint.dialplan.extensions.match import match
from asterisk_lint.dialplan.followed_variables import Known
from asterisk_lint.model import AlikeSteps, Step, StepUses
from asterisk_lint.records import NamedTuple
from asterisk_lint.references import targets
from asterisk_lint.references.declared import naming_options
from asterisk_lint.references.dialplan_index import DialplanIndex
from asterisk_lint.references.file_rows import DECLARES, Names
from asterisk_lint.references.further_options import further_names
from asterisk_lint.references.named_in_steps import NamedInSteps
from asterisk_lint.references.values import CONTEXT
from asterisk_lint.usage.patterns import matcher

Spot = tuple[str, int, int]  # file, line, column


class Name(NamedTuple):
    """A name in a line. For an extension or a priority, `target` is the whole place in the dialplan
    that it belongs to, and `step` the step that names it.
    """

    kind: str
    text: str
    target: targets.Destination | None = None
    step: Step | None = None


def names_in(
    configuration: Configuration, known: Known, files: frozenset[str], file: str, line: int
) -> Iterator[Name]:
    """Yield the names in a line of a file. `known`: the values of variables; `files`: the
    configuration files that some module reads.
    """
    steps = [
        step for step in configuration.dialplan().steps if step.line == line and step.file == file
    ]
    yield from _of_steps(configuration, known, steps)
    for row, entry, _ in naming_options(configuration, files):
        if entry.line == line and entry.file == file:
            yield from names_of_option(row, entry)
    for named in further_names(configuration, files):
        if named.entry.line == line and named.entry.file == file:
            yield Name(named.kind, named.name)


def names_of_option(row: Names, entry: Entry) -> Iterator[Name]:
    """Yield what an option names by one of the rows."""
    text = entry.key if row.option == "*" else entry.value
    if row.kind == targets.DEVICES:
        yield from _of_devices(text.partition(",")[0], None)
    else:
        yield from (Name(row.kind, each.strip()) for each in text.split(","))


def _of_steps(configuration: Configuration, known: Known, steps: list[Step]) -> Iterator[Name]:
    for step in steps:
        if step.priority == "hint":
            yield from _of_devices(step.application.replace(",", "&"), step)
    alike = [AlikeSteps([step], alike=True) for step in steps]
    for uses in NamedInSteps(configuration, known).find(alike, any_kind) if steps else ():
        yield from names_of_uses(uses, configuration)


def any_kind(_: str) -> bool:
    """Tell that every kind of text counts."""
    return True


def names_of_uses(uses: StepUses, configuration: Configuration) -> Iterator[Name]:
    """Yield what a text in the arguments of steps names."""
    step = uses.steps[0]
    if uses.kind in targets.KINDS:
        target = targets.target_of(uses.kind, uses.name, configuration.release)
        if target is not None:
            yield from _of_target(target, step)
    elif uses.kind == targets.DEVICES:
        yield from _of_devices(uses.name, step)
    else:
        for name in uses.name.replace("#", "&").split("&"):
            yield Name(uses.kind, name.strip())


def _of_target(target: targets.Destination, step: Step | None) -> Iterator[Name]:
    if target.context:
        yield Name(CONTEXT, target.context)
        if target.context.startswith("macro-"):
            yield Name(CONTEXT, target.context.removeprefix("macro-"))
    for part in (target.extension, target.priority):
        if part and MARK not in part:
            yield Name("", part, target, step)


def _of_devices(text: str, step: Step | None) -> Iterator[Name]:
    for technology, resource in targets.devices(text):
        if technology.lower() == "local":
            yield from _of_target(targets.local_target(resource), step)
        else:
            peer = targets.peer_of(technology, resource)
            if peer is not None:
                yield Name(*peer)


def declarations(configuration: Configuration, name: Name) -> Iterator[Spot]:
    """Yield where a thing is declared: sections and options, or the step that a call finds."""
    if name.target is not None:
        yield from _found_by(configuration, name.target, name.step)
    elif name.kind == CONTEXT:
        yield from _context(configuration, name.text)
    else:
        text = _whole(name)
        for each, spot in _declared(configuration, name.kind):
            if fold(each) == fold(text):
                yield spot


def _declared(configuration: Configuration, kind: str) -> Iterator[tuple[str, Spot]]:
    """Yield the name and the place of each thing of a kind that the files declare."""
    for row in DECLARES:
        if row.kind != kind or (row.releases and not configuration.release.within(row.releases)):
            continue
        is_named, is_type = matcher(row.section), matcher(row.type or "*")
        for section in configuration.objects(row.file):
            type_ = section.get("type")
            if is_named(section.name) and is_type(type_.value if type_ is not None else ""):
                if not row.option:
                    yield section.name, (section.file, section.line, section.column)
                    continue
                for entry in section.entries:
                    if matcher(row.option)(entry.key):
                        name = row.name.replace("{option}", entry.key)
                        name = name.replace("{section}", section.name)
                        name = name.replace("{value}", entry.value.partition(",")[0].strip())
                        yield name, (entry.file, entry.line, entry.column)


def _context(configuration: Configuration, name: str) -> Iterator[Spot]:
    found = False
    for wanted in (name, f"macro-{name}"):
        for section in configuration.objects("extensions.conf", "general", "globals"):
            if section.name == wanted:
                found = True
                yield section.file, section.line, section.column
        if found:
            return
    dialplan = configuration.dialplan()
    declared = (each for part in dialplan.contexts if part.name == name for each in part.extensions)
    steps = (step for step in dialplan.steps if step.context == name)
    first = next(declared, None) or next(steps, None)
    if first is not None:
        yield first.file, first.line, first.column


def _found_by(
    configuration: Configuration, target: targets.Destination, step: Step | None
) -> Iterator[Spot]:
    context = target.context or (step.context if step else "")
    extension = target.extension or (step.extension if step else "")
    if MARK in context or MARK in extension or not extension:
        return
    within = DialplanIndex(configuration, frozenset()).reachable(context)
    for name in within:
        for each in configuration.dialplan().steps:
            if (
                each.context == name
                and _is_at(each, target)
                and match(each.extension, extension)
                and not each.file.endswith(".lua")
            ):
                yield each.file, each.line, each.column
        for part in configuration.dialplan().contexts if target.number == 1 else ():
            for declared in part.extensions if part.name == name else ():
                if match(declared.name, extension):
                    yield declared.file, declared.line, declared.column


def _is_at(step: Step, target: targets.Destination) -> bool:
    if not isinstance(step.priority, int):
        return False
    if target.number is not None:
        return step.priority == target.number
    return step.label == target.priority


def things_at(configuration: Configuration, file: str, line: int) -> Iterator[Name]:
    """Yield what a line of a file declares."""
    for kind in dict.fromkeys(row.kind for row in DECLARES if row.kind != CONTEXT):
        for name, place in _declared(configuration, kind):
            if place[1] == line and place[0] == file:
                yield Name(kind, name)
    for section in configuration.objects("extensions.conf", "general", "globals"):
        if section.line == line and section.file == file:
            yield Name(CONTEXT, section.name)


def uses_of(
    configuration: Configuration,
    known: Known,
    alike: Iterable[AlikeSteps],
    files: frozenset[str],
    things: list[Name],
) -> Iterator[Spot]:
    """Yield every place that names one of some things; parameters as for `names_in`. `alike`: the
    steps of the dialplan, with what is alike together.
    """
    wanted = {(thing.kind, fold(thing.text)) for thing in things}

    def is_wanted(names: Iterable[Name]) -> bool:
        return any((name.kind, fold(_whole(name))) in wanted for name in names)

    steps = configuration.dialplan().steps
    for step in steps:
        if step.priority == "hint" and is_wanted(
            _of_devices(step.application.replace(",", "&"), step)
        ):
            yield step.file, step.line, step.column
    for uses in NamedInSteps(configuration, known).find(alike, any_kind):
        if is_wanted(names_of_uses(uses, configuration)):
            for use in uses.uses():
                yield use.file, use.line, use.column
    for row, entry, _ in naming_options(configuration, files):
        if is_wanted(names_of_option(row, entry)):
            yield entry.file, entry.line, entry.value_column
    for named in further_names(configuration, files):
        if (named.kind, fold(named.name)) in wanted:
            yield named.entry.file, named.entry.line, named.entry.value_column


def _whole(name: Name) -> str:
    return f"{name.text}@default" if name.kind == "mailbox" and "@" not in name.text else name.text
