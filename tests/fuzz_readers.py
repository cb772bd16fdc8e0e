"""Coverage-guided fuzzing of every reader (needs atheris; not part of the test run). Half an hour
of it:

    python tests/fuzz_readers.py -max_total_time=1800

It starts from the PBXs in fixtures/ and from what earlier runs found: inputs are kept in
~/.cache/asterisk-lint/fuzz/corpus. Any exception that is not a reader's own is a finding, and so is
an input that takes longer than ten seconds: it ends the run with a status that is not 0, and is
stored in ~/.cache/asterisk-lint/fuzz as crash-... or timeout-...; `python tests/fuzz_readers.py
FILE` runs it again. Every option of libFuzzer is taken.
"""

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["asterisk_lint"]):
    from asterisk_lint.conf.reader import read_conf
    from asterisk_lint.conf.whitelist import read_whitelist
    from asterisk_lint.dialplan.ael import read_ael
    from asterisk_lint.dialplan.extensions.read import read_extensions
    from asterisk_lint.dialplan.lua import read_lua
    from asterisk_lint.dialplan.text_uses import call_uses, expression_uses
    from asterisk_lint.model import Use
    from asterisk_lint.releases import Release
    from asterisk_lint.settings.read import parse_settings
    from asterisk_lint.settings.values import SettingsError
    from tests.found_in_steps import step_findings

RELEASES = ("22", "16", "1.4")
FIXTURES = Path(__file__).parent.parent / "fixtures"
READERS = {
    "modules.conf": 0,
    ".conf": 1,
    ".ael": 2,
    ".lua": 3,
    ".call": 4,
    ".yaml": 5,
}  # by the end of a file's name, the first that fits
LONGEST = 12_000  # bytes of one input


class Memory:
    """Files that are only in memory."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def names(self) -> list[str]:
        return sorted(self.files)

    def read(self, name: str) -> bytes:
        if name not in self.files:
            raise FileNotFoundError(name)
        return self.files[name]


def one_input(data: bytes) -> None:
    """Give one input to the reader that its first byte chooses."""
    if not data:
        return
    reader, release = data[0] % 6, RELEASES[data[0] // 6 % len(RELEASES)]
    first, _, second = data[1:].partition(b"\xfe\xfe")
    files = Memory(
        dict.fromkeys(
            ("modules.conf", "extensions.conf", "extensions.ael", "extensions.lua"), first
        )
        | {"more.conf": second}
    )
    if reader == 0:
        conf = read_conf(files, "modules.conf", release=Release.parse(release))
        if conf is not None:
            read_whitelist(conf)
    elif reader == 1:
        list(
            step_findings(
                read_extensions(files, release=Release.parse(release)).steps,
                release=Release.parse(release),
            )
        )
    elif reader == 2:
        list(
            step_findings(
                read_ael(files, release=Release.parse(release)).steps,
                release=Release.parse(release),
            )
        )
    elif reader == 3:
        read_lua(files, release=Release.parse(release))
    elif reader == 4:
        text = first.decode("utf-8", "surrogateescape")
        place = Use("", "", "x", 1, 1)
        list(expression_uses(text, place))
        list(call_uses(text, place))
    else:
        with contextlib.suppress(SettingsError):
            parse_settings(first, "settings", {"missing-module": ("missing-module",)})


def seeds() -> Iterator[bytes]:
    """The files of the PBXs in fixtures/, each for its reader and each release; conf files for the
    plain reader too.
    """
    for path in sorted(FIXTURES.rglob("*")):
        reader = next(
            (number for ending, number in READERS.items() if path.name.endswith(ending)), None
        )
        if reader is None or not path.is_file():
            continue
        data = path.read_bytes()[: LONGEST - 1]
        for release in range(len(RELEASES)):
            for each in (0, reader) if reader == 1 else (reader,):
                yield bytes([each + 6 * release]) + data


def prepare(arguments: list[str]) -> list[str]:
    """The arguments for libFuzzer: with a corpus, a place for findings and a time limit unless they
    name their own.
    """
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    home = Path(cache) / "asterisk-lint" / "fuzz"
    options = [f"-artifact_prefix={home}/", "-timeout=10", f"-max_len={LONGEST}"]
    if all(argument.startswith("-") for argument in arguments):
        corpus = home / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)
        for seed in seeds():
            (corpus / hashlib.sha256(seed).hexdigest()[:32]).write_bytes(seed)
        arguments = [*arguments, str(corpus)]
    return options + arguments


if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *prepare(sys.argv[1:])], one_input)
    atheris.Fuzz()
