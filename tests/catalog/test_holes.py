"""No name that comes and goes: what a generator fails to read in one series shows beside the series
around it.
"""

from collections.abc import Mapping
from functools import cache

import pytest

from asterisk_lint.catalog.facts import EXACT, KINDS
from asterisk_lint.catalog.load import load, releases
from asterisk_lint.releases import bound
from tests.catalog.changes import releases_of

SERIES = releases()
pytestmark = pytest.mark.xdist_group("each release")  # one process reads them
# A short series ends while an older one goes on, and in its last releases takes corrections only:
# what the older one got from then on came to no release of the short one. For each: the older
# series, and the first release of it that has more than the short one's last (by the dates of the
# tags in Asterisk's repository; the last release of 15, 17, 19 and 21 is of the same day as the one
# named here).
ENDED = {
    "10": ("1.8", "1.8.21"),
    "12": ("11", "11.18"),
    "14": ("13", "13.19"),
    "15": ("13", "13.24"),
    "17": ("16", "16.15"),
    "19": ("18", "18.16"),
    "21": ("20", "20.17"),
}
_SET = "`core set {debug|verbose}` there"
_OPUS = "Asterisk's own until 14.0, Debian's since 16"
# (kind, name) -> why a series between lacks it.
MISSING = {
    ("cli_command", "core set debug"): _SET,
    ("cli_command", "core set verbose"): _SET,
    ("cli_command", "core show file version"): "`core show file version [like]` there",
    ("cli_command", "core show translation"): "`core show translation [recalc]` in 1.6.2",
    ("format", "opus"): _OPUS,
    ("file_format", "ogg_opus"): _OPUS,
}
# (series, kind) -> why a series has none of a kind that an older one has.
NONE_LEFT: Mapping[tuple[str, str], str] = {}
# Prefix of a module's name -> kinds; such a module provides at least one of them.
FAMILIES = {
    "app_": {"application"}, "func_": {"function"}, "chan_": {"channel"},
    "codec_": {"codec", "translator"}, "format_": {"format"},
    "cdr_": {"cdr"}, "cel_": {"cel"}, "bridge_": {"bridge"}, "res_timing_": {"timing"},
    "res_config_": {"engine"}, "res_sorcery_": {"wizard"},
    "res_format_attr_": {"attribute"}, "res_calendar_": {"calendar"}, "res_rtp_": {"rtp_engine"},
}  # fmt: skip
# Module -> why it provides nothing of its family's kind.
OTHERWISE = {
    "bridge_builtin_features": "registers features of bridges, which have no names",
    "bridge_builtin_interval_features": "registers features of bridges, which have no names",
    "codec_dahdi": "has the translators that the DAHDI card has",
    "codec_zap": "has the translators that the Zaptel card has",
    "format_jpeg": "reads and writes pictures, which are no file format (main/image.c)",
}


@cache
def first_seen_in(series: str) -> dict[str, dict[str, tuple[int, ...]]]:
    """For each kind, name -> the first release of the series that has it; compared as Asterisk
    compares the names of the kind.
    """
    found: dict[str, dict[str, tuple[int, ...]]] = {kind: {} for kind in KINDS}
    for release in releases_of(series):
        catalog = load(release)
        for kind, seen in found.items():
            for name in catalog.names(kind):
                seen.setdefault(name if kind in EXACT else name.lower(), release.order)
    return found


def first_seen(series: str, kind: str) -> dict[str, tuple[int, ...]]:
    """Name -> the first release of the series that has it."""
    return first_seen_in(series)[kind]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_name_is_missing_between_two_series_that_have_it(kind: str) -> None:
    holes = set()
    for place, series in enumerate(SERIES):
        later = frozenset().union(*(first_seen(each, kind) for each in SERIES[place + 1 :]))
        for name in later - first_seen(series, kind).keys():
            older = next(
                (each for each in reversed(SERIES[:place]) if name in first_seen(each, kind)), None
            )
            late = ENDED.get(series)
            if (
                older is not None
                and (kind, name) not in MISSING
                and not (
                    late and older == late[0] and first_seen(older, kind)[name] >= bound(late[1])
                )
            ):
                holes.add((series, name))
    assert sorted(holes) == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_kind_falls_to_nothing(kind: str) -> None:
    have = [bool(first_seen(series, kind)) for series in SERIES]
    fallen = [
        series
        for place, series in enumerate(SERIES)
        if any(have[:place]) and not have[place] and (series, kind) not in NONE_LEFT
    ]
    assert fallen == []


@pytest.mark.parametrize("series", SERIES)
def test_each_module_provides_what_its_name_says(series: str) -> None:
    bare = set()
    for release in releases_of(series):
        for name, module in load(release).modules.items():
            prefix = max((each for each in FAMILIES if name.startswith(each)), key=len, default="")
            if prefix and not FAMILIES[prefix] & module.provides.keys() and name not in OTHERWISE:
                bare.add(name)
    assert sorted(bare) == []
