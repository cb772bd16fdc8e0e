"""Random modules.conf times random dialplans, fixed and booted: `python -m
tests.security.random_pbxs ROOT_22 60`.

After `--fix` of a sealed PBX exactly the required set runs in a real Asterisk: what is required and
does not run is named by a finding, and nothing runs that is neither required nor left alone for a
reason that a finding or a comment gives.
"""

import json
import random
import sys
import tempfile
from pathlib import Path

from asterisk_lint.catalog.load import load
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import boot
from asterisk_lint.witness.installed_modules import module_folder
from tests.pbx import lint

CATALOG = load(Release.parse("22"))
# Applications and functions that need no argument to be there in a dialplan, and whose module needs
# no hardware, server or build option.
APPLICATIONS = (
    "Answer", "Playback", "Background", "Record", "VoiceMail", "Queue", "ConfBridge", "Dial",
    "Page", "Directory", "Echo", "Milliwatt", "SayUnixTime",
    "SendText", "System", "Transfer", "UserEvent", "WaitForSilence", "While", "MusicOnHold",
    "ChanSpy", "Authenticate", "DISA", "ForkCDR", "Read", "Gosub",
    "ControlPlayback", "AGI", "Stasis", "Bridge", "ChannelRedirect", "Originate", "Softhangup",
    "Verbose", "Zapateller", "TestServer", "NoCDR", "SendDTMF",
)  # fmt: skip
FUNCTIONS = (
    "CALLERID(num)", "CHANNEL(language)", "CUT(x,-,1)", "DB(a/b)", "ENV(HOME)", "GROUP()",
    "IFTIME(*,*,*,*?a:b)", "LEN(x)", "MATH(1+1)", "MD5(x)", "RAND(1,2)",
    "REALTIME(a,b)", "SHA1(x)", "SHELL(true)", "STRFTIME()", "TIMEOUT(digit)", "TOUPPER(x)",
    "URIENCODE(x)", "VOLUME(TX)", "CURL(http://x)", "AES_ENCRYPT(a,b)",
    "BASE64_ENCODE(x)", "DIALPLAN_EXISTS(a)", "JITTERBUFFER(fixed)", "LOCK(x)", "HASH(a)",
    "SORT(a:1)", "VERSION()", "EVAL(x)", "PITCH_SHIFT(tx)", "SPRINTF(%d,1)",
)  # fmt: skip
REQUIRED = (
    "func_base64",
    "func_curl",
    "func_math",
    "func_logic",
    "func_strings",
    "func_aes",
    "app_originate",
    "res_speech",
    "format_wav",
    "codec_ulaw",
    "app_speech_utils",
)
KEYS = ("load = {}.so", "load => {}.so", "load={}", "  LOAD  =>  {}.so  ", "preload = {}.so",
    "require = {}.so", "noload = {}.so", "load = {}.so ; a note", ";load = {}.so",
    "load => {}.SO")  # fmt: skip
ODD = ("; a comment", "", ";-- a block", "--;", "autoload = no", "[modules](+)",
    "load = app_nothing_at_all.so", "load = app_goto.so", "load = codec_mine.so",
    ";--;--;")  # fmt: skip


def modules_conf(chosen: random.Random) -> str:
    """A random modules.conf of a whitelist, as people write them, and odder."""
    names = sorted(
        name for name in CATALOG.modules if name.split("_")[0] in ("app", "func", "codec", "format",
            "bridge", "pbx", "res", "cdr")
        and not name.startswith(("app_voicemail_", "res_pjsip", "res_config", "cdr_"))
        and "dahdi" not in name
    )  # fmt: skip
    lines = ["[modules]", *(["autoload=no"] * (chosen.random() < 0.8))]
    for _ in range(chosen.randint(0, 25)):
        name = chosen.choice(names)
        if chosen.random() < 0.08:
            name = chosen.choice([name.upper(), name.title()])
        key = chosen.choice(KEYS)
        if (
            "require" in key
        ):  # one that needs neither a file nor hardware, or Asterisk does not start
            name = chosen.choice([each for each in names if each.startswith("func_")])
        lines.append(key.format(name))
        if chosen.random() < 0.1:
            lines.append(lines[-1])
        if chosen.random() < 0.1:
            lines.append(chosen.choice(ODD))
    end = chosen.choice(["\n", "\n", "\r\n"])
    return end.join(lines) + end * chosen.randint(0, 1)


def dialplan(chosen: random.Random) -> str:
    """A random extensions.conf; it is read at the boot, and no call goes through it."""
    lines = ["[general]", "[default]"]
    for number in range(chosen.randint(1, 6)):
        lines.append(f"exten => {number},1,NoOp(${{{chosen.choice(FUNCTIONS)}}})")
        lines += [
            " same => "
            "n,"
            f"{chosen.choice(APPLICATIONS)}("
            f"{chosen.choice(['', 'a', '${EXTEN},x', 'Local/1@default'])})"
            for _ in range(chosen.randint(0, 5))
        ]
    return "\n".join(lines) + "\n"


def tried(root: str, seed: int, directory: Path) -> str:
    """Make the PBX with this number in a directory, fix it and boot it; gives what is wrong, ""
    when nothing is.
    """
    chosen = random.Random(seed)
    (directory / "modules.conf").write_bytes(modules_conf(chosen).encode())
    (directory / "extensions.conf").write_text(dialplan(chosen))
    (directory / ".asterisk-lint.yaml").write_text(
        'asterisk: 22.10\nsealed: true\npbx: {".": {inventory: modules.list}}\n'
    )
    folder = module_folder(root)
    assert folder is not None
    (directory / "modules.list").write_text(lint("inventory", folder, status=0).stdout)
    done = lint("--fix", cwd=directory)
    if done.returncode == 2:
        return (
            ""
            if len(done.stderr.strip().splitlines()) == 1 and "refuse" not in done.stderr
            else done.stderr
        )
    once = (directory / "modules.conf").read_bytes()
    lint("--fix", cwd=directory)
    if (directory / "modules.conf").read_bytes() != once:
        return "--fix changed its own result"
    (pbx,) = json.loads(lint("--output-format", "json", cwd=directory).stdout)["pbx"]
    said = json.dumps(pbx["findings"]).lower()
    required = {entry["module"].lower() for entry in pbx["required"]}
    listed = {entry["module"].lower() for entry in pbx["whitelist"] if entry["option"] != "noload"}
    with boot(root, directory) as asterisk:
        if not asterisk.up:
            # A module of a `require` line that lacks its file (AL115) keeps Asterisk from starting.
            told = ("asterisk exits", "refuses to start", "does not start", "al115")
            return "" if any(words in said for words in told) else f"not up: {asterisk.failure}"
        running = {name.lower() for name, state in asterisk.modules().items() if state.running}
    built_in = {name.lower() for name in running if CATALOG.is_built_in(name)}
    # What depends on a module that a finding names declines with it.
    missing = {
        name
        for name in required - running - built_in
        if not any(each in said for each in (name, *CATALOG.closure(name)))
    }
    extra = {name for name in running - required - built_in if name not in said}
    unlisted = running - listed - built_in
    return "; ".join(
        f"{what}: {', '.join(sorted(names))}"
        for what, names in (("required, not running, not said", missing),
            ("running, not required, not said", extra), ("running, not listed", unlisted))
        if names
    )  # fmt: skip


def main() -> int:
    """Try as many PBXs as the second argument says, on the Asterisk in the first."""
    root, number = sys.argv[1], int(sys.argv[2])
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    wrong = 0
    for seed in range(first, first + number):
        with tempfile.TemporaryDirectory() as directory:
            problem = tried(root, seed, Path(directory))
        if problem:
            wrong += 1
            print(f"{seed}: {problem}", flush=True)
    print(f"{number} PBXs fixed and booted, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
