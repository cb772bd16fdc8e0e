"""Each PBX in fixtures/, started with everything and with the whitelist that the tool writes:
nothing is lost, and nothing new is complained of.
"""

import json
import re
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from asterisk_lint.catalog.load import load
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import boot
from asterisk_lint.witness.observe import COMPLETED, SHOWN
from tests.pbx import FIXTURES, lint, pbxs
from tests.test_fixtures import fixed, release_of

# A child that ends while Asterisk polls, a name server that does not answer yet: whether that
# happens before the log is read is chance.
CHANCE = re.compile(r"Interrupted system call|stunaddr 'stun\.example\.net'")
# AEAP came later.
NOT_IN_16 = {"speech-aeap"}
# Debian's Asterisk 16 is built without cdr_syslog, and res_prometheus came with 17.
NOT_IN_DEBIANS_16 = (b"load = cdr_syslog.so\n", b"load = res_prometheus.so\n")
STARTS = [
    (name, release)
    for name in pbxs()
    for release in (release_of(FIXTURES / name), "16")
    if not name.startswith("2010")
]
KINDS = frozenset((*COMPLETED, *SHOWN)) - {"cli_command"}


class Start(NamedTuple):
    """What one start showed."""

    complaints: set[str]  # without times, numbers and addresses
    names: dict[str, set[str]]  # kind -> names, in lower case
    running: set[str]
    declined: set[str]


def complaints_in(log: str) -> set[str]:
    """Return its errors and warnings without times, numbers and addresses."""
    lines = [
        line
        for line in log.splitlines()
        if re.search(r"\] (ERROR|WARNING)\[", line) and not CHANCE.search(line)
    ]
    return {
        re.sub(r"0x[0-9a-f]+|[0-9A-F]{8,}|\d+", "N", line.split("] ", 1)[1].split(" ", 1)[1])
        for line in lines
    }


def start(
    root: str, directory: Path, kinds: set[str], *modules: str, expected: frozenset[str]
) -> Start:
    """Start Asterisk on a directory. Threads of it complain after it has come up (a queue log in
    a database): expected complaints have ten seconds to appear.
    """
    with boot(root, directory, modules=modules or None) as asterisk:
        assert asterisk.up, asterisk.failure
        states = asterisk.modules()
        names = {kind: {name.lower() for name in asterisk.names(kind)} for kind in kinds}
        end = time.monotonic() + 10
        while not expected <= (told := complaints_in(asterisk.log)) and time.monotonic() < end:
            time.sleep(0.1)
        return Start(
            told,
            names,
            {name for name, state in states.items() if state.running},
            {name for name, state in states.items() if not state.running},
        )


@pytest.mark.parametrize(
    ("name", "release"),
    sorted(
        {(name, release) for name, release in STARTS if release != "16" or name not in NOT_IN_16}
    ),
)
def test_the_whitelist_loses_nothing_that_everything_has(
    name: str, release: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    root: str = request.getfixturevalue(f"asterisk_{release}")
    directory = fixed(name, tmp_path, release)
    if release == "16":
        listed = directory / "modules.conf"
        for line in NOT_IN_DEBIANS_16:
            listed.write_bytes(listed.read_bytes().replace(line, b""))
    catalog = load(Release.parse(release))
    told = json.loads(
        lint(
            "uses", "--asterisk", release, "--output-format", "json", ".", cwd=directory, status=0
        ).stdout
    )
    uses = {(use["kind"], use["name"]) for use in told["pbx"][0]["uses"] if use["name"] != "*"}
    kinds = {kind for kind, _ in uses} & KINDS
    whitelist = start(root, directory, kinds, expected=frozenset())
    expected = frozenset(whitelist.complaints)
    everything = start(root, directory, kinds, "[modules]", "autoload=yes", expected=expected)
    assert whitelist.complaints - everything.complaints == set()
    assert whitelist.declined == set()
    for kind, used in uses:
        if kind in kinds:
            there = used.lower() in whitelist.names[kind]
            # Any Asterisk carries some codecs that only a module from elsewhere can translate.
            assert (
                there
                or "" in catalog.providers(kind, used)
                or used.lower() not in everything.names[kind]
            ), (kind, used)
        elif kind in {"wizard", "timing"}:
            assert whitelist.running & set(catalog.providers(kind, used)), (kind, used)
