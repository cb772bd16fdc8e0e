"""How the cost of a check grows with bad input: for each shape the exponent of its CPU time and of
its memory.

    python benchmarks/shapes.py [SHAPE ...] [--most LINES] [--seconds S] [--list]

A shape is a generator of files that a hostile or broken configuration could hold, made as large as
asked for. Each is doubled until a check takes longer than `seconds` or it has `most` lines (or what
counts for a line); the exponent is the slope of the logarithms over the largest sizes, less what a
check of next to nothing takes. 1 is linear. Exits with 1 if an exponent is above 1.1.
"""

import argparse
import math
import os
import shutil
import sys
import tempfile
from collections.abc import Callable

import reader_shapes  # noqa: F401 - puts its shapes into the table
import rule_shapes  # noqa: F401 - likewise
from shape_table import MODULES, SHAPES, Files

AIM = 1.1
WIDE = 8  # the largest size is so many times the smallest that the slope is taken over
_NOTHING_SECONDS = 0.25  # growth below which an exponent says nothing
_NOTHING_MEMORY = 8.0  # MiB


def measure(top: str) -> tuple[float, float]:
    """CPU seconds and peak MiB of one check."""
    null = os.open(os.devnull, os.O_WRONLY)
    arguments = [
        sys.executable,
        "-m",
        "asterisk_lint",
        "--no-cache",
        "--exit-zero",
        "--asterisk",
        "22",
        "--output-format",
        "concise",
        top,
    ]
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


def costs(make: Callable[[int], Files], size: int, runs: int) -> tuple[float, float]:
    """The least CPU seconds and MiB of some checks."""
    top = write(make, size)
    try:
        return min(measure(top) for _ in range(runs))
    finally:
        shutil.rmtree(top)


def slope(points: list[tuple[int, float]], nothing: float) -> float | None:
    """The exponent over the largest sizes; None when the cost hardly grows."""
    size, most = points[-1]
    grown = [(other, value) for other, value in points if other * WIDE >= size and value > nothing]
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
    parser.add_argument("--list", action="store_true", help="print the shapes")
    args = parser.parse_args()
    if args.list:
        for name, (reader, make) in SHAPES.items():
            print(f"{reader:16} {name:42} {make.__doc__}")
        return
    wrong = 0
    bottom = costs(lambda size: {}, 0, 3)
    print(
        f"{'reader':16} {'shape':42} {'lines':>7} {'CPU s':>7} {'MiB':>6} {'time':>5} {'memory':>6}"
    )
    for name in args.shapes or SHAPES:
        reader, make = SHAPES[name]
        times: list[tuple[int, float]] = []
        memory: list[tuple[int, float]] = []
        size = args.most // 128
        while True:
            seconds, mebibytes = costs(make, size, 2 if not times or times[-1][1] < 1 else 1)
            times.append((size, seconds - bottom[0]))
            memory.append((size, mebibytes - bottom[1]))
            if size * 2 > args.most or seconds > args.seconds:
                break
            size *= 2
        exponents = slope(times, _NOTHING_SECONDS), slope(memory, _NOTHING_MEMORY)
        bad = (
            any(exponent is not None and exponent > AIM for exponent in exponents)
            or size * 2 <= args.most // 16
        )
        wrong += bad
        shown = ["-" if exponent is None else f"{exponent:.2f}" for exponent in exponents]
        print(
            (
                f"{reader:16} {name:42} {size:7} {seconds:7.2f} {mebibytes:6.0f} {shown[0]:>5} "
                f"{shown[1]:>6}{'  <--' if bad else ''}"
            ),
            flush=True,
        )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
