"""What modules cost, and what a whitelist saves by that."""

import pytest

from asterisk_lint.catalog.costs import (
    LEAST,
    costs_of,
    installed_usually,
    measured_series,
    saved,
)
from asterisk_lint.catalog.load import load
from asterisk_lint.releases import Release


@pytest.mark.parametrize(
    ("release", "series"),
    [("15", None), ("1.8", None), ("16", "16"), ("18.9-cert5", "16"), ("19", "22"), ("23", "22"),
     ("master", "22")],
)  # fmt: skip
def test_which_measurements_stand_for_a_release(release: str, series: str | None) -> None:
    assert measured_series(Release.parse(release)) == series
    assert bool(costs_of(Release.parse(release))) == (series is not None)


@pytest.mark.parametrize("series", ["16", "22"])
def test_the_measured_modules_are_those_of_the_release(series: str) -> None:
    release = Release.parse(series)
    costs, catalog = costs_of(release), load(release)
    assert not [name for name in costs if catalog.module(name) is None]
    assert installed_usually(release) <= set(costs)
    # Measured before, by booting each with what it requires (22): res_pjsip 6.9 MB and 10 threads,
    # and it is the dearest.
    assert max(costs, key=lambda name: costs[name].memory) == "res_pjsip"
    assert 6000 < costs["res_pjsip"].memory < 9000
    assert 10 <= costs["res_pjsip"].threads < 14


def test_what_is_saved_is_the_sum_of_what_is_off() -> None:
    release = Release.parse("22")
    costs = costs_of(release)
    installed = {"res_pjsip", "app_queue", "res_srtp", "app_of_ours"}
    saving = saved(release, {"app_queue"}, installed)
    assert saving is not None
    megabytes = (costs["res_pjsip"].memory + costs["res_srtp"].memory) / 1024
    assert saving.modules == 2
    assert (saving.least, saving.most) == (int(megabytes * LEAST), int(megabytes))
    assert saving.threads == 10
    assert str(saving) == f"{saving.least} to {saving.most} MB of memory and 10 threads"
    nothing = saved(release, installed, installed)
    assert nothing is not None
    assert nothing.modules == 0
    assert saved(Release.parse("13"), {}) is None


def test_measuring_again_gives_about_the_same(asterisk_22: str) -> None:
    from tools.module_costs import one_order

    names = ["res_sorcery_config", "res_sorcery_memory", "res_sorcery_astdb", "res_pjproject",
        "res_pjsip", "app_verbose"]  # fmt: skip
    found = dict(one_order(asterisk_22, names))
    expected = costs_of(Release.parse("22"))["res_pjsip"]
    # A busy machine reads the memory before the last thread has run.
    assert 0.5 < found["res_pjsip"].memory / expected.memory < 2
    assert found["res_pjsip"].threads == pytest.approx(expected.threads, abs=3)
    assert found["app_verbose"].memory < found["res_pjsip"].memory / 4
