"""Random configuration files, read by us and by a real Asterisk: the manager's GetConfig is what it
has read.

ASTERISK_LINT_RANDOM=500 says how many (60 without it). What GetConfig gives: every section in
order, its templates, its entries in order.
"""

import os
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings

from asterisk_lint.conf.reader import Conf, read_conf
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import Asterisk, boot
from tests.conf.random_conf import configurations
from tests.memory import MemoryFiles

MANAGER = (
    b"[general]\nenabled=yes\nbindaddr=127.0.0.1\n[reader]\nsecret=reader\nread=all\nwrite=all\n"
)
MODULES = ["[modules]", "autoload=no"]
HOW_MANY = int(os.environ.get("ASTERISK_LINT_RANDOM", "60"))


class Seen(NamedTuple):
    """What Asterisk holds of a file: (section, template, parents, "key=value" lines), or None when
    it rejects the file.
    """

    sections: list[tuple[str, bool, str, list[str]]] | None

    @classmethod
    def of(cls, conf: Conf) -> "Seen":
        """What we hold of it."""
        if conf.rejected:
            return cls(None)
        return cls(
            [
                (s.name, s.template, ",".join(s.parents), [f"{e.key}={e.value}" for e in s.entries])
                for s in conf.sections
            ]
        )


class RealAsterisk:
    """An Asterisk that reads one configuration after the other, each in a folder of its own."""

    def __init__(self, asterisk: Asterisk, release: str) -> None:
        self.asterisk = asterisk
        self.release = release
        self.count = 0

    def read(self, files: Mapping[str, bytes]) -> Seen:
        self.count += 1
        folder = f"c{self.count}"
        self.asterisk.write("/var/log/asterisk/full", b"")
        for name, data in files.items():
            self.asterisk.write(
                f"/etc/asterisk/{folder}/{name}", data.replace(b"@", folder.encode())
            )
        (seen,) = ask(self.asterisk, [f"{folder}/main.conf"])
        return seen


def ask(asterisk: Asterisk, names: list[str]) -> list[Seen]:
    """What Asterisk's manager says of some files."""
    actions = [
        {"Action": "Login", "Username": "reader", "Secret": "reader", "Events": "off"},
        *(
            {
                "Action": "GetConfig",
                "ActionID": str(number),
                "Filename": name,
                "Filter": "TEMPLATES=include",
            }
            for number, name in enumerate(names)
        ),
        {"Action": "Logoff"},
    ]
    words = ["/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/5038; cat >&3; cat <&3"]
    said = "".join(
        "".join(f"{key}: {value}\r\n" for key, value in action.items()) + "\r\n"
        for action in actions
    )
    _, answer = asterisk.run(words, said.encode())
    assert "Goodbye" in answer, answer
    return [parse(part) for part in answer.split("ActionID: ")[1:]]


def parse(answer: str) -> Seen:
    """GetConfig's answer."""
    if "Message: Config file has invalid format" in answer:
        return Seen(None)
    sections: list[tuple[str, bool, str, list[str]]] = []
    for line in answer.split("\r\n"):
        key, _, value = line.partition(": ")
        if key.startswith("Category-"):
            sections.append((value, False, "", []))
        elif key.startswith("IsTemplate-"):
            sections[-1] = (sections[-1][0], True, sections[-1][2], sections[-1][3])
        elif key.startswith("Templates-"):
            sections[-1] = (*sections[-1][:2], value, sections[-1][3])
        elif key.startswith("Line-"):
            sections[-1][3].append(value)
    return Seen(sections)


@pytest.fixture(scope="module")
def real_asterisk(asterisk_root: str) -> Iterator[RealAsterisk]:
    release = asterisk_root.rpartition("-")[2]
    with boot(asterisk_root, {"manager.conf": MANAGER}, modules=MODULES) as asterisk:
        assert asterisk.up, asterisk.failure
        yield RealAsterisk(asterisk, release)


def ours(files: Mapping[str, bytes], folder: str, release: str) -> Seen:
    memory = MemoryFiles(
        {f"{folder}/{name}": data.replace(b"@", folder.encode()) for name, data in files.items()}
    )
    conf = read_conf(memory, f"{folder}/main.conf", release=Release.parse(release), stop=True)
    assert conf is not None
    return Seen.of(conf)


@settings(
    max_examples=HOW_MANY,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not os.environ.get("ASTERISK_LINT_RANDOM"),
    database=None,
)
@given(files=configurations)
def test_sections_and_entries_are_those_of_getconfig(
    real_asterisk: RealAsterisk, files: dict[str, bytes]
) -> None:
    expected = real_asterisk.read(files)
    assert ours(files, f"c{real_asterisk.count}", real_asterisk.release) == expected
