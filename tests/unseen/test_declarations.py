"""Each area that finds uses by code keeps to its declarations: what it returns for any PBX is
something that it declares, for the file that contains it.

Certainty follows from the declarations: something that an area finds but does not declare would be
called unused if its file cannot be read. The PBXs are those of fixtures/, of tests/trust/cases.yaml
(and of the shared cases beside this checkout), and fixtures with lines that a seeded chance
changed.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module
from typing import cast

import pytest

from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.steps import DIALPLAN_FILES
from asterisk_lint.dialplan.text_needs import UNSEEN
from asterisk_lint.model import Use
from asterisk_lint.releases import Release
from asterisk_lint.requirements.grouped_uses import everywhere
from asterisk_lint.requirements.release_tables import tables_of
from asterisk_lint.unseen.reach import (
    DIALPLAN,
    Reach,
    declared,
    rows_by_file,
    tokens,
)
from asterisk_lint.usage import AREAS, Finder, load_tables
from asterisk_lint.usage.rows import Declaration, FindRow, Invisible, Row
from tests.memory import MemoryFiles
from tests.pbx import FIXTURES, pbxs
from tests.trust.cases import SHARED, load_cases

FINDING = [area for area in AREAS if hasattr(import_module(f"asterisk_lint.usage.{area}"), "find")]
# What nothing in a configuration can show is never called unused, with or without a declaration.
ALWAYS = {
    f"module:{row.module.lower()}"
    for row in load_tables()[0]
    if isinstance(row, Invisible) and not row.never
}
CHANGED = 100  # PBXs with changed lines
# Values for any option: a use of each kind of text.
VALUES = (
    "${CURL(http://h/x)}", "Queue(support)", "#9,peer,AGI(bill.php)", "PJSIP/100&IAX2/b/c",
    "Local/1@a,0,Joe,Queue:support_avail", "!all,alaw,opus",
    "yes", "mixmonitor", "realtime,ps_endpoints", "odbc,asterisk,table",
    "config,other.conf,criteria=type=endpoint", "https://h/x.g722", "wav49|gsm",
    "100@default", "sub,s,1(x)", "X=${DB(a/b)}", "VOLUME(TX)=3", "speech_to_text", "user",
    "phoneprov", "endpoint", "[key]@host", "parkedcalls",
    "files", "channel originate SIP/1 application Milliwatt", "1,DUNDi/x",
    "${eventtype},${CSV_QUOTE(${CDR(src)})}",
)  # fmt: skip
Files = Mapping[str, str | bytes]


@cache
def rows_of(release: str) -> Mapping[str, Sequence[Row | Declaration]]:
    """The rows of a release and its declarations, by the file that they are about."""
    tables = tables_of(Release.parse(release))
    return rows_by_file((*tables.rows, *tables.declarations))


@cache
def declared_for(root: str, release: str) -> Reach:
    """What entries of a file can need in a release, or what nothing shows."""
    dialplan = DIALPLAN if root in DIALPLAN_FILES else frozenset()
    return declared(rows_of(release).get(root, ()), root) | ALWAYS | dialplan


def fixture_files(name: str) -> dict[str, str | bytes]:
    root = FIXTURES / name
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def all_pbxs() -> Iterator[tuple[str, Files, tuple[str, ...]]]:
    """Every PBX, with the releases for which it is read."""
    for name in pbxs():
        yield name, fixture_files(name), ("22", "16")
    cases = load_cases() + (
        load_cases(SHARED / "cases.yaml") if (SHARED / "cases.yaml").exists() else ()
    )
    for case in cases:
        if re.fullmatch(r"[\d.]+", str(case["release"])):
            yield case["name"], case["files"], (str(case["release"]),)


def changed(seed: int) -> Iterator[tuple[str, Files, tuple[str, ...]]]:
    """Fixtures with some lines that say something else: another value, an option of another line, a
    line of another file.
    """
    chance = random.Random(seed)
    names = pbxs()
    for number in range(CHANGED):
        name = chance.choice(names)
        files = fixture_files(name)
        confs = [file for file in sorted(files) if file.endswith(".conf")]
        for _ in range(12):
            file = chance.choice(confs)
            text = files[file]
            lines = (text if isinstance(text, str) else text.decode("latin-1")).splitlines()
            at = chance.randrange(len(lines)) if lines else 0
            option, sign, _ = lines[at].partition("=") if lines else ("", "", "")
            if sign and chance.random() < 0.7:
                lines[at] = f"{option}={chance.choice(VALUES)}"
            elif lines:
                other = files[chance.choice(confs)]
                taken = (other if isinstance(other, str) else other.decode("latin-1")).splitlines()
                lines.insert(at, chance.choice(taken) if taken else "")
            files[file] = "\n".join(lines) + "\n"
        yield f"{name} changed {number}", files, (chance.choice(["22", "20", "16", "13"]),)


def covered(use: Use, reach: Set[str]) -> bool:
    if use.kind == UNSEEN and "application" in reach:
        return True  # in whose arguments anything can be
    if use.kind == UNSEEN:
        return all({each, each.partition(":")[0]} & reach for each in use.name.split())
    exact = f"{use.kind}:{use.name.lower()}"
    patterns = [token for token in reach if token.startswith("modules:")]
    return (
        use.kind in reach
        or exact in reach
        or any(fnmatchcase(exact, "module" + pattern[len("modules") :]) for pattern in patterns)
    )


def roots_of(configuration: Configuration, file: str) -> list[str]:
    """The files that Asterisk asks for and to which this one belongs; none for scripts, sounds and
    the like.
    """
    roots = [file] if file in DIALPLAN_FILES else []
    for conf in configuration.read_confs():
        if file == conf.name or any(file in include.found for include in conf.includes):
            roots.append(conf.name)
    return roots


def undeclared(area: str, files: Files, release: str) -> list[tuple[Use, str]]:
    """Return what an area finds in a PBX but does not declare, at all or for that file."""
    module = import_module(f"asterisk_lint.usage.{area}")
    find = cast("Finder", module.find)
    own = ALWAYS | frozenset(
        token
        for row in (*module.READS, *module.ROWS)
        if not isinstance(row, FindRow)
        for token in tokens(getattr(row, "needs", ()))
    )
    configuration = Configuration(MemoryFiles(files), release=Release.parse(release))
    found = []
    for use in everywhere(find(configuration)):
        if not covered(use, own):
            found.append((use, "area"))
        roots = roots_of(configuration, use.file)
        if roots and not any(covered(use, declared_for(root, release)) for root in roots):
            found.append((use, f"files {roots}"))
    return found


@pytest.mark.parametrize("area", FINDING)
def test_area_declares_what_it_reads(area: str) -> None:
    assert hasattr(import_module(f"asterisk_lint.usage.{area}"), "READS")


@pytest.mark.parametrize("area", FINDING)
def test_what_is_found_is_declared(area: str) -> None:
    for name, files, releases in all_pbxs():
        for release in releases:
            assert undeclared(area, files, release) == [], (name, release)


@pytest.mark.parametrize("area", FINDING)
def test_what_is_found_in_changed_files_is_declared(area: str) -> None:
    for name, files, releases in changed(seed=12):
        assert undeclared(area, files, releases[0]) == [], name


def test_an_undeclared_use_would_be_seen() -> None:
    use = Use("application", "Queue", "queues.conf", 1)
    assert not covered(use, frozenset({"application:dial", "modules:app_q*"}))
    assert covered(use, frozenset({"application:queue"}))
    assert any("IAX2" in value for value in VALUES)
