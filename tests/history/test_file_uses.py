"""Rows and finders that a file's name leaves out would find nothing in it."""

import pytest

from asterisk_lint.catalog.load import load
from asterisk_lint.history.file_uses import BlobUses, SingleConfiguration, SingleFile, key_of_use
from asterisk_lint.releases import Release
from asterisk_lint.run.cache import Cache
from asterisk_lint.settings.values import Settings
from asterisk_lint.usage import load_tables
from asterisk_lint.usage.find import find_uses
from asterisk_lint.usage.rows import about_files
from tests.pbx import FIXTURES, pbxs

ETC = "/etc/asterisk"


@pytest.mark.parametrize("series", ["22", "16", "1.4"])
def test_every_file_as_all_tables_see_it(series: str) -> None:
    release = Release.parse(series)
    catalog, (every, finders) = load(release), load_tables()
    rows = about_files(every)
    blob_uses = BlobUses(Cache(None), "", release, ETC, catalog)
    found = 0
    for place in sorted(
        path for name in pbxs() for path in (FIXTURES / name).glob("*.*") if path.is_file()
    ):
        content = place.read_bytes()
        configuration = SingleConfiguration(
            SingleFile(place.name, content), release=release, etc=ETC
        )
        expected = {
            key_of_use(use)
            for use in find_uses(configuration, catalog, Settings(), rows, finders).uses
        }
        assert blob_uses.uses(place.name, str(place), {str(place): content}) == expected, place
        found += len(expected)
    assert found > 100


def test_finders_that_look_at_nothing_are_left_out() -> None:
    release = Release.parse("22")
    blob_uses = BlobUses(Cache(None), "", release, ETC, load(release))
    blob_uses.uses("features.conf", "blob", {"blob": b"[applicationmap]\na => #1,peer,Hangup\n"})
    tables = blob_uses.tables["features.conf"]
    assert 0 < len(tables.finders) < len(blob_uses.all_tables.finders) / 2
    assert 0 < len(tables.rows) < len(blob_uses.all_tables.rows) / 10
