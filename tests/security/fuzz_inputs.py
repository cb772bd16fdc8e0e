"""Mutated repositories and command lines for tests/security/fuzz.py: everything that a stranger can
put in front of the program.
"""

import random
from functools import cache
from pathlib import Path
from typing import NamedTuple

from asterisk_lint.commands.export import FORMATS as EXPORTS
from asterisk_lint.commands.graph import FORMATS as PICTURES
from asterisk_lint.output import FORMATS
from tests.security import fuzz_machines
from tests.security.test_bounded_reading import a_module

OBSERVED = ".asterisk-lint.observed.yaml"
FIXTURES = Path(__file__).parents[2] / "fixtures"
LARGEST = 100_000  # bytes of one input
RELEASES = ("22", "22", "20", "18", "16", "13", "11", "1.8", "1.4", "22.5", "x", "")
MODULES = (
    "app_queue",
    "chan_pjsip",
    "res_pjsip_acl",
    "APP_DIAL",
    "app_nothing",
    "",
    "\x1b[31m",
    "::error::x",
    "../x",
)
ESC = ("\x1b[31m", "\x07", "\u202e", "\x9b", "\x00", "\r")
CONF = (
    "[", "]", "](!)", "](+)", "](a,b)", "[modules]", "[general]", "=", "=>", "+=", ";", ";--",
    "--;", "\\;", "#include ", "#include \"*\"", "#tryinclude \"x.conf\"",
    "#exec /bin/id", "#include \"../../../../etc/passwd\"", "#include <modules.conf>", "exten => ",
    "same => n,", "_X!", "${", "}", "${${${", "$[", "$[1+", "(((((", ")))))",
    "Exec(${A}(", "ExecIf(1?Dial(SIP/", "Set(A=${FOO(", "load = ", "noload => ", "require = ",
    "preload-require=", "autoload = yes", "autoload=no\n",
    "app_queue.so", "APP_DIAL.SO", "type=endpoint", "auth=", "endpoint=realtime,", "{{ x }}",
    "{% for", "<%=", "%%x%%", "@@", "; asterisk-lint: ignore[", "; asterisk-lint: keep (",
)  # fmt: skip
YAML = (
    "asterisk: ", "asterisk: 22\n", "keep:\n", "uses:\n  applications: [", "modules: {",
    "pbx:\n  \".\": {", "etc: ", "layers: [", "inventory: ", "&a ", "*a", "<<: *a\n",
    "!!python/object/apply:os.system [id]", "? ", "- ", "|\n  ", ">-\n", "\"", "'", "[[[[[[",
    "{{{{{{", "per-file-ignores: {\"**\": [", "sealed: true\n", "\t", "%YAML 9.9\n", "---\n",
    "...\n",
)  # fmt: skip
LUA = (
    "extensions = {",
    '["_X."] = function(c, e)',
    "app.dial(",
    "channel.X:get()",
    "end",
    "[[",
    "]]",
    "[=[",
    "--[[",
    "..",
    "x=x..",
    "function()",
    'require "',
    "\\u{110000}",
    "\\z",
    "0x1p",
)
AEL = (
    "context x {",
    "macro y(",
    "&y(",
    "switch(",
    "case ",
    "random(",
    "if (",
    "} else {",
    "for (;;)",
    "goto ",
    "{",
    "}",
    ";",
    "_X. => ",
    "hint(",
    "includes {",
    "/*",
    "*/",
    "//",
)
LOG = (
    "[2024-01-01 00:00:00] WARNING[1] pbx.c: No application 'Queue' for extension (a, 1, 1)\n",
    "ERROR[2][C-1]: loader.c: Error loading module 'app_x.so': /usr/lib/x.so: undefined symbol: "
    "y\n",
    "No application '", "' for extension (", "Function ", " not registered",
    "Unable to find codec ", "VERBOSE[", "]: ", "[C-0000000", "\x1b[1;31m",
)  # fmt: skip
HEADS = (
    b"\x1f\x8b\x08\x00",
    b"BZh9",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x7fELF\x02\x01\x01",
)
NAMES = (
    "modules.conf", "extensions.conf", "pjsip.conf", "extensions.ael", "extensions.lua",
    ".asterisk-lint.yaml", ".gitignore", ".gitattributes", "modules.list", "full.log",
    "queues.conf", "sorcery.conf", "extconfig.conf", "users.conf", "manager.conf", "x.call",
    "agi-bin/x.agi", "agi-bin/x.php", "agi-bin/x.py", "lib/app_x.so", "voicemail.conf",
    "asterisk.conf", "logger.conf", "modules.conf.j2", ".pre-commit-config.yaml", "a/modules.conf",
    "ari.conf", "cdr.conf", "musiconhold.conf", "features.conf",
    OBSERVED, OBSERVED, "sub/.asterisk-lint.yaml", ".asterisk-lint.yml", "extensions.conf.in",
    "a\n::error::b.conf", "a'b\"c.conf", "\u202e.conf", "menuselect.makeopts", "rtp.conf",
)  # fmt: skip
TOKENS = {".yaml": YAML, ".lua": LUA, ".ael": AEL, ".log": LOG}


class Input(NamedTuple):
    """One repository and one command line on it."""

    files: dict[str, bytes]
    arguments: tuple[str, ...]
    git: bool  # whether it is a Git repository


@cache
def corpus() -> dict[str, dict[str, bytes]]:
    """The small files of each fixture."""
    found: dict[str, dict[str, bytes]] = {}
    for path in sorted(FIXTURES.rglob("*")):
        if path.is_file() and path.stat().st_size < 20_000:
            name, _, rest = str(path.relative_to(FIXTURES)).partition("/")
            found.setdefault(name, {})[rest] = path.read_bytes()
    return found


def made(seed: int, *, git: float) -> Input:
    """The input with this number; `git` is the part of them that is a Git repository."""
    chosen = random.Random(seed)
    base = corpus()[chosen.choice(sorted(corpus()))]
    others = chosen.sample(sorted(base), min(len(base), chosen.randint(1, 6)))
    names = ["modules.conf", "extensions.conf", *others]
    files = {name: base[name] for name in names if name in base}
    for _ in range(chosen.choice([1, 1, 1, 2, 3])):
        name = chosen.choice([*files, *files, chosen.choice(NAMES)])
        if not any(f"{other}/".startswith(f"{name}/") and other != name for other in files):
            files[name] = mutated(chosen, name, files.get(name) or content(chosen, name))
    if chosen.random() < 0.05:
        odd = f"odd{chosen.choice(ESC[:4])}::error::{chosen.choice(['', chr(10)])}.conf"
        files[odd] = files.get("extensions.conf", b"")
    in_git = chosen.random() < git
    arguments = command(chosen, in_git)
    more = asked_for(chosen, arguments, base)
    for name in chosen.sample(sorted(more), chosen.randint(0, min(2, len(more)))):
        if name != "machine.sh":
            more[name] = mutated(chosen, name, more[name])
    files = {**more, **files} if chosen.random() < 0.5 else {**files, **more}
    return Input(fitted(files), arguments, in_git)


def asked_for(
    chosen: random.Random, arguments: tuple[str, ...], base: dict[str, bytes]
) -> dict[str, bytes]:
    """The files that a command line names, and what a machine answers."""
    found = {}
    for name in sorted({"full.log", "ran.log", "Master.csv"} & {*arguments}):
        found[name] = mutated(chosen, name, content(chosen, name))
    if "lib" in arguments:
        found["lib/app_module.so"] = mutated(chosen, "lib/app_module.so", a_module())
    etc = {name: base[name] for name in chosen.sample(sorted(base), min(len(base), 5))}
    if "--etc" in arguments:
        found |= {f"machine/{name}": data for name, data in etc.items()}
    if "--run" in arguments:
        found |= fuzz_machines.told_by(chosen, {"asterisk.conf": b"", **etc})
    if "verify" in arguments:
        found |= {f"asterisk/{name}": data for name, data in fuzz_machines.ASTERISK.items()}
        found["usr/lib/asterisk/modules/app_queue.so"] = a_module()
        if chosen.random() < 0.3:
            found["asterisk/down"] = b""
    if arguments[0] == "observe" or chosen.random() < 0.1:
        found[OBSERVED] = content(chosen, OBSERVED)
    return found


def fitted(files: dict[str, bytes]) -> dict[str, bytes]:
    """Files that are no more than the largest input together."""
    left = LARGEST
    found = {}
    for name, data in files.items():
        found[name] = data[:left]
        left -= len(found[name])
    return found


def content(chosen: random.Random, name: str) -> bytes:
    """A first content for a file that the fixture does not have."""
    own = fuzz_machines.first_content(chosen, name)
    if own is not None:
        return own
    others = [files[name] for files in corpus().values() if name in files]
    if others:
        return chosen.choice(others)
    if name.endswith(".so"):
        return a_module()
    return "".join(chosen.choice(tokens(name)) for _ in range(chosen.randint(0, 60))).encode()


def tokens(name: str) -> tuple[str, ...]:
    return fuzz_machines.tokens(name) or next(
        (found for end, found in TOKENS.items() if name.endswith(end)), CONF
    )


def mutated(chosen: random.Random, name: str, data: bytes) -> bytes:
    """A content with a few changes."""
    out = bytearray(data)
    for _ in range(chosen.choice([1, 1, 2, 4, 16])):
        del out[LARGEST:]
        at = chosen.randrange(len(out) + 1)
        kind = chosen.randrange(11)
        token = chosen.choice(tokens(name)).encode("utf-8", "surrogateescape")
        if kind == 0:
            out[at:at] = token
        elif kind == 1:
            out[at:at] = b"\n" + token + b"x\n"
        elif kind == 2:
            out[at : at + chosen.randint(1, 4)] = chosen.randbytes(chosen.randint(0, 4))
        elif kind == 3:
            out[at:at] = chosen.choice(ESC).encode() + chosen.choice(
                [b"", b"\n::error::x\n", b"##[add-mask]x"]
            )
        elif kind == 4:
            del out[at : at + chosen.choice([1, 10, 100, 10_000])]
        elif kind == 5 and chosen.random() < 0.3:
            # One thing very often: what grows faster than its input shows here.
            out[at:at] = token * (chosen.choice([100, 1000, 20_000, LARGEST]) // max(len(token), 1))
        elif kind == 6:
            lines = bytes(out).split(b"\n")
            chosen.shuffle(lines)
            out = bytearray(b"\n".join(lines))
        elif kind == 7:
            lines = bytes(out).split(b"\n")
            line = chosen.choice(lines)
            out = bytearray(b"\n".join([*lines, *[line] * chosen.choice([1, 3, 500])]))
        elif kind == 8:
            other = corpus()[chosen.choice(sorted(corpus()))]
            piece = other[chosen.choice(sorted(other))]
            start = chosen.randrange(len(piece) + 1)
            out[at:at] = piece[start : start + chosen.choice([20, 200, 2000])]
        elif kind == 9:
            out[:0] = chosen.choice(HEADS)
        elif kind == 10:
            out = bytearray(
                bytes(out).replace(
                    b"\n", chosen.choice([b"\r\n", b"\r", b"\n\n", b""]), chosen.choice([1, -1])
                )
            )
    return bytes(out[:LARGEST])


def command(chosen: random.Random, in_git: bool) -> tuple[str, ...]:
    """A command line: every command, option and format comes."""
    release = chosen.choice(RELEASES)
    common = ["--asterisk", release] if chosen.random() < 0.7 else []
    output = ["--output-format", chosen.choice(FORMATS)]
    name = chosen.choice(
        [*MODULES, *MODULES, "".join(map(chr, chosen.choices(range(1, 0x300), k=5)))]
    )
    ways: list[list[str]] = [
        [*output, *common], [*output, *common, "--strict", "--statistics"], ["--fix", *common],
        ["--fix", "--unsafe-fixes", *common], ["--diff", *common],
        ["--select", chosen.choice(["AL101", "unused-module", "x\x1b"]), *common],
        ["uses", "--output-format", chosen.choice(["text", "json"])],
        ["why", name, *common], ["rule", name], ["module", name, *common], ["application", name],
        ["function", name], ["init", "--yes", "--no-hook", *common],
        ["upgrade", "--to", chosen.choice(RELEASES)],
        ["inventory", chosen.choice(["lib", ".", "nowhere"])], ["log", "full.log"],
        ["log", "full.log", "--output-format", "json"], ["log", "full.log", "--pbx", "."],
        ["graph", "--output-format", chosen.choice(PICTURES)],
        ["graph", "--output-format", "html"], ["export", chosen.choice(EXPORTS)],
        ["catalog", "import", "--no-run", "--modules", "lib"],
        ["catalog", "import", "--no-run", "--modules", "lib", "--write"],
        ["completion", chosen.choice(["bash", "zsh", "fish", "x\x1b"])],
        ["log", "full.log", "--keep"], ["log", "ran.log", "--uses", *common],
        ["observe", "--etc", "machine", "--log", "ran.log", "--yes", *common],
        ["observe", "--cdr", "Master.csv", "--log", "full.log", "--yes"],
        ["observe", "--run", "sh machine.sh", "--yes", *common],
        ["observe", "--modules", "lib", "--yes"],
        ["verify", "--root", ".", *output, *common], ["verify", "--root", ".", "--minimal"],
        ["verify", "--root", ".", "--fix"], ["verify", "--root", ".", "--as-fixed"],
        ["--config", "sub/.asterisk-lint.yaml", "--fix"],
    ]  # fmt: skip
    if in_git:
        ways = [
            ["--staged", *output], ["--rev", "HEAD", *output],
            ["--from-ref", "HEAD~1", "--to-ref", "HEAD", *output], ["--rev", name, *output],
            [*output],
            ["--fix", "--asterisk", "22"], ["why", name, "--rev", "HEAD"],
            ["uses", "--rev", "HEAD"], ["init", "--yes"], ["graph", "--staged"],
        ]  # fmt: skip
    return tuple(chosen.choice(ways))
