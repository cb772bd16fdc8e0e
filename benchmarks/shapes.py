"""How the cost of a check grows with bad input: for each shape the exponent of its CPU time and of
its memory.

    python benchmarks/shapes.py [SHAPE ...] [--most LINES] [--seconds S] [--instructions] [--list]

A shape is a generator of files that a hostile or broken configuration could hold, made as large as
asked for. Each is doubled until a check takes longer than `seconds` or it has `most` lines (or what
counts for a line); the exponent is the slope of the logarithms over the largest sizes, less what a
check of next to nothing takes. 1 is linear. Exits with 1 if an exponent is above 1.1. Other
processes only ever add to a CPU time, so what is above is measured again, up to four times, and the
least of each size counts.

With --instructions, valgrind counts the instructions of each check as well, and the exponent of
time is theirs: the same on a busy machine, and without what a processor's caches add to large
inputs. It takes forty times as long.
"""

import argparse
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from operator import attrgetter
from typing import NamedTuple

import reader_shapes  # noqa: F401 - puts its shapes into the table
import rule_shapes  # noqa: F401 - likewise
from shape_table import MODULES, SHAPES, Files

AIM = 1.1
WIDE = 8  # the largest size is so many times the smallest that the slope is taken over
_AGAIN = 4  # how often a shape above the aim is measured again
_CHECK = (
    *(sys.executable, "-m", "asterisk_lint", "--no-cache", "--exit-zero", "--asterisk", "22"),
    *("--output-format", "concise"),
)
_VALGRIND = (
    *("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"),
    "--log-fd=2",
)


def measure(top: str) -> tuple[float, float]:
    """CPU seconds and peak MiB of one check."""
    null = os.open(os.devnull, os.O_WRONLY)
    arguments = [*_CHECK, top]
    child = os.posix_spawn(
        sys.executable,
        arguments,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)],
    )
    _, status, usage = os.wait4(child, 0)
    os.close(null)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"the check of {top} failed with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def instructions(top: str) -> float:
    """Billions of instructions of one check."""
    done = subprocess.run(
        [*_VALGRIND, *_CHECK, top],
        env={**os.environ, "PYTHONHASHSEED": "0"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    # A process that the check starts prints its own count before that of the check.
    counts = re.findall(r"I +refs: +([0-9,]+)", done.stderr)
    if done.returncode or not counts:
        raise SystemExit(f"valgrind failed with {done.returncode}: {done.stderr}")
    return int(counts[-1].replace(",", "")) / 1e9


def write(make: Callable[[int], Files], size: int) -> str:
    """Put files into a new directory."""
    top = tempfile.mkdtemp(prefix="shape-")
    # In another process, because a process that is started inherits this one's peak of memory.
    child = os.fork()
    if not child:
        for name, text in {"modules.conf": MODULES, **make(size)}.items():
            os.makedirs(os.path.dirname(os.path.join(top, name)), exist_ok=True)
            with open(os.path.join(top, name), "w", encoding="utf-8") as file:
                file.write(text)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{make.__name__} cannot be written")
    return top


class Costs(NamedTuple):
    """The least CPU seconds of some checks with their peak MiB, and the billions of instructions
    of one more.
    """

    seconds: float
    mebibytes: float
    instructions: float


_NOTHING = Costs(0.25, 8.0, 0.25)  # growth below which an exponent says nothing
_seconds: Callable[[Costs], float] = attrgetter("seconds")
_mebibytes: Callable[[Costs], float] = attrgetter("mebibytes")
_instructions: Callable[[Costs], float] = attrgetter("instructions")


def costs(make: Callable[[int], Files], size: int, runs: int, *, count: bool) -> Costs:
    """What a check of a shape costs; without instructions unless `count`."""
    top = write(make, size)
    try:
        return Costs(*min(measure(top) for _ in range(runs)), instructions(top) if count else 0.0)
    finally:
        shutil.rmtree(top)


def slope(points: list[tuple[int, float]], nothing: float) -> float | None:
    """The exponent over some sizes; None when the cost hardly grows."""
    _, most = points[-1]
    grown = [(size, value) for size, value in points if value > nothing]
    if most <= nothing or len(grown) < 2:
        return None
    # Least squares on logarithms.
    xs, ys = [math.log(x) for x, _ in grown], [math.log(y) for _, y in grown]
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)) / sum(
        (x - x_mean) ** 2 for x in xs
    )


def main() -> None:
    """Measure the shapes and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shapes", nargs="*", metavar="SHAPE")
    parser.add_argument("--most", type=int, default=100_000, help="lines (default: 100000)")
    parser.add_argument(
        "--seconds",
        type=float,
        default=4.0,
        help="CPU time after which a shape is not doubled again (default: 4)",
    )
    parser.add_argument(
        "--instructions", action="store_true", help="count instructions with valgrind"
    )
    parser.add_argument("--list", action="store_true", help="print the shapes")
    args = parser.parse_args()
    if args.list:
        for name, (reader, make) in SHAPES.items():
            print(f"{reader:16} {name:42} {make.__doc__}")
        return
    wrong = 0
    bottom = costs(lambda size: {}, 0, 3, count=args.instructions)
    print(
        f"{'reader':16} {'shape':42} {'lines':>7} {'CPU s':>7} {'MiB':>6} {'time':>5} {'memory':>6}"
    )
    for name in args.shapes or SHAPES:
        wrong += not row(name, bottom, args.most, args.seconds, count=args.instructions)
    sys.exit(1 if wrong else 0)


def row(name: str, bottom: Costs, most: int, seconds: float, *, count: bool) -> bool:
    """Measure a shape and print its row; False if it misses the aim."""
    reader, make = SHAPES[name]
    points: dict[int, Costs] = {}
    size = most // 128
    while True:
        points[size] = costs(make, size, 2, count=False)
        if size * 2 > most or points[size].seconds > seconds:
            break
        size *= 2
    over = [each for each in points if each * WIDE >= size]

    def exponent(nothing: Costs, of: Callable[[Costs], float]) -> float | None:
        grown = [(each, of(points[each]) - of(bottom)) for each in over]
        return slope(grown, of(nothing))

    if count:
        for each in over:
            points[each] = costs(make, each, 1, count=True)
    for _ in range(0 if count else _AGAIN):
        time = exponent(_NOTHING, _seconds)
        if time is None or time <= AIM:
            break
        for each in over:
            points[each] = min(points[each], costs(make, each, 1, count=False))
    exponents = (
        exponent(_NOTHING, _instructions if count else _seconds),
        exponent(_NOTHING, _mebibytes),
    )
    bad = any(each is not None and each > AIM for each in exponents) or size * 2 <= most // 16
    shown = ["-" if each is None else f"{each:.2f}" for each in exponents]
    last = points[size]
    print(
        (
            f"{reader:16} {name:42} {size:7} {last.seconds:7.2f} {last.mebibytes:6.0f} "
            f"{shown[0]:>5} {shown[1]:>6}{'  <--' if bad else ''}"
        ),
        flush=True,
    )
    return not bad


if __name__ == "__main__":
    main()
