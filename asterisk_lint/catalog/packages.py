"""Which package of a distribution contains which modules (data/packages.txt)."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from os.path import join

from asterisk_lint.catalog.load import FOLDER
from asterisk_lint.records import NamedTuple

PATH = join(FOLDER, "packages.txt")
# Packages with several builds of one module name each build after its storage.
PLAIN = "_plain"


class Package(NamedTuple):
    """One package and its contents."""

    name: str
    patterns: tuple[str, ...]  # names of modules; `*` stands for any characters


class Packed(NamedTuple):
    """What to install for a set of modules."""

    packages: tuple[str, ...]  # sorted
    missing: tuple[str, ...]  # modules that no package of the distribution contains, sorted


def series_packaged(distribution: str) -> tuple[str, ...]:
    """Return the Asterisk series whose packages are known for a distribution, oldest first."""
    found = {series for of, series, _ in _rows() if of == distribution}
    return tuple(sorted(found, key=int))


def packages_of(distribution: str, series: str) -> tuple[Package, ...]:
    """Return the packages of one Asterisk series in a distribution, in order of precedence."""
    return tuple(
        package for of, number, package in _rows() if (of, number) == (distribution, series)
    )


def packed(modules: Iterable[str], packages: Iterable[Package]) -> Packed:
    """Return the packages that contain the modules, and the modules that are in none of them."""
    packages = tuple(packages)
    needed, missing = set(), []
    for module in sorted(modules):
        package = _holding(module, packages) or _holding(module + PLAIN, packages)
        if package is None:
            missing.append(module)
        else:
            needed.add(package)
    return Packed(tuple(sorted(needed)), tuple(missing))


def _holding(module: str, packages: Iterable[Package]) -> str | None:
    for package in packages:
        if any(fnmatchcase(module, pattern) for pattern in package.patterns):
            return package.name
    return None


def _rows() -> list[tuple[str, str, Package]]:
    rows = []
    with open(PATH, encoding="utf-8") as file:
        for line in file.read().splitlines():
            if line and not line.startswith("#"):
                head, _, modules = line.partition(":")
                distribution, series, name = head.split()
                rows.append((distribution, series, Package(name, tuple(modules.split()))))
    return rows
