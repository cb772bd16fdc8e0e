"""Steps that no call reaches: behind a step that never goes on, behind a priority that is missing,
and extensions without a first priority (main/pbx.c: __ast_pbx_run()).
"""

from collections.abc import Iterable, Iterator

from asterisk_lint.dialplan.extensions.contexts import Chain
from asterisk_lint.dialplan.extensions.match import Labelled, order
from asterisk_lint.model import Step
from asterisk_lint.references.dialplan_index import DialplanIndex
from asterisk_lint.references.sense.chain_steps import ENDS, ChainSteps
from asterisk_lint.references.sense.jumps import Jumps, goes_on_anywhere
from asterisk_lint.references.sense.shapes import Shape, overlaps, shape_of
from asterisk_lint.references.sense.values import GAP, NO_FIRST, UNREACHABLE, Oddity, at

# People end an extension with these to be safe; nobody misses one that is not reached.
_CAUTION = frozenset({"hangup", "return", "macroexit", "noop", "congestion", "busy"})
_AEL = ".ael"
_MOST = 2_000_000  # comparisons of patterns
_JUMPED = 101  # releases before 1.6.2 go on here after a failure


class Flow:
    """Tells which of the steps that the one before does not lead to no call reaches at all. `old`:
    the release jumps to n+101.
    """

    def __init__(
        self, chains: ChainSteps, index: DialplanIndex, jumps: Jumps, *, old: bool
    ) -> None:
        self._chains = chains
        self._index = index
        self._jumps = jumps
        self._old = old
        self._shapes: dict[str, Shape | None] = {}
        self._programs: frozenset[str] | None = None
        self._found: dict[str, _Around] = {}
        self._compared = 0
        self._told: set[tuple[int, int]] = set()  # chain by identity, priority

    def oddities_of(self, step: Step, before: Step | None) -> Iterator[Oddity]:
        """Yield what is odd about one of `suspects`, in their order."""
        chain = self._index.chain_of(step)
        if chain is not None:
            yield from self._oddities_of(step, before, chain)

    def _oddities_of(self, step: Step, before: Step | None, chain: Chain) -> Iterator[Oddity]:
        priority = step.priority
        assert isinstance(priority, int)
        if (id(chain), priority) in self._told or self._may_be_entered(step, chain):
            return
        earlier = before or self._chains.at(step.context, chain, priority - 1)
        if earlier is not None and earlier.application.lower() not in ENDS:
            return
        run = list(self._run(step, chain))
        if earlier is not None:
            self._told.update((id(chain), priority + number) for number in range(len(run)))
            run = [each for each in run if not _is_added(each, earlier)]
            if all(each.application.lower() in _CAUTION for each in run):
                return
            if self._continued(step, chain, priority - 1, complete=False):
                return
            yield at(run[0], UNREACHABLE, _unreachable(run[0], earlier, len(run)))
        elif priority == chain.first:
            if chain.labels or self._jumps.enters_any(chain):
                return
            if not self._continued(step, chain, 1, complete=True):
                yield at(
                    step,
                    NO_FIRST,
                    f"extension {step.extension} of the context '{step.context}' has no priority "
                    "1: a call to it fails",
                    "write priority 1 in this line"
                    if chain.count == 1
                    else f"begin with priority 1, not {priority}",
                )
        elif not all(each.application.lower() in _CAUTION for each in run) and not (
            self._continued(step, chain, priority - 1, complete=True)
        ):
            yield at(
                step,
                GAP,
                f"extension {step.extension} of the context '{step.context}' has no priority "
                f"{priority - 1}, so no call reaches priority {priority}",
                "write n in place of the number",
            )

    def _may_be_entered(self, step: Step, chain: Chain) -> bool:
        """Tell whether a call can come to a step in another way than from the priority before."""
        priority = step.priority
        assert isinstance(priority, int)
        return bool(
            step.label
            or step.application.lower() == "endwhile"  # While() looks for it
            or self._jumps.enters(chain, priority)
            or (self._old and priority > _JUMPED)
            or self._around(step.context).open
            or step.context in self._sent()
        )

    def _sent(self) -> frozenset[str]:
        """Return the contexts in which a program can set the priority of its call."""
        if self._programs is None:
            self._programs = frozenset(
                step.context
                for step in self._chains.steps
                if goes_on_anywhere(step.application.lower())
            )
        return self._programs

    def _continued(self, step: Step, chain: Chain, priority: int, *, complete: bool) -> bool:
        """Tell whether a call can come from another extension that matches the same: one that has
        the priority, and (unless `complete`) lacks the following one.
        """
        own = self._shape(chain.extension)
        if own is None:
            return True
        around = self._around(step.context)
        for other in around.chains if own.pattern else around.matching(chain.extension):
            self._compared += 1
            if (
                other is not chain
                and other.has(priority)
                and (complete or not other.has(priority + 1))
            ):
                shape = self._shape(other.extension)
                later = not complete and self._is_later(step.context, other, chain)
                if shape is None or (overlaps(own, shape) and not later):
                    return True
            if self._compared > _MOST:
                return True
        return False

    def _is_later(self, context: str, other: Chain, chain: Chain) -> bool:
        """Tell whether Asterisk looks into a chain after another one of the same context: where
        both have a priority, it never runs the later one.
        """
        return self._index.holds(context, other) and order(other) > order(chain)

    def _around(self, context: str) -> "_Around":
        """Return what a call finds that can find a context, at once for all its extensions."""
        found = self._found.get(context)
        if found is None:
            names: dict[str, None] = {}
            for name in self._index.includers(context):
                if name not in names:
                    reached = self._index.reachable(name)
                    names.update(dict.fromkeys(reached))
                    self._compared += len(reached)
                if self._compared > _MOST:
                    break
            is_open = (
                self._compared > _MOST
                or self._index.has_many_includers(context)
                or any(map(self._index.is_open, self._index.includers(context)))
            )
            found = self._found[context] = _Around(self._index, names, is_open=is_open)
        return found

    def _run(self, step: Step, chain: Chain) -> Iterator[Step]:
        """Yield a step and those that follow it, up to one that a call enters."""
        steps = self._chains.of(step.context, chain)
        priority = step.priority
        assert isinstance(priority, int)
        yield step
        while (following := steps.get(priority := priority + 1)) is not None:
            if following.label or self._jumps.enters(chain, priority):
                return
            yield following

    def _shape(self, extension: str) -> Shape | None:
        if extension not in self._shapes:
            self._shapes[extension] = shape_of(extension)
        return self._shapes[extension]


class _Around:
    """The extensions of some contexts together. `open`: there may be more than the files show."""

    def __init__(self, index: DialplanIndex, names: Iterable[str], *, is_open: bool) -> None:
        self.open = is_open
        self.chains = [] if is_open else [each for name in names for each in index.own_chains(name)]
        self._labelled: Labelled | None = None

    def matching(self, extension: str) -> Iterator[Chain]:
        """Yield the chains that can match an extension, including all that do."""
        if self._labelled is None:
            self._labelled = Labelled(self.chains)
        return self._labelled.candidates(extension)


def _is_added(step: Step, earlier: Step) -> bool:
    """Tell whether AEL's compiler has added a step behind another one, for the end of a loop or a
    branch: it belongs to a construct that begins before.
    """
    return step.file.endswith(_AEL) and (step.line, step.column) < (earlier.line, earlier.column)


def _unreachable(step: Step, earlier: Step, count: int) -> str:
    what = (
        f"this {step.application}()"
        if count == 1
        else "this line and the next one"
        if count == 2
        else f"this line and the {count - 1} behind it"
    )
    if step.file.endswith(_AEL):
        return (
            f"no call reaches {what}: line {earlier.line} never goes on to the next statement, and "
            "nothing jumps here"
        )
    return (
        f"no call reaches {what}: {earlier.application}() in line {earlier.line} never goes on to "
        "the next priority, and nothing jumps here"
    )
