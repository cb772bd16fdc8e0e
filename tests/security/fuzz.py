"""Mutated inputs for every command: `python -m tests.security.fuzz 100000` (some hours; `--seed N`
begins elsewhere, `--git 0.1` is the part in Git).

No traceback, no internal error, no raw control character, no command for a CI runner, no file
written by a command that only reads or that ends with status 2, every machine format well-formed,
--fix idempotent, and nothing over 2 seconds of CPU or 300 MB for an input of up to 100 KB. What
fails is kept in a directory that is named at the end, with its command line.
"""

import argparse
import contextlib
import gc
import io
import json
import mmap
import os
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from tests.security.fuzz_inputs import Input, made
from tests.security.fuzz_machines import play
from tests.security.fuzz_memory import remembering

SECONDS, MEGABYTES = 2.0, 300
BATCH = 100  # inputs in one process: what one leaves behind must not count for many others
WRITING = ("--fix", "init", "--write", "--yes", "--keep")
RAW = ("\x1b", "\x07", "\x9b", "\u202e")


def main() -> int:
    """Run as many inputs as asked for; gives 1 when one failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--git", type=float, default=0.1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after this time")
    parser.add_argument(
        "--cpu", type=float, default=SECONDS, help="seconds that one input may take"
    )
    with remembering():
        return campaign(parser.parse_args())


def campaign(args: argparse.Namespace) -> int:
    """Run the inputs; gives 1 when one failed."""
    play()
    for seed in range(-20, 0):  # what they import is there for all
        list(problems_of(made(seed, git=0)))
    gc.collect()
    gc.freeze()
    gc.disable()  # as `main` does
    kept = Path(tempfile.mkdtemp(prefix="asterisk-lint-fuzz-"))
    began, done, failed = time.monotonic(), 0, 0
    while done < args.number and time.monotonic() - began < args.seconds:
        count = min(BATCH, args.number - done)
        ran, problems = batch(args.seed + done, count, args.git, args.cpu)
        for seed, problem in problems:
            failed += 1
            print(f"{seed}: {problem}", flush=True)
            keep(kept / str(seed), made(seed, git=args.git))
        done += ran
        if done // (10 * BATCH) > (done - ran) // (10 * BATCH):
            print(f"{done} inputs, {failed} failed, {time.monotonic() - began:.0f} s", flush=True)
    print(
        f"{done} inputs, {failed} failed; kept in {kept}"
        if failed
        else f"{done} inputs, none failed"
    )
    return 1 if failed else 0


def keep(directory: Path, one: Input) -> None:
    """Write an input down."""
    lay_out(directory / "files", one)
    (directory / "arguments").write_text(json.dumps([*one.arguments, one.git]))


def batch(
    first: int, count: int, git: float, limit: float = SECONDS
) -> tuple[int, list[tuple[int, str]]]:
    """Run inputs in a process of their own; gives how many ran, and what was wrong with which. One
    that ends the process is the last.
    """
    shared = mmap.mmap(-1, 8)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        status = 1
        try:
            # What hangs is ended by the signal of this clock.
            for seed in range(first, first + count):
                shared[:8] = struct.pack("q", seed)
                signal.setitimer(signal.ITIMER_PROF, 5 * limit)
                if seed % 10 == 0:
                    gc.collect()  # the command itself never does
                for problem in problems_of(made(seed, git=git), limit):
                    os.write(writing, json.dumps([seed, problem]).encode()[:4000] + b"\n")
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writing)
    with open(reading, encoding="utf-8", errors="replace") as lines:
        found = [tuple(json.loads(line)) for line in lines if line.endswith("]\n")]
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    (last,) = struct.unpack("q", shared[:8])
    if status:
        found.append(
            (
                last,
                f"the process ended with {status}"
                + " (5 times its time)" * (status == -signal.SIGPROF),
            )
        )
        count = last - first + 1
    return count, found


def problems_of(one: Input, limit: float = SECONDS) -> Iterator[str]:
    """What is wrong with a run on an input."""
    with place() as directory:
        lay_out(directory, one)
        if one.git:
            commit(directory)
        before = contents(directory)
        Path("/proc/self/clear_refs").write_text("5")  # the peak of the memory starts again
        used, memory = cpu(), peak("VmRSS")
        status, out, errors = run(one.arguments, directory)
        seconds, megabytes = cpu() - used, max(peak("VmHWM") - memory, 0) + 40
        yield from faults(one, status, out, errors)
        if seconds > limit:
            yield f"{seconds:.1f} s of CPU"
        if megabytes > MEGABYTES:
            yield f"{megabytes} MB"
        after = contents(directory)
        writes = any(word in one.arguments for word in WRITING)
        if after != before and (status == 2 or not writes):
            yield (
                f"files written with status {status}: "
                f"{sorted(name for name in after if after[name] != before.get(name))}"
            )
        if "--fix" in one.arguments and status != 2:
            run(one.arguments, directory)
            if contents(directory) != after:
                yield "--fix changed its own result"
        if after != before and status != 2:
            _, _, errors = run(("--output-format", "concise"), directory)
            written = [name for name in after if after[name] != before.get(name)]
            if any(f"asterisk-lint: {name}:" in errors for name in written):
                yield f"written so that it cannot be read: {errors[-300:]}"


@contextlib.contextmanager
def place() -> Iterator[Path]:
    """A new directory, in memory where there is such a place."""
    with tempfile.TemporaryDirectory(
        dir="/dev/shm" if os.path.isdir("/dev/shm") else None, ignore_cleanup_errors=True
    ) as name:
        yield Path(name)


def lay_out(directory: Path, one: Input) -> None:
    for name, data in one.files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_bytes(data)


def commit(directory: Path) -> None:
    """Two commits: modules.conf, then the rest."""
    settings = (
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@x",
        "-c",
        "core.autocrlf=false",
        "-c",
        "gc.auto=0",
    )
    for command in (
        ("init", "-q"),
        ("add", "-A", "modules.conf"),
        ("commit", "-qm", "1", "--allow-empty"),
        ("add", "-A", "-f"),
        ("commit", "-qm", "2", "--allow-empty"),
    ):
        subprocess.run(
            ["git", *settings, *command], cwd=directory, check=False, capture_output=True
        )


def contents(directory: Path) -> dict[str, bytes]:
    """Every file, but those of Git itself."""
    found = {}
    for folder, folders, names in os.walk(directory):
        if ".git" in folders and folder == str(directory):
            folders.remove(".git")
        for name in names:
            path = Path(folder, name)
            found[str(path.relative_to(directory))] = path.read_bytes()
    return found


def cpu() -> float:
    """Seconds of CPU that this process and its children have taken."""
    own, theirs = (
        resource.getrusage(resource.RUSAGE_SELF),
        resource.getrusage(resource.RUSAGE_CHILDREN),
    )
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime


def peak(name: str) -> int:
    """A figure of this process' memory, in megabytes."""
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) >> 10 for line in lines if line.startswith(f"{name}:"))


def run(arguments: tuple[str, ...], directory: Path) -> tuple[int, str, str]:
    """Run the command in this process; gives the status, what it printed, and its error output."""
    from asterisk_lint.cli import run as command

    out, errors = (
        io.TextIOWrapper(
            io.BytesIO(), encoding="utf-8", errors="backslashreplace", write_through=True
        )
        for _ in range(2)
    )
    here = os.getcwd()
    os.chdir(directory)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
            status = command(list(arguments))
    finally:
        os.chdir(here)
    texts = [stream.buffer.getvalue().decode("utf-8", "replace") for stream in (out, errors)]
    return status, texts[0], texts[1]


def faults(one: Input, status: int, out: str, errors: str) -> Iterator[str]:
    """What is wrong with what a run said."""
    if status not in (0, 1, 2):
        yield f"status {status}"
    if "Traceback" in errors or "internal error" in errors:
        yield errors[-300:]
    if status == 2 and not errors.strip():
        yield "status 2 without a word"
    shown = ("text", "concise")
    output = (
        one.arguments[one.arguments.index("--output-format") + 1]
        if "--output-format" in one.arguments
        else "text"
    )
    for text, where in (
        (errors, "stderr"),
        (out if output in shown and not {"--diff", "upgrade"} & {*one.arguments} else "", "stdout"),
    ):
        raw = [sign for sign in RAW if sign in text]
        if raw:
            yield f"{raw!r} on {where}"
    if status == 2 or one.arguments[0] == "export":
        return
    try:
        if output in ("json", "sarif", "gitlab") and out:
            json.loads(out)
        elif output in ("junit", "svg") and out:
            ET.fromstring(out)
    except (ValueError, ET.ParseError) as error:
        yield f"{output} is broken: {error}"


if __name__ == "__main__":
    sys.exit(main())
