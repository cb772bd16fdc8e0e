"""Every capability that Asterisk removed has a row that says since when, and what to write instead;
what it names is there.
"""

import re

import pytest

from asterisk_lint.catalog.load import load, releases
from asterisk_lint.catalog.successors import removed, successor
from asterisk_lint.releases import Release

KINDS = ("application", "function", "channel", "engine")


def test_every_capability_that_went_is_known() -> None:
    catalogs = {series: load(Release.parse(series)) for series in releases()}
    newest = list(catalogs)[-1]
    gone: set[tuple[str, str, str]] = set()
    for kind in KINDS:
        still = {name.lower() for name in catalogs[newest].names(kind)}
        last: dict[str, tuple[str, str]] = {}
        for series, catalog in catalogs.items():
            last.update({name.lower(): (name, series) for name in catalog.names(kind)})
        for name, (spelling, series) in last.items():
            if name not in still:
                after = list(catalogs)[list(catalogs).index(series) + 1]
                gone.add((kind, spelling, after))
    assert {(row.kind, row.name, row.release) for row in removed() if row.kind in KINDS} == gone


def test_what_is_named_instead_is_there() -> None:
    catalog = load(Release.parse("22"))
    known = {name.lower() for kind in KINDS for name in catalog.names(kind)}
    named = [
        (row.name, word)
        for row in removed()
        for word in re.findall(r"\b([A-Za-z_0-9]+)\(", row.instead)
    ]
    assert len(named) > 40
    assert [(name, word) for name, word in named if word.lower() not in known] == []


@pytest.mark.parametrize(
    ("kind", "name", "release", "instead"),
    [
        ("application", "NoCDR", "22", "Set(CDR_PROP(disable)=1)"),
        ("application", "nocdr", "21", "Set(CDR_PROP(disable)=1)"),
        ("application", "NoCDR", "20", None),
        ("application", "SendURL", "22", ""),
        ("function", "SIPPEER", "22", "PJSIP_ENDPOINT(), PJSIP_AOR() and PJSIP_CONTACT()"),
        ("engine", "sqlite", "20", "sqlite3"),
        ("application", "Answr", "22", None),
    ],
)
def test_instead(kind: str, name: str, release: str, instead: str | None) -> None:
    found = successor(kind, name, Release.parse(release))
    assert (found.instead if found else None) == instead
