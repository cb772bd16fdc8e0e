"""Where a comment that silences a finding goes: on its line, as the language of the file writes
comments, and only where it is one.
"""

import os

from asterisk_lint.conf.suppressions import MARK, SIGNS
from asterisk_lint.configuration import Configuration
from asterisk_lint.editor.answers import PbxAnswer
from asterisk_lint.fix.overlay import Overlay
from asterisk_lint.model import Finding
from asterisk_lint.records import NamedTuple
from asterisk_lint.tree.files import Unreadable


class Added(NamedTuple):
    """A text to insert into a line."""

    at: int  # index
    text: str


def ignoring(pbx: PbxAnswer, finding: Finding, line: str) -> Added | None:
    """Return the comment that ignores a finding's rule on its line, or one more rule for the
    comment there; None if the line cannot have one.

    `line`: the line without its line end. A line of AEL or Lua may be inside of a text that goes
    on for several lines: the dialplan must read the same with the comment.
    """
    sign = _sign(pbx, finding.file)
    if sign is None:
        return None
    mark = MARK.decode()
    found = line.find(mark)
    if found >= 0:
        start = line.find("ignore[", found)
        stop = line.find("]", start)
        if start < 0 or stop < 0:
            return None
        added = Added(stop, f", {finding.rule}")
    elif not line.strip() or line.rstrip().endswith("\\"):
        return None
    else:
        added = Added(len(line.rstrip()), f" {sign} {mark} ignore[{finding.rule}]")
    return added if sign == ";" or _reads_the_same(pbx, finding, added) else None


def _sign(pbx: PbxAnswer, file: str) -> str | None:
    """Return what begins a comment in a file; None if the file's language is not known."""
    known = SIGNS.get(os.path.splitext(file)[1])
    if known is None:
        for conf in pbx.checked.facts.configuration.read_confs():
            if any(file in include.found for include in conf.includes):
                return ";"
    return known


def _reads_the_same(pbx: PbxAnswer, finding: Finding, added: Added) -> bool:
    """Tell whether the dialplan is what it was after a text is added to the finding's line."""
    target = pbx.checked.facts.target
    try:
        content = target.files.read(finding.file)
    except (FileNotFoundError, Unreadable):
        return False
    lines = content.decode("utf-8", "surrogateescape").split("\n")
    if not 0 < finding.line <= len(lines):
        return False
    line = lines[finding.line - 1]
    # A byte order mark is not part of the first line that an editor shows.
    at = added.at + line.startswith("\ufeff")
    lines[finding.line - 1] = line[:at] + added.text + line[at:]
    new = "\n".join(lines).encode("utf-8", "surrogateescape")
    files = Overlay(target.files, {finding.file: new})
    after = Configuration(files, release=target.release, etc=target.etc).dialplan()
    before = pbx.checked.facts.configuration.dialplan()
    return (after.steps, after.uses, after.problems) == (
        before.steps,
        before.uses,
        before.problems,
    )
