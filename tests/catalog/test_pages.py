"""The documentation's pages are what the generator makes of the data; what the documentation tells
is so.
"""

import re
from pathlib import Path

import pytest

from asterisk_lint.catalog.load import releases
from tests.catalog.measured import CANNOT_RUN
from tests.catalog.test_closures import RELEASES
from tests.catalog.test_sources import FETCHED
from tools.catalog_generator.pages import BOOTED, COMPARED, page
from tools.catalog_generator.write import ORDER

DOCS = Path(__file__).parents[2] / "docs" / "catalog"


@pytest.mark.parametrize("series", releases())
def test_the_page_is_up_to_date(series: str) -> None:
    assert (DOCS / f"{series}.md").read_text() == page(series), (
        f"python -m tools.catalog_generator.pages {DOCS} rewrites it"
    )


def test_what_the_pages_tell_about_checks_is_what_the_tests_do() -> None:
    assert (BOOTED, COMPARED) == (RELEASES, FETCHED)


@pytest.mark.parametrize("series", releases())
def test_each_page_tells_how_its_facts_were_obtained(series: str) -> None:
    told = page(series).partition("## How this is known\n")[2]
    assert "what a module registers" in told
    assert ("was booted with every module" in told) == (series in RELEASES)


def test_every_word_of_the_data_files_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", (DOCS / "format.md").read_text()))
    assert set(ORDER) - explained == set()


def test_every_module_that_cannot_run_is_told_with_its_reason() -> None:
    rows = re.findall(r"^\| (\w+) \| (.+) \|$", (DOCS / "README.md").read_text(), re.M)
    assert dict(rows) == {"module": "why it does not run", **CANNOT_RUN}
