"""What mistakes hide: lines that Asterisk skips, and names that are spelt like others.

What they name is needed once they are corrected.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.catalog.successors import successor
from asterisk_lint.conf.lines import BUFFER
from asterisk_lint.conf.parsed import NEVER_CLOSED, NEVER_OPENED
from asterisk_lint.conf.placeholder import is_placeholder
from asterisk_lint.conf.reader import Conf
from asterisk_lint.conf.whitelist import FILE
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.followed_variables import Known
from asterisk_lint.model import Problem, Step, Unseen, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.settings.spelling import nearest
from asterisk_lint.unseen.placeholders import line_reach
from asterisk_lint.unseen.reach import NOTHING, declared, reach_of, rows_by_file
from asterisk_lint.usage.rows import Declaration, Row

_COMPILED = (".ael", ".lua")  # one mistake, and Asterisk loads nothing from such a file
ANY = "*"  # any kind, or any name of a kind
_MOST_LINES = 1000  # that are searched
_MOST_NAMES = 100  # for which the nearest one is looked up
_MOST_TEXT = 1_000_000  # characters in which calls are looked for
# `App(`, or a name that ends a line or a part of it
_CALL = re.compile(r"(?<![\w{])([A-Za-z_]\w*)[ \t]*(\(|(?=[,;]|$))", re.MULTILINE)
_HINT = re.compile(r"\bhint[ \t]*,[ \t]*([^\s;]+)")
_OTHERS = ("#", "{%", "{#", "<%")
_BESIDE = re.compile("hint|park", re.IGNORECASE)
_INCLUDE = re.compile(r"^[;\- \t]*#(?:try)?(?:include|exec)", re.MULTILINE | re.IGNORECASE)
_SWITCH = re.compile(r"switch[ \t]*=>?[ \t]*(\w+)", re.IGNORECASE)
_FUNCTION = re.compile(r"\$\{([A-Za-z_]\w*)\(")


class Hidden(NamedTuple):
    """Text that nothing processes because of a mistake."""

    what: str  # for people
    file: str
    line: int
    text: str
    meant: tuple[str, str] | None = None  # the kind and name of what it names, if that is known


def hidden_texts(configuration: Configuration) -> Iterator[Hidden]:
    """Yield the lines of dialplan that Asterisk skips; whole files that it rejects. After many
    lines any dialplan may be meant.
    """
    conf = configuration.conf("extensions.conf")
    whole: set[str] = set()
    every = dict.fromkeys((*configuration.dialplan().problems, *_of(conf)))
    for number, problem in enumerate(every):
        file = problem.file
        if number == _MOST_LINES:
            yield Hidden("a line that Asterisk skips", file, problem.line, "", (ANY, ANY))
            return
        if file in whole or not _is_mistake(configuration, problem):
            continue
        if file.endswith(_COMPILED):
            whole.add(file)
            text = "\n".join(configuration.lines(file))
            yield Hidden(f"{file}, which Asterisk rejects", file, problem.line, text)
        elif problem.message in {NEVER_CLOSED, NEVER_OPENED}:
            lines = configuration.lines(file)
            text = "\n".join(lines[at] for at in range(problem.line - 1, len(lines)))
            yield Hidden("what follows a wrong comment sign", file, problem.line, text)
        else:
            text = configuration.line(file, problem.line)
            yield Hidden("a line that Asterisk skips", file, problem.line, text)


def other_lines(
    configuration: Configuration, rows: Sequence[Row | Declaration]
) -> Iterator[Unseen]:
    """Yield the first line of each other file that Asterisk skips: it can be whatever an entry of
    that file can be. Lines that a deployment fills in are not meant here (placeholders.py).
    """
    for conf in configuration.read_confs():
        if conf.name not in {FILE, "extensions.conf"}:
            for problem in _of(conf):
                line = configuration.line(problem.file, problem.line)
                if _is_mistake(configuration, problem) and not line_reach(rows, line, conf.name):
                    what, reach = "a line that Asterisk skips", reach_of(conf.name)
                    yield Unseen(what, problem.file, problem.line, reach, "mistake")
                    break


def _is_mistake(configuration: Configuration, problem: Problem) -> bool:
    """Tell whether Asterisk skips or rejects something; includes that find nothing are not meant
    here (unseen/files.py), nor statements of a template (unseen/placeholders.py).
    """
    line = configuration.line(problem.file, problem.line)
    return problem.severity in {"", "error"} and not line.lstrip().startswith(_OTHERS)


def _of(conf: Conf | None) -> Sequence[Problem]:
    return conf.problems if conf is not None else ()


def misspelt(
    configuration: Configuration, catalog: Catalog, unprovided: Iterable[Use]
) -> Iterator[Hidden]:
    """Yield the lines that use names which nothing provides, with the nearest name that something
    does provide. After many names any name of the kind may be meant. The name of an application
    with a variable in it, which Asterisk never replaces, is a placeholder: a deployment can put
    anything there.
    """
    near: dict[tuple[str, str], tuple[str, str, bool]] = {}
    for use in unprovided:
        key = (use.kind, use.name)
        if use.kind == "application" and is_placeholder(use.name):
            what = f"{use.name}, which a deployment fills in"
            yield Hidden(what, use.file, use.line, "", (ANY, ANY))
            continue
        if key not in near:
            near[key] = (
                _nearest(*key, configuration, catalog)
                if len(near) < _MOST_NAMES
                else (ANY, "which nothing provides", False)
            )
        meant, what, removed = near[key]
        if meant:
            line = configuration.line(use.file, use.line) if meant != ANY else ""
            # What replaces a removed name takes other arguments.
            text = line.replace(use.name, meant) if use.name in line and not removed else ""
            yield Hidden(f"{use.name}, {what}", use.file, use.line, text, (use.kind, meant))


def _nearest(
    kind: str, name: str, configuration: Configuration, catalog: Catalog
) -> tuple[str, str, bool]:
    """Return the nearest name ("" if none is near), for people what has become of this one, and
    whether a release removed it.
    """
    meant = catalog.spelling(kind, name) or nearest(name, catalog.names(kind)) or ""
    gone = successor(kind, name, configuration.release)
    if gone:
        return meant, f"which Asterisk {gone.release} removed", True
    return meant, f"which may mean {meant}", False


def uses_in(
    configuration: Configuration,
    catalog: Catalog,
    rows: Iterable[Row | Declaration],
    known: Known,
    hidden: Iterable[Hidden],
) -> tuple[list[Use], list[Unseen]]:
    """Return what these texts call; and what they could need beside that: names that are only known
    during a call, and what the rows declare for hints and parking lots.
    """
    from asterisk_lint.dialplan.step_uses import findings_of

    steps: list[Step] = []
    uses: list[Use] = []
    unseen: dict[frozenset[str], Unseen] = {}  # the first one for each reach
    left = _MOST_TEXT
    conf = "extensions.conf"
    beside = frozenset(token for token in declared(rows_by_file(rows)[conf], conf) if ":" in token)
    for what, file, line, text, meant in hidden:
        if meant is not None and meant[1] == ANY:
            reach = reach_of(conf) if meant[0] == ANY else frozenset({meant[0]})
            unseen.setdefault(reach, Unseen(what, file, line, reach, "mistake"))
        elif meant is not None:
            uses.append(Use(*meant, file, line))
        found = _called(text, catalog) if len(text) <= left else {}
        left -= len(text) + sum(map(len, found.values()))
        if left < 0 or (not file.endswith(_COMPILED) and _INCLUDE.search(text)):
            reach = reach_of(conf)
        else:
            reach = beside if _BESIDE.search(text) else NOTHING
        if reach:
            unseen.setdefault(reach, Unseen(what, file, line, reach, "mistake"))
        if left < 0:
            continue
        steps += [
            Step("", "", 1, name, arguments, file, line) for (_, name), arguments in found.items()
        ]
        steps += [Step("", "", "hint", each, "", file, line) for each in _HINT.findall(text)]
        uses += [Use("function", name, file, line) for name in set(_FUNCTION.findall(text))]
        uses += [Use("switch", name, file, line) for name in set(_SWITCH.findall(text))]
    results = findings_of(
        steps, release=configuration.release, known=known, lines=configuration.lines
    )
    uses += [use for group in results.uses for use in group.uses()]
    further = [thing._replace(cause="mistake") for thing in results.unseen]
    return uses, [*unseen.values(), *further]


def _called(text: str, catalog: Catalog) -> dict[tuple[int, str], str]:
    """Return the arguments of each application that a text names, by its position and name: up to
    the parenthesis that closes them or the end of the line, as extensions.conf has them.
    """
    closing = _closing(text)
    found = {}
    for call in _CALL.finditer(text):
        if catalog.providers("application", call[1]):
            end = min(closing.get(call.end() - 1, 0), call.end() + BUFFER) if call[2] else 0
            arguments = text[call.end() : max(end, call.end())]
            found[call.start(), call[1]] = arguments.replace('"', "").replace("'", "")
    return found


def _closing(text: str) -> dict[int, int]:
    """Return where each parenthesis is closed: at another one, or at the end of the line."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for sign in re.finditer(r"[()\n]|\Z", text):
        if sign[0] == "(":
            opened.append(sign.start())
        elif sign[0] == ")":
            if opened:
                closing[opened.pop()] = sign.start()
        else:
            closing.update(dict.fromkeys(opened, sign.start()))
            opened.clear()
    return closing
