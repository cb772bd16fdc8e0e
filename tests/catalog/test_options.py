"""Options that Asterisk's own option tables lost between releases are known to the rule
unsupported-option, or settled here.
"""

from functools import cache
from pathlib import Path

import pytest

from asterisk_lint.catalog.options import later_options
from asterisk_lint.releases import Release
from asterisk_lint.usage.patterns import matcher
from asterisk_lint.usage.unsupported import UNSUPPORTED
from tests.catalog.test_sources import trees
from tools.catalog_generator import sources
from tools.catalog_generator.options import Option, registered

MOVED = "ari.conf is read by the other engine since 20.14 and 22.4, under the same names"
SETTLED = {
    **{
        Option("aco", name): MOVED
        for name in (
            "allowed_origins", "channelvars", "password", "password_format", "pretty", "read_only",
            "websocket_write_timeout",
        )
    },
    **{
        Option(kind, name): "the section itself is reported"
        for kind, names in {
            "certificate": "attestation caller_id_number path public_cert_url type",
            "general": "ca_file ca_path cache_max_size curl_timeout signature_timeout",
            "store": "path public_cert_url type",
        }.items()
        for name in names.split()
    },
}  # fmt: skip


@cache
def options_of(tree: str) -> frozenset[Option]:
    return registered(sources.read_tree(Path(tree)))


def release_of(tree: str) -> Release:
    return Release.parse(Path(tree).name.removeprefix("asterisk-"))


@pytest.mark.skipif(
    len(trees()) < 2, reason="needs Asterisk's sources of two releases: tests/asterisk-sources"
)
def test_what_option_tables_lost_is_reported() -> None:
    by_age = sorted(trees(), key=lambda tree: release_of(tree).order)
    tables = {release_of(tree): options_of(tree) for tree in by_age}
    newest = release_of(by_age[-1])
    unknown = []
    for release, table in tables.items():
        assert len(table) > 400, release
        for option in sorted(table - tables[newest] - set(SETTLED)):
            rows = [
                row
                for row in UNSUPPORTED
                if newest.within(row.releases)
                and row.option
                and matcher(row.option)(option.name)
                and (option.kind == "aco" or not row.type or matcher(row.type)(option.kind))
            ]
            if not rows:
                unknown.append((str(release), option))
    assert unknown == []


@pytest.mark.skipif(not trees(), reason="needs Asterisk's sources: tests/asterisk-sources")
@pytest.mark.parametrize("tree", trees())
def test_no_option_that_a_release_has_is_called_later(tree: str) -> None:
    there = options_of(tree)
    release = release_of(tree)
    wrong = [
        (file, kind, option)
        for (file, kind), options in later_options().items()
        for option in options
        if options.unknown_to(release, option)
        and Option("aco" if kind == "*" else kind, option) in there
    ]
    assert wrong == []


def test_options_are_read_from_calls() -> None:
    text = """
    #define TYPE "profile"
    static int load(void)
    {
        aco_option_register(&cfg_info, "batch", ACO_EXACT, general, "no", OPT_BOOL_T, 1, F(a, b));
        /* aco_option_register(&cfg_info, "gone", ACO_EXACT); */
        ast_sorcery_object_field_register(sorcery, TYPE, "path", "", OPT_STRINGFIELD_T, 0, F(a));
        ast_sorcery_object_field_register_custom(sorcery, "endpoint", name, "", x, NULL, NULL, 0);
    }
    """
    assert registered({"res/res_x.c": text, "tests/test_x.c": text}) == {
        Option("aco", "batch"), Option("profile", "path"),
    }  # fmt: skip
