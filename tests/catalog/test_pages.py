"""The documentation's pages are what the generator makes of the data; what the documentation tells is so."""

import re
from pathlib import Path

import pytest

from asterisk_lint.catalog.load import releases
from tests.catalog.measured import CANNOT_RUN
from tools.catalog_generator.pages import page
from tools.catalog_generator.write import ORDER

DOCS = Path(__file__).parents[2] / "docs" / "catalog"


@pytest.mark.parametrize("series", releases())
def test_the_page_is_up_to_date(series: str) -> None:
    assert (DOCS / f"{series}.md").read_text() == page(series), f"python -m tools.catalog_generator.pages {DOCS} rewrites it"


def test_every_word_of_the_data_files_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", (DOCS / "format.md").read_text()))
    assert set(ORDER) - explained == set()


def test_every_module_that_cannot_run_is_told_with_its_reason() -> None:
    rows = re.findall(r"^\| (\w+) \| (.+) \|$", (DOCS / "README.md").read_text(), re.M)
    assert dict(rows) == {"module": "why it does not run", **CANNOT_RUN}
