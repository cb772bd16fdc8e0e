"""What happened to modules; each expectation comes from Asterisk's own UPGRADE and CHANGES files,
or from its source tree.
"""

import pytest

from asterisk_lint.catalog.lineage import ModuleChange, changes, fate, successors
from asterisk_lint.catalog.load import load, releases
from asterisk_lint.releases import Release, bound
from tools.catalog_generator.lineage import proposals


@pytest.mark.parametrize(
    ("module", "release", "what", "since", "to"),
    [
        ("chan_local", "22", "merged", "12", ()),
        ("chan_local", "12", "merged", "12", ()),
        ("res_features", "16", "merged", "1.6.2", ()),
        ("res_indications", "1.8", "split", "1.6.2", ()),
        ("app_addon_sql_mysql", "13", "renamed", "1.8", ("app_mysql",)),
        ("app_addon_sql_mysql", "22", "replaced", "19", ("func_odbc",)),
        ("cdr_addon_mysql", "16", "renamed", "1.8", ("cdr_mysql",)),
        ("app_macro", "22", "replaced", "21", ("app_stack",)),
        ("chan_sip", "21.3.1", "replaced", "21", ("chan_pjsip",)),
        ("chan_zap", "1.4.22", "renamed", "1.4.22", ("chan_dahdi",)),
        ("chan_sip", "21", "replaced", "21", ("chan_pjsip",)),
        ("res_monitor", "23", "replaced", "21", ("app_mixmonitor",)),
        ("func_moh", "11", "replaced", "1.6.2", ("func_channel",)),
        ("func_language", "1.6.2", "replaced", "1.6.2", ("func_channel",)),
        ("app_parkandannounce", "22", "merged", "12", ("res_parking",)),
        ("res_jabber", "22", "replaced", "13", ("res_xmpp",)),
        ("chan_zap", "22", "renamed", "1.4.22", ("chan_dahdi",)),
        ("app_zapscan", "22", "merged", "1.8", ("app_chanspy",)),
        ("res_pjsip_transport_management", "13.19.2", "merged", "13.19.2", ("res_pjsip",)),
        ("res_pjsip_transport_management", "14.7.7", "merged", "14.7.6", ("res_pjsip",)),
        ("res_pjsip_transport_management", "13.7", "later", "13.8.1", ()),
        ("res_pjsip_transport_management", "22", "merged", "15.2.2", ("res_pjsip",)),
        ("res_pjsip_keepalive", "22", "merged", "15.2.2", ("res_pjsip",)),
        ("res_pjsip_log_forwarder", "13.8", "renamed", "13.8", ("res_pjproject",)),
        ("res_pjsip_pidf", "12.1", "split", "12.1", ()),
        ("app_rpt", "22", "outside", "10.4", ()),
        ("format_ogg_opus", "22", "outside", "14.0.2", ()),
        ("res_cdrel_custom", "22.8", "later", "22.9", ()),
        ("res_ari", "11", "later", "12", ()),
        ("app_mf", "17", "later", "18.7", ()),
        ("app_noop", "22", "never", "", ()),
        ("app_goto", "22", "never", "", ()),
        ("res_manager", "22", "never", "", ()),
        ("format_g722", "22", "never", "", ("format_pcm",)),
    ],
)
def test_fate(module: str, release: str, what: str, since: str, to: tuple[str, ...]) -> None:
    past = fate(module, Release.parse(release))
    assert past is not None
    assert (past.what, past.since, past.to) == (what, since, to)
    assert past.successor == (to[0] if len(to) == 1 else None)
    assert past.gone == (what not in ("later", "outside"))
    assert past.text


@pytest.mark.parametrize(
    ("module", "release"),
    [
        ("app_macro", "20"),
        ("app_dial", "22"),
        ("chan_sccp", "22"),
        ("app_rpt_local", "16"),
        ("chan_zap", "1.4.10"),
        ("app_rpt", "1.8.11"),
    ],
)
def test_no_fate_for_what_is_there_or_nobody_knows(module: str, release: str) -> None:
    assert fate(module, Release.parse(release)) is None


def test_successors_follow_several_changes() -> None:
    assert successors("app_addon_sql_mysql", Release.parse("22")) == ("func_odbc",)
    assert successors("app_dial", Release.parse("22")) == ("app_dial",)


def test_every_module_that_went_is_told_of() -> None:
    assert proposals() == []


@pytest.mark.parametrize(
    "change", changes(), ids=lambda change: f"{change.module}-{change.release}"
)
def test_each_change_is_what_the_catalogs_show(change: ModuleChange) -> None:
    assert change.what in ("renamed", "merged", "split", "replaced", "removed", "outside")
    later = [name for name in releases() if bound(name) > bound(change.release)]
    assert [
        name for name in (change.release, *later) if load(Release.parse(name)).module(change.module)
    ] == []
    assert load(Release.parse(_before(change.release))).module(change.module) is not None
    assert change.what not in ("renamed", "replaced") or change.to
    for target in change.to:
        assert target == "(core)" or load(Release.parse(change.release)).module(target), target


def _before(release: str) -> str:
    """The release before: the series before a series, and inside a series the next lower number."""
    every = releases()
    if release in every:
        return every[every.index(release) - 1]
    numbers = release.split(".")
    return ".".join([*numbers[:-1], str(int(numbers[-1]) - 1)])
