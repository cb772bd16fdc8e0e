"""Measure how long `why` takes on a long history, cold and warm, next to `git log -S` on the same
history.

    python benchmarks/history.py [--commits 1000] [--files 200] [--directory DIR]

Creates a PBX of `files` files whose dialplan is in pieces that extensions.conf includes, and a
history in which each commit changes one piece. The commit at a quarter of the history adds Queue(),
and the one in its middle removes it.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

MODULES = (
    "[modules]\nautoload=no\nload => pbx_config.so\nload => app_verbose.so\nload => "
    "app_dial.so\nload => app_queue.so\n"
)
STEPS = (
    "Verbose(1,{n})",
    "Dial(PJSIP/{n},30)",
    "Playback(prompt-{n})",
    "Set(X=${{CALLERID(num)}}{n})",
    "Goto(piece-{m},{n},1)",
    "NoOp({n})",
    "Wait({m})",
)


def piece(name: str, dice: random.Random, queue: bool = False) -> str:
    """A dialplan file of twenty extensions."""
    lines = [f"[{name}]"]
    for number in range(20):
        lines.append(
            f"exten => {1000 + number},1,"
            f"{dice.choice(STEPS).format(n=dice.randrange(1000), m=dice.randrange(9))}"
        )
        lines.append(
            f" same => n,{dice.choice(STEPS).format(n=dice.randrange(1000), m=dice.randrange(9))}"
        )
    if queue:
        lines.append(" same => n,Queue(support,t,,,60)")
    return "\n".join(lines) + "\n"


def make(top: str, commits: int, files: int) -> tuple[str, str]:
    """Write the history with git fast-import; gives the ids of the commits that added and that
    removed Queue().
    """
    dice = random.Random(22)  # noqa: S311
    pieces = [f"piece_{number:03}.conf" for number in range(files - 2)]
    stream: list[str] = []

    def commit(number: int, message: str, changed: dict[str, str]) -> None:
        stream.append(
            f"commit refs/heads/main\nmark :{number}\nauthor A <a@example.org> "
            f"{1_600_000_000 + number * 3600} +0000"
        )
        stream.append(
            f"committer A <a@example.org> {1_600_000_000 + number * 3600} +0000\ndata "
            f"{len(message)}\n{message}"
        )
        for path, content in changed.items():
            stream.append(
                f"M 100644 inline etc/asterisk/{path}\ndata {len(content.encode())}\n{content}"
            )

    first = {name: piece(name[:-5], dice) for name in pieces}
    first["modules.conf"] = MODULES
    first["extensions.conf"] = "[globals]\n" + "".join(f'#include "{name}"\n' for name in pieces)
    commit(1, "Start", first)
    added, removed = commits // 4, commits // 2
    for number in range(2, commits + 1):
        if number == added:
            commit(
                number, "Add the support queue", {pieces[7]: piece("piece_007", dice, queue=True)}
            )
        elif number == removed:
            commit(
                number, "Answer support calls at the desk", {pieces[7]: piece("piece_007", dice)}
            )
        else:
            name = dice.choice([name for name in pieces if name != pieces[7]])
            commit(number, f"Change {name}", {name: piece(name[:-5], dice)})
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", top], check=True)
    marks = os.path.join(top, ".git", "marks")
    subprocess.run(
        ["git", "fast-import", "--quiet", f"--export-marks={marks}"],
        cwd=top,
        input="\n".join(stream).encode() + b"\n",
        check=True,
    )
    subprocess.run(["git", "checkout", "--quiet", "main"], cwd=top, check=True)
    with open(marks, encoding="ascii") as file:
        ids = dict(line.split() for line in file)
    return ids[f":{added}"], ids[f":{removed}"]


def run(top: str, *command: str) -> tuple[str, float, float]:
    """Run a command; gives its output, CPU and elapsed seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, cwd=top, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (
        done.stdout,
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        time.perf_counter() - start,
    )


def main() -> None:
    """Make the history and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--commits", type=int, default=1000)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--directory")
    args = parser.parse_args()
    top = os.path.join(args.directory or tempfile.mkdtemp(prefix="history-"), "repository")
    added, removed = make(top, args.commits, args.files)
    print(
        f"{args.commits} commits over {args.files} files; Queue() added by {added[:10]}, "
        f"removed by {removed[:10]}; in {top}"
    )
    tool = [sys.executable, "-m", "asterisk_lint"]
    for label, command in (
        ("check", [*tool, "--asterisk", "22", "--exit-zero", "--no-cache", "-q"]),
        ("why app_queue, cold", [*tool, "why", "app_queue", "--asterisk", "22"]),
        ("why app_queue, warm", [*tool, "why", "app_queue", "--asterisk", "22"]),
        ("why app_dial, warm", [*tool, "why", "app_dial", "--asterisk", "22"]),
        ("git log -S'Queue('", ["git", "log", "--oneline", "-SQueue("]),
    ):
        output, cpu, elapsed = run(top, *command)
        print(f"{label}: {cpu:.2f} s CPU, {elapsed:.2f} s")
        if label == "why app_queue, cold":
            print(output, end="")
            print("right" if removed[:10] in output else "WRONG")


if __name__ == "__main__":
    main()
