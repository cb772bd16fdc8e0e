"""Take each line of each fixture's fixed whitelist out and start Asterisk without it: what is lost?

    python benchmarks/minimal_whitelists.py [--asterisk RELEASE] [FIXTURE ...] > docs/minimal.md
    python benchmarks/minimal_whitelists.py --asterisk 16 > docs/minimal-16.md

RELEASE is one of those that tests/asterisk-root makes; without it each fixture is started with the
release that it is written for. Needs the root directories of tests/asterisk-root. Where a start
shows no loss, phones are added to the PBX, and what they can no longer do without the line is shown
(phones.py); where they miss nothing either, the test that shows the module's loss (proofs.py); else
the reason for which the line stays (the usage tables' own).
"""

import argparse
import contextlib
import io
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from asterisk_lint.check import gather
from asterisk_lint.facts import Facts
from asterisk_lint.fix.rewrite import Overlay, rewrite
from asterisk_lint.model import Edit
from asterisk_lint.releases import Release
from asterisk_lint.requirements.grouped_uses import each_use
from asterisk_lint.rules import rule_names
from asterisk_lint.settings.read import parse_settings
from asterisk_lint.settings.values import Settings
from asterisk_lint.tree.find import find_pbxs
from asterisk_lint.tree.open import open_trees
from asterisk_lint.tree.target import Target
from benchmarks.phones import missed, working
from benchmarks.proofs import proof
from benchmarks.starts import loss, started, steady
from tests.pbx import FIXTURES, pbxs
from tests.test_fixtures import fixed, release_of

START, PHONE, TEST, REASON = "a start", "a phone", "a test", "a reason"
HEAD = """# What each whitelisted line is for

Each line of the whitelist that `--fix` wrote for each PBX in `fixtures/` was removed, and Asterisk
(22.10.1, or 16.28 where it says 16) was started without it.
The last column says what shows the loss:

- a start: a capability, another module or a piece of the configuration (extensions, hints,
  endpoints, ...) is gone, or the log has a new complaint.
- a phone: four phones were added to this PBX, with its whitelist unchanged.
  A registration, a request or a call that worked before fails without the line.
- a test: the named test leaves the module out, and shows what fails.
- a reason: none of these; the reason why the line stays.

`python benchmarks/minimal_whitelists.py` writes these pages: [minimal.md](minimal.md) has each PBX
with the release that it is written for, and with `--asterisk 16` [minimal-16.md](minimal-16.md) has
every PBX with 16.
"""


def facts_of(directory: Path, release: str) -> Facts:
    """What is known of a PBX with a whitelist."""
    (tree, _), *_ = open_trees([str(directory)])
    (pbx,) = find_pbxs(tree, ["."], Settings())
    said = directory / ".asterisk-lint.yaml"
    settings = (
        parse_settings(said.read_bytes(), said.name, rule_names()) if said.exists() else Settings()
    )
    facts = gather(Target(pbx.files, Release.parse(release), settings))
    assert facts.whitelist.loaded(), directory
    return facts


def why(facts: Facts, key: str) -> str:
    """Why a module stays, in one sentence."""
    reasons = each_use(facts.required[key].reasons) if key in facts.required else ()
    sentence = next((reason.because for reason in reasons if reason.because), "")
    places = (
        f"{reason.name} at {reason.file}:{reason.line}" if reason.file else f"for {reason.name}"
        for reason in reasons
    )
    return sentence or next(places, "kept")


def rows(facts: Facts, release: str, root: str) -> Iterator[tuple[str, str, str]]:
    """Module, what is lost without it, and how that is shown, for each line of a whitelist."""
    files = facts.configuration.files
    before = steady(started(files, root), started(files, root))
    modules = facts.whitelist.loaded()
    reachable = working(files, root, modules)
    for key, listed in modules.items():
        edit = Edit("remove", listed.module, listed.entry.file, listed.entry.line)
        without = Overlay(files, rewrite(facts.target, facts.whitelist, [edit]))
        if key not in before.seen.modules:
            yield (
                listed.module,
                why(facts, key),
                f"{REASON} (the Asterisk that was started is built without this module)",
            )
        elif lost := loss(before, started(without, root), key):
            yield listed.module, lost, START
        elif key in reachable and (lost := missed(without, root, key)):
            yield listed.module, lost, PHONE
        elif test := proof(key, classic="chan_sip" in modules):
            yield listed.module, why(facts, key), f"{TEST}: {test.rpartition('/')[2]}"
        else:
            yield listed.module, why(facts, key), REASON


def main(names: list[str], asterisk: str = "") -> None:
    """Print one table a fixture, and the counts."""
    counts: Counter[str] = Counter()
    print(HEAD)
    for name in names:
        release = asterisk or release_of(FIXTURES / name)
        root = subprocess.run(
            ["tests/asterisk-root", release], check=True, capture_output=True, text=True
        ).stdout.strip()
        print(
            f"\n## {name} (Asterisk {release})\n\n| without | is lost, or why it stays | "
            "shown by |\n|---|---|---|"
        )
        with tempfile.TemporaryDirectory() as scratch:
            with contextlib.redirect_stdout(io.StringIO()):
                directory = fixed(name, Path(scratch), release)
            for module, lost, how in rows(facts_of(directory, release), release, root):
                counts[how.partition(":")[0].partition(" (")[0]] += 1
                print(f"| {module} | {lost} | {how} |", flush=True)
    shown = ", ".join(f"{counts[how]} shown by {how}" for how in (START, PHONE, TEST, REASON))
    print(f"\n{counts.total()} lines: {shown}.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description="What is lost without each line of each fixture's whitelist."
    )
    parser.add_argument("--asterisk", default="", metavar="RELEASE")
    parser.add_argument(
        "fixtures", nargs="*", default=[name for name in pbxs() if not name.startswith("2010")]
    )
    main(parser.parse_args().fixtures, parser.parse_args().asterisk)
