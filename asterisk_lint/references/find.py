"""Every name in one PBX's configuration that refers to nothing."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from asterisk_lint.conf.placeholder import is_placeholder
from asterisk_lint.conf.values import fold
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.expressions import MARK
from asterisk_lint.dialplan.found_in_steps import InSteps
from asterisk_lint.model import Step, StepUses, Use
from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.references import targets
from asterisk_lint.references.declared import (
    DeclaredNames,
    always,
    always_named,
    files_of,
    is_open,
    naming_positions,
)
from asterisk_lint.references.dialplan_index import INDEXES, DialplanIndex
from asterisk_lint.references.further_options import further_names
from asterisk_lint.references.hidden import has_lua
from asterisk_lint.references.named_in_steps import named_in_steps
from asterisk_lint.references.sense.values import Oddity
from asterisk_lint.references.values import CONTEXT, FOLDERS, Missing, Place

if TYPE_CHECKING:
    from asterisk_lint.references.names_there import Names, NamesThere

# Asterisk takes such a name that nothing declares for the name of a host.
MAY_BE_HOSTS = frozenset({"SIP peer", "IAX peer"})
_NOWHERE = Place("", 0, 0, "")  # until something is found to be missing


class Finder:
    """Looks up every name of one PBX."""

    def __init__(
        self,
        configuration: Configuration,
        in_steps: InSteps,
        files: frozenset[str],
    ) -> None:
        self._configuration = configuration
        self._in_steps = in_steps
        self._files = files
        self._counting: dict[str, bool] = {}
        self._names = DeclaredNames(configuration)
        self._declared: dict[str, dict[str, str] | None] = {}
        self._known_of: dict[str, Names] = {}  # by kind
        self._index: DialplanIndex | None = None
        self._there: NamesThere | None = None
        self._jumps: list[StepUses] = []  # the uses that name places in the dialplan
        self.dynamic: set[tuple[str, str]] = set()  # kinds with names that hold MARK
        dialplan = configuration.dialplan()
        self._dialplan = bool(dialplan.steps) and not dialplan.unlisted

    def find(self) -> list[Missing]:
        """Return what is missing, by file, line and column."""
        found = dict.fromkeys([*self._in_dialplan(), *self._in_files(), *self._in_texts()])
        return sorted(found, key=lambda each: (each.place, each.kind, each.name))

    def oddities(self) -> list[Oddity]:
        """Return what in the dialplan cannot do what it says, by file and line; after `find`."""
        from asterisk_lint.references.sense.find import oddities

        index = self._dialplan_index() if self._dialplan else None
        return oddities(self._configuration, index, self._jumps, self._in_steps)

    def _in_files(self) -> Iterator[Missing]:
        from asterisk_lint.usage.shipped import is_shipped

        for row, section, position in naming_positions(self._configuration, self._files):
            devices = row.kind == targets.DEVICES
            any_option = row.option == "*"
            text = section.shape.keys[position] if any_option else section.value_at(position)
            # Arguments may follow a context (queues.conf, membergosub).
            one = devices or row.kind == CONTEXT
            names = [text.partition(",")[0]] if one else text.split(",")
            for name in names:
                name = name.strip()
                if not devices and self._is_there(row.kind, name):
                    continue
                entry = section.entry(position)
                place = Place(entry.file, entry.line, entry.value_column, f"the option {entry.key}")
                found = self._of_devices if devices else partial(self._named, row.kind)
                for each in found(name, place):
                    if is_shipped(section.file, section):
                        break
                    yield each._replace(severity=row.severity) if row.severity else each
        for named in further_names(self._configuration, self._files):
            if not self._is_there(named.kind, named.name):
                entry = named.entry
                place = Place(entry.file, entry.line, entry.value_column, named.by)
                for each in self._named(named.kind, named.name, place):
                    if not is_shipped(named.section.file, named.section):
                        yield each._replace(severity=named.severity) if named.severity else each

    def _in_texts(self) -> Iterator[Missing]:
        from asterisk_lint.references.cdr_fields import unset_fields
        from asterisk_lint.references.odbc_queries import missing_queries
        from asterisk_lint.references.targets_in_files import targets_in_files
        from asterisk_lint.references.variables import unset_variables
        from asterisk_lint.usage.shipped import is_shipped

        yield from missing_queries(self._configuration)
        yield from unset_fields(self._configuration)
        if self._dialplan:
            for named, target, section in targets_in_files(self._configuration, self._files):
                step = Step("", "", 1, "", "", named.file, 1)
                for each in self._of_target(target, step, named):
                    if section is None or not is_shipped(section.file, section):
                        yield each
            if not has_lua(self._configuration):
                yield from unset_variables(self._configuration, self._in_steps.known)

    def _in_dialplan(self) -> Iterator[Missing]:
        for steps, *_ in self._in_steps.found.alike:
            if steps[0].priority == "hint":
                for step in steps:
                    yield from self._of_hint(step)
        in_tree: dict[str, list[StepUses]] = {}
        for uses in named_in_steps(self._configuration, self._in_steps, self._counts):
            if uses.kind in FOLDERS:
                in_tree.setdefault(uses.kind, []).append(uses)
            else:
                yield from self._of_steps(uses)
        for kind, found in in_tree.items():
            yield from self._of_tree(kind, found)

    def _counts(self, kind: str) -> bool:
        """Tell whether a kind of text in arguments can name something which is not there."""
        if kind not in self._counting:
            self._counting[kind] = self._can_be_missing(kind)
        return self._counting[kind]

    def _can_be_missing(self, kind: str) -> bool:
        if kind in targets.KINDS:
            return self._dialplan
        if kind == CONTEXT:
            return True
        if kind == targets.DEVICES:
            return any(self._things(peer) is not None for peer in targets.PEERS) or (
                self._dialplan and self._configuration.mentions("local/")
            )
        if kind in FOLDERS:
            return any(name.startswith(FOLDERS[kind]) for name in self._configuration.names())
        return self._things(kind) is not None

    def _of_tree(self, kind: str, found: list[StepUses]) -> Iterator[Missing]:
        """Look for scripts and sounds among the files of the tree."""
        from asterisk_lint.references.tree_files import missing_files, names_in

        named = [(uses, names_in(uses.name, kind)) for uses in found]
        missing = missing_files(
            self._configuration, kind, dict.fromkeys(chain(*(names for _, names in named)))
        )
        for uses, names in named:
            for name in names:
                if name in missing:
                    for step in uses.steps:
                        yield Missing(kind, name, _place(uses, step), "", missing[name])

    def _of_hint(self, step: Step) -> Iterator[Missing]:
        if "$" not in step.application:
            place = Place(step.file, step.line, step.column, "the hint")
            yield from self._of_devices(step.application.replace(",", "&"), place)

    def _of_steps(self, uses: StepUses) -> Iterator[Missing]:
        if uses.kind in targets.KINDS:
            self._jumps.append(uses)
            target = targets.target_of(uses.kind, uses.name, self._configuration.release)
            if target is None:
                return
            for step in targets.lacking(target, uses.steps, self._dialplan_index()):
                if self._is_written(step):
                    for each in self._of_target(target, step, _NOWHERE):
                        yield each._replace(place=_place(uses, step))
            return
        missing = (
            self._of_devices(uses.name, _NOWHERE)
            if uses.kind == targets.DEVICES
            else self._named(uses.kind, uses.name, _NOWHERE)
        )
        for each in missing:
            for step in uses.steps:
                if not step.file.endswith(".lua") or self._is_written(step):
                    yield each._replace(place=_place(uses, step))

    def _is_written(self, step: Step) -> bool:
        """Tell whether a step is written with the names that it has here. AEL's compiler reports
        the targets of `goto`, `jump` and macros itself; in Lua, `${...}` stands for any value.
        """
        if step.file.endswith(".lua"):
            return "$" not in step.arguments
        if not step.file.endswith(".ael"):
            return True
        line = self._configuration.line(step.file, step.line)[step.column - 1 :]
        name = step.application
        return line.startswith(name) and line[len(name) :].lstrip().startswith("(")

    def _of_target(
        self, target: targets.Destination, step: Step, place: Place
    ) -> Iterator[Missing]:
        if MARK in target.context:
            self.dynamic.add((CONTEXT, target.context))
        lost = targets.lost(target, step, self._dialplan_index(), self._names_there)
        if lost is not None and not always(lost.kind, lost.name) and not is_placeholder(lost.name):
            yield Missing(lost.kind, lost.name, place, lost.inside, lost.known)

    def _of_devices(self, text: str, place: Place) -> Iterator[Missing]:
        for technology, resource in targets.devices(text):
            if technology.lower() == "local":
                if self._dialplan and resource:
                    step = Step("", "", 1, "", "", place.file, place.line)
                    yield from self._of_target(targets.local_target(resource), step, place)
                continue
            if MARK in resource:
                self.dynamic.add(("endpoint", MARK))
            peer = targets.peer_of(technology, resource)
            if peer is not None:
                yield from self._named(*peer, place)

    def _named(self, kind: str, text: str, place: Place) -> Iterator[Missing]:
        """Look up a name of a kind; some arguments hold several."""
        names = text.split("#") if kind == "dynamic feature" else [text]
        if kind == "mailbox":
            # 1.4 still takes options before the number: u100
            old = self._configuration.release.within("<1.6.0")
            names = [
                name if "@" in name else f"{name}@default"
                for name in map(str.strip, text.split("&"))
                for name in [name.lstrip("sbuj") if old else name]
                if name and not name.startswith("@")
            ]
        for name in names:
            name = name.strip()
            if MARK in name:
                self.dynamic.add((kind, name))
            if self._is_there(kind, name) or MARK in name or is_placeholder(name):
                continue
            if not always(kind, name):
                severity = "warning" if kind in MAY_BE_HOSTS else ""
                yield Missing(kind, name, place, "", self._known_names(kind), severity)

    def _is_there(self, kind: str, name: str) -> bool:
        """Tell whether a thing is declared, or may be where nobody can see it."""
        if not name:
            return True
        if kind == CONTEXT:
            return not self._dialplan or self._dialplan_index().has(name)
        there = self._things(kind)
        return there is None or name in there or fold(name) in there

    def _known_names(self, kind: str) -> "Names":
        if kind == CONTEXT:
            return self._names_there().contexts()
        from asterisk_lint.references.names_there import Names

        if kind not in self._known_of:
            names = (*(self._things(kind) or {}).values(), *always_named(kind))
            self._known_of[kind] = Names(names)
        return self._known_of[kind]

    def _things(self, kind: str) -> dict[str, str] | None:
        """Return the things of a kind by folded name; None where no file that could declare one is
        here, or a deployment fills in a name.
        """
        if kind not in self._declared:
            configuration = self._configuration
            found: dict[str, str] | None = None
            here = not files_of(kind, configuration.release).isdisjoint(configuration.names())
            if here and not is_open(configuration, kind):
                found = {fold(name): name for name in self._names.of(kind)}
                if any(map(is_placeholder, found)):
                    found = None
            self._declared[kind] = found
        return self._declared[kind]

    def _dialplan_index(self) -> DialplanIndex:
        if self._index is None:
            created = frozenset(self._names.of(CONTEXT))
            kept = self._configuration.dialplan_results().of(INDEXES)
            self._index = kept.setdefault(created, DialplanIndex(self._configuration, created))
        return self._index

    def _names_there(self) -> "NamesThere":
        if self._there is None:
            from asterisk_lint.references.names_there import NamesThere

            self._there = NamesThere(self._dialplan_index())
        return self._there


def _place(uses: StepUses, step: Step) -> Place:
    use: Use = uses.at(step)
    return Place(use.file, use.line, use.column, f"{use.within}()" if use.within else "")
