"""Runs of values that are the very same in several PBXs: the sections of a file that they share, the steps of such a section.

What is found in a run is found once, and kept where `tree.files.memo_of` says.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


def mark(run: tuple[T, ...], memo: dict[Any, Any]) -> None:
    """Let `runs` find these values again wherever they stand one after the other."""
    if run:
        memo["run", id(run[0])] = run


def runs(things: Sequence[T], memo: dict[Any, Any] | None) -> Iterator[tuple[Sequence[T], bool]]:
    """The values in pieces: marked runs, each as the very same tuple every time (and True), and what lies between them (and False)."""
    start = at = 0
    while memo is not None and at < len(things):
        shared = memo.get(("run", id(things[at])))
        if shared is None or tuple(things[at : at + len(shared)]) != shared:
            at += 1
            continue
        if start < at:
            yield things[start:at], False
        yield shared, True
        at += len(shared)
        start = at
    if start < len(things):
        yield things[start:], False


def for_each(things: Sequence[T], memo: dict[Any, Any] | None, key: Hashable, find: Callable[[T], Iterable[R]]) -> Iterator[R]:
    """What `find` gives for each of the values, in order. It must depend on nothing but the value and what `key` names."""
    for piece, shared in runs(things, memo):
        if not shared or memo is None:
            for thing in piece:
                yield from find(thing)
            continue
        name = ("found", key, id(piece))
        if name not in memo:
            memo[name] = [found for thing in piece for found in find(thing)]
        yield from memo[name]
