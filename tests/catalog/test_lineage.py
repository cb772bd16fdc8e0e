"""What became of modules; each expectation stands in Asterisk's own UPGRADE and CHANGES files, or in its source tree."""

import pytest

from asterisk_lint.catalog.generate.lineage import proposals
from asterisk_lint.catalog.lineage import changes, fate, lineage, successors
from asterisk_lint.catalog.load import load, release_order, releases


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
    past = fate(module, release)
    assert past is not None
    assert (past.what, past.since, past.to) == (what, since, to)
    assert past.successor == (to[0] if len(to) == 1 else None)
    assert past.gone == (what != "later")
    assert past.text


@pytest.mark.parametrize(
    ("module", "release"), [("app_macro", "20"), ("app_dial", "22"), ("chan_sccp", "22"), ("app_rpt_local", "16"), ("chan_zap", "1.4.10")]
)
def test_no_fate_for_what_is_there_or_nobody_knows(module: str, release: str) -> None:
    assert fate(module, release) is None


def test_successors_follow_several_changes() -> None:
    assert successors("app_addon_sql_mysql", "22") == ("func_odbc",)
    assert successors("app_dial", "22") == ("app_dial",)
    assert [change.release for change in lineage("app_addon_sql_mysql", "1.6.2", "22")] == ["1.8", "19"]
    assert lineage("app_addon_sql_mysql", "1.8", "18") == ()


def test_every_module_that_went_is_told_of() -> None:
    """Modules that a maintained old series got after the next one had begun did not go: the next but one has them."""
    missing = []
    for line in proposals():
        module, _, release, *_ = line.split()
        later = [series for series in releases() if release_order(series) >= release_order(release) and load(series).module(module)]
        if not later:
            missing.append(line)
    assert missing == []


@pytest.mark.parametrize("change", changes(), ids=lambda change: f"{change.module}-{change.release}")
def test_each_change_is_what_the_catalogs_show(change: object) -> None:
    from asterisk_lint.catalog.lineage import Change

    assert isinstance(change, Change)
    assert change.what in ("renamed", "merged", "split", "replaced", "removed")
    series = [name for name in releases() if release_order(name) >= release_order(change.release) and name != "1.4"]
    assert [name for name in series if load(name).module(change.module)] == []
    assert any(load(name).module(change.module) for name in ("1.4.0", *releases()))
    assert change.what not in ("renamed", "replaced") or change.to
    for target in change.to:
        assert target == "(core)" or load(change.release).module(target), target
