"""The steps of a dialplan by their extension, and those that the step before does not lead to."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, repeat
from operator import ne

from asterisk_lint.dialplan.columns import (
    APPLICATION,
    CALLER_ID,
    CONTEXT,
    EXTENSION,
    FILE,
    PRIORITY,
    Columns,
    column,
    different,
    runs_of,
    values,
)
from asterisk_lint.dialplan.extensions.contexts import Chain
from asterisk_lint.model import Step
from asterisk_lint.records import cast

# They return -1 or jump, whatever their arguments are (main/pbx_builtins.c, apps/app_stack.c,
# apps/app_macro.c, apps/app_while.c).
ENDS = frozenset(
    {"hangup", "goto", "busy", "congestion", "return", "macroexit", "exitwhile", "continuewhile"}
)
_LUA = ".lua"
_COMPILED = (".ael", _LUA)


class ChainSteps:
    """The steps of each chain of priorities."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps
        self._by_chain: dict[tuple[str, str, str | None], dict[int, Step]] | None = None

    def ends(self, context: str, chain: Chain) -> bool:
        """Tell whether a call never leaves an extension at its last priority: they have no gap, and
        the last one never goes on.
        """
        last = chain.last
        step = self.at(context, chain, last)
        return last == chain.count and step is not None and step.application.lower() in ENDS

    def first(self, context: str, chain: Chain) -> Step | None:
        """Return the step of an extension's lowest priority."""
        return self.at(context, chain, chain.first)

    def at(self, context: str, chain: Chain, priority: int) -> Step | None:
        """Return the step of a priority; None if there is none."""
        return self.of(context, chain).get(priority)

    def of(self, context: str, chain: Chain) -> dict[int, Step]:
        """Return the steps of an extension by their priority."""
        if self._by_chain is None:
            self._by_chain = {}
            for step in self.steps:
                if isinstance(step.priority, int):
                    key = (step.context, step.extension, step.caller_id)
                    self._by_chain.setdefault(key, {})[step.priority] = step
        return self._by_chain.get((context, chain.extension, chain.caller_id), {})


def suspects(steps: Sequence[Step]) -> Iterator[tuple[Step, Step | None]]:
    """Yield each step that the one before it may not lead to, with that one if it is of the
    priority before. The compiler of extensions.ael leaves no gaps.
    """
    ends = _Ends()
    # The last step of the runs so far, except hints: its run, its position, where the run begins
    before: tuple[Sequence[Step], Sequence[int], int] | None = None
    start = 0
    for run in runs_of(steps):
        numbered, looked_at = _worth_a_look(run, ends)
        behind = [numbered[index - 1] for index in looked_at if index]
        those = [numbered[index] for index in looked_at]
        earlier: Iterable[tuple[int, _Fields] | None] = _fields(run, behind, start)
        if looked_at and not looked_at[0]:
            earlier = chain(_fields(*before) if before else (None,), earlier)
        for (position, step), last in zip(_fields(run, those, start), earlier, strict=True):
            context, extension, priority, _, file, caller_id = step
            if last is not None and last[1][:3] == (context, extension, priority - 1):
                _, (_, _, _, ran, _, its_caller_id) = last
                if its_caller_id == caller_id:
                    if ends[ran] and not file.endswith(_LUA):
                        yield steps[position], steps[last[0]]
                    continue
            if not file.endswith(_COMPILED):
                yield steps[position], None
        if numbered:
            before = run, numbered[-1:], start
        start += len(run)


# Context, extension, priority, application, file and caller id of a step with a number
_Fields = tuple[str, str, int, str, str, str | None]


def _fields(
    run: Sequence[Step], positions: Sequence[int], start: int
) -> Iterator[tuple[int, _Fields]]:
    """Yield steps at some positions of a run that begins there, each with its position among
    all.
    """
    fields = (CONTEXT, EXTENSION, PRIORITY, APPLICATION, FILE, CALLER_ID)
    rows = zip(*(values(run, field, positions) for field in fields), strict=True)
    return zip(map(start.__add__, positions), cast("Iterator[_Fields]", rows), strict=True)


def _worth_a_look(run: Sequence[Step], ends: "_Ends") -> tuple[Sequence[int], Sequence[int]]:
    """Return where the steps of a run are, without hints; and which of these may not follow the
    step before, or follow one that never goes on. Priority 1 needs no step before it.
    """
    if isinstance(run, Columns) and (kinds := run.kinds()):
        every = range(len(kinds))
        if different(run, PRIORITY) == {1}:
            return every, ()
        firsts = run.firsts()
        names = values(run, APPLICATION, list(firsts.values()))
        ending = {kind for kind, name in zip(firsts, names, strict=True) if ends[name]}
        begin = compress(every, map(run.beginnings().__contains__, kinds))
        behind = compress(every[1:], map(ending.__contains__, kinds))
        some = [0, *begin, *behind]
        later = map(ne, values(run, PRIORITY, some), repeat(1))
        return every, sorted(set(compress(some, later)))
    priorities = list(column(run, PRIORITY))
    numbered = [index for index, each in enumerate(priorities) if isinstance(each, int)]
    return numbered, [at for at, index in enumerate(numbered) if priorities[index] != 1]


class _Ends(dict[str, bool]):
    """Whether an application never goes on, by its name as written."""

    def __missing__(self, name: str) -> bool:
        self[name] = name.lower() in ENDS
        return self[name]
