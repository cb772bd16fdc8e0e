"""Read a plain command line without argparse, which takes as long to import and to set up as a
tenth of a check.

The options are those that a command gives to argparse. Plain is a line of known options, each as a
word of its own, with valid values; everything else (help, errors, abbreviations, `-qv`, `--`) is
left to argparse.
"""

from collections.abc import Callable, Sequence
from types import SimpleNamespace

from asterisk_lint.records import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


class _Option(NamedTuple):
    name: str  # of its value
    action: str
    convert: Callable[[str], object]
    choices: Sequence[str]


class _NotPlain(Exception):
    """A line, or an option, that argparse must read."""


class _Options:
    """Takes the place of a parser to which a command adds its arguments."""

    def __init__(self) -> None:
        self.known: dict[str, _Option] = {}
        self.values: dict[str, object] = {}
        self.rest = ""  # the name of the words without a dash

    def add_argument(
        self,
        *words: str,
        action: str = "store",
        nargs: str | None = None,
        default: object = None,
        type: Callable[[str], object] = str,  # noqa: A002 - as argparse calls it
        choices: Sequence[str] = (),
        metavar: str = "",
        help: str = "",  # noqa: A002
    ) -> None:
        """Add an argument, as argparse does."""
        rest = not words[0].startswith("-")
        if (nargs == "*") is not rest or action not in {"store", "store_true", "append"}:
            raise _NotPlain
        if rest:
            self.rest = words[0]
            self.values[self.rest] = default
            return
        name = next(word for word in words if word.startswith("--"))[2:].replace("-", "_")
        self.values[name] = False if action == "store_true" else default
        self.known.update(dict.fromkeys(words, _Option(name, action, type, choices)))

    def read(self, words: Sequence[str]) -> dict[str, object]:
        """Return the value of each argument. Raises _NotPlain."""
        values = dict(self.values)
        found: list[str] = []
        several: dict[str, list[object]] = {}
        left = iter(words)
        for word in left:
            if not word.startswith("-"):
                found.append(word)
                continue
            start, sign, text = word.partition("=")
            option = self.known.get(start)
            if option is None or (sign and (option.action == "store_true" or start[:2] != "--")):
                raise _NotPlain
            if option.action == "store_true":
                values[option.name] = True
                continue
            value = self._converted(option, text if sign else next(left, ""))
            if option.action == "append":
                value = several[option.name] = [*several.get(option.name, ()), value]
            values[option.name] = value
        if found:
            values[self.rest] = found
        return values

    @staticmethod
    def _converted(option: _Option, text: str) -> object:
        if not text or text.startswith("-") or (option.choices and text not in option.choices):
            raise _NotPlain
        try:
            return option.convert(text)
        except Exception:  # whatever it is, argparse reports it
            raise _NotPlain from None


def plain_arguments(
    add_arguments: "Callable[[ArgumentParser], None]", words: Sequence[str]
) -> "Namespace | None":
    """Return what argparse would make of a command line with these arguments; None if argparse must
    read it.
    """
    options = _Options()
    try:
        add_arguments(cast("ArgumentParser", options))
        return cast("Namespace", SimpleNamespace(**options.read(words)))
    except _NotPlain:
        return None
