"""The contexts of a dialplan and what they contain: which extensions, priorities and labels a call
finds in them (main/pbx.c: pbx_find_extension()).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import compress, count, groupby, repeat
from operator import not_

from asterisk_lint.conf.shared_results import Table
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.columns import (
    CALLER_ID,
    CONTEXT,
    EXTENSION,
    LABEL,
    PRIORITY,
    Chosen,
    Steps,
    column,
    different,
    labelled,
    rows,
    runs_of,
)
from asterisk_lint.dialplan.extensions.contexts import Chain
from asterisk_lint.dialplan.extensions.match import Beginnings, Labelled, match
from asterisk_lint.model import Step
from asterisk_lint.records import cast

_SWITCHES = frozenset({"switch", "lswitch", "eswitch"})
# Contexts that are followed from one; Asterisk searches at most 128 at once (AST_PBX_MAX_STACK in
# include/asterisk/pbx.h).
_MOST_FOLLOWED = 200
_LINKING = _SWITCHES | {"include"}
_Place = tuple[str, str, str | None]  # an extension of a context, with its caller id


def _places(steps: Iterable[Step]) -> Iterator[_Place]:
    return cast("Iterator[_Place]", iter(rows(steps, CONTEXT, EXTENSION, CALLER_ID)))


class DialplanIndex:
    """The contexts of extensions.conf and extensions.ael. `created` names further contexts, which
    modules create: anything may be in them.
    """

    def __init__(self, configuration: Configuration, created: frozenset[str]) -> None:
        self._configuration = configuration
        self.created = created
        # Each is made when somebody asks for it: most dialplans name places in the same extension.
        self._steps: dict[str, Steps] | None = None
        self._labelled: set[tuple[str | None, _Place]] | None = None
        self._links: _Links | None = None
        self._names: frozenset[str] | None = None
        self._indexed: dict[str, _Context] = {}
        self._open: dict[str, bool] = {}

    def names(self) -> frozenset[str]:
        """Return the names of all contexts."""
        if self._names is None:
            configuration = self._configuration
            written = configuration.objects("extensions.conf", "general", "globals")
            dialplan = configuration.dialplan()
            self._names = self.created.union(
                different(dialplan.steps, CONTEXT),
                (section.name for section in written),
                (context.name for context in dialplan.contexts),
            )
        return self._names

    def has(self, context: str) -> bool:
        """Tell whether a context exists."""
        return context in self.names()

    def is_open(self, context: str) -> bool:
        """Tell whether more can be found through a context than its files show: it or one that it
        includes has a switch, includes a name that is only known at start, or a module fills it;
        or it includes too many.
        """
        found = self._open.get(context)
        if found is None:
            names = self.reachable(context)
            found = self._open[context] = len(names) > _MOST_FOLLOWED or not (
                self._linked().open.isdisjoint(names)
            )
        return found

    def includes_many(self, context: str) -> bool:
        """Tell whether a context includes so many that they are not all known."""
        return len(self.reachable(context)) > _MOST_FOLLOWED

    def has_many_includers(self, context: str) -> bool:
        """Tell whether so many contexts include one that they are not all known."""
        return len(self.includers(context)) > _MOST_FOLLOWED

    def reachable(self, context: str) -> list[str]:
        """Return a context and all that it includes, directly or indirectly; the first of them if
        they are too many.
        """
        return _followed(context, self._linked().includes)

    def includers(self, context: str) -> list[str]:
        """Return a context and all that include it, directly or indirectly; the first of them if
        they are too many.
        """
        return _followed(context, self._linked().included_by)

    def chains(self, context: str, extension: str) -> Iterator[Chain]:
        """Yield the chains of priorities that an extension finds through a context."""
        for name in self.reachable(context):
            yield from self._context(name).chains(extension)

    def lacking(self, steps: Sequence[Step], label: str, number: int | None) -> list[Step]:
        """Return the steps whose own extension does not have a priority, by number or label."""
        if number is not None:
            return [step for step in steps if not self._has_priority(step, number)]
        if self._labelled is None:
            self._labelled = set()
            for run in runs_of(self._configuration.dialplan().steps):
                some = Chosen(run, labelled(run))
                numbered = map(isinstance, column(some, PRIORITY), repeat(int))
                places = zip(column(some, LABEL), _places(some), strict=True)
                self._labelled.update(compress(places, numbered))
        there = map(self._labelled.__contains__, zip(repeat(label), _places(steps)))
        return [steps[index] for index in compress(count(), map(not_, there))]

    def _has_priority(self, step: Step, number: int) -> bool:
        chain = self._context(step.context).of.get((step.extension, step.caller_id))
        return chain is not None and chain.has(number)

    def chain_of(self, step: Step) -> Chain | None:
        """Return the chain of priorities that a step belongs to; None for a hint alone."""
        return self._context(step.context).of.get((step.extension, step.caller_id))

    def holds(self, context: str, chain: Chain) -> bool:
        """Tell whether a chain of priorities is one of a context itself."""
        return self._context(context).of.get((chain.extension, chain.caller_id)) is chain

    def has_numbers_only(self, context: str) -> bool:
        """Tell whether every extension of a context itself is a number."""
        return "".join(column(self._filled().get(context, ()), EXTENSION)).isdigit()

    def own_chains(self, context: str) -> list[Chain]:
        """Return the chains of priorities of a context itself."""
        return self._context(context).every

    def own_matching(self, context: str, extension: str) -> Iterator[Chain]:
        """Yield the chains of a context itself that an extension matches."""
        yield from self._context(context).chains(extension)

    def filled(self) -> Collection[str]:
        """Return the contexts that have extensions, in the order of the files."""
        return self._filled().keys()

    def included(self, context: str) -> list[str]:
        """Return the names that a context includes, in the order of Asterisk's search."""
        return self._linked().includes.get(context, [])

    @property
    def timed(self) -> set[tuple[str, str]]:
        """The includes that only count at certain times, and those whose times are not known."""
        return self._linked().timed

    def beginning(self, context: str, start: str) -> Iterator[Chain]:
        """Yield the chains that an extension can find through a context which begins so (without
        dashes).
        """
        for name in self.reachable(context):
            yield from self._context(name).beginning(start)

    def every_chain(self, context: str) -> Iterator[Chain]:
        """Yield all chains of priorities that are found through a context."""
        for name in self.reachable(context):
            yield from self._context(name).every

    def extensions(self, context: str) -> list[str]:
        """Return the extensions that are found through a context, as they are written."""
        return list(dict.fromkeys(chain.extension for chain in self.every_chain(context)))

    def _context(self, name: str) -> "_Context":
        found = self._indexed.get(name)
        if found is None:
            contexts = self._configuration.dialplan().contexts
            declared = self._linked().declared.get(name, ()) if contexts else ()
            found = self._indexed[name] = _Context(self._filled().get(name, ()), declared)
        return found

    def _filled(self) -> dict[str, Steps]:
        if self._steps is None:
            self._steps = {}
            for run in runs_of(self._configuration.dialplan().steps):
                if len(names := different(run, CONTEXT)) == 1:
                    self._steps.setdefault(names.pop(), Steps()).extend(run)
                    continue
                for context, steps in groupby(run, CONTEXT):
                    self._steps.setdefault(context, Steps()).extend(list(steps))
        return self._steps

    def _linked(self) -> "_Links":
        if self._links is None:
            self._links = _Links(self._configuration, self.created)
        return self._links


# By the contexts that modules create; with `Configuration.dialplan_results`
INDEXES: Table[frozenset[str], DialplanIndex] = Table()


class _Links:
    """What contexts include, and which hand over to something that is not in the files (`open`)."""

    def __init__(self, configuration: Configuration, created: frozenset[str]) -> None:
        self.open = set(created)
        self.includes: dict[str, list[str]] = {}
        self.included_by: dict[str, list[str]] = {}
        self.timed: set[tuple[str, str]] = set()
        for section in configuration.objects("extensions.conf", "general", "globals"):
            for entry in section.among(_LINKING):
                key = entry.key.lower()
                if key == "include":
                    name, times, _ = entry.value.replace("|", ",").partition(",")
                    self._include(section.name, name)
                    if times:
                        self.timed.add((section.name, name.strip()))
                elif key in _SWITCHES:
                    self.open.add(section.name)
        self.declared: dict[str, list[str]] = {}  # extensions without steps, by context
        for context in configuration.dialplan().contexts:
            if context.extensions:
                self.declared.setdefault(context.name, []).extend(
                    each.name for each in context.extensions
                )
            for name in context.includes:
                self._include(context.name, name)
                self.timed.add((context.name, name.strip()))
            if context.switches:
                self.open.add(context.name)

    def _include(self, context: str, included: str) -> None:
        included = included.strip()
        if "${" in included:
            self.open.add(context)
        else:
            self.includes.setdefault(context, []).append(included)
            self.included_by.setdefault(included, []).append(context)


class _Context:
    """The chains of one context."""

    def __init__(self, steps: Iterable[Step], declared: Iterable[str]) -> None:
        self.of: dict[tuple[str, str | None], Chain] = {}
        chains = self.of
        for extension, caller_id, priority, label in zip(
            column(steps, EXTENSION),
            column(steps, CALLER_ID),
            column(steps, PRIORITY),
            column(steps, LABEL),
            strict=True,
        ):
            chain = chains.get((extension, caller_id))
            if chain is None:
                chain = chains[extension, caller_id] = Chain(extension, caller_id)
            if isinstance(priority, int):
                chain.take(priority)
                if label:
                    chain.name(label, priority)
        for extension in declared:
            chains.setdefault((extension, None), Chain(extension, None)).take(1)
        self.every = [chain for chain in chains.values() if chain.count]
        self._labelled: Labelled | None = None
        self._beginnings: Beginnings | None = None

    def chains(self, extension: str) -> Iterator[Chain]:
        """Yield the chains that an extension matches, with any caller id."""
        if self._labelled is None:
            self._labelled = Labelled(self.every)
        for chain in self._labelled.candidates(extension):
            if match(chain.extension, extension):
                yield chain

    def beginning(self, start: str) -> Iterator[Chain]:
        """Yield the chains that an extension can match which begins so (without dashes)."""
        if self._beginnings is None:
            self._beginnings = Beginnings(self.every)
        yield from self._beginnings.candidates(start)


def _followed(start: str, edges: dict[str, list[str]]) -> list[str]:
    found = {start: None}
    waiting = [start]
    while waiting and len(found) <= _MOST_FOLLOWED:
        for name in edges.get(waiting.pop(), ()):
            if name not in found:
                found[name] = None
                waiting.append(name)
    return list(found)
