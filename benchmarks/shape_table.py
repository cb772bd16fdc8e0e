"""The table of bad shapes, and what their generators share: see shapes.py."""

from collections.abc import Callable

MODULES = (
    "[modules]\nautoload=no\nload => pbx_config.so\nload => pbx_ael.so\nload => "
    "pbx_lua.so\nload => app_dial.so\nload => res_agi.so\n"
)
Files = dict[str, str]
SHAPES: dict[str, tuple[str, Callable[[int], Files]]] = {}


def shape(reader: str) -> Callable[[Callable[[int], Files]], Callable[[int], Files]]:
    """Put a generator into the table, under its name."""

    def put(make: Callable[[int], Files]) -> Callable[[int], Files]:
        SHAPES[make.__name__] = (reader, make)
        return make

    return put


def dialplan(lines: list[str]) -> Files:
    """An extensions.conf."""
    return {"extensions.conf": "\n".join(["[office]", *lines]) + "\n"}


def every(number: int, line: str) -> list[str]:
    """A line `number` times, with # for its number and @@ for that in letters."""
    return [
        line.replace("#", str(each)).replace("@@", letters(each) if "@@" in line else "")
        for each in range(number)
    ]


def letters(number: int) -> str:
    """A word of eight letters for a number; words of numbers that follow each other look alike."""
    word = ""
    for _ in range(8):
        number, letter = divmod(number, 20)
        word = "bcdfghjklmnpqrstvwxz"[letter] + word
    return word
