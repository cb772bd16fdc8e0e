"""Files that are large, damaged, or no files: read as far as is needed, named in one line, never a
traceback.
"""

import bz2
import gzip
import lzma
import os
import random
import resource
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from asterisk_lint.witness.elf import MOST, NotAModule, read_module
from asterisk_lint.witness.installed_modules import module_folder
from tests.pbx import lint

GIB = 1 << 30


def a_module() -> bytes:
    """A small ELF file with every table that is looked into (made here, so that the test needs no
    Asterisk).
    """
    key = b"This paragraph is copyright (c) 2006 by Digium, Inc.\0"
    names = b"\0ast_register\0load_module\0libc.so.6\0app_queue,res_x\0"
    body = bytearray(0x1000)
    body[0x200 : 0x200 + len(names)] = names
    body[0x400 : 0x400 + len(key)] = key
    symbol = struct.Struct("<IBBHQQ")
    body[0x600 : 0x600 + 72] = (
        symbol.pack(0, 0, 0, 0, 0, 0)
        + symbol.pack(1, 0x12, 0, 0, 0, 0)
        + symbol.pack(14, 0x12, 0, 5, 0, 0)
    )
    body[0x700:0x720] = struct.pack("<QQQQ", 1, 26, 0, 0)
    # At 0x800 the pointer to the key, then flags (a load priority), then the lists.
    body[0x808:0x80C] = struct.pack("<I", 2)
    body[0x808 + 4 + 33] = 50
    body[0x900:0x930] = struct.pack("<QQqQQq", 0x800, 8, 0x400, 0x830, 8, 0x200 + 36)
    section = struct.Struct("<IIQQQQIIQQ")
    rows = [(0, 0, 0, 0, 0, 0, 0), (1, 3, 0x200, 0x200, 0x100, 0, 0),
        (1, 11, 0x600, 0x600, 72, 1, 24), (1, 6, 0x700, 0x700, 32, 1, 16),
            (1, 4, 0x900, 0x900, 48, 2, 24), (1, 1, 0x400, 0x400, 0x500, 0, 0)]  # fmt: skip
    for number, (name, kind, address, offset, size, link, entry) in enumerate(rows):
        body[0xA00 + number * 64 : 0xA40 + number * 64] = section.pack(
            name, kind, 0, address, offset, size, link, 0, 0, entry
        )
    head = (
        b"\x7fELF\x02\x01\x01"
        + bytes(9)
        + struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 0, 0xA00, 0, 64, 0, 0, 64, len(rows), 0)
    )
    body[: len(head)] = head
    return bytes(body)


def test_the_made_module_is_one() -> None:
    found = read_module(a_module())
    assert found.takes == {"ast_register"}
    assert found.gives == {"load_module"}
    assert found.libraries == ("libc.so.6",)
    assert found.requires == ("app_queue", "res_x")
    assert found.priority == 50


def mutated(data: bytes, chosen: random.Random) -> bytes:
    content = bytearray(data)
    extreme = [0, 1, 0xFF, 0x7F, 0x80]
    for _ in range(chosen.randint(1, 12)):
        place = chosen.choice(
            [chosen.randrange(64), chosen.randrange(0xA00, 0xC00), chosen.randrange(len(content))]
        ) % len(content)
        width = chosen.choice([1, 2, 4, 8])
        value = chosen.choice([chosen.randbytes(width), bytes([chosen.choice(extreme)]) * width])
        content[place : place + width] = value
    return bytes(content[: chosen.choice([len(content), chosen.randrange(1, len(content))])])


def test_no_damage_is_a_crash() -> None:
    """20,000 damaged files, each a module or said to be none, in little time."""
    chosen = random.Random(14)
    data = a_module()
    started = time.process_time()
    told = 0
    for _ in range(20_000):
        try:
            read_module(mutated(data, chosen))
        except NotAModule:
            told += 1
    assert told > 5_000
    assert time.process_time() - started < 60


def test_damage_of_a_real_module(asterisk_22: str) -> None:
    folder = module_folder(asterisk_22)
    assert folder is not None
    data = (Path(folder) / "app_queue.so").read_bytes()
    table = struct.unpack_from("<Q", data, 40)[0]
    chosen = random.Random(15)
    for _ in range(300):
        content = bytearray(data)
        for _ in range(chosen.randint(1, 4)):
            at = chosen.choice(
                [
                    chosen.randrange(64),
                    chosen.randrange(table, len(data)),
                    chosen.randrange(len(data)),
                ]
            )
            content[at : at + 8] = chosen.choice([b"\xff" * 8, b"\0" * 8, chosen.randbytes(8)])
        try:
            read_module(bytes(content))
        except NotAModule:
            continue


def test_tables_that_overlap_do_not_add_up() -> None:
    data = bytearray(a_module())
    section = struct.Struct("<IIQQQQIIQQ")
    data[60:62] = struct.pack("<H", 30_000)
    data += bytes(0xA00 + 64 * 30_000 - len(data))
    for number in range(6, 30_000):
        data[0xA00 + number * 64 : 0xA40 + number * 64] = section.pack(
            1, 4, 0, 0, 0, len(data), 1, 0, 0, 24
        )
    with pytest.raises(NotAModule, match="too large"):
        read_module(bytes(data))
    assert MOST < GIB


def sparse(path: Path, head: bytes = b"") -> None:
    with path.open("wb") as file:
        file.write(head)
        file.truncate(3 * GIB)


# In a new interpreter: a fork begins with the memory of the test's own process, and getrusage keeps
# that figure beyond exec.
MEASURE = """
import resource, sys
from asterisk_lint.witness.elf import NotAModule, read_module_file
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
try:
    read_module_file(sys.argv[1])
except NotAModule:
    pass
with open("/proc/self/status") as file:
    print(*(line.split()[1] for line in file if line.startswith("VmHWM:")))
"""


@pytest.mark.parametrize("head", [b"", b"\x7fELF\x02\x01", a_module()])
def test_a_sparse_file_is_not_read_whole(tmp_path: Path, head: bytes) -> None:
    sparse(tmp_path / "app_large.so", head)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path / "app_large.so")],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 600 << 10  # kilobytes


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    os.symlink("app_loop.so", tmp_path / "app_loop.so")
    os.symlink("nowhere", tmp_path / "app_dead.so")
    os.mkfifo(tmp_path / "app_pipe.so")
    (tmp_path / "app_folder.so").mkdir()
    sparse(tmp_path / "app_large.so")
    (tmp_path / "app_fine.so").write_bytes(a_module())
    done = lint("inventory", str(tmp_path), status=0)
    assert done.stdout.splitlines()[1:] == ["app_fine", "app_large"]
    assert "app_loop.so: too many levels of symbolic links" in done.stderr
    done = lint("catalog", "import", "--modules", str(tmp_path), "--no-run", cwd=tmp_path, status=0)
    for name in (
        "app_loop: too many levels",
        "app_dead: no such file",
        "app_pipe: it is not a regular file",
        "app_folder: ",
        "app_large: not an ELF file",
    ):
        assert name in done.stderr
    assert "app_fine" in done.stdout


LINE = (
    b"[2024-01-01 00:00:00] WARNING[1] pbx.c: No application 'Queue' for extension (a, 1, 1)\n"
    * 500
)


@pytest.mark.parametrize(
    "pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gzip", "bzip2", "xz"]
)
@pytest.mark.parametrize("how", ["cut", "changed", "head only", "length"])
def test_a_damaged_log_is_named(tmp_path: Path, pack: Callable[[bytes], bytes], how: str) -> None:
    content = bytearray(pack(LINE))
    if how == "cut":
        content = content[: len(content) // 2]
    elif how == "changed":
        for at in range(len(content) // 3, len(content) // 3 + 12):
            content[at] ^= 0xA5
    elif how == "head only":
        content = content[:7]
    else:
        content[-6:] = b"\xff" * 6
    (tmp_path / "full.log.old").write_bytes(bytes(content))
    done = lint("log", "full.log.old", cwd=tmp_path, status=2)
    assert done.stderr.startswith("asterisk-lint: full.log.old: ")
    assert len(done.stderr.splitlines()) == 1
    assert "internal error" not in done.stderr


def test_ten_megabytes_of_settings(tmp_path: Path) -> None:
    (tmp_path / "modules.conf").write_text("[modules]\nautoload=no\n")
    (tmp_path / ".asterisk-lint.yaml").write_text("asterisk: " + "2" * (10 << 20))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = lint(cwd=tmp_path, status=2)
    assert done.stderr == (
        "asterisk-lint: .asterisk-lint.yaml: 10 MB is too large for a settings file (at "
        "most 1 MB)\n"
    )
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 2


@pytest.mark.parametrize("piece", ["$agi->", '"\\"', "exec exec(", "get_variable('", "x"])
def test_ten_megabytes_of_a_script_are_unseen(tmp_path: Path, piece: str) -> None:
    """What the script asks for is not known, so nothing that it could ask for is called unused."""
    (tmp_path / "modules.conf").write_text(
        "[modules]\nautoload=no\nload = pbx_config.so\nload = res_agi.so\nload = app_queue.so\n"
    )
    (tmp_path / "extensions.conf").write_text("[default]\nexten => 1,1,AGI(large.php)\n")
    (tmp_path / "large.php").write_text(
        "<?php require 'phpagi.php'; " + piece * ((10 << 20) // len(piece))
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = lint("--asterisk", "22", "--output-format", "concise", cwd=tmp_path, status=1)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 2
    assert "AL102 " not in done.stdout
    assert "AL113" in done.stdout
    assert "large.php" in done.stdout


def test_a_large_script_that_no_dialplan_names_is_unseen_too(tmp_path: Path) -> None:
    (tmp_path / "modules.conf").write_text(
        "[modules]\nautoload=no\nload = pbx_config.so\nload = app_queue.so\n"
    )
    (tmp_path / "extensions.conf").write_text("[default]\nexten => 1,1,Answer()\n")
    (tmp_path / "agi-bin").mkdir()
    (tmp_path / "agi-bin/large.agi").write_text(
        "#!/bin/sh\n" + "#" * (2 << 20) + "\necho EXEC Queue support\n"
    )
    done = lint("--asterisk", "22", "--output-format", "concise", cwd=tmp_path)
    assert (
        "AL113 the AGI script agi-bin/large.agi, which is too large to read: 1 whitelisted module"
        in done.stdout
    )
    assert "AL102 " not in done.stdout
