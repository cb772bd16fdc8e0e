"""Write the catalog of the Asterisk whose sources these are.

python -m tools.catalog_generator SOURCE_TREE
python -m tools.catalog_generator --check SOURCE_TREE
python -m tools.catalog_generator --git REPOSITORY SERIES
"""

import argparse
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from asterisk_lint.catalog.load import FOLDER
from asterisk_lint.releases import Release
from tools.catalog_generator import build, check, collect, known, minors, sources, write

Facts = Mapping[str, Mapping[str, Iterable[str]]]


def main(argv: list[str] | None = None) -> int:
    """Exit status 0: written, or --check found no difference; 1: --check found a difference; 2: no
    source tree.
    """
    parser = argparse.ArgumentParser(
        prog="python -m tools.catalog_generator",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument(
        "tree",
        metavar="SOURCE_TREE",
        help="a directory with Asterisk's sources; with --git the series, as in 22",
    )
    parser.add_argument(
        "--git",
        type=Path,
        metavar="REPOSITORY",
        help="read every release of the series from this bare repository's tags",
    )
    parser.add_argument(
        "--release", help="the tree's release (default: its .version file or its name)"
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=Path(FOLDER),
        help="the folder to write to (default: the package's own data)",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help=(
            "write nothing; compare the tree, or each release, with the shipped data; of a tree "
            "the XML documentation with the C, too"
        ),
    )
    arguments = parser.parse_args(argv)
    arguments.output.mkdir(parents=True, exist_ok=True)  # before minutes of work
    if arguments.git:
        releases = _from_git(arguments.git, arguments.tree)
        if not releases:
            sys.stderr.write(f"{arguments.git} has no tag of a release {arguments.tree}.x\n")
            return 2
        if arguments.check:
            # 1.4.21 alone would mean the newest of 1.4.21.1, 1.4.21.2, ...
            return _tell(
                f"{tag}: {line}"
                for tag, facts in releases
                for line in check.shipped(f"{tag}.0", facts)
            )
        _write(arguments.output, arguments.tree, minors.ranged(releases), releases[-1][0])
        return 0
    files = sources.read_tree(Path(arguments.tree))
    if "include/asterisk/module.h" not in files:
        sys.stderr.write(
            f"no Asterisk sources in {arguments.tree} (include/asterisk/module.h is missing)\n"
        )
        return 2
    release = arguments.release or _release(Path(arguments.tree))
    if release is None:
        sys.stderr.write("which release is this? say it with --release\n")
        return 2
    collected = collect.collect(files)
    if arguments.check:
        return _tell(
            [
                *check.shipped(release, build.facts(collected)),
                *check.documentation(files, collected),
            ]
        )
    _write(arguments.output, Release.parse(release).series, build.facts(collected), release)
    return 0


def _tell(differences: Iterable[str]) -> int:
    status = 0
    for line in differences:
        sys.stdout.write(f"{line}\n")
        status = 1
    return status


def _from_git(repository: Path, series: str) -> list[tuple[str, build.ByModule]]:
    releases = []
    for tag in minors.tags(repository, series):
        releases.append((tag, build.facts(collect.collect(minors.read_revision(repository, tag)))))
        sys.stderr.write(f"{tag}: {len(releases[-1][1])} modules\n")
    return releases


def _write(output: Path, series: str, facts: Facts, newest: str) -> None:
    text = write.text(
        series, known.merged(facts, known.known(series)), "" if newest == series else newest
    )
    (output / f"{series}.txt").write_text(text, encoding="utf-8")


def _release(tree: Path) -> str | None:
    version = tree / ".version"
    written = (
        version.read_text(encoding="utf-8").strip() if version.is_file() else tree.resolve().name
    )
    found = re.match(r"(?:asterisk-)?(master|\d+(?:\.\d+)*)", written)
    return found[1] if found else None


if __name__ == "__main__":
    raise SystemExit(main())
