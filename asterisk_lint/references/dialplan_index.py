"""The contexts of a dialplan and what they contain: which extensions, priorities and labels a call
finds in them (main/pbx.c: pbx_find_extension()).
"""

from collections.abc import Collection, Iterable, Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.extensions.contexts import Chain
from asterisk_lint.dialplan.extensions.match import Labelled, match
from asterisk_lint.model import Step

_SWITCHES = frozenset({"switch", "lswitch", "eswitch"})


class DialplanIndex:
    """The contexts of extensions.conf and extensions.ael. `created` names further contexts, which
    modules create: anything may be in them.
    """

    def __init__(self, configuration: Configuration, created: Iterable[str]) -> None:
        self._steps: dict[str, list[Step]] = {}
        self._indexed: dict[str, _Context] = {}
        self._includes: dict[str, list[str]] = {}
        self._included_by: dict[str, list[str]] = {}
        # The includes that only count at certain times, and those whose times are not known.
        self.timed: set[tuple[str, str]] = set()
        self._open = set(created)
        self._names = set(self._open)
        for step in configuration.dialplan().steps:
            self._steps.setdefault(step.context, []).append(step)
        self._names.update(self._steps)
        for section in configuration.objects("extensions.conf", "general", "globals"):
            self._names.add(section.name)
            for entry in section.entries:
                key = entry.key.lower()
                if key == "include":
                    name, times, _ = entry.value.replace("|", ",").partition(",")
                    self._include(section.name, name)
                    if times:
                        self.timed.add((section.name, name.strip()))
                elif key in _SWITCHES:
                    self._open.add(section.name)
        for context in configuration.dialplan().contexts:
            self._names.add(context.name)
            for name in context.includes:
                self._include(context.name, name)
                self.timed.add((context.name, name.strip()))
            if context.switches:
                self._open.add(context.name)

    def _include(self, context: str, included: str) -> None:
        included = included.strip()
        if "${" in included:
            self._open.add(context)
        else:
            self._includes.setdefault(context, []).append(included)
            self._included_by.setdefault(included, []).append(context)

    def names(self) -> frozenset[str]:
        """Return the names of all contexts."""
        return frozenset(self._names)

    def has(self, context: str) -> bool:
        """Tell whether a context exists."""
        return context in self._names

    def is_open(self, context: str) -> bool:
        """Tell whether more can be found through a context than its files show: it or one that it
        includes has a switch, includes a name that is only known at start, or a module fills it.
        """
        return any(name in self._open for name in self.reachable(context))

    def is_open_itself(self, context: str) -> bool:
        """Tell whether more can be found in a context alone than its files show."""
        return context in self._open

    def reachable(self, context: str) -> list[str]:
        """Return a context and all that it includes, directly or indirectly."""
        return _followed(context, self._includes)

    def includers(self, context: str) -> list[str]:
        """Return a context and all that include it, directly or indirectly."""
        return _followed(context, self._included_by)

    def chains(self, context: str, extension: str) -> Iterator[Chain]:
        """Yield the chains of priorities that an extension finds through a context."""
        for name in self.reachable(context):
            yield from self._context(name).chains(extension)

    def is_in_own(self, step: Step, label: str, number: int | None) -> bool:
        """Tell whether the extension of a step itself has a priority, by number or label."""
        chain = self._context(step.context).of.get((step.extension, step.caller_id))
        if chain is None:
            return False
        if number is not None:
            return number in chain.priorities
        return chain.labels is not None and label in chain.labels

    def chain_of(self, step: Step) -> Chain | None:
        """Return the chain of priorities that a step belongs to; None for a hint alone."""
        return self._context(step.context).of.get((step.extension, step.caller_id))

    def own_chains(self, context: str) -> list[Chain]:
        """Return the chains of priorities of a context itself."""
        return self._context(context).every

    def own_matching(self, context: str, extension: str) -> Iterator[Chain]:
        """Yield the chains of a context itself that an extension matches."""
        yield from self._context(context).chains(extension)

    def filled(self) -> Collection[str]:
        """Return the contexts that have extensions, in the order of the files."""
        return self._steps.keys()

    def included(self, context: str) -> list[str]:
        """Return the names that a context includes, in the order of Asterisk's search."""
        return self._includes.get(context, [])

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
            found = self._indexed[name] = _Context(self._steps.get(name, ()))
        return found


class _Context:
    """The chains of one context."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self.of: dict[tuple[str, str | None], Chain] = {}
        chains = self.of
        for step in steps:
            key = (step.extension, step.caller_id)
            chain = chains.get(key)
            if chain is None:
                chain = chains[key] = Chain(*key)
            if isinstance(step.priority, int):
                chain.priorities.add(step.priority)
                if step.label:
                    chain.name(step.label, step.priority)
        self.every = [chain for chain in chains.values() if chain.priorities]
        self._labelled: Labelled | None = None

    def chains(self, extension: str) -> Iterator[Chain]:
        """Yield the chains that an extension matches, with any caller id."""
        if self._labelled is None:
            self._labelled = Labelled(self.every)
        for chain in self._labelled.candidates(extension):
            if match(chain.extension, extension):
                yield chain


def _followed(start: str, edges: dict[str, list[str]]) -> list[str]:
    found = {start: None}
    waiting = [start]
    while waiting:
        for name in edges.get(waiting.pop(), ()):
            if name not in found:
                found[name] = None
                waiting.append(name)
    return list(found)
