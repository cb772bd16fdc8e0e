"""What `why` prints for people."""

from pathlib import Path

import pytest

from tests.pbx import lint

FILES = {
    "modules.conf": "[modules]\nautoload=no\nload=app_verbose.so\nload=chan_pjsip.so\n",
    "extensions.conf": "[x]\nexten => 1,1,Verbose(hello)\n",
    "pjsip.conf": "[a]\ntype=endpoint\nwebrtc = yes ; browsers\n",
    ".asterisk-lint.yaml": "asterisk: 22\n",
}


@pytest.fixture
def pbx(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_the_line_that_asks_for_a_module_is_shown(pbx: Path) -> None:
    told = lint("why", "res_srtp", cwd=pbx, status=0).stdout.splitlines()
    assert told[0] == "res_srtp is required in . (its modules.conf does not name it)"
    assert told[1].startswith("  `webrtc = yes ; browsers`  pjsip.conf:3  (")


def test_an_application_is_named(pbx: Path) -> None:
    told = lint("why", "app_verbose", cwd=pbx, status=0).stdout.splitlines()
    assert told[1] == "  Verbose()  extensions.conf:2"


def test_of_a_module_whose_use_never_shows_nobody_says_that_nothing_needs_it(pbx: Path) -> None:
    told = lint("why", "pbx_spool", cwd=pbx, status=0).stdout
    assert "no configuration shows whether . needs it" in told
    assert "call files" in told
    assert "nothing needs it" in lint("why", "app_queue", cwd=pbx, status=0).stdout
