"""The texts that assign the dialplan's variables, kept without a text for each variable."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from asterisk_lint.conf.zeroed import AT_ONCE
from asterisk_lint.dialplan.columns import ARGUMENTS, value
from asterisk_lint.model import Step


class Assigned(Mapping[str, frozenset[str]]):
    """The values of variables, each kept as the arguments that assign it, or as the position of the
    step whose arguments do: the value is what follows the first `=`. (A file of 250,000 lines can
    assign as many variables.)
    """

    __slots__ = ("_steps", "_texts")

    def __init__(self, steps: Sequence[Step] = ()) -> None:
        self._steps = steps
        self._texts: dict[str, str | int | set[str]] = {}

    def __getitem__(self, name: str) -> frozenset[str]:
        texts = self._texts[name]
        every = texts if isinstance(texts, set) else (self._text(texts),)
        return frozenset(text.partition("=")[2] for text in every)

    def _text(self, where: str | int) -> str:
        return where if isinstance(where, str) else value(self._steps, ARGUMENTS, where)

    def __contains__(self, name: object) -> bool:
        return name in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def put(self, assigned: Iterable[tuple[str, str | int]]) -> None:
        """Add variables, each with the arguments that assign it, or the position of their step."""
        every = iter(assigned)
        while some := list(islice(every, AT_ONCE)):
            new = dict(some)
            if len(new) == len(some) and self._texts.keys().isdisjoint(new):
                self._texts.update(new)
            else:
                self._put_each(some)

    def _put_each(self, assigned: Iterable[tuple[str, str | int]]) -> None:
        first = self._texts.setdefault
        for name, where in assigned:
            before = first(name, where)
            if isinstance(before, set):
                before.add(self._text(where))
            elif before is not where and (one := self._text(before)) != (two := self._text(where)):
                self._texts[name] = {one, two}

    def rename(self, name: str, new: str) -> None:
        """Give the values of one variable, if there are any, to another in place of its own."""
        if name in self._texts:
            self._texts[new] = self._texts.pop(name)

    def leave_out(self, names: Iterable[str]) -> None:
        """Forget variables."""
        for name in names:
            self._texts.pop(name, None)
