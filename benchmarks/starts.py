"""What one start of Asterisk shows: its capabilities, its log, and what its command line lists of
the configuration.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from asterisk_lint.tree.files import Files
from asterisk_lint.witness.boot import Asterisk, boot
from asterisk_lint.witness.layout import Layout
from asterisk_lint.witness.observation import Observation, content_of, settings_of, written_down

CONTEXT = re.compile(r"\[ Context '([^']+)'")
EXTENSION = re.compile(r"  '([^']+)' => ")
HINT = re.compile(r"^(\S+@\S+) +: .*State:(\S+)")


class Start(NamedTuple):
    """One start."""

    seen: Observation
    lists: Mapping[str, frozenset[str]]  # what is listed -> its items


def dialplan(text: str) -> Iterator[str]:
    """`dialplan show`: each extension with its context."""
    context = ""
    for line in text.splitlines():
        if found := CONTEXT.match(line):
            context = found[1]
        elif found := EXTENSION.match(line):
            yield f"{found[1]}@{context}"


def hints(text: str) -> Iterator[str]:
    """`core show hints`: each hint with its state."""
    for line in text.splitlines():
        if found := HINT.match(line):
            yield f"{found[1]} {found[2]}"


def translations(text: str) -> Iterator[str]:
    """`core show translation`: every pair of codecs with what the way between them costs."""
    lines = [line.split() for line in text.splitlines()]
    rows = [
        words
        for words in lines
        if len(words) > 1 and all(word == "-" or word.isdigit() for word in words[1:])
    ]
    names = [words[0] for words in rows]
    for name, *costs in rows:
        for other, cost in zip(names, costs, strict=False):
            if cost != "-":
                yield f"{name} to {other} {cost}"


def objects(text: str) -> Iterator[str]:
    """`pjsip list ...`: the name of each object."""
    for line in text.splitlines():
        words = line.replace("Endpoint:", "").replace("Identify:", "").replace("Aor:", "").split()
        if line.startswith(" ") and words and "...." not in line:
            yield words[0]


def paths(text: str) -> Iterator[str]:
    """`http show status`: the paths that are served."""
    return (line.split()[0] for line in text.splitlines() if line.startswith("/"))


def calendars(text: str) -> Iterator[str]:
    """`calendar show calendars`: the names below the heading's rule."""
    _, found, rest = text.partition("------\n")
    return (line.split()[0] for line in rest.splitlines() if found and line.split())


def fax_technologies(text: str) -> Iterator[str]:
    """`fax show capabilities`: the types."""
    return (
        line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("Type ")
    )


def provisioned(text: str) -> Iterator[str]:
    """`phoneprov show routes`: the path of each file, static or made."""
    for line in text.splitlines():
        words = line.split()
        if len(words) >= 3 and words[-1] not in ("location", "Template"):
            yield words[-2]


LISTS: dict[str, tuple[str, Callable[[str], Iterator[str]]]] = {
    "extension": ("dialplan show", dialplan),
    "hint": ("core show hints", hints),
    "translation": ("core show translation", translations),
    "PJSIP endpoint": ("pjsip list endpoints", objects),
    "registration": ("pjsip list registrations", objects),
    "identification": ("pjsip list identifies", objects),
    "HTTP path": ("http show status", paths),
    "calendar": ("calendar show calendars", calendars),
    "fax technology": ("fax show capabilities", fax_technologies),
    "provisioned file": ("phoneprov show routes", provisioned),
}


def started(files: Files, root: str) -> Start:
    """Start Asterisk on a private copy of the files, and look."""
    options, directories = settings_of(files, root, "/etc/asterisk")
    content = content_of(files)
    with boot(root, content, layout=Layout(options=options, directories=directories)) as asterisk:
        seen = written_down(
            asterisk,
            root,
            "/usr/sbin/asterisk",
            frozenset(name.rpartition("/")[2] for name in content),
        )
        return Start(seen, listed(asterisk) if asterisk.up else {})


def listed(asterisk: Asterisk) -> dict[str, frozenset[str]]:
    """Everything that the command line lists."""
    return {
        what: frozenset(parse(asterisk.cli(command))) for what, (command, parse) in LISTS.items()
    }


def steady(one: Start, other: Start) -> Start:
    """What two starts of the same whitelist have in common in their lists."""
    return one._replace(
        lists={what: items & other.lists[what] for what, items in one.lists.items()}
    )


def loss(before: Start, after: Start, module: str) -> str:
    """What a start without the module lacks, in a few words; nothing when it lacks nothing but the
    module.
    """
    had, has = before.seen, after.seen
    if not has.up:
        return f"Asterisk does not start: {has.failure[:80]}"
    down = sorted(
        name
        for name in had.modules
        if name != module and had.running(name) and not has.running(name)
    )
    if down:
        return "also gone: " + few(down)
    for kind, names in had.names.items():
        if gone := names - has.names.get(kind, frozenset()):
            return f"{kind} {few(sorted(gone))}"
    for what, items in before.lists.items():
        if gone := items - after.lists[what]:
            if what == "translation":
                return (
                    f"translation {few(sorted(item.rpartition(' ')[0] for item in gone))}: none, "
                    "or in more steps"
                )
            return f"{what} {few(sorted(gone))}"
    told = sorted(f"{kind} {name}" for kind, name in set(has.told) - set(had.told))
    return "the log: " + told[0] if told else ""


def few(names: list[str]) -> str:
    """At most four of them."""
    return ", ".join(names[:4])
