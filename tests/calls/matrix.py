"""The call matrix: each row of matrix.yaml is a small PBX and a call, played with autoload=yes and
with the whitelist that `init` writes.

    python -m tests.calls.matrix 22            every row that 22 has (about twenty minutes)
    python -m tests.calls.matrix 16 park       the rows of 16 whose names hold "park"

Both must give what the row says, line for line, and the whitelist must cause no new warning or
error. One line is printed for each row, then how many are equal.
"""

import os
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML

from asterisk_lint.witness.boot import DidNotStart, boot
from tests.calls.pairs import pairs
from tests.calls.samples import certificate
from tests.calls.scenes import Scene, loops, phones
from tests.pbx import lint

# Of the storages of voicemail one alone can be loaded, as the sample of modules.conf has it.
AUTOLOAD = b"[modules]\nautoload=yes\nnoload=app_voicemail_imap.so\nnoload=app_voicemail_odbc.so\n"
ROWS = Path(__file__).with_name("matrix.yaml")


class Row(NamedTuple):
    """One row: the configuration, the actions, and the expected result."""

    name: str
    files: Mapping[str, str]
    phones: Mapping[str, str]
    lines: Sequence[str]
    releases: Sequence[str]
    certificate: str = ""  # the file for a key with its certificate, made for each run


class Outcome(NamedTuple):
    """What came of a row: for each line the result, and the kinds of warnings and errors in the
    log.
    """

    results: tuple[str, ...]
    complaints: frozenset[str]


def rows() -> list[Row]:
    """Every row of the matrix."""
    found = []
    for given in [*YAML(typ="safe").load(ROWS.read_text(encoding="utf-8")), *pairs()]:
        wanted = (
            dict.fromkeys(given.get("phones", "alice").split(), "")
            if isinstance(given.get("phones", "alice"), str)
            else given["phones"]
        )
        files = {
            "pjsip.conf": phones(wanted) + loops(given.get("loops", {})) + given.get("pjsip", ""),
            "extensions.conf": f"[phones]\n{given['dialplan']}",
            **given.get("files", {}),
        }
        releases = [str(release) for release in given.get("releases", (22, 16))]
        key = given.get("certificate", "")
        found.append(Row(given["name"], files, wanted, given["lines"], releases, key))
    return found


def expected(row: Row) -> tuple[str, ...]:
    """The result that each line of a row asks for."""
    return tuple(line.partition(" -> ")[2] or "yes" for line in row.lines)


def whitelisted(row: Row, release: str, to: Path) -> dict[str, bytes]:
    """The files of a row with the whitelist that `init` writes for them."""
    for name, text in {**row.files, "modules.conf": "[modules]\nautoload=yes\n"}.items():
        (to / name).write_text(text)
    lint("init", "--yes", "--no-hook", "--asterisk", release, ".", cwd=to, status=0)
    return {name: (to / name).read_bytes() for name in (*row.files, "modules.conf")}


def played(row: Row, root: str, files: Mapping[str, bytes]) -> Outcome:
    """Boot a row's PBX and play its lines."""
    key = certificate() if row.certificate else ""
    files = {**files, row.certificate: key.encode()} if key else files
    with boot(root, files) as asterisk, ExitStack() as stack:
        assert asterisk.up, asterisk.failure
        scene = Scene(asterisk, row.phones, stack, key)
        results = tuple(scene.play(line.partition(" -> ")[0]) for line in row.lines)
        return Outcome(results, complaints(asterisk.log))


def complaints(log: str) -> frozenset[str]:
    """The warnings and errors of a log without times, numbers and names that differ from run to
    run.
    """
    return frozenset(
        re.sub(r"0x[0-9a-f]+|[0-9a-f]{8,}|\d+", "#", found[1])
        for line in log.splitlines()
        if (found := re.search(r"(?:WARNING|ERROR)\[.*?\](?:\[.*?\])? (.*)", line))
    )


def compared(row: Row, root: str, release: str) -> str:
    """What is wrong with a row, "" when both runs give what it says."""
    with tempfile.TemporaryDirectory() as folder:
        ours = played(row, root, whitelisted(row, release, Path(folder)))
    everything = {name: text.encode() for name, text in row.files.items()}
    everything["modules.conf"] = AUTOLOAD
    autoload = played(row, root, everything)
    wrong = [
        f"{line}: autoload {theirs}, whitelist {own}"
        for line, theirs, own, wanted in zip(
            row.lines, autoload.results, ours.results, expected(row), strict=True
        )
        if theirs != wanted or own != wanted
    ]
    new = sorted(ours.complaints - autoload.complaints)
    return "; ".join([*wrong, *(f"new in the log: {line}" for line in new)])


def root_of(release: str) -> str:
    """The root directory of a release (tests/asterisk-root makes it)."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    roots = os.environ.get("ASTERISK_LINT_ROOTS") or f"{cache}/asterisk-lint/roots"
    return f"{roots}/asterisk-{release}"


def main(release: str, part: str = "") -> int:
    """Play every row of a release; 1 when one is not equal."""
    wanted = [row for row in rows() if release in row.releases and part in row.name]
    equal = 0
    for row in wanted:
        try:
            # A machine with much else to do can be late once.
            wrong = compared(row, root_of(release), release) and compared(
                row, root_of(release), release
            )
        except (AssertionError, OSError, ValueError, DidNotStart) as error:
            wrong = f"could not be played: {error!r}"
        equal += not wrong
        print(f"{row.name}: {wrong or 'equal'}", flush=True)
    print(f"{equal} of {len(wanted)} rows equal on {release}")
    return int(equal != len(wanted))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
