"""What mistakes hide: lines that Asterisk skips, and names that are spelt like others.

What they name is needed once they are corrected.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.catalog.successors import successor
from asterisk_lint.conf.parsed import NEVER_CLOSED, NEVER_OPENED
from asterisk_lint.conf.reader import Conf
from asterisk_lint.conf.whitelist import FILE
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.followed_variables import Known
from asterisk_lint.model import Problem, Step, Unseen, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.settings.spelling import nearest
from asterisk_lint.unseen.reach import declared, reach_of, rows_by_file
from asterisk_lint.usage.rows import Declaration, Row

_COMPILED = (".ael", ".lua")  # one mistake, and Asterisk loads nothing from such a file
_MOST_NAMES = 100  # for which the nearest one is looked up
_MOST_TEXT = 1_000_000  # characters in which calls are looked for
# `App(`, or a name that ends a line or a part of it
_CALL = re.compile(r"(?<![\w{])([A-Za-z_]\w*)[ \t]*(\(|(?=[,;]|$))", re.MULTILINE)
_HINT = re.compile(r"\bhint[ \t]*,[ \t]*([^\s;]+)")
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
    """Yield the lines of dialplan that Asterisk skips; whole files that it rejects."""
    conf = configuration.conf("extensions.conf")
    whole: set[str] = set()
    for problem in dict.fromkeys((*configuration.dialplan().problems, *_of(conf))):
        file = problem.file
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


def other_lines(configuration: Configuration) -> Iterator[Unseen]:
    """Yield the first line of each other file that Asterisk skips: it can be whatever an entry of
    that file can be.
    """
    for conf in configuration.read_confs():
        if conf.name not in {FILE, "extensions.conf"}:
            for problem in _of(conf):
                if _is_mistake(configuration, problem):
                    reach = frozenset({f"file:{conf.name}"})
                    what = "a line that Asterisk skips"
                    yield Unseen(what, problem.file, problem.line, reach, "mistake")
                    break


def _is_mistake(configuration: Configuration, problem: Problem) -> bool:
    """Tell whether Asterisk skips or rejects something; includes that find nothing are not meant
    here (unseen/files.py).
    """
    line = configuration.line(problem.file, problem.line)
    return problem.severity in {"", "error"} and not line.lstrip().startswith("#")


def _of(conf: Conf | None) -> Sequence[Problem]:
    return conf.problems if conf is not None else ()


def misspelt(
    configuration: Configuration, catalog: Catalog, unprovided: Iterable[Use]
) -> Iterator[Hidden]:
    """Yield the lines that use names which nothing provides, with the nearest name that something
    does provide.
    """
    near: dict[tuple[str, str], str | None] = {}
    for use in unprovided:
        key = (use.kind, use.name)
        if key not in near:
            near[key] = (
                catalog.spelling(*key) or nearest(use.name, catalog.names(use.kind))
                if len(near) < _MOST_NAMES
                else None
            )
        meant = near[key]
        if meant is not None:
            line = configuration.line(use.file, use.line)
            text = line.replace(use.name, meant) if use.name in line else ""
            gone = successor(*key, configuration.release)
            what = f"which Asterisk {gone.release} removed" if gone else f"which may mean {meant}"
            yield Hidden(f"{use.name}, {what}", use.file, use.line, text, (use.kind, meant))


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
    unseen: list[Unseen] = []
    left = _MOST_TEXT
    conf = "extensions.conf"
    beside = [token for token in declared(rows_by_file(rows)[conf], conf) if ":" in token]
    for what, file, line, text, meant in hidden:
        if meant is not None:
            uses.append(Use(*meant, file, line))
        left -= len(text)
        if left < 0 or (not file.endswith(_COMPILED) and _INCLUDE.search(text)):
            unseen.append(Unseen(what, file, line, reach_of(conf), "mistake"))
            continue
        if _BESIDE.search(text):
            unseen.append(Unseen(what, file, line, frozenset(beside), "mistake"))
        for found in _CALL.finditer(text):
            if catalog.providers("application", found[1]):
                arguments = _inside(text, found.end()) if found[2] else ""
                steps.append(Step("", "", 1, found[1], arguments, file, line))
        steps += [Step("", "", "hint", each, "", file, line) for each in _HINT.findall(text)]
        uses += [Use("function", name, file, line) for name in set(_FUNCTION.findall(text))]
        uses += [Use("switch", name, file, line) for name in set(_SWITCH.findall(text))]
    results = findings_of(
        steps, release=configuration.release, known=known, lines=configuration.lines
    )
    uses += [use for group in results.uses for use in group.uses()]
    unseen += [thing._replace(cause="mistake") for thing in results.unseen]
    return uses, unseen


def _inside(text: str, start: int) -> str:
    """Return the arguments that begin there, up to their parenthesis or the end of the line, as
    extensions.conf has them.
    """
    depth = 1
    end = text.find("\n", start) if "\n" in text[start:] else len(text)
    for at in range(start, end):
        depth += (text[at] == "(") - (text[at] == ")")
        if not depth:
            end = at
            break
    return text[start:end].replace('"', "").replace("'", "")
