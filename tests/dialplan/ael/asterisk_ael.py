"""A real Asterisk that compiles one AEL program after the other: what `dialplan show` prints, and
the lines of its errors.
"""

import re
import time
from collections.abc import Mapping
from typing import NamedTuple

from asterisk_lint.dialplan.ael import read_ael
from asterisk_lint.dialplan.ael.steps import BUBBLE
from asterisk_lint.dialplan.steps import Dialplan
from asterisk_lint.witness.boot import Asterisk
from tests.memory import MemoryFiles

# With func_dialplan and app_stack Asterisk creates the context that passes hangups out of macros.
MODULES = [
    "[modules]",
    "autoload=no",
    "load=res_ael_share.so",
    "load=pbx_ael.so",
    "load=app_stack.so",
    "load=func_dialplan.so",
]
LONGEST = 700  # `dialplan show` cuts its lines at some 1000 characters

# Return the commit since which the module is needed or not; searched in the merged branch if it is
# a merge.
WITHOUT_LINE = re.compile(
    r"division by zero|regcomp\(\) error|not possibly a function name|to be an available "
    r"function|Wrong args to|chan is NULL|could not find func|"
    r"under/overflowed|: overflow$|You have to be kidding|in exten pattern|Wrong usage "
    r"of|Unable to register extension|Unable to add step|"
    r"already has a hint|nonexistent context|No such switch|Regcomp of|way too "
    r"big|pbx_timing\.c: |If you have questions|Unhandled char|Sorry, but \d+ syntax|Error "
    r"loading module 'nomark"
)

LOGGED = re.compile(r"(?:WARNING|ERROR|NOTICE)\[\d+\](?:\[[^\]]*\])? (\S+: .*)")
REFUSED = re.compile(
    r"(?:Error: file (?P<file>\S+), line |==== File: \S+, Line |File=\S+, line=)\d+.*"
)
WARNED = re.compile(
    r"(?:Warning: file|ast_yyerror\(\): file|==== File:) /etc/asterisk/(?P<file>\S+), "
    r"[lL]ine (?P<line>-?\d+)(?:-\d+:|, columns |, Cols: .*Suggestion: )"
)
TWICE = re.compile(r"The context name \((.*?)\) is also declared")

# Context, extension, caller id, priority, application with its arguments as printed
Row = tuple[str, str, str | None, int | str, str]


Place = tuple[str, int]  # file and line


class Seen(NamedTuple):
    """A program as rows, None if Asterisk rejects it; the lines at which it says why; the line of
    its first syntax error; its warnings.

    Asterisk's line for a context whose name is used twice is a random number, or that of the
    preceding text: `twice` has the names of those. Some of its warnings have no line at all
    (`WITHOUT_LINE`).
    """

    rows: list[Row] | None
    lines: set[int]
    syntax: int | None
    warned: set[Place]
    twice: list[str]


def warned(log: str) -> tuple[set[Place], list[str]]:
    """The places of the warnings in a log, and the names that it reports as used twice."""
    places, twice = set(), []
    for logged in LOGGED.findall(log):
        if name := TWICE.search(logged):
            twice.append(name[1])
        elif warning := WARNED.search(logged):
            places.add((warning["file"], int(warning["line"])))
        else:
            assert REFUSED.search(logged) or WITHOUT_LINE.search(logged), (
                f"Asterisk says what nobody here has heard of: {logged}"
            )
    return places, sorted(twice)


class RealAsterisk:
    """A booted Asterisk with pbx_ael."""

    def __init__(self, asterisk: Asterisk) -> None:
        self.asterisk = asterisk
        self.count = 0
        self.log = ""

    def read(self, program: str, files: Mapping[str, str] | None = None) -> Seen:
        """What Asterisk makes of a program; `files` are what it includes."""
        self.count += 1
        mark = f"mark{self.count}"
        for name, text in {**(files or {}), "extensions.ael": marked(program, mark)}.items():
            self.asterisk.write(f"/etc/asterisk/{name}", text.encode("utf-8", "surrogateescape"))
        before = len(self.asterisk.log)
        self.asterisk.cli("ael reload")
        shown = self.asterisk.cli("dialplan show")
        self.log = self.said_since(before, f"no{mark}")
        syntax = [
            int(line) for line in re.findall(r"==== File: \S+, Line (\d+)[ ,].*Error: ", self.log)
        ]
        lines = {
            int(line)
            for line in re.findall(
                r"(?:Error: file \S+, line |line=)(\d+)(?:-\d+:|, column=\d+: Mismatched)", self.log
            )
        }
        rows = (
            sorted((row for row in parse(shown) if row[0] != mark), key=repr)
            if mark in shown
            else None
        )
        return Seen(rows, lines, syntax[0] if syntax else None, *warned(self.log))

    def said_since(self, before: int, mark: str) -> str:
        """What was logged since, once it is all written: Asterisk's logger works on its own time,
        so a last known line is waited for.
        """
        self.asterisk.cli(f"module load {mark}")
        for _ in range(100):
            log = self.asterisk.log[before:]
            if mark in log:
                break
            time.sleep(0.02)
        return log

    def ours(self, program: str, files: Mapping[str, str] | None = None) -> Seen:
        """The same as we read it."""
        return seen(
            read_ael(
                MemoryFiles(
                    {**(files or {}), "extensions.ael": marked(program, f"mark{self.count}")}
                )
            ),
            f"mark{self.count}",
        )


def marked(program: str, mark: str) -> str:
    """A program with a context at its end that tells whether Asterisk took it."""
    return f"{program}\ncontext {mark} {{ s => NoOp(); }}\n"


def seen(dialplan: Dialplan, mark: str = "") -> Seen:
    """Our reading as Asterisk would tell it."""
    syntax = [
        problem.line for problem in dialplan.problems if "where AEL expects" in problem.message
    ]
    lines = {
        problem.line
        for problem in dialplan.problems
        if ("Asterisk loads nothing" in problem.message or "is unbalanced" in problem.message)
        and "where AEL expects" not in problem.message
    }
    refused = any("loads nothing" in problem.message for problem in dialplan.problems)
    rows = (
        None if refused else sorted((row for row in rows_of(dialplan) if row[0] != mark), key=repr)
    )
    warnings = [problem for problem in dialplan.problems if problem.severity]
    twice = [
        problem.message.split()[2]
        for problem in warnings
        if problem.message.startswith("the name ")
    ]
    places = {
        (problem.file, problem.line)
        for problem in warnings
        if not problem.message.startswith("the name ")
    }
    return Seen(rows, lines, syntax[0] if syntax else None, places, sorted(twice))


def rows_of(dialplan: Dialplan) -> list[Row]:
    """Our steps as `dialplan show` prints them."""
    rows: list[Row] = []
    for step in dialplan.steps:
        text = (
            step.application if step.priority == "hint" else f"{step.application}({step.arguments})"
        )
        rows.append((step.context, step.extension, step.caller_id, step.priority, text[:LONGEST]))
    return rows


def parse(shown: str) -> list[Row]:
    """The rows of `dialplan show` that pbx_ael made; an argument may go over several lines."""
    rows: list[Row] = []
    context = extension = held = ""
    caller: str | None = None
    for line in shown.split("\n"):
        line, held = held + line, ""
        if match := re.fullmatch(r"\[ Context '(.*)' created by '.*' \]", line):
            context = match[1]
            continue
        if not line.endswith("[pbx_ael]"):
            held = line + "\n" if line.startswith("  ") else ""
            continue
        line = line.removesuffix("[pbx_ael]").rstrip(" ")
        match = re.fullmatch(
            r"  '(?P<extension>.*?)' (?:\(CID match '(?P<caller>.*?)'\) )?=>(?P<rest> "
            r"+(?:hint:|\d+\.) .*)",
            line,
            re.DOTALL,
        )
        if match:
            extension, caller, line = match["extension"], match["caller"], match["rest"]
        if match := re.fullmatch(r" +(?:\[.*?\])? *(hint|\d+)[:.] (.*)", line, re.DOTALL):
            rows.append(
                (
                    context,
                    extension,
                    caller,
                    "hint" if match[1] == "hint" else int(match[1]),
                    match[2][:LONGEST],
                )
            )
    return rows


def without_bubble(rows: list[Row] | None, ours: list[Row] | None) -> list[Row] | None:
    """Asterisk's rows, less the context that only macros include, where there is no macro."""
    if rows is None or any(row[0] == BUBBLE for row in ours or ()):
        return rows
    return [row for row in rows if row[0] != BUBBLE]
