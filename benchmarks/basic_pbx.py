"""Asterisk's own example of a whitelist (configs/basic-pbx of release 22) beside the one that --fix
makes of it, line by line.

    python benchmarks/basic_pbx.py > docs/basic-pbx.md

The example comes out of Debian's package, in the root directory that `tests/asterisk-root 22`
makes.
"""

import contextlib
import gzip
import io
import re
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from asterisk_lint.catalog.load import load
from asterisk_lint.commands.module_usage import usage_of
from asterisk_lint.facts import Facts
from asterisk_lint.fix.rewrite import Overlay, rewrite
from asterisk_lint.model import Edit
from asterisk_lint.releases import Release
from asterisk_lint.requirements.grouped_uses import each_use
from asterisk_lint.requirements.verdicts import UNDECIDED
from asterisk_lint.tree.files import Files
from asterisk_lint.witness.boot import boot
from asterisk_lint.witness.minimal import same
from asterisk_lint.witness.observation import content_of
from benchmarks.minimal_whitelists import facts_of, rows, why
from benchmarks.phones import USERS, WORDS, goes_well, with_phones
from benchmarks.starts import started
from tests.pbx import lint
from tests.talk import within
from tests.usage.sip import Phone

EXAMPLE = "usr/share/doc/asterisk-config/examples/configs/basic-pbx"
RELEASE = "22"
# without it cdr_custom of the example is refused, and little could be compared
CORRECTION = b"load = res_cdrel_custom.so\n"
# What a desk of the example dials: mailbox, menu, conferences, desks, a wrong number, the numbers
# from outside; and the menu as a caller has it.
DIALLED = (
    "8000",
    "1100",
    "6000",
    "6500",
    "1101",
    "1111",
    "1199",
    "5555555",
    "2565555555",
    "2565551200",
    "2565551250",
    "2565551234",
    "2565551100",
    "0",
)
HEAD = """# Asterisk's own whitelist example, line by line

Asterisk 22 comes with an example of a whitelist, `configs/basic-pbx`.
This page shows what `--fix` makes of it: each difference with its reason, and with what a real
Asterisk (22.10.1) shows.
The example is broken as shipped: `cdr_custom` needs `res_cdrel_custom`, which it does not load.
That line was added to it for the comparison below.
`python benchmarks/basic_pbx.py` writes this page.
"""


def example(root: str, to: Path) -> Path:
    """A copy of the example."""
    directory = to / "basic-pbx"
    directory.mkdir(parents=True)
    for path in (Path(root) / EXAMPLE).iterdir():
        data = path.read_bytes()
        (directory / path.name.removesuffix(".gz")).write_bytes(
            gzip.decompress(data) if path.suffix == ".gz" else data
        )
    return directory


def both(root: str, to: Path) -> tuple[Facts, Facts]:
    """What is known of the example as it is shipped, and with the whitelist that --fix makes of
    it.
    """
    directory = example(root, to)
    shipped = facts_of(directory, RELEASE)
    fixed = example(root, to / "fixed")
    with contextlib.redirect_stdout(io.StringIO()):
        lint("--fix", "--asterisk", RELEASE, ".", cwd=fixed, status=1)
    return shipped, facts_of(fixed, RELEASE)


def corrected(facts: Facts) -> Files:
    """The example's files with the line that it lacks."""
    files = facts.configuration.files
    return Overlay(files, {"modules.conf": files.read("modules.conf") + CORRECTION})


def calls(files: Files, root: str) -> dict[str, list[str]]:
    """Return the result of a call to each number: its status, and the applications and prompts in
    the log.
    """
    content = with_phones(content_of(files))
    content["pjsip.conf"] = content["pjsip.conf"].replace(
        b"context=phones-added", b"context=Long-Distance"
    )
    told: dict[str, list[str]] = {}
    with boot(root, content) as asterisk:
        for number in DIALLED:
            before = len(asterisk.log)
            with closing(Phone(asterisk, "alice", USERS["alice"])) as alice:
                call = alice.invite(number, seconds=3)
                status = alice.last.code if alice.last else 0
                time.sleep(2)
                if status == 200:
                    alice.ask("BYE", call, seconds=1)
            # What one call still says must not be taken for the next one's.
            asterisk.cli("channel request hangup all")
            within(5, lambda: "0 active channels" in asterisk.cli("core show channels count"))
            lines = re.findall(
                r"(?:Executing|Playing|Music class|Started music).*", asterisk.log[before:]
            )
            told[number] = [
                str(status),
                *(re.sub(r"(PJSIP/\w+)-[0-9a-f]{8}|\d{10}\.\d+", r"\1", line) for line in lines),
            ]
    return told


def unlike(one: dict[str, list[str]], other: dict[str, list[str]]) -> list[str]:
    """Return the numbers with different results; where one call had only begun when it ended, the
    other must not contradict it.
    """
    return [
        number
        for number in one
        if any(a != b for a, b in zip(one[number], other[number], strict=False))
    ]


def removed(shipped: Facts, ours: Facts, root: str) -> list[tuple[str, str, str]]:
    """Each line that --fix takes out: the module, what would count as its use, and what a start
    without that line alone shows.
    """
    files = corrected(shipped)
    whole = started(files, root).seen
    used = {(use.kind, use.name) for use in each_use(ours.uses)}
    catalog = load(Release.parse(RELEASE))
    found = []
    for key, listed in shipped.whitelist.loaded().items():
        if key in ours.whitelist.loaded():
            continue
        edit = Edit("remove", listed.module, listed.entry.file, listed.entry.line)
        changed = rewrite(shipped.target, shipped.whitelist, [edit])
        seen = started(
            Overlay(files, {"modules.conf": changed["modules.conf"] + CORRECTION}), root
        ).seen
        down = sorted(
            name
            for name in whole.modules
            if name != key and whole.running(name) and not seen.running(name)
        )
        unchanged = same(whole, seen, key, used)
        shown = (
            "nothing that the example uses is gone"
            if unchanged
            else f"also gone, and unused as well: {', '.join(down)}"
        )
        assert unchanged or (down and not set(down) & set(ours.whitelist.loaded())), (key, down)
        known = catalog.module(key)
        found.append(
            (
                listed.module,
                next(
                    iter(usage_of(known, catalog) if known else ()),
                    "an endpoint, a section or a line that asks for it",
                ),
                shown,
            )
        )
    return found


def main() -> None:
    """Print the page."""
    root = subprocess.run(
        ["tests/asterisk-root", RELEASE], check=True, capture_output=True, text=True
    ).stdout.strip()
    with tempfile.TemporaryDirectory() as scratch:
        shipped, ours = both(root, Path(scratch))
        theirs, mine = shipped.whitelist.loaded(), ours.whitelist.loaded()
        print(HEAD)
        print(f"The example loads {len(theirs)} modules, the whitelist made of it {len(mine)}.\n")
        table = {module: (lost, how) for module, lost, how in rows(ours, RELEASE, root)}
        print("## Lines that are added\n\n| module | why | without it |\n|---|---|---|")
        for key in sorted(set(mine) - set(theirs)):
            print(f"| {key} | {why(ours, key)} | {table[key][0]} (shown by {table[key][1]}) |")
        print(
            "\n## Lines that are taken out\n\n| module | what would count as its use, and is "
            "not there | a start without it |\n|---|---|---|"
        )
        for module, use, shown in removed(shipped, ours, root):
            print(f"| {module} | {use} | {shown} |", flush=True)
        files = corrected(shipped)
        scenes = [name for name in WORDS if name in mine]
        phones = [goes_well(which, root, scenes) for which in (files, ours.configuration.files)]
        lost = [name for name in scenes if phones[0][name] and not phones[1][name]]
        assert not lost, lost
        differs = unlike(calls(files, root), calls(ours.configuration.files, root))
        assert not differs, differs
        print(
            f"\nAll of them taken out together: {sum(phones[0].values())} kinds of "
            "registrations, requests and calls of added phones go as before, "
            f"and so do calls to {len(DIALLED)} numbers of the example "
            f"({', '.join(DIALLED)}): status, applications and prompts."
        )
        print(
            "\n## Lines that stay, though nothing shows their use\n\n| module | why it is "
            "left alone |\n|---|---|"
        )
        for verdict in ours.verdicts.values():
            if verdict.state == UNDECIDED:
                print(
                    f"| {verdict.listed.module} | {verdict.invisible or verdict.because[0].what} |"
                )
        print(
            "\n## Lines that both have\n\n| without | is lost, or why it stays | shown by "
            "|\n|---|---|---|"
        )
        for key in mine:
            if key in theirs and not (
                key in ours.verdicts and ours.verdicts[key].state == UNDECIDED
            ):
                print(f"| {key} | {table[key][0]} | {table[key][1]} |")


if __name__ == "__main__":
    main()
