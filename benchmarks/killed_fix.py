"""Kill `asterisk-lint --fix` at random points and see that modules.conf is always the old file or
the new one.

python benchmarks/killed_fix.py [--times 200] [--seed 1]
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

OLD = "[modules]\nautoload=no\nload => pbx_config.so\n; what follows is kept as it is\n" + "".join(
    f"; line {number}\n" for number in range(200)
)
DIALPLAN = "[default]\nexten => 1,1,Verbose(1,${MD5(x)})\n same => n,Playback(hello)\n"


def main() -> int:
    """Run it as often as asked for; gives 1 when a file was ever neither."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    dice = random.Random(args.seed)  # noqa: S311
    top = tempfile.mkdtemp(prefix="killed-")
    modules = os.path.join(top, "modules.conf")
    command = [
        sys.executable,
        "-m",
        "asterisk_lint",
        "--fix",
        "--asterisk",
        "22",
        "-q",
        "--no-cache",
        top,
    ]

    def begin() -> None:
        with open(modules, "w", encoding="utf-8") as file:
            file.write(OLD)

    with open(os.path.join(top, "extensions.conf"), "w", encoding="utf-8") as file:
        file.write(DIALPLAN)
    begin()
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    whole = time.perf_counter() - start
    with open(modules, encoding="utf-8") as file:
        new = file.read()
    if new == OLD:
        print("the fix changes nothing here: nothing to see")
        return 1
    counts = {"old": 0, "new": 0, "NEITHER": 0}
    left = 0
    for _ in range(args.times):
        begin()
        # Most of the time goes into working the fix out: half of the kills aim at the end, where it
        # is written.
        delay = (
            dice.uniform(0, whole)
            if dice.random() < 0.5
            else dice.uniform(0.6 * whole, 1.1 * whole)
        )
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with open(modules, encoding="utf-8") as file:
            found = file.read()
        counts["old" if found == OLD else "new" if found == new else "NEITHER"] += 1
        for name in set(os.listdir(top)) - {"modules.conf", "extensions.conf"}:
            left += 1
            os.unlink(os.path.join(top, name))
    print(
        ", ".join(f"{number} times {what}" for what, number in counts.items())
        + f"; {left} temporary files left behind"
    )
    return 1 if counts["NEITHER"] else 0


if __name__ == "__main__":
    sys.exit(main())
