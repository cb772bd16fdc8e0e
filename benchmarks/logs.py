"""Time and memory of reading a large log: `log`, `log --uses` and `observe --log`, plain and
compressed.

    python -m benchmarks.logs [MEGABYTES]

Times are CPU time, user and system, which other work on the machine hardly changes.
"""

import gzip
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

APPLICATIONS = (
    "Dial",
    "Queue",
    "Playback",
    "NoOp",
    "Goto",
    "GotoIf",
    "Answer",
    "Wait",
    "MixMonitor",
)
CHANNEL = "PJSIP/{n}-{n:08x}"
LINES = (  # each with its share of a busy machine's full log
    (
        55,
        "VERBOSE[{n}][C-{n:08x}] pbx.c: Executing [{n}@office:7] {application}"
        f'("{CHANNEL}", "a,30,tT") in new stack',
    ),
    (
        10,
        "VERBOSE[{n}][C-{n:08x}] pbx.c: Executing [{n}@office:8] Set"
        f'("{CHANNEL}", "CALLERID(name)=x") in new stack',
    ),
    (
        7,
        f"VERBOSE[{{n}}][C-{{n:08x}}] file.c: <{CHANNEL}> Playing 'vm-intro.gsm' (language 'en')",
    ),
    (
        8,
        "NOTICE[{n}] res_pjsip/pjsip_distributor.c: Request 'REGISTER' from '<sip:{n}@pbx>' "
        "failed for '198.51.100.7:5060' (callid: {n:x}) - No matching endpoint found",
    ),
    (
        10,
        "WARNING[{n}][C-{n:08x}] app_dial.c: Unable to create channel of type 'PJSIP' "
        "(cause 20 - Subscriber absent)",
    ),
    (
        10,
        f"VERBOSE[{{n}}][C-{{n:08x}}] bridge_channel.c: Channel {CHANNEL} joined "
        "'simple_bridge' basic-bridge <{n:032x}>",
    ),
)
COMMANDS = (
    ("log", "{log}", "--pbx", "{pbx}", "--exit-zero"),
    ("log", "--uses", "{log}", "--pbx", "{pbx}"),
    ("observe", "{pbx}", "--log", "{log}", "--yes"),
)


def block(lines: int) -> bytes:
    """Return some lines of a full log, the same each time."""
    chance = random.Random(7)  # noqa: S311 - nothing secret
    shares, forms = zip(*LINES, strict=True)
    written = []
    for number, form in enumerate(chance.choices(forms, shares, k=lines)):
        when = (
            f"[2026-{1 + number % 11:02}-{1 + number % 28:02} {number % 24:02}:{number % 60:02}:00]"
        )
        line = form.format(n=chance.randrange(100_000), application=chance.choice(APPLICATIONS))
        written.append(f"{when} {line}\n")
    return "".join(written).encode()


def blocks(size: int) -> Iterator[bytes]:
    """Yield a log of at least that many bytes."""
    one = block(50_000)
    for _ in range(-(-size // len(one))):
        yield one


# A process starts with the peak that its parent had, so it reads its own.
PROGRAM = r"""
import re, sys
from asterisk_lint.__main__ import main
status = main(sys.argv[1:])
with open("/proc/self/status") as file:
    print("VmHWM:", re.search(r"VmHWM:\s*(\d+)", file.read())[1], file=sys.stderr)
sys.exit(status)
"""


def measured(*arguments: str) -> tuple[float, int]:
    """Run a command; return its CPU time in seconds and its peak memory in megabytes."""
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    )
    after = os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    return used, int(done.stderr.rpartition("VmHWM: ")[2]) >> 10


def main(size: int) -> None:
    """Print a line for each command and file."""
    with tempfile.TemporaryDirectory() as folder:
        pbx, plain = Path(folder, "pbx"), Path(folder, "full")
        pbx.mkdir()
        (pbx / "modules.conf").write_text("[modules]\nautoload=no\nload=pbx_config.so\n")
        (pbx / "extensions.conf").write_text("[a]\nexten => 1,1,NoOp()\n")
        (pbx / ".asterisk-lint.yaml").write_text("asterisk: 22\n")
        packed = plain.with_suffix(".gz")
        with plain.open("wb") as file, gzip.open(packed, "wb", 1) as pack:
            for one in blocks(size):
                file.write(one)
                pack.write(one)
        megabytes = plain.stat().st_size / 1e6
        for log in (plain, packed):
            for command in COMMANDS:
                words = [word.format(log=log, pbx=pbx) for word in command]
                seconds, memory = measured(*words)
                shown = " ".join(command).format(log=log.name, pbx="PBX")
                print(
                    f"{shown}: {megabytes:,.0f} MB in {seconds:.1f} s: "
                    f"{megabytes / seconds:.0f} MB/s, {memory} MB of memory"
                )


if __name__ == "__main__":
    main(int(sys.argv[1] if len(sys.argv) > 1 else 2048) << 20)
