"""Coverage-guided fuzzing of every reader: `python tests/fuzz_readers.py [-max_total_time=SECONDS]` (needs atheris; not part of the test run).

Any exception that is not a reader's own is a finding, and so is an input that takes longer than ten seconds.
"""

import contextlib
import sys

import atheris

with atheris.instrument_imports(include=["asterisk_lint"]):
    from asterisk_lint.conf.reader import read_conf
    from asterisk_lint.dialplan.ael import read_ael
    from asterisk_lint.dialplan.extensions import read_extensions
    from asterisk_lint.dialplan.lua import read_lua
    from asterisk_lint.dialplan.uses import call_uses, expression_uses, step_findings
    from asterisk_lint.model import Use
    from asterisk_lint.settings import SettingsError, parse_settings
    from asterisk_lint.whitelist import read_whitelist

RELEASES = ("22", "16", "1.4")


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
    files = Memory(dict.fromkeys(("modules.conf", "extensions.conf", "extensions.ael", "extensions.lua"), first) | {"more.conf": second})
    if reader == 0:
        conf = read_conf(files, "modules.conf", release=release)
        if conf is not None:
            read_whitelist(conf)
    elif reader == 1:
        list(step_findings(read_extensions(files, release=release).steps, release=release))
    elif reader == 2:
        list(step_findings(read_ael(files, release=release).steps, release=release))
    elif reader == 3:
        read_lua(files, release=release)
    elif reader == 4:
        text = first.decode("utf-8", "surrogateescape")
        place = Use("", "", "x", 1, 1)
        list(expression_uses(text, place))
        list(call_uses(text, place))
    else:
        with contextlib.suppress(SettingsError):
            parse_settings(first, "settings", {"missing-module": "missing-module"})


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
