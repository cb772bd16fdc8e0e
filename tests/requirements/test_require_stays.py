"""A `require` line that nothing needs stays until a person agrees: what it depends on stays too, or
Asterisk does not start.
"""

from pathlib import Path

import pytest

from asterisk_lint.witness.boot import boot
from tests.rules.test_unknown_module import pbx, run


@pytest.mark.parametrize("option", ["require", "preload-require"])
@pytest.mark.parametrize("listed", ["|load = res_curl.so", ""])
def test_it_can_load_after_a_fix(
    option: str, listed: str, asterisk_22: str, tmp_path: Path
) -> None:
    """func_curl depends on res_curl (AST_MODULE_INFO in funcs/func_curl.c)."""
    pbx(tmp_path, f"{option} = func_curl.so{listed}")
    run(tmp_path, "--fix", "--asterisk", "22")
    text = (tmp_path / "modules.conf").read_text()
    assert f"{option} = func_curl.so" in text
    assert "res_curl.so" in text
    with boot(asterisk_22, tmp_path) as asterisk:
        assert asterisk.up, asterisk.failure
    run(tmp_path, "--fix", "--unsafe-fixes", "--asterisk", "22")
    assert "curl" not in (tmp_path / "modules.conf").read_text()
