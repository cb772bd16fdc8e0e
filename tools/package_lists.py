"""Print the rows of catalog/data/packages.txt for one distribution, from its own package lists.

    python -m tools.package_lists debian 22 /var/lib/dpkg/info/asterisk*.list
    python -m tools.package_lists fedora 18 asterisk.spec
    python -m tools.package_lists openwrt 23 net/asterisk/Makefile

Asterisk's own tests (test_*) are left out.
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

Packages = Iterator[tuple[str, str]]  # package and module


def debian(paths: Sequence[Path]) -> Packages:
    """The modules in dpkg's lists of files; a list has its package's name."""
    for path in paths:
        for module in re.findall(r"/modules/(\w+)\.so$", path.read_text(), re.MULTILINE):
            yield path.name.removesuffix(".list").partition(":")[0], module


def fedora(paths: Sequence[Path]) -> Packages:
    """The modules in the %files sections of a spec file, whatever condition they are under."""
    package = ""
    for line in paths[0].read_text().splitlines():
        words = line.split()
        if words[:1] == ["%files"]:
            package = f"asterisk-{words[1]}" if len(words) > 1 else "asterisk"
        elif package and (found := re.search(r"/modules/(\w+)\.so$", line)):
            yield package, found[1]


def openwrt(paths: Sequence[Path]) -> Packages:
    """The modules of each BuildAsteriskModule line of a Makefile, and those of the main package."""
    text = paths[0].read_text().replace("\\\n", " ")
    for line in re.findall(r"^\$\(eval \$\(call BuildAsteriskModule,(.*)\)\)$", text, re.MULTILINE):
        fields = line.split(",")
        for module in fields[5].split():
            yield f"asterisk-{fields[0]}", module
    for main in re.findall(r"^AST_EMB_MODULES:=(.*)$", text, re.MULTILINE):
        for module in main.split():
            yield "asterisk", module


READERS = {"debian": debian, "fedora": fedora, "openwrt": openwrt}


def rows(distribution: str, series: str, packages: Packages) -> Iterator[str]:
    """The rows, by package, each with its modules in order."""
    found: dict[str, set[str]] = {}
    for package, module in packages:
        if not module.startswith("test_"):
            found.setdefault(package, set()).add(module)
    for package, modules in sorted(found.items()):
        yield f"{distribution} {series} {package}: {' '.join(sorted(modules))}"


def main(arguments: Sequence[str]) -> int:
    """Print the rows for the distribution, the series and the files named."""
    distribution, series, *paths = arguments
    readers: Mapping[str, object] = READERS
    if distribution not in readers or not paths:
        print(__doc__, file=sys.stderr)
        return 2
    packages = READERS[distribution]([Path(path) for path in paths])
    print("\n".join(rows(distribution, series, packages)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
