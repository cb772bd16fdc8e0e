"""The arguments of one command: declared as for `argparse`, and read without it where a command line has nothing unusual.

To import argparse and to build its parser costs a small check a tenth of its time. It is asked only for what needs it: help, abbreviations
such as `-j4`, mistakes, and commands whose positional arguments are not just paths.
"""

from collections.abc import Sequence

from asterisk_lint.records import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse


class Values:
    """What a command line gives, an attribute for each argument: an `argparse.Namespace` without argparse."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)


class Declarations:
    """Takes what a command declares by `add_argument`, for whoever reads the command line."""

    def __init__(self) -> None:
        self._declared: list[tuple[tuple[str, ...], dict[str, Any]]] = []

    def add_argument(self, *names: str, **details: Any) -> None:
        """Declare an argument; the parameters are those of `argparse.ArgumentParser.add_argument`."""
        self._declared.append((names, details))

    def declare(self, parser: "argparse.ArgumentParser") -> None:
        """Declare the same to argparse."""
        for names, details in self._declared:
            parser.add_argument(*names, **details)

    def read(self, words: Sequence[str]) -> Values | None:
        """The values that a command line gives, as argparse would give them; None where argparse has to read it."""
        values: dict[str, Any] = {}
        options: dict[str, tuple[str, dict[str, Any]]] = {}
        paths: list[str] | None = None
        for names, details in self._declared:
            if details.get("required"):
                return None
            if not names[0].startswith("-"):
                if details.get("nargs") != "*" or paths is not None or "default" in details:
                    return None
                paths = values[names[0]] = []
                continue
            name = next((name for name in names if name.startswith("--")), names[0])
            attribute = details.get("dest") or name.lstrip("-").replace("-", "_")
            options.update((name, (attribute, details)) for name in names)
            if details.get("action") == "store_true":
                values[attribute] = False
            elif details.get("action") != "version":
                values[attribute] = details.get("default")
        rest = iter(words)
        for word in rest:
            if not word.startswith("-"):
                if paths is None:
                    return None
                paths.append(word)
                continue
            name, equals, value = word.partition("=")
            attribute, details = options.get(name, ("", {}))
            action = details.get("action", "store")
            if not attribute or (equals and name[:2] != "--"):
                return None
            if action == "store_true" and not equals:
                values[attribute] = True
                continue
            if not equals:
                value = next(rest, "-")
                if value.startswith("-"):
                    return None
            if not _usual(details) or value not in details.get("choices", (value,)):
                return None
            if action == "store":
                values[attribute] = value
            elif action == "append":
                values[attribute] = [*(values[attribute] or ()), value]
            else:
                return None
        return Values(values)


def _usual(details: dict[str, Any]) -> bool:
    """Whether an option takes one word as it is."""
    return not details.keys() - {"action", "choices", "default", "dest", "help", "metavar"}
