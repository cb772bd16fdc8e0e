"""Convert the facts of every release of a series to names with the range of releases in which each
is valid.
"""

import io
import subprocess
import tarfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from posixpath import dirname, join, normpath

from asterisk_lint.releases import bound
from tools.catalog_generator import sources

Held = Mapping[str, Mapping[str, Sequence[str]]]


def tags(repository: Path, series: str) -> list[str]:
    """The tags of a series' releases, oldest first, patch releases among them (a security fix can
    move a module): `22.9.0`, `22.9.1`, ...
    """
    listed = subprocess.run(
        ["git", "--git-dir", repository, "tag", "--list", f"{series}.*"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return sorted(
        (tag for tag in listed if all(part.isdigit() for part in tag.split("."))), key=bound
    )


def read_revision(repository: Path, revision: str) -> dict[str, str]:
    """The files that matter of one revision, as `sources.read_tree` gives those of a directory."""
    # Only the folders that are read: a partial clone may lack the rest of a release (its ChangeLog
    # is huge).
    listed = subprocess.run(
        ["git", "--git-dir", repository, "ls-tree", "--name-only", revision],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    wanted = [
        name
        for name in listed.splitlines()
        if sources.matters(name) or sources.matters(f"{name}/x.c")
    ]
    archive = subprocess.run(
        ["git", "--git-dir", repository, "archive", revision, "--", *wanted],
        capture_output=True,
        check=True,
    ).stdout
    found: dict[str, str] = {}
    links: dict[str, str] = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            if member.isfile() and sources.matters(member.name):
                file = tar.extractfile(member)
                assert file is not None
                found[member.name] = file.read().decode("utf-8", "replace")
            elif member.issym() and sources.matters(member.name):
                links[member.name] = normpath(join(dirname(member.name), member.linkname))
    found |= {name: found[target] for name, target in links.items() if target in found}
    return dict(sorted(found.items()))


def ranged(releases: Sequence[tuple[str, Held]]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return facts by release (oldest first) -> facts whose modules and names have a range unless
    they are valid from first to last.
    """
    versions = [release for release, _ in releases]
    modules = _in_order(facts.keys() for _, facts in releases)
    result: dict[str, dict[str, tuple[str, ...]]] = {}
    for module in modules:
        there = [index for index, (_, facts) in enumerate(releases) if module in facts]
        first, last = there[0], there[-1]
        keys = _in_order(releases[index][1][module].keys() for index in there)
        said: dict[str, tuple[str, ...]] = {}
        for key in keys:
            names = _in_order(releases[index][1][module].get(key, ()) for index in there)
            said[key] = tuple(
                name + bounds
                for name in names
                for bounds in _bounds(name, module, key, releases, first, last)
            )
        result[module + _range(first, last, versions)] = said
    return result


def _bounds(
    name: str, module: str, key: str, releases: Sequence[tuple[str, Held]], first: int, last: int
) -> list[str]:
    """Return the ranges, relative to the module's own, in which the name is valid."""
    versions = [release for release, _ in releases]
    holds = [
        name in releases[index][1].get(module, {}).get(key, ()) for index in range(first, last + 1)
    ]
    runs: list[str] = []
    start: int | None = None
    for offset, held in enumerate([*holds, False]):
        if held and start is None:
            start = offset
        elif not held and start is not None:
            begin = f">={versions[first + start]}" if start else ""
            end = f"<{versions[first + offset]}" if offset < len(holds) else ""
            runs.append(_short(begin + end))
            start = None
    return runs


def _range(first: int, last: int, versions: Sequence[str]) -> str:
    return _short(
        (f">={versions[first]}" if first else "")
        + (f"<{versions[last + 1]}" if last + 1 < len(versions) else "")
    )


def _short(bounds: str) -> str:
    """`>=22.9.0` -> `>=22.9`, `>=1.8.5.0` -> `>=1.8.5`: the number of a patch release says nothing
    when it is 0.
    """
    return "<".join(
        part.removesuffix(".0") if part.count(".") > 1 else part for part in bounds.split("<")
    )


def _in_order(groups: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(name for group in groups for name in group))
