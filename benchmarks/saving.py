"""What a whitelist saves: start Asterisk with `autoload=yes` and with the whitelist that --fix
writes, and measure both.

    python benchmarks/saving.py [RUNS] > table.md

Two configurations (Asterisk's own example, basic-pbx, out of Debian's package;
fixtures/small-office), Asterisk 22 and 16, medians of RUNS (5) starts each, taken in turn. Needs
the root directories of tests/asterisk-root.
"""

import gzip
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from asterisk_lint.witness.boot import boot
from tests.pbx import fixture, lint

EXAMPLE = "usr/share/doc/asterisk-config/examples/configs/basic-pbx"
EVERYTHING = ("[modules]", "autoload=yes")


class Measured(NamedTuple):
    """One start."""

    modules: int  # running
    memory: float  # resident, MiB
    threads: int
    sockets: int  # TCP and UDP
    seconds: float  # till Asterisk says that it is fully booted
    complaints: int  # lines in the log: errors and warnings


def measure(root: str, directory: Path, modules: tuple[str, ...] | None) -> Measured:
    """Start Asterisk once."""
    with boot(root, directory, modules=modules) as asterisk:
        assert asterisk.up, asterisk.failure
        status = asterisk.read(f"/proc/{asterisk.read('/run/witness/asterisk.pid').strip()}/status")
        numbers = dict(re.findall(r"^(VmRSS|Threads):\s+(\d+)", status, re.MULTILINE))
        sockets = sum(
            max(len(asterisk.read(f"/proc/self/net/{kind}").splitlines()) - 1, 0)
            for kind in ("tcp", "tcp6", "udp", "udp6")
        )
        complaints = len(re.findall(r"^\[[^\]]*\] (?:ERROR|WARNING)\[", asterisk.log, re.MULTILINE))
        running = sum(state.running for state in asterisk.modules().values())
        return Measured(
            running,
            int(numbers["VmRSS"]) / 1024,
            int(numbers["Threads"]),
            sockets,
            asterisk.seconds,
            complaints,
        )


def example(root: str, to: Path) -> Path:
    """A copy of Asterisk's own example; SystemExit where the package does not hold it."""
    source = Path(root) / EXAMPLE
    if not source.is_dir():
        raise SystemExit(f"{source} is not there: asterisk-config of Debian forky holds it")
    directory = to / "basic-pbx"
    directory.mkdir()
    for path in source.iterdir():
        data = path.read_bytes()
        (directory / path.name.removesuffix(".gz")).write_bytes(
            gzip.decompress(data) if path.suffix == ".gz" else data
        )
    return directory


def root_of(release: str) -> str:
    """The root directory with that Asterisk."""
    return subprocess.run(
        [Path(__file__).parent.parent / "tests/asterisk-root", release],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def row(title: str, runs: list[Measured]) -> str:
    """The medians, as a line of the table."""
    modules, memory, threads, sockets, seconds, complaints = (
        statistics.median(values) for values in zip(*runs, strict=True)
    )
    return (
        f"| {title} | {modules:.0f} | {memory:.1f} MiB | {threads:.0f} | {sockets:.0f} | "
        f"{seconds:.2f} s | {complaints:.0f} |"
    )


def main(runs: int) -> None:
    """Print the table."""
    roots = {release: root_of(release) for release in ("22", "16")}
    print(
        "| | modules | resident | threads | sockets | start | errors and warnings "
        "|\n|---|---|---|---|---|---|---|"
    )
    for release, root in roots.items():
        for name in ("basic-pbx", "small-office"):
            with tempfile.TemporaryDirectory() as scratch:
                at = Path(scratch)
                directory = example(roots["22"], at) if name == "basic-pbx" else fixture(name, at)
                lint("--fix", "--asterisk", release, ".", cwd=directory)
                starts: tuple[list[Measured], list[Measured]] = ([], [])
                for _ in range(runs):
                    for kept, modules in zip(starts, (EVERYTHING, None), strict=True):
                        kept.append(measure(root, directory, modules))
                for kept, title in zip(starts, ("autoload=yes", "whitelist"), strict=True):
                    print(row(f"{name}, Asterisk {release}, {title}", kept), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 5)
