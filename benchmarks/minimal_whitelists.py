"""Take each line of each fixture's fixed whitelist out and start Asterisk without it: what is lost?

    python benchmarks/minimal_whitelists.py [--asterisk RELEASE] [FIXTURE ...] > docs/minimal.md

RELEASE is one of those that tests/asterisk-root makes; without it each fixture is started with the release that it is written for.
Needs the root directories of tests/asterisk-root. A line whose loss a start cannot show is listed with the reason for which it stays (the usage
tables' own); what such a module does in a call is proved in tests/usage and tests/witness.
"""

import argparse
import contextlib
import io
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from asterisk_lint.check import gather
from asterisk_lint.fix.rewrite import Overlay, rewrite
from asterisk_lint.model import Edit
from asterisk_lint.settings import Settings
from asterisk_lint.tree.open import open_trees
from asterisk_lint.witness.observation import Observation, observe
from tests.pbx import FIXTURES, pbxs
from tests.test_fixtures import fixed, release_of


def loss(before: Observation, after: Observation, module: str) -> str:
    """What a start without the module lacks, in a few words; nothing when it lacks nothing but the module."""
    if not after.up:
        return f"Asterisk does not start: {after.failure[:80]}"
    down = sorted(name for name in before.modules if name != module and before.running(name) and not after.running(name))
    if down:
        return "also gone: " + ", ".join(down[:4])
    for kind, names in before.names.items():
        gone = sorted(names - after.names.get(kind, frozenset()))
        if gone:
            return f"{kind} " + ", ".join(gone[:4])
    told = sorted(f"{kind} {name}" for kind, name in set(after.told) - set(before.told))
    return "the log: " + told[0] if told else ""


def table(name: str, release: str, root: str) -> list[tuple[str, str, str]]:
    """Module, loss and reason of each whitelisted line of one fixture."""
    with tempfile.TemporaryDirectory() as scratch:
        with contextlib.redirect_stdout(io.StringIO()):
            directory = fixed(name, Path(scratch), release)
        (tree, _), *_ = open_trees([str(directory)])
        from asterisk_lint.tree.find import find_pbxs

        (pbx,) = find_pbxs(tree, ["."], Settings())
        facts = gather(pbx.files, release=release, settings=Settings())
        before = observe(pbx.files, root=root)
        rows = []
        for key, listed in facts.whitelist.loaded().items():
            edit = Edit("remove", listed.module, listed.entry.file, listed.entry.line)
            changed = rewrite(pbx.files, facts.whitelist, [edit], release=release, etc="/etc/asterisk")
            lost = loss(before, observe(Overlay(pbx.files, changed), root=root), key)
            reasons = facts.required[key].reasons if key in facts.required else ()
            why = next((reason.because for reason in reasons if reason.because), "")
            places = (f"{reason.name} at {reason.file}:{reason.line}" if reason.file else f"for {reason.name}" for reason in reasons)
            why = why or next(places, "kept")
            if key not in before.modules:
                lost, why = "", f"{why} (the Asterisk that was started is built without this module)"
            rows.append((listed.module, lost, why))
        return rows


def main(names: list[str], asterisk: str = "") -> None:
    """Print one table a fixture, and the count."""
    lines = silent = 0
    for name in names:
        release = asterisk or release_of(FIXTURES / name)
        root = subprocess.run(["tests/asterisk-root", release], check=True, capture_output=True, text=True).stdout.strip()
        print(f"\n## {name} (Asterisk {release})\n\n| without | is lost | why it stays |\n|---|---|---|")
        for module, lost, why in table(name, release, root):
            lines += 1
            silent += not lost
            print(f"| {module} | {lost or 'nothing that a start shows'} | {why if not lost else ''} |", flush=True)
    print(f"\n{lines} lines; {silent} whose loss only a call, a registration or an operation shows, each with its reason.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="What is lost without each line of each fixture's whitelist.")
    parser.add_argument("--asterisk", default="", metavar="RELEASE")
    parser.add_argument("fixtures", nargs="*", default=[name for name in pbxs() if not name.startswith("2010")])
    main(parser.parse_args().fixtures, parser.parse_args().asterisk)
