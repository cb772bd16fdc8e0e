"""Ask a real Asterisk about the cases: python -m tests.trust.boot_cases [name-part ...]

For each case of 16 or 22 with one PBX: `--fix` rewrites the whitelist of the repository; then the
machine's whole configuration, with what the repository hides, is started twice, with everything
(autoload=yes) and with that whitelist. Nothing that the whole configuration requires may be gone
from it, and whatever it lists must run as it runs with everything: a module that does not lacks
something that it depends on.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from asterisk_lint.check import gather
from asterisk_lint.releases import Release
from asterisk_lint.requirements.verdicts import protective_modules
from asterisk_lint.tree.target import Target
from asterisk_lint.witness.boot import boot
from tests.conftest import root_of
from tests.memory import MemoryFiles
from tests.trust.cases import TOOL, Case, load_cases, make_repository
from tests.trust.machine import machine

RELEASES = ("16", "22")


class Outcome(NamedTuple):
    """What a case came to."""

    gone: list[str]  # required by the whole configuration, and no longer whitelisted
    idle: list[str]  # whitelisted, running with everything, and not running with the whitelist
    failure: str = ""  # why Asterisk did not start


def can_be_asked(case: Case) -> bool:
    """Whether a case is of a release that can be booted, and has one PBX in its root."""
    settings = case["files"].get(".asterisk-lint.yaml", "")
    one = sum(name.rpartition("/")[2] == "modules.conf" for name in case["files"]) == 1
    return (
        case["release"] in RELEASES
        and "modules.conf" in case["files"]
        and one
        and "pbx:" not in settings
        and "command" not in case
    )


def outcome_of(case: Case, root: str, place: Path) -> Outcome:
    """Fix the case's repository in `place`, start its machine from `root`, and compare."""
    release = case["release"]
    make_repository(case, place)
    words = [] if ".asterisk-lint.yaml" in case["files"] else ["--asterisk", release]
    subprocess.run([TOOL, "--fix", *words], cwd=place, capture_output=True, check=False)
    fixed = (place / "modules.conf").read_text()
    whole = machine(case["files"], release)
    facts = gather(Target(MemoryFiles(whole), Release.parse(release)))
    listed = _loaded({**whole, "modules.conf": fixed}, release)
    needed = facts.required.keys() & facts.whitelist.loaded().keys()
    if "sealed: true" in case["files"].get(".asterisk-lint.yaml", ""):
        # Its word was that nothing hidden needs more; it does not count for what protects.
        needed &= protective_modules(facts.declarations, facts.catalog)
    gone = sorted(needed - listed)
    files = {name: text.encode() for name, text in whole.items()}
    with boot(root, files, modules=("[modules]", "autoload=yes")) as asterisk:
        if not asterisk.up:
            return Outcome(gone, [], f"autoload=yes: {asterisk.failure}")
        everything = {name for name, state in asterisk.modules().items() if state.running}
    with boot(root, {**files, "modules.conf": fixed.encode()}) as asterisk:
        if not asterisk.up:
            return Outcome(gone, [], str(asterisk.failure))
        running = {name.lower() for name, state in asterisk.modules().items() if state.running}
    return Outcome(gone, sorted((listed & {name.lower() for name in everything}) - running))


def _loaded(files: dict[str, str], release: str) -> frozenset[str]:
    return frozenset(gather(Target(MemoryFiles(files), Release.parse(release))).whitelist.loaded())


def main(parts: list[str]) -> int:
    """Check every case whose name holds one of the parts (all, without any)."""
    roots: dict[str, str] = {}
    counts = {"asked": 0, "gone": 0, "idle": 0, "failed": 0}
    for case in load_cases():
        if not can_be_asked(case) or (parts and not any(part in case["name"] for part in parts)):
            continue
        root = roots.get(case["release"]) or roots.setdefault(
            case["release"], root_of(case["release"])
        )
        with tempfile.TemporaryDirectory() as place:
            outcome = outcome_of(case, root, Path(place))
        counts["asked"] += 1
        counts["gone"] += len(outcome.gone)
        counts["idle"] += len(outcome.idle)
        counts["failed"] += bool(outcome.failure)
        if any(outcome):
            print(
                f"{case['name']} ({case['release']}): gone {outcome.gone}, idle "
                f"{outcome.idle} {outcome.failure}",
                flush=True,
            )
    print(", ".join(f"{number} {what}" for what, number in counts.items()))
    return 1 if counts["gone"] or counts["idle"] or counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
