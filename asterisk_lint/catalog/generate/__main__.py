"""`python -m asterisk_lint.catalog.generate SOURCE_TREE`: write the catalog of the Asterisk whose sources these are."""

import argparse
import re
import sys
from pathlib import Path

from asterisk_lint.catalog.generate import build, collect, known, sources, write
from asterisk_lint.catalog.load import FOLDER


def main(argv: list[str] | None = None) -> int:
    """Exit status 0: written, or equal with --check; 1: --check found a difference; 2: no source tree."""
    parser = argparse.ArgumentParser(prog="python -m asterisk_lint.catalog.generate", description=__doc__)
    parser.add_argument("tree", type=Path, metavar="SOURCE_TREE", help="a directory with Asterisk's sources")
    parser.add_argument("--series", help="the release series (default: the directory's name or its .version file)")
    parser.add_argument("--output", type=Path, default=Path(FOLDER), help="the folder to write to (default: the package's own data)")
    parser.add_argument("--check", action="store_true", help="write nothing; say whether the file there is what would be written")
    arguments = parser.parse_args(argv)
    files = sources.read_tree(arguments.tree)
    if "include/asterisk/module.h" not in files:
        print(f"no Asterisk sources in {arguments.tree} (include/asterisk/module.h is missing)", file=sys.stderr)
        return 2
    series = arguments.series or _series(arguments.tree)
    facts = build.facts(collect.collect(files))
    text = write.text(series, known.merged(facts, known.known(series)))
    target = arguments.output / f"{series}.txt"
    if arguments.check:
        same = target.is_file() and target.read_text(encoding="utf-8") == text
        print(f"{target.name}: {'as the sources say' if same else 'differs from what the sources say'}")
        return 0 if same else 1
    target.write_text(text, encoding="utf-8")
    return 0


def _series(tree: Path) -> str:
    version = tree / ".version"
    written = version.read_text(encoding="utf-8").strip() if version.is_file() else tree.resolve().name
    found = re.match(r"(?:asterisk-)?(master|1\.\d(?:\.2)?|\d+)", written)
    if found is None:
        raise SystemExit("which release series is this? say it with --series")
    return found[1]


if __name__ == "__main__":
    raise SystemExit(main())
