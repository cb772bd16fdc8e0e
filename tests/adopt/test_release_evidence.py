"""Which release a repository is for."""

from collections.abc import Sequence

import pytest

from asterisk_lint.adopt.release_evidence import find_evidence
from asterisk_lint.catalog.load import releases
from tests.memory import MemoryFiles


class MemoryTree(MemoryFiles):
    """A whole repository in memory."""

    root = "/"

    def paths(self) -> Sequence[str]:
        return self.names()

    def under(self, directory: str) -> Sequence[str]:
        return [name for name in self.names() if name.startswith(f"{directory}/")]

    def listing(self, directory: str) -> Sequence[str]:
        return ()

    def settle(self, path: str, content: bytes, blob: str) -> None:
        """Nothing is remembered."""

    def blobs(self, paths: Sequence[str]) -> Sequence[str | None]:
        return [None] * len(paths)


SERIES = frozenset(releases())


def found(**files: str) -> list[tuple[str, str, int]]:
    tree = MemoryTree({name: content.encode() for name, content in files.items()})
    return [(str(one.release), one.file, one.line) for one in find_evidence(tree, "etc", SERIES)]


@pytest.mark.parametrize(
    ("name", "line", "release"),
    [
        ("version.txt", "Asterisk 20.9.3 built by root @ host on a x86_64 running Linux", "20.9.3"),
        ("README.md", "Connected to Asterisk certified/18.9-cert5 built by x", "18.9-cert5"),
        ("packages.txt", "ii  asterisk  1:16.28.0~dfsg-0+deb11u4  amd64  Open Source PBX",
            "16.28.0"),
        ("dpkg.list", "asterisk\t1:22.10.1~dfsg-1", "22.10.1"),
        ("rpm.txt", "asterisk-18.12.1-1.el8.x86_64", "18.12.1"),
        ("Dockerfile", "FROM andrius/asterisk:18.12.1", "18.12.1"),
        ("docker-compose.yml", "    image: registry.example.org/voip/asterisk:20", "20"),
        ("Dockerfile", "RUN apk add --no-cache asterisk=20.11.1-r0", "20.11.1"),
        ("Dockerfile", "ADD https://example.org/asterisk-22-current.tar.gz /src", "22"),
        ("Dockerfile", "ARG ASTERISK_VERSION=20.5.0", "20.5.0"),
        ("vars.yml", 'asterisk_version: "18.20.2"', "18.20.2"),
    ],
)  # fmt: skip
def test_lines_that_name_a_release(name: str, line: str, release: str) -> None:
    assert found(**{name: f"first\n{line}\n"}) == [(release, name, 2)]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("README.md", "We moved from Asterisk 16 to something newer."),  # of the past
        ("README.md", "See asterisk-users 20 for details"),
        ("version.txt", "Asterisk 99.1 built by nobody"),  # no such series
        ("pjsip.conf", "; Asterisk 20.9.3 built by"),  # no file that tells releases
        ("Dockerfile", "FROM debian:12"),
        ("packages.txt", "asterisk-core-sounds-en 1.6.1-1"),
    ],
)
def test_lines_that_name_none(name: str, line: str) -> None:
    assert found(**{name: line}) == []


def test_what_ran_weighs_more_than_what_is_built() -> None:
    assert [release for release, _, _ in found(
        Dockerfile="FROM x/asterisk:18\n", **{"docs/version.txt": "Asterisk 20.9.3 built by x\n"}
    )] == ["20.9.3", "18"]  # fmt: skip
