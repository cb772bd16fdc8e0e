"""The steps of a dialplan by their extension, and those that the step before does not lead to."""

from collections.abc import Iterator, Sequence

from asterisk_lint.dialplan.columns import (
    APPLICATION,
    CALLER_ID,
    CONTEXT,
    EXTENSION,
    FILE,
    PRIORITY,
    Chosen,
    column,
    runs_of,
)
from asterisk_lint.dialplan.extensions.contexts import Chain
from asterisk_lint.model import Step

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
    before = 0  # the position of the step before
    in_context, of_extension, of_caller, ran = "", "", None, ""  # of the step before
    following = 0  # the priority that it may lead to
    start = 0
    for run in runs_of(steps):
        stop = start + len(run)
        if set(column(run, PRIORITY)) == {1}:  # only the last one matters, to what follows it
            start, run = stop - 1, Chosen(run, (len(run) - 1,))
        row = zip(
            column(run, CONTEXT),
            column(run, EXTENSION),
            column(run, PRIORITY),
            column(run, APPLICATION),
            column(run, FILE),
            column(run, CALLER_ID),
            strict=True,
        )
        for index, (context, extension, priority, application, file, caller_id) in enumerate(
            row, start
        ):
            if isinstance(priority, str):
                continue
            if priority != 1:
                if (
                    priority == following
                    and extension == of_extension
                    and context == in_context
                    and caller_id == of_caller
                ):
                    if ends[ran] and not file.endswith(_LUA):
                        yield steps[index], steps[before]
                elif not file.endswith(_COMPILED):
                    yield steps[index], None
            before, following = index, priority + 1
            in_context, of_extension, of_caller, ran = context, extension, caller_id, application
        start = stop


class _Ends(dict[str, bool]):
    """Whether an application never goes on, by its name as written."""

    def __missing__(self, name: str) -> bool:
        self[name] = name.lower() in ENDS
        return self[name]
