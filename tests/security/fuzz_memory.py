"""What depends on Asterisk's release alone, computed once for all inputs of a campaign, or for all
cases of a test.

Most of the time of a run on a small input goes there. The functions below are pure, and nobody
changes what they return.
"""

import sys
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from importlib import import_module
from typing import ParamSpec, TypeVar

from asterisk_lint.requirements.possible import AfterStep, Possible, Step

After = Callable[[Possible, Step, bool], AfterStep]
P = ParamSpec("P")
T = TypeVar("T")
# As module:function.
OF_A_RELEASE = (
    "asterisk_lint.catalog.load:load",
    "asterisk_lint.catalog.history:all_names",
    "asterisk_lint.commands.parsers:parser_of",
    "asterisk_lint.requirements.release_tables:tables_of",
    "asterisk_lint.usage:load_tables",
    "asterisk_lint.usage:load_declarations",
)
# Those that take the rows of a release, which are the same objects in each run.
OF_ROWS = (
    "asterisk_lint.unseen.reach:rows_by_file",
    "asterisk_lint.requirements.resolve:companions_of",
    "asterisk_lint.requirements.verdicts:protective_modules",
)


@contextmanager
def remembering() -> Iterator[None]:
    """Let the program keep these results from one run to the next in this process."""
    after = Possible._after
    Possible._after = steps_of_a_release(after)  # type: ignore[method-assign, assignment]
    replaced = []
    for places, change in ((OF_A_RELEASE, cache), (OF_ROWS, by_identity)):
        for place in places:
            module, _, name = place.partition(":")
            old = getattr(import_module(module), name)
            new = change(old)
            replace(old, new)
            replaced.append((old, new))
    try:
        yield
    finally:
        Possible._after = after  # type: ignore[method-assign]
        for old, new in replaced:
            replace(new, old)


def steps_of_a_release(function: After) -> After:
    """Keep what a step leads to, unless it is a module: what that leads to depends on the PBX."""
    releases: dict[Hashable, tuple[object, dict[Step, AfterStep]]] = {}

    def after(self: Possible, step: Step, running_only: bool) -> AfterStep:
        if step[0].startswith("module:"):
            return function(self, step, running_only)
        known = self.__dict__.get("known_steps")
        if known is None:
            key = (id(self._catalog), *map(id, self._rows))
            _, known = releases.setdefault(key, ((self._catalog, self._rows), {}))
            self.__dict__["known_steps"] = known
        if step not in known:
            known[step] = function(self, step, running_only)
        return known[step]

    return after


def by_identity(function: Callable[P, T]) -> Callable[P, T]:
    """Keep results by the identity of each row instead of its value, which takes longer to hash
    than the result to compute.
    """
    known: dict[Hashable, tuple[object, T]] = {}

    @wraps(function)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (
            *(tuple(map(id, one)) if isinstance(one, (tuple, list)) else one for one in args),
            *kwargs.items(),
        )
        if key not in known:
            known[key] = args, function(*args, **kwargs)  # the rows live on: their ids stay theirs
        return known[key][1]

    return remembered


def replace(function: object, new: object) -> None:
    """Put another function in the place of a function, wherever it has been imported."""
    for module in [*sys.modules.values()]:
        if module.__name__.startswith("asterisk_lint"):
            for name, value in [*vars(module).items()]:
                if value is function:
                    setattr(module, name, new)
