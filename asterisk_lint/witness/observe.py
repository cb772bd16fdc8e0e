"""Read what a booted Asterisk reports on its command line (the forms of 16 and 22)."""

from collections.abc import Callable, Iterator

from asterisk_lint.records import NamedTuple, Protocol

# What the command line would complete: complete names, where the `show` command cuts them off
# (functions at 20 characters, technologies at 15).
COMPLETED = {
    "application": "core show application ",
    "function": "core show function ",
    "channel": "core show channeltype ",
    "manager_action": "manager show command ",
}


class ModuleState(NamedTuple):
    """One line of `module show`."""

    name: str  # without .so
    running: bool
    uses: int
    support: str


class CommandLine(Protocol):
    """Anything that gives commands to a running Asterisk (`boot.Asterisk`)."""

    def cli(self, command: str, timeout: float = 30) -> str:
        """Return Asterisk's output for a command."""


def names(asterisk: CommandLine, kind: str) -> list[str]:
    """Return the names registered for a kind of capability, sorted. Raises ValueError for a kind
    that the command line cannot list.
    """
    if kind in COMPLETED:
        return sorted(
            set(completed(asterisk.cli(f'_command matchesarray "{COMPLETED[kind]}" ""', 60)))
        )
    if kind in SHOWN:
        command, parse = SHOWN[kind]
        return sorted(set(parse(asterisk.cli(command))))
    raise ValueError(f"Asterisk's command line does not list capabilities of the kind {kind!r}")


def completed(text: str) -> Iterator[str]:
    """Yield the words that the command line offers as completion."""
    for word in text.split():
        if word not in ("_EOF_", "NULL"):
            yield word


def parse_modules(text: str) -> dict[str, ModuleState]:
    """Parse the lines of `module show`: a name without blanks, a description, a number, a state, a
    support level.
    """
    states = {}
    for line in text.splitlines():
        words = line.split()
        running = words[-2:-1] == ["Running"]
        at = -4 if running and words[-3:-2] == ["Not"] else -3
        if not running or len(words) < 1 - at or not words[at].isdigit():
            continue
        name = words[0].removesuffix(".so")
        states[name] = ModuleState(name, at == -3, int(words[at]), words[-1])
    return states


def switches(text: str) -> Iterator[str]:
    """`core show switches`: NAME: description."""
    for line in text.splitlines():
        name, colon, _ = line.partition(":")
        if colon and name and " " not in name:
            yield name


def file_formats(text: str) -> Iterator[str]:
    """`core show file formats`: codec, name, extensions (files and options name a format by any of
    these).
    """
    for line in text.splitlines():
        words = line.split()
        if len(words) == 3 and words[0] != "Format" and not words[0].startswith("-"):
            yield words[1]
            yield from words[2].split("|")


def translated(text: str) -> Iterator[str]:
    """`core show translation`: the codecs that can be translated, as the rows of its table name
    them.
    """
    seen_header = False
    for line in text.splitlines():
        words = line.split()
        if len(words) > 1 and all(word == "-" or word.isdigit() for word in words[1:]):
            if seen_header:
                yield words[0]
        elif words:
            seen_header = True


def first_words(text: str) -> Iterator[str]:
    """A table with one heading line and names in its first column."""
    for line in text.splitlines()[1:]:
        words = line.split()
        if words and not words[0].startswith("-"):
            yield words[0]


def engines(text: str) -> Iterator[str]:
    """`core show config mappings`: the registered realtime engines."""
    for line in text.splitlines():
        if line.startswith("Config Engine: "):
            yield line.partition(": ")[2].strip()


def subscribers(text: str) -> Iterator[str]:
    """`cel show status`: CEL Event Subscriber: NAME (only while CEL is enabled)."""
    for line in text.splitlines():
        if line.startswith("CEL Event Subscriber: "):
            yield line.partition(": ")[2].strip()


def backends(text: str) -> Iterator[str]:
    """Parse `cdr show status`: the indented lines below "Registered Backends"."""
    _, found, rest = text.partition("Registered Backends")
    for line in rest.splitlines()[1:] if found else ():
        name = line.strip().removesuffix("(suspended)").strip()
        if name and not name.startswith("-") and name != "(none)":
            yield name


def commands(text: str) -> Iterator[str]:
    """Parse `agi show commands`: whether a dead channel is sufficient, the command, two or more
    blanks, a description.
    """
    for line in text.splitlines()[1:]:
        words = line.strip().split(None, 1)
        if len(words) == 2 and words[0] in ("Yes", "No"):
            yield words[1].split("   ")[0].strip()


def help_lines(text: str) -> Iterator[str]:
    """`core show help`: the command, `--`, a description."""
    for line in text.splitlines():
        command, dashes, _ = line.partition(" -- ")
        if dashes:
            yield command.strip()


SHOWN: dict[str, tuple[str, Callable[[str], Iterator[str]]]] = {
    "switch": ("core show switches", switches),
    "format": ("core show file formats", file_formats),
    "codec": ("core show translation", translated),
    "bridge": ("bridge technology show", first_words),
    "engine": ("core show config mappings", engines),
    "cdr": ("cdr show status", backends),
    "cel": ("cel show status", subscribers),
    "agi_command": ("agi show commands", commands),
    "cli_command": ("core show help", help_lines),
}
