"""The places of a dialplan that something jumps into."""

from collections.abc import Iterable, Iterator

from asterisk_lint.dialplan.expressions import MARK
from asterisk_lint.dialplan.extensions.contexts import Chain
from asterisk_lint.dialplan.extensions.numbers import leading
from asterisk_lint.model import Step, StepUses
from asterisk_lint.references import targets
from asterisk_lint.references.dialplan_index import DialplanIndex
from asterisk_lint.releases import Release

# Programs that can set the priority of their call, and applications that name a place in a way
# that is not followed here.
_CONTINUES_ANYWHERE = frozenset({
    "agi", "eagi", "deadagi", "fastagi", "stasis", "externalivr", "channelredirect", "park",
    "parkandannounce", "random", "aelsub", "originate", "transfer",
})  # fmt: skip


class Jumps:
    """The priorities at which calls go on that come from somewhere else. `anywhere`: some of these
    places are not among `uses`.
    """

    def __init__(
        self,
        index: DialplanIndex,
        uses: Iterable[StepUses],
        release: Release,
        *,
        anywhere: bool,
    ) -> None:
        self._index = index
        self._entered: set[tuple[int, int]] = set()  # chain by identity, priority
        self._named: set[str] = set()  # extensions
        # By context and priority: the beginnings of extensions that are all entered.
        self._everywhere: set[tuple[str, int, str]] = set()
        self._anywhere = anywhere
        self._release = release
        self._waiting: Iterable[StepUses] = uses  # nobody has asked about these yet

    @property
    def anywhere(self) -> bool:
        """Whether a jump goes to a place that is only known during a call."""
        self._read()
        return self._anywhere

    def _read(self) -> None:
        if not self._waiting:
            return
        done: set[tuple[str, str, str, str]] = set()
        for use in self._waiting:
            for step in use.steps:
                key = (use.kind, use.name, step.context, step.extension)
                if key not in done:
                    done.add(key)
                    self._add(use.kind, use.name, step, self._release)
        self._waiting = ()

    def enters(self, chain: Chain, priority: int) -> bool:
        """Tell whether something may jump to a priority."""
        return self.anywhere or (id(chain), priority) in self._entered

    def names(self, extension: str) -> bool:
        """Tell whether something names an extension as it is written."""
        self._read()
        return extension in self._named

    def enters_any(self, chain: Chain) -> bool:
        """Tell whether something may jump into an extension at any of its priorities but the
        first.
        """
        return any(self.enters(chain, priority) for priority in chain.priorities if priority > 1)

    def _add(self, kind: str, text: str, step: Step, release: Release) -> None:
        relative = text.strip()
        if relative[:1] in ("+", "-") and isinstance(step.priority, int):
            distance = leading(relative)
            if not distance and MARK in relative:
                self._anywhere = True
            there = step.priority + distance
            self._mark(self._own(step, there), there)
            return
        target = targets.target_of(kind, text, release)
        if target is None:
            self._anywhere = self._anywhere or MARK in text
            return
        self._named.add(target.extension)
        if MARK in target.priority:
            # What a variable holds may name a context and an extension too.
            self._anywhere = True
            return
        number = target.number
        # A label counts as entered whatever jumps there, and priority 1 needs nobody.
        if number is None or (number == 1 and kind != "caret target"):
            return
        for chain in self._chains(target, step, number):
            self._mark([chain], number)
            if kind == "caret target":  # Dial's G: the called party goes on one further
                self._mark([chain], number + 1)

    def _mark(self, chains: Iterable[Chain], number: int) -> None:
        for chain in chains:
            self._entered.add((id(chain), number))

    def _own(self, step: Step, number: int) -> Iterator[Chain]:
        for context in self._includers(step.context):
            yield from self._found(context, step.extension, number)

    def _chains(self, target: targets.Destination, step: Step, number: int) -> Iterator[Chain]:
        if MARK in target.context:
            contexts = sorted(self._index.names())
        elif target.context:
            contexts = [target.context]
        else:
            contexts = self._includers(step.context)
        for context in contexts:
            yield from self._found(context, target.extension or step.extension, number)

    def _includers(self, context: str) -> list[str]:
        if self._index.has_many_includers(context):
            self._anywhere = True
        return self._index.includers(context)

    def _found(self, context: str, extension: str, number: int) -> Iterator[Chain]:
        if self._index.includes_many(context):
            self._anywhere = True
        elif MARK in extension or extension.startswith("_") or not extension:
            start = extension.partition(MARK)[0] if MARK in extension else ""
            key = context, number, start.replace("-", "")
            if key not in self._everywhere:
                self._everywhere.add(key)
                yield from self._index.beginning(context, key[2])
        else:
            yield from self._index.chains(context, extension)


def goes_on_anywhere(application: str) -> bool:
    """Tell whether an application (in lower case) can continue its call at any priority."""
    return application in _CONTINUES_ANYWHERE
