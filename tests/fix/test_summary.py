"""After `--fix`, one line for each file says what happened to that file."""

from pathlib import Path

import pytest

from tests.pbx import lint

GLOBAL = "[globals]\nG = ${LISTFILTER(a-b,-,a)}\n[default]\nexten => 1,1,Answer()\n"
PLAIN = "[default]\nexten => 1,1,Answer()\n"
HEAD = "[modules]\nautoload = no\n"


def rewrote(directory: Path, files: dict[str, str], *words: str) -> list[str]:
    for name, text in files.items():
        (directory / name).parent.mkdir(exist_ok=True)
        (directory / name).write_text(text)
    done = lint("--fix", "--asterisk", "22", *words, cwd=directory)
    return [line for line in done.stderr.splitlines() if "rewrote" in line]


def test_each_file_has_its_own_numbers(tmp_path: Path) -> None:
    files = {
        "extensions.conf": PLAIN,
        "modules.conf": f"{HEAD}load = pbx_config.so\nload = app_echo.so\n#include more.conf\n",
        "more.conf": "load = app_verbose.so\nload = app_stack.so\nload = pbx_config.so\n",
    }
    assert rewrote(tmp_path, files, "--ignore", "missing-module") == [
        "asterisk-lint: rewrote modules.conf: 1 removed",
        "asterisk-lint: rewrote more.conf: 3 removed",
    ]


@pytest.mark.parametrize(
    ("lines", "summary"),
    [
        (("pbx_config", "func_strings"), "1 moved"),
        (("pbx_config", "app_echo", "func_strings"), "1 removed, 1 moved"),
    ],
)
def test_a_line_that_is_moved_is_neither_added_nor_removed(
    tmp_path: Path, lines: tuple[str, ...], summary: str
) -> None:
    whitelist = HEAD + "".join(f"load = {name}.so\n" for name in lines)
    files = {"extensions.conf": GLOBAL, "modules.conf": whitelist}
    assert rewrote(tmp_path, files, "--ignore", "missing-module") == [
        f"asterisk-lint: rewrote modules.conf: {summary}"
    ]


def test_a_line_that_goes_to_another_file_is_moved(tmp_path: Path) -> None:
    files = {
        "extensions.conf": GLOBAL,
        "modules.conf": f"{HEAD}#include first.conf\nload = func_strings.so\n",
        "first.conf": "load = pbx_config.so\n",
    }
    assert rewrote(tmp_path, files, "--select", "load-order") == [
        "asterisk-lint: rewrote first.conf: 1 moved",
        "asterisk-lint: rewrote modules.conf: 1 moved",
    ]


def test_autoload_and_comments_have_words_of_their_own(tmp_path: Path) -> None:
    files = {
        "extensions.conf": PLAIN,
        "modules.conf": f"{HEAD}load = pbx_config.so ; asterisk-lint: ignore[unused-module]\n",
    }
    assert rewrote(tmp_path, files, "--ignore", "missing-module") == [
        "asterisk-lint: rewrote modules.conf: comments changed"
    ]
