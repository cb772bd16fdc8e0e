"""What --fix leaves of whitelists written by hand, with comments, marks and repetitions."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from tests.pbx import lint

# It needs app_verbose (Verbose), func_db (DB) and pbx_config, and nothing else.
DIALPLAN = "[default]\nexten => 1,1,Verbose(1,${DB(a/b)})\n"
NEEDED = {"app_verbose", "func_db", "pbx_config"}
HEAD = "[modules]\nautoload=no\n"
REST = "load => func_db.so\nload => pbx_config.so\n"
KEEP = "; asterisk-lint: keep (the alarm panel)"


def pbx(place: Path, modules: str, remove: str = "delete", **more: str) -> Path:
    files = {"modules.conf": modules, "extensions.conf": DIALPLAN}
    files |= {f"{name}.conf": text for name, text in more.items()}
    files[".asterisk-lint.yaml"] = f"asterisk: 22\nsealed: true\nfix: {{remove: {remove}}}\n"
    for name, text in files.items():
        (place / name).write_text(text)
    return place / "modules.conf"


def loaded(place: Path) -> set[str]:
    report = json.loads(lint("--output-format", "json", cwd=place).stdout)["pbx"][0]
    forbidden = {line["module"] for line in report["whitelist"] if line["option"] == "noload"}
    return {line["module"] for line in report["whitelist"]} - forbidden


STRANGE = [
    "load => app_verbose.so ; one\nload => func_db.so\nload => app_verbose.so ; two\n"
    "load => app_verbose\n",
    "load => app_echo.so\nload => app_echo.so ; again\nrequire => app_verbose.so\n"
    "load => app_verbose.so\n",
    "noload => app_echo.so\nload => app_echo.so\nload => app_verbose.so\n"
    "preload => app_verbose.so\n",
    "load => APP_VERBOSE.so\nload => app_verbose.so\nload => App_Echo.so\nload => app_echo.so\n",
    "; log lines\nload => app_verbose.so\n\n; an echo\nload => app_echo.so\n; the end\n",
    "; applications\nload => app_verbose.so\nload => app_echo.so\n; rest\n"
    "load => func_strings.so\n",
    "load => app_verbose.so ; log lines, which\n                       ; the billing reads\n",
    "load => app_echo.so ;-- a note --;\n;-- load => app_x.so\n--; load => app_verbose.so\n",
    "#include more.conf\n#include more.conf\nload => app_echo.so\n",
    "load => app_verbose.so\nload => app_verbose.so " + KEEP + "\n",
    "load => app_verbose.so ; asterisk-lint: ignore[unused-module] ; log lines\n" + REST,
    "; " + "=" * 20 + "\n; functions\n; " + "=" * 20 + "\nload => func_cut.so\n; pbx\n",
    "",
]


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize("remove", ["delete", "comment", "noload"])
def test_what_is_needed_is_loaded_and_comments_keep_their_lines(
    tmp_path: Path, text: str, remove: str
) -> None:
    path = pbx(tmp_path, HEAD + text, remove, more="load => app_verbose.so\nload => app_echo.so\n")
    lint("--fix", cwd=tmp_path, status=1)
    after = path.read_text().splitlines()
    assert loaded(tmp_path) >= NEEDED
    before = (HEAD + text).splitlines()
    for line, next_line in pairwise([*before, ""]):
        if line.lstrip().startswith(";") and not line.startswith(";--"):
            assert line in after
            if next_line in after and next_line.strip():
                assert after[after.index(line) + 1] == next_line
        if " ; " in line and line in after and next_line.startswith("   "):
            assert after[after.index(line) + 1] == next_line
    lint("--fix", cwd=tmp_path)
    assert path.read_text().splitlines() == after


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        # The mark may be on any of the lines that load the module: its line stays.
        (f"load => app_echo.so\nload => app_echo.so {KEEP}", f"load => app_echo.so {KEEP}"),
        (f"load => app_echo.so {KEEP}\nload => app_echo.so", f"load => app_echo.so {KEEP}"),
        # Two reasons, or a reason and a stronger word: a person puts them together.
        (f"load => app_echo.so {KEEP}\nload => app_echo.so {KEEP} too", None),
        (f"load => app_echo.so {KEEP}\nrequire => app_echo.so", None),
        # Somebody meant to keep it.
        ("load => app_echo.so ; asterisk-lint: Keep (the alarm panel)", None),
        ("load => app_echo.so ; asterisk-lint: ignore[unused-modul]", None),
        (f"{KEEP}\nload => app_echo.so", None),
        ("; asterisk-lint: keep it\nload => app_echo.so", None),
    ],
)
def test_a_line_that_somebody_marked_stays(tmp_path: Path, lines: str, after: str | None) -> None:
    modules = f"{HEAD}load => app_verbose.so\n{REST}{{}}\n"
    path = pbx(tmp_path, modules.format(lines))
    lint("--fix", cwd=tmp_path, status=1)
    assert path.read_text() == modules.format(after or lines)
    done = lint(cwd=tmp_path)
    assert "fixable" not in done.stdout
    assert (done.returncode == 0) == (after is not None)


def test_what_else_a_comment_says_stays(tmp_path: Path) -> None:
    path = pbx(
        tmp_path,
        f"{HEAD}load => app_verbose.so ; logs; asterisk-lint: ignore[unused-module] ; for billing\n"
        f"noload => app_echo.so ; asterisk-lint: keep (never)\n{REST}",
    )
    lint("--fix", cwd=tmp_path, status=1)
    assert path.read_text() == (
        f"{HEAD}load => app_verbose.so ; logs ; for billing\n"
        f"noload => app_echo.so ; (never)\n{REST}"
    )


def test_a_new_line_takes_the_place_of_the_last_of_its_kind(tmp_path: Path) -> None:
    path = pbx(
        tmp_path,
        f"{HEAD}; applications\nload => app_verbose.so\n\n; functions\nload => func_cut.so\n\n"
        "; dialplan\nload => pbx_config.so\n",
    )
    lint("--fix", cwd=tmp_path, status=1)
    assert "; functions\nload => func_db.so\n\n" in path.read_text()


def test_a_carriage_return_alone_ends_no_line(tmp_path: Path) -> None:
    path = pbx(tmp_path, "")
    path.write_bytes(b"[modules]\r\nautoload=no\r\nload=app_verbose.so\r\nload=func_db.so\r")
    lint("--fix", cwd=tmp_path, status=1)
    assert b"\nload=func_db.so\r\r\nload=pbx_config.so" in path.read_bytes()
