"""Make asterisk_lint/usage/shipped_sections.txt: what the sample files of every release and package
say, as digests.

python -m tools.sample_digests REPOSITORY [DIRECTORY ...]

REPOSITORY is a (bare) clone of Asterisk's; the samples of every tag and branch in it are read. Each
DIRECTORY holds files as a distribution installs them (an unpacked package's etc/asterisk), named by
the directory's path; its release is the first number in that path. configs/basic-pbx is not a
sample: it is a whole PBX, which is installed on purpose.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from asterisk_lint.conf.reader import read_conf
from asterisk_lint.releases import Release
from asterisk_lint.usage.shipped import file_digest, section_digest

TARGET = Path(__file__).parent.parent / "asterisk_lint" / "usage" / "shipped_sections.txt"
_SAMPLE = re.compile(r"configs/(?:samples/)?([^/]+\.conf)\.sample")
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)*")


class _One:
    """One file, as if nothing else were there."""

    def __init__(self, name: str, content: bytes) -> None:
        self._name = name
        self._content = content

    def names(self) -> list[str]:
        return [self._name]

    def read(self, name: str) -> bytes:
        if name != self._name:
            raise FileNotFoundError(name)
        return self._content


def main(arguments: list[str]) -> int:
    """Write the data again."""
    parser = argparse.ArgumentParser(prog="python -m tools.sample_digests", description=__doc__)
    parser.add_argument("repository", metavar="REPOSITORY")
    parser.add_argument("directories", nargs="*", metavar="DIRECTORY")
    parsed = parser.parse_args(arguments)
    repository, directories = parsed.repository, parsed.directories
    found: dict[tuple[str, str], set[str]] = {}
    count = 0
    for name, release, content in (*samples(repository), *installed(directories)):
        conf = read_conf(_One(name, content), name, release=Release.parse(release))
        if conf is None:
            continue
        count += 1
        found.setdefault((name, "*"), set()).add(file_digest(conf))
        for section in conf.sections:
            if not section.template and "\n" not in section.name:
                found.setdefault((name, section.name), set()).add(section_digest(section))
    lines = [
        f"{file} [{name}] {' '.join(sorted(digests))}"
        for (file, name), digests in sorted(found.items())
    ]
    head = (
        "# Made by `python -m tools.sample_digests`: FILE [SECTION] and a digest for each text "
        "it was ever shipped with; [*] is the whole file.\n"
    )
    TARGET.write_text(head + "\n".join(lines) + "\n", encoding="utf-8", errors="surrogateescape")
    print(f"{count} sample files, {len(lines)} lines")
    return 0


def samples(repository: str) -> Iterator[tuple[str, str, bytes]]:
    """Each text of each sample once, with the first release that has it: name, release, content."""
    seen: set[tuple[str, str]] = set()
    for reference in (
        _git(repository, "for-each-ref", "--format=%(refname)", "refs/tags", "refs/heads")
        .decode()
        .split()
    ):
        version = _VERSION.search(reference.removeprefix("refs/tags/").removeprefix("refs/heads/"))
        release = version.group() if version else ""
        if not release or release.startswith("0."):
            continue
        for line in (
            _git(repository, "ls-tree", "-r", reference, "configs/")
            .decode(errors="surrogateescape")
            .splitlines()
        ):
            properties, _, path = line.partition("\t")
            sample = _SAMPLE.fullmatch(path)
            blob = properties.split()[2]
            if sample and (sample.group(1), blob) not in seen:
                seen.add((sample.group(1), blob))
                yield (
                    sample.group(1),
                    known_release(release),
                    _git(repository, "cat-file", "blob", blob),
                )


def known_release(version: str) -> str:
    """The release of a tag as the reader knows releases: 1.0 and 1.2 are read as 1.4, which has the
    same syntax.
    """
    return "1.4" if re.match(r"1\.[0-3](\.|$)", version) else version


def installed(directories: list[str]) -> Iterator[tuple[str, str, bytes]]:
    """Each file that a package installs: name, release, content."""
    for directory in directories:
        version = _VERSION.search(Path(directory).as_posix())
        for path in sorted(Path(directory).glob("*.conf")):
            yield path.name, version.group() if version else "22", path.read_bytes()


def _git(repository: str, *arguments: str) -> bytes:
    return subprocess.run(
        ["git", "-C", repository, *arguments], check=True, capture_output=True
    ).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
