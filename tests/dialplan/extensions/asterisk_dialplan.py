"""A real Asterisk that reads one dialplan after the other: what `dialplan show` prints, and the
lines at which it warns.
"""

import re
import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from typing import NamedTuple

from asterisk_lint.conf.reader import read_conf
from asterisk_lint.dialplan.extensions.read import read_extensions
from asterisk_lint.dialplan.steps import Dialplan
from asterisk_lint.model import Problem
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import DidNotStart, boot
from tests.memory import MemoryFiles

MODULES = ["[modules]", "autoload=no", "load=pbx_config.so"]
# A context that tells whether Asterisk has taken the file at all, and the option that makes it
# forget the globals of the file before.
MARK = "[general]\nclearglobalvars=yes\n[mark]\nexten => mark,1,NoOp(COUNT)\n"

OVERFLOW = "Discarding new messages"  # Asterisk's logger gives up

# Context, extension, caller id, priority, application with its arguments as printed
Row = tuple[str, str, str | None, int | str, str]


class Seen(NamedTuple):
    """A dialplan as rows in any order, None when it is rejected, and the places at which something
    is wrong (None: more than the log could take).
    """

    rows: list[Row] | None
    places: list[tuple[str, int]] | None


class RealAsterisk:
    """A booted Asterisk with pbx_config; a new one takes its place when it crashes."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.release = root.rpartition("-")[2]
        self.count = 0
        self.log = ""
        self.stack = ExitStack()
        self.start()

    def start(self) -> None:
        self.stack.close()
        self.asterisk = self.stack.enter_context(
            boot(self.root, {"extensions.conf": MARK.encode()}, modules=MODULES)
        )
        assert self.asterisk.up, self.asterisk.failure

    def read(self, files: Mapping[str, bytes]) -> Seen:
        """What Asterisk makes of the files, with the mark before their extensions.conf."""
        return self.load(marked(files))

    def read_alone(self, files: Mapping[str, bytes]) -> Seen:
        """What Asterisk makes of the files, with the mark behind their extensions.conf, so that a
        [general] of theirs counts.
        """
        self.load({"users.conf": b"", **marked({"extensions.conf": b""})})
        mark = "\n[mark]" + MARK.partition("\n[mark]")[2]
        return self.load({**files, "extensions.conf": files["extensions.conf"] + mark.encode()})

    def load(self, files: Mapping[str, bytes], again: bool = True) -> Seen:
        self.count += 1
        for name, data in files.items():
            self.asterisk.write(
                f"/etc/asterisk/{name}", data.replace(b"COUNT", str(self.count).encode())
            )
        self.asterisk.write("/var/log/asterisk/full", b"")
        try:
            self.asterisk.cli("dialplan reload")
            shown = self.asterisk.cli("dialplan show")
        except DidNotStart:
            if not again:
                raise
            # After some hundreds of reloads an Asterisk may crash, whatever it reads.
            self.start()
            return self.load(files, again=False)
        self.log = self.written()
        rows = parse(shown)
        assert unheard_of(self.log) == []
        places = None if OVERFLOW in self.log else sorted(set(warned(self.log)))
        if ("mark", "mark", None, 1, f"NoOp({self.count})") not in rows:
            return Seen(None, places)
        return Seen(sorted((row for row in rows if row[0] != "mark"), key=repr), places)

    def written(self) -> str:
        """The log, as soon as it holds what the reload wrote: the connection that came after it is
        logged in turn.
        """
        until = time.monotonic() + 10
        while time.monotonic() < until:
            log = self.asterisk.log
            if log.count("Remote UNIX connection\n") > 1 or OVERFLOW in log:
                break
        return log

    def ours(self, files: Mapping[str, bytes]) -> Seen:
        """The same files as we read them."""
        memory = MemoryFiles(marked(files))
        dialplan = read_extensions(memory, release=Release.parse(self.release), stop=True)
        if rejected(dialplan):
            conf = read_conf(
                memory, "extensions.conf", release=Release.parse(self.release), stop=True
            )
            assert conf is not None
            return Seen(None, places_of(conf.problems))
        places = places_of(dialplan.problems)
        return Seen(
            sorted((row for row in rows_of(dialplan) if row[0] != "mark"), key=repr), places
        )


def marked(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {**files, "extensions.conf": MARK.encode() + files["extensions.conf"]}


def places_of(problems: Iterable[Problem]) -> list[tuple[str, int]]:
    """The lines that Asterisk's log mentions too."""
    return sorted(
        {(problem.file, problem.line) for problem in problems if has_line(problem.message)}
    )


def rejected(dialplan: Dialplan) -> bool:
    return any(
        "rejects the whole file" in problem.message or "hangs" in problem.message
        for problem in dialplan.problems
    )


def rows_of(dialplan: Dialplan) -> list[Row]:
    """Our steps as `dialplan show` prints them."""
    rows: list[Row] = []
    for step in dialplan.steps:
        # Blanks at the end of a hint are lost in the blanks that fill its column.
        text = (
            step.application.rstrip(" ")
            if step.priority == "hint"
            else f"{step.application}({step.arguments})"
        )
        rows.append((step.context, step.extension, step.caller_id, step.priority, text))
    return rows


FIRST = re.compile(
    r"  '(?P<extension>.*?)' (?:\(CID match '(?P<caller>.*?)'\) )?=> "
    r"{1,16}(?P<rest>(?:hint:|-?\d+\.) .*)",
    re.DOTALL,
)
NEXT = re.compile(r" {5}(?:\[.*?\]| ) *(?P<rest>(?:hint:|-?\d+\.) .*)", re.DOTALL)
PLACE = re.compile(r" *\[(?:[^\[\]]+:\d+|pbx_config)\]$")


def parse(shown: str) -> list[Row]:
    """The rows of `dialplan show` (main/pbx.c: show_dialplan_helper())."""
    rows: list[Row] = []
    context = extension = ""
    caller: str | None = None
    for line in shown.split("\n"):
        if line.startswith("[ Context '"):
            context = line[len("[ Context '") :].rpartition("' created by '")[0]
            continue
        first = FIRST.fullmatch(line)
        match = first or NEXT.fullmatch(line)
        if match is None or not PLACE.search(line):
            continue
        if first is not None:
            extension, caller = first["extension"], first["caller"]
        number, _, text = PLACE.sub("", match["rest"], count=1).partition(" ")
        rows.append(
            (
                context,
                extension,
                caller,
                "hint" if number == "hint:" else int(number[:-1]),
                text.rstrip(" "),
            )
        )
    return rows


NUMBERED = re.compile(r"(?:WARNING|ERROR)\[\d+\](?:\[[^\]]*\])? [a-z_]+\.c: .* at line (\d+)(?: "
    r"of ([^ !]+?))?(?:!| -- IGNORING!!!)?$|"
                      r"(?:WARNING|ERROR)\[\d+\](?:\[[^\]]*\])? config\.c: .*line (\d+) of (\S+)$|"
                      r"WARNING\[\d+\](?:\[[^\]]*\])? config\.c: '(.*)', line (\d+):  Same File "
                      r"included")  # fmt: skip


def warned(log: str) -> list[tuple[str, int]]:
    """The file and line of each warning that names them."""
    places = []
    for line in log.split("\n"):
        match = NUMBERED.search(line)
        if match:
            number, file = (
                match[1] or match[3] or match[6],
                match[2] or match[4] or match[5] or "extensions.conf",
            )
            # A file that is included again has another name for the case that it is saved.
            places.append((file.removeprefix("/etc/asterisk/").partition("~~")[0], int(number)))
    return places


LOGGED = re.compile(r"(?:WARNING|ERROR|NOTICE)\[\d+\](?:\[[^\]]*\])? (\S+: .*)")
# Problems for which the log gives no line, so that no line of ours can be compared with it: the
# dialplan itself (main/pbx.c) knows none, and for most of these pbx_config has logged the line just
# before or after; a switch is missing when its module is not loaded; hints and names that are
# expressions are computed by those that ask for them; the line at which an unclosed comment begins
# is counted wrongly (main/config.c); the event about a global variable cannot be created if its
# value is not UTF-8 (main/json.c), which changes nothing in the dialplan; functions in names and
# hints that do not exist or are not closed (main/pbx_functions.c).
UNPLACED = re.compile(
    r"pbx\.c: (?:Unable to register extension|You have to be kidding|Extension .* label .* "
    r"already in use|Found duplicate exten|Empty character set|"
    r"A matching '\]' was not found|Wrong usage of \[\]|Cannot find extension|No such "
    r"(?:label|priority|switch)|Context .* nonexistent context|"
    r"Maximum PBX stack)|presencestate\.c: |stasis_channels\.c: |json\.c: Error building "
    r"JSON|pbx_variables\.c: Error in extension logic|"
    r"pbx_functions\.c: (?:Can't find trailing parenthesis|Function .* not "
    r"registered)|ast_expr2\.|config\.c: Unterminated comment|logger: Log"
)


def unheard_of(log: str) -> list[str]:
    """What a log warns of that is neither placed nor known to be told without a place."""
    logged = [line for line in log.split("\n") if not NUMBERED.search(line)]
    return [
        match[1]
        for line in logged
        if (match := LOGGED.search(line)) and not UNPLACED.match(match[1])
    ]


# What Asterisk says without a line, or does not say at all.
WITHOUT_LINE = (
    *(
        "silently drops",
        "Asterisk drops it here",
        "the eleventh level",
        "is a directory",
        "to include:",
        "was never opened",
        "is never closed with --;",
        "is missing in this line",
    ),
    *("longer than", "hangs here"),
)


def has_line(message: str) -> bool:
    return not any(part in message for part in WITHOUT_LINE)
