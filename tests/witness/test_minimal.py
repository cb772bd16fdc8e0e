"""docs/minimal.md and docs/minimal-16.md name tests that show what a module is for: each is there,
and is about the module.
"""

import re
from pathlib import Path

import pytest

from benchmarks.proofs import PROOFS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("test", PROOFS)
def test_each_proof_is_there_and_names_its_modules(test: str) -> None:
    path, _, name = test.partition("::")
    text = (ROOT / path).read_text(encoding="utf-8")
    assert f"def {name}(" in text
    assert [module for module in PROOFS[test].split() if module not in text] == []


@pytest.mark.parametrize("table", ["minimal.md", "minimal-16.md"])
def test_a_table_names_no_other_tests(table: str) -> None:
    named = set(
        re.findall(r"(test_\w+\.py::test_\w+)", (ROOT / "docs" / table).read_text(encoding="utf-8"))
    )
    assert named <= {test.rpartition("/")[2] for test in PROOFS}
