"""Contexts, queues and other things that are declared and that nothing names.

A name counts as used wherever it occurs at all: in any file of the tree, even in a comment, or
where a text that is only known during a call can become it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from asterisk_lint.conf.placeholder import is_placeholder
from asterisk_lint.conf.shared_results import Table
from asterisk_lint.conf.values import of_shapes
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.expressions import MARK
from asterisk_lint.dialplan.steps import DIALPLAN_FILES
from asterisk_lint.model import Unseen
from asterisk_lint.records import NamedTuple
from asterisk_lint.references.declared import always
from asterisk_lint.references.file_rows import NAMES
from asterisk_lint.references.hidden import is_settled
from asterisk_lint.references.values import CONTEXT
from asterisk_lint.tree.files import Unreadable

ODBC = "function of func_odbc.conf"
# Contexts that Asterisk itself, or a channel driver without `context=`, enters.
_ENTERED = frozenset({"default", "general", "globals", "public", "demo"})
# Files whose sections declare things of a kind, except some sections.
_FILES = {
    "queue": ("queues.conf", ("general",)),
    "follow-me id": ("followme.conf", ("general",)),
    "queue rule": ("queuerules.conf", ("general",)),
    ODBC: ("func_odbc.conf", ("general",)),
}
# Files that send calls from outside into a context.
_ENTRANCES = frozenset({
    "pjsip.conf", "pjsip_wizard.conf", "sip.conf", "iax.conf", "chan_dahdi.conf", "motif.conf",
    "skinny.conf", "mgcp.conf", "unistim.conf", "users.conf",
})  # fmt: skip
_PROFILES = {"bridge": "bridge profile", "user": "user profile", "menu": "menu"}
# The words of a .conf file or of another one, by its content; None: of one PBX until now.
_WORDS: Table[tuple[bool, bytes], frozenset[str] | None] = Table()
_SMALL = 200_000  # bytes; the words of larger files would take too much memory
_IN_WORDS = "_.+-"  # besides letters and digits
# What a program or a line of dialplan that cannot be read can name.
_NAMING = frozenset({"application", "channel", "function", "cli_command", "manager_action"})
_NAMING_FILES = DIALPLAN_FILES | {row.file for row in NAMES} | {"cli.conf", "users.conf"}


class Unused(NamedTuple):
    """A declaration that nothing names."""

    kind: str
    name: str
    file: str
    line: int
    column: int


def unused(
    configuration: Configuration,
    dynamic: Iterable[tuple[str, str]],
    unseen: Callable[[], Iterable[Unseen]],
    *,
    sealed: bool,
) -> list[Unused]:
    """Return the unused declarations, by file and line; none where something that cannot be read
    can name one.

    `dynamic`: kinds with texts that hold MARK for what is only known during a call. `unseen`
    returns what cannot be read; it is called only where it matters. `sealed`: no client and no
    missing file uses anything.
    """
    candidates: dict[str, list[Unused]] = {}
    for each in chain(
        _contexts(configuration), _sections(configuration), _endpoints(configuration)
    ):
        if not always(each.kind, each.name) and not is_placeholder(each.name):
            candidates.setdefault(each.name, []).append(each)
    if not candidates:
        return []
    words = {name: name.removeprefix("macro-") for name in candidates}
    left = _not_named(configuration, set(words.values()))
    patterns = {pair: _test(pair[1]) for pair in set(dynamic)}
    unnamed = [
        each
        for name, those in candidates.items()
        if words[name] in left
        for each in those
        if not any(
            kind in {each.kind, ""} and can_be(name) for (kind, _), can_be in patterns.items()
        )
    ]
    if not unnamed or any(
        _can_name(thing) for thing in unseen() if not (sealed and is_settled(thing))
    ):
        return []
    return sorted(unnamed, key=lambda each: (each.file, each.line))


def _can_name(thing: Unseen) -> bool:
    return any(
        token in _NAMING or token.removeprefix("file:") in _NAMING_FILES for token in thing.reaches
    )


def _test(text: str) -> Callable[[str], object]:
    """Return a test whether a name can be what a text is during a call."""
    start, mark, end = text.partition(MARK)
    if not mark or MARK in end:
        import re

        return re.compile(".*".join(map(re.escape, text.split(MARK))), re.DOTALL).fullmatch
    least = len(start) + len(end)
    return lambda name: len(name) >= least and name.startswith(start) and name.endswith(end)


def _not_named(configuration: Configuration, names: set[str]) -> set[str]:
    """Return those of the names that no file of the tree holds, except in the headings of
    sections.
    """
    blanks = _BlankBetweenWords()
    for file in sorted(configuration.names()):
        if not names:
            break
        names = names.difference(_words(configuration, file, names, blanks))
    return names


class _BlankBetweenWords(dict[int, str]):
    """Maps each sign of a text, by its number, to itself if it can be in a name, otherwise to a
    blank.
    """

    def __missing__(self, number: int) -> str:
        sign = chr(number)
        found = self[number] = sign if sign.isalnum() or sign in _IN_WORDS else " "
        return found


def _words(
    configuration: Configuration, file: str, names: Iterable[str], blanks: Mapping[int, str]
) -> Iterable[str]:
    """Return the words of a file; none if it holds none of the names. The words of a content that
    several PBXs have are stored, from the second one on. `blanks`: as `_BlankBetweenWords`.
    """
    try:
        content = configuration.files.read(file)
    except (FileNotFoundError, Unreadable):
        return ()
    is_conf = file.endswith(".conf")
    known = {} if configuration.results is None else configuration.results.of(_WORDS)
    stored = known.get((is_conf, content))
    if stored is not None:
        return stored
    lines = configuration.lines(file)
    text = "\n".join(lines)
    if not any(name in text for name in names):
        return ()
    if is_conf:
        text = "\n".join([_behind_heading(line) if "]" in line else line for line in lines])
    words = text.translate(blanks).split(" ")
    if len(content) <= _SMALL:
        known[is_conf, content] = frozenset(words) if (is_conf, content) in known else None
    return words


def _behind_heading(line: str) -> str:
    """Return what follows the heading of a section on its line; any other line itself."""
    heading, _, behind = line.partition("]")
    return behind if heading.lstrip(" \t").startswith("[") else line


def _contexts(configuration: Configuration) -> Iterator[Unused]:
    from asterisk_lint.usage.shipped import is_shipped

    if _ENTRANCES.isdisjoint(configuration.names()):
        return  # what calls it from outside is not here at all
    seen: set[str] = set()
    for section in configuration.objects("extensions.conf", *_ENTERED):
        if section.name not in seen and not is_shipped("extensions.conf", section):
            seen.add(section.name)
            yield Unused(CONTEXT, section.name, section.file, section.line, section.column)


def _sections(configuration: Configuration) -> Iterator[Unused]:
    from asterisk_lint.usage.shipped import is_shipped

    for kind, (file, besides) in _FILES.items():
        for section in configuration.objects(file, *besides):
            prefix = section.get("prefix") if kind == ODBC else None
            start = (
                f"{prefix.value if prefix and prefix.value else 'ODBC'}_" if kind == ODBC else ""
            )
            if not is_shipped(file, section):
                yield Unused(kind, start + section.name, section.file, section.line, section.column)
    for section in configuration.objects("confbridge.conf", "general"):
        type_ = section.get("type")
        named = _PROFILES.get(type_.value) if type_ is not None else None
        if named is not None and not is_shipped("confbridge.conf", section):
            yield Unused(named, section.name, section.file, section.line, section.column)


def _endpoints(configuration: Configuration) -> Iterator[Unused]:
    """Yield the endpoints that no telephone can register or log in to, and none is called."""
    sections = list(configuration.objects("pjsip.conf"))
    found = [
        section
        for section in of_shapes(sections, lambda shape: not shape.positions("auth"))
        if section.value("type") == "endpoint"
    ]
    if found:
        names: dict[str, int] = {}
        for section in sections:
            names[section.name] = names.get(section.name, 0) + 1
        for section in found:
            if names[section.name] == 1:
                yield Unused("endpoint", section.name, section.file, section.line, section.column)
