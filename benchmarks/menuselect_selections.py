"""Compare what menuselect selects with what `export menuselect` asks for, for every fixture or for
those named.

    python -m benchmarks.menuselect_selections SOURCE_TREE [FIXTURE ...]

The source tree is configured, and `make menuselect.makeopts` was run in it. A module whose library
was missing at `./configure` is listed apart. Exit status 1 when a selection differs.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from asterisk_lint.output.export import CATEGORIES

FIXTURES = Path(__file__).parent.parent / "fixtures"


def members(tree: Path) -> set[str]:
    """Every module that menuselect knows."""
    text = (tree / "menuselect-tree").read_text()
    found = re.finditer(r'<category name="MENUSELECT_(\w+)".*?</category>', text, re.DOTALL)
    parts = [part for part in found if part[1] in CATEGORIES]
    return {name for part in parts for name in re.findall(r'<member name="(\w+)"', part[0])}


def switched_off(options: str) -> set[str]:
    """The modules that a menuselect.makeopts does not build."""
    rows = re.findall(r"^MENUSELECT_(\w+)=(.*)$", options, re.MULTILINE)
    return {name for category, names in rows if category in CATEGORIES for name in names.split()}


def without_library(tree: Path) -> set[str]:
    """The modules that need a library that `./configure` did not find."""
    found = (tree / "build_tools/menuselect-deps").read_text().splitlines()
    absent = {line.removesuffix("=0").lower() for line in found if line.endswith("=0")}
    parts = re.finditer(
        r'<member name="(\w+)"(.*?)</member>', (tree / "menuselect-tree").read_text(), re.DOTALL
    )
    needs = {part[1]: set(re.findall(r"<depend>(\w+)</depend>", part[2])) for part in parts}
    lacking = {name for name, libraries in needs.items() if libraries & absent}
    while more := {name for name, modules in needs.items() if modules & lacking} - lacking:
        lacking |= more
    return lacking


def main(tree: Path, fixtures: Sequence[Path]) -> int:
    """Print a line for each fixture; gives the exit status."""
    kept = (tree / "menuselect.makeopts").read_text()
    different = 0
    for fixture in fixtures or sorted(path for path in FIXTURES.iterdir() if path.is_dir()):
        command = [sys.executable, "-m", "asterisk_lint", "export", "menuselect", str(fixture)]
        asked = subprocess.run(
            [*command, "--asterisk", "22", "-q"], check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        (tree / "menuselect.makeopts").write_text(kept)
        done = subprocess.run(
            ["sh", "-e"], input=asked, cwd=tree, text=True, capture_output=True, check=False
        )
        wanted = set(re.findall(r"--enable (\w+)", asked))
        built = members(tree) - switched_off((tree / "menuselect.makeopts").read_text())
        missing, extra = wanted - built, built - wanted
        lacking = missing & without_library(tree)
        different += bool(missing - lacking or extra or done.returncode)
        print(
            f"{fixture.name}: {len(built)} of {len(wanted)}, no library: {sorted(lacking)}, "
            f"missing: {sorted(missing - lacking)}, extra: {sorted(extra)}"
        )
    (tree / "menuselect.makeopts").write_text(kept)
    return 1 if different else 0


if __name__ == "__main__":
    named = [Path(each).resolve() for each in sys.argv[2:]]
    sys.exit(main(Path(sys.argv[1]).resolve(), named))
