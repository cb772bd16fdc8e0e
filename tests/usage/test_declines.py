"""The catalog's modules that need their file, against real boots without any."""

import re
from pathlib import Path

import pytest

from asterisk_lint.catalog.load import load
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import boot

# Files without which modules that others need would decline, and these others with them.
FOUNDATIONS = {
    "res_odbc.conf": b"[general]\n",
    "xmpp.conf": b"[general]\n",
    "calendar.conf": b"[general]\n",
    "phoneprov.conf": b"[general]\n",
    "hep.conf": b"[general]\nenabled=yes\ncapture_address=127.0.0.1:9061\n",
}
# Modules that decline in the witness for other reasons: no Bluetooth, no sound card, no network
# card to take an identity from, no name server.
ELSEWHERE = {
    "chan_mobile",
    "chan_alsa",
    "chan_oss",
    "res_pjsip_publish_asterisk",
    "res_resolver_unbound",
}
READERS = {"config_options", "cdrel_custom/config"}
OF_THE_CORE = {"cdr.conf", "cel.conf"}  # the core itself provides what the text says about these
MODULES = [
    "[modules]",
    "autoload=yes",
    # One voicemail storage, and nothing that excludes it.
    "noload=app_voicemail_odbc",
    "noload=app_voicemail_imap",
    "noload=res_mwi_external",
    "noload=res_mwi_external_ami",
    "noload=res_stasis_mailbox",
    "noload=res_ari_mailboxes",
]


def installed(root: str) -> set[str]:
    """The modules of a root directory."""
    return {path.stem for path in Path(root, "usr/lib").rglob("asterisk/modules/*.so")}


def without_files(root: str, files: dict[str, bytes]) -> tuple[set[str], set[str], list[str]]:
    """Boot with every module but the tests: the modules that run, those that do not, and what the
    log has to say.
    """
    tests = [f"noload={name}" for name in installed(root) if name.startswith("test_")]
    with boot(root, files, modules=[*MODULES, *tests], timeout=120) as asterisk:
        states = asterisk.modules()
        log = asterisk.log.splitlines()
    running = {name for name, state in states.items() if state.running}
    return running, set(states) - running, log


@pytest.mark.parametrize("release", ["22", "16"])
def test_the_table_says_what_happens_without_any_file(
    request: pytest.FixtureRequest, release: str
) -> None:
    root = request.getfixturevalue(f"asterisk_{release}")
    _, bare, log = without_files(root, {})
    running, declined, more = without_files(root, FOUNDATIONS)
    rows = {
        name: module
        for name, module in load(Release.parse(release)).modules.items()
        if module.declines or module.declines_silently
    }
    assert (set(rows) & (running | bare)) - bare - declined == set(), "these run without their file"
    resting_on = {
        name
        for line in more
        if (found := re.search(r"Declined modules which depend on \w+: (.*)", line))
        for name in found[1].split(", ")
    }
    assert declined - set(rows) - ELSEWHERE - resting_on == set(), (
        "these decline, and the catalog does not know"
    )
    for name, module in rows.items():
        if name in bare | declined:
            for file in (*module.declines, *module.declines_silently):
                spoken = {level for line in [*log, *more] if (level := own_word(line, name, file))}
                assert bool(spoken & {"WARNING", "ERROR"}) is (file in module.declines), (
                    f"{name}: {spoken}"
                )


def own_word(line: str, module: str, file: str) -> str:
    """The level at which a module itself complains in a line of the log, or what reads files for it
    complains of its file.
    """
    found = re.search(r"\] (ERROR|WARNING|NOTICE)\[\d+\][^ ]* ([\w/]+)\.c: (.*)", line)
    own = found and (
        found[2] == module or (file in found[3] and found[2] in READERS and file not in OF_THE_CORE)
    )
    return found[1] if found and own else ""
