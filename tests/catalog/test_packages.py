"""The packages of distributions: each row against the catalog, Debian's against what dpkg says."""

import re
from pathlib import Path

import pytest

from asterisk_lint.catalog.load import load
from asterisk_lint.catalog.packages import Package, packages_of, packed, series_packaged
from asterisk_lint.commands.export import DISTRIBUTIONS
from asterisk_lint.releases import Release


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_every_module_of_a_package_is_one_of_the_release(distribution: str) -> None:
    known = series_packaged(distribution)
    assert known
    for series in known:
        catalog = load(Release.parse(series))
        for package in packages_of(distribution, series):
            for module in package.patterns:
                assert "*" in module or catalog.module(module) or module in LEFT, (series, module)


# Lines of Fedora's spec under conditions that no longer hold: Asterisk 18 has no such modules.
LEFT = frozenset(
    [
        "app_parkandannounce",
        "app_readfile",
        "app_saycountpl",
        "app_setcallerid",
        "chan_multicast_rtp",
        "format_jpeg",
        "func_audiohookinherit",
        "res_sdp_translator_pjmedia",
        "res_pjsip_multihomed",
        "res_pjsip_registrar_expire",
        "res_pjsip_transport_management",
    ]
)


@pytest.mark.parametrize("series", ["22", "16"])
def test_debian_says_the_same(series: str, request: pytest.FixtureRequest) -> None:
    root = Path(request.getfixturevalue(f"asterisk_{series}"))
    found = {
        (path.name.removesuffix(".list"), module)
        for path in (root / "var/lib/dpkg/info").glob("asterisk*.list")
        for module in re.findall(r"/modules/(?!test_)(\w+)\.so$", path.read_text(), re.MULTILINE)
    }
    ours = {
        (package.name, module)
        for package in packages_of("debian", series)
        for module in package.patterns
    }
    assert ours == found


def test_the_first_package_that_holds_a_module_counts() -> None:
    packages = (Package("curl", ("*_curl",)), Package("main", ("*",)))
    assert packed({"func_curl", "app_dial"}, packages).packages == ("curl", "main")
    assert packed({"func_curl"}, packages).packages == ("curl",)


def test_what_no_package_holds_is_named() -> None:
    found = packed({"app_dial", "codec_g729a"}, packages_of("openwrt", "23"))
    assert found.packages == ("asterisk",)
    assert found.missing == ("codec_g729a",)


def test_a_build_for_plain_files_is_the_module() -> None:
    # Fedora's app_voicemail has the file name app_voicemail_plain.so (asterisk.spec, 18.12.1).
    assert packed({"app_voicemail"}, packages_of("fedora", "18")).packages == (
        "asterisk-voicemail-plain",
    )
