"""What the program says to do about a line that Asterisk's own reader skips or rejects."""

import re
from pathlib import Path

import pytest

from asterisk_lint.rules.problems import ADVICE
from tests.pbx import lint

WHITELIST = b"[modules]\nautoload = no\nload = app_queue.so\n"
GENERAL = b"[general]\n"

BROKEN = {
    "no equals sign": GENERAL + b"autofill yes\n",
    "no name": GENERAL + b"= yes\n",
    "comment without an end": GENERAL + b";-- off\nautofill=yes\n",
    "comment without a beginning": GENERAL + b"autofill=yes\n--;\n",
    "comments in comments": GENERAL + b"\n".join([b";-- x"] * 130) + b"\n",
    "section name": GENERAL + b"[sales\nmember => PJSIP/1\n",
    "templates": GENERAL + b"[sales](base\nmember => PJSIP/1\n",
    "long line": GENERAL + b"autofill=" + b"y" * 9000 + b"\n",
    "include of nothing": GENERAL + b"#include\n",
    "no section": b"autofill=yes\n",
    "a file that includes itself": GENERAL + b'#include "queues.conf"\n',
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_each_mistake_comes_with_what_to_type(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "modules.conf").write_bytes(WHITELIST)
    (tmp_path / "queues.conf").write_bytes(content)
    report = lint("--asterisk", "22", "-v", "--select", "syntax-error", cwd=tmp_path, status=1)
    blocks = report.stdout.split("error[syntax-error]: ")[1:]
    assert blocks
    assert [block for block in blocks if not re.search("= (help|fix): .", block)] == []


def test_each_advice_belongs_to_a_message() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8")
        for path in (Path(__file__).parents[2] / "asterisk_lint" / "conf").glob("*.py")
    )
    assert [part for part, _ in ADVICE if part not in sources] == []
