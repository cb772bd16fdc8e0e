"""Measure what each module costs in memory and threads, and write it into
asterisk_lint/catalog/data/costs.txt.

    python -m tools.module_costs $(tests/asterisk-root 22) 22 9
    python -m tools.module_costs $(tests/asterisk-root 22) 22 --check fixtures/small-office

Boots an Asterisk without modules and without configuration and loads every module of the root into
it, one after the other, each after what it requires; reads /proc after each. What a module costs
depends on what is there already (a library is loaded once), so this is done in several random
orders, and the means are written: they add up to what all modules cost together.

`--check DIRECTORY...` boots each PBX with autoload=yes and with the whitelist that `init` writes,
and prints what that really saves beside what the file says.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from asterisk_lint.catalog.costs import PATH, Cost, installed_usually, saved
from asterisk_lint.catalog.load import Catalog, load
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import Asterisk, boot
from asterisk_lint.witness.installed_modules import module_folder

NO_MODULES = ["[modules]", "autoload = no"]
LIMIT = 900  # seconds for one order


def installed(root: str) -> list[str]:
    """Return the modules of a root, sorted."""
    folder = Path(module_folder(root) or root)
    return sorted(path.name.removesuffix(".so") for path in folder.glob("*.so"))


def in_order(modules: Sequence[str], catalog: Catalog, chance: random.Random) -> list[str]:
    """Return the modules in a random order, each after what it requires."""
    ordered: dict[str, None] = {}
    waiting: set[str] = set()

    def visit(name: str) -> None:
        if name in ordered or name in waiting or name not in modules:
            return
        waiting.add(name)
        known = catalog.module(name)
        for needed in known.requires if known else ():
            visit(needed)
        ordered[name] = None

    for name in chance.sample(modules, len(modules)):
        visit(name)
    return list(ordered)


def process_of(asterisk: Asterisk) -> int:
    """Return the number of the Asterisk process, as seen from outside of its sandbox."""
    children: dict[int, list[tuple[int, str]]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            before, _, after = path.read_text().rpartition(")")
        except OSError:
            continue
        parent = int(after.split()[1])
        children.setdefault(parent, []).append((int(path.parent.name), before.partition("(")[2]))
    waiting = [asterisk.pid]
    while waiting:
        for number, name in children.get(waiting.pop(), ()):
            if name == "asterisk":
                return number
            waiting.append(number)
    raise SystemExit("there is no Asterisk process")


def measured(process: int) -> Cost:
    """Return the resident memory and the threads of a process, when their number is stable."""
    last = -1
    for _ in range(25):
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        said = dict(line.split(":", 1) for line in lines)
        if int(said["Threads"]) == last:
            break
        last = int(said["Threads"])
        time.sleep(0.02)
    return Cost(int(said["VmRSS"].split()[0]), last)


def one_order(root: str, order: Sequence[str]) -> Iterator[tuple[str, Cost]]:
    """Yield what each module adds when it is loaded in this order."""
    with boot(root, {}, modules=NO_MODULES, lifetime=LIMIT) as asterisk:
        process = process_of(asterisk)
        before = measured(process)
        for name in order:
            asterisk.cli(f"module load {name}.so")
            now = measured(process)
            yield name, Cost(now.memory - before.memory, now.threads - before.threads)
            before = now


def measure(root: str, series: str, rounds: int) -> Mapping[str, Cost]:
    """Return the mean cost of each module."""
    catalog = load(Release.parse(series))
    # Asterisk's own tests are for its developers.
    modules = [name for name in installed(root) if not name.startswith("test_")]
    found: dict[str, list[Cost]] = {}
    for number in range(rounds):
        for name, cost in one_order(root, in_order(modules, catalog, random.Random(number))):  # noqa: S311
            found.setdefault(name, []).append(cost)
        print(f"order {number + 1} of {rounds}", file=sys.stderr)
    return {
        name: Cost(
            round(sum(cost.memory for cost in costs) / len(costs)),
            round(sum(cost.threads for cost in costs) / len(costs), 1),
        )
        for name, costs in found.items()
    }


def write(series: str, costs: Mapping[str, Cost]) -> None:
    """Replace the rows of one series in the file."""
    path = Path(PATH)
    kept = [line for line in path.read_text().splitlines() if not line.startswith(f"{series} ")]
    new = [
        f"{series} {name} {max(cost.memory, 0)} {max(cost.threads, 0):g}"
        for name, cost in sorted(costs.items())
    ]
    head = [line for line in kept if line.startswith("#")]
    rows = sorted([*(line for line in kept if line and line[0] != "#"), *new])
    path.write_text("\n".join([*head, *rows]) + "\n")


def compare(root: str, series: str, directory: Path) -> str:
    """Return what a whitelist really saves for one PBX, beside what the file says."""
    release = Release.parse(series)
    with tempfile.TemporaryDirectory() as folder:
        pbx = Path(folder) / "pbx"
        shutil.copytree(directory, pbx)
        off = set(installed(root)) - installed_usually(release)
        lines = ["[modules]", "autoload = yes", *(f"noload = {name}.so" for name in sorted(off))]
        (pbx / "modules.conf").write_text("[modules]\nautoload = yes\n")
        command = [sys.executable, "-m", "asterisk_lint", "init", "--yes", "--no-hook", "--quiet"]
        subprocess.run([*command, "--asterisk", series, str(pbx)], check=True)
        everything = _running(root, pbx, lines)
        whitelist = _running(root, pbx, (pbx / "modules.conf").read_text().splitlines())
        report = subprocess.run(
            [sys.executable, "-m", "asterisk_lint", "--output-format", "json", str(pbx)],
            capture_output=True,
            text=True,
        )
    (said,) = json.loads(report.stdout)["pbx"]
    loaded = {entry["module"].lower() for entry in said["whitelist"] if entry["option"] != "noload"}
    estimate = saved(release, loaded)
    return (
        f"{directory.name}: {(everything.memory - whitelist.memory) / 1024:.1f} MB and "
        f"{everything.threads - whitelist.threads:g} threads; estimated {estimate}"
    )


def _running(root: str, pbx: Path, modules: Sequence[str]) -> Cost:
    with boot(root, pbx, modules=modules) as asterisk:
        if not asterisk.up:
            raise SystemExit(asterisk.failure)
        asterisk.cli("core waitfullybooted")
        time.sleep(0.3)
        return measured(process_of(asterisk))


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root")
    parser.add_argument("series")
    parser.add_argument("rounds", type=int, nargs="?", default=9)
    parser.add_argument("--check", type=Path, nargs="+", metavar="DIRECTORY")
    args = parser.parse_args()
    if args.check:
        for directory in args.check:
            print(compare(args.root, args.series, directory), flush=True)
    else:
        write(args.series, measure(args.root, args.series, args.rounds))


if __name__ == "__main__":
    main()
