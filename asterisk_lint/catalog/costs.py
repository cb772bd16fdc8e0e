"""What each module costs in memory and threads, and what a whitelist saves (data/costs.txt).

The file holds measurements of Debian's Asterisk 16 and 22: what one module adds to the resident
memory of an Asterisk that has no configuration, the mean of several random orders
(tools/module_costs.py). Booting the 25 PBXs in fixtures/ on both releases, with autoload=yes and
with the whitelist that `init` writes, showed what the sums are worth. The memory really saved was
79 to 100 % of the sum, so a sum of memory is given as a range. The threads were right within two,
but for Asterisk's sample configuration, with which chan_iax2 starts 14 more.
"""

from collections.abc import Container
from os.path import join

from asterisk_lint.catalog.load import FOLDER
from asterisk_lint.catalog.packages import packages_of
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release

PATH = join(FOLDER, "costs.txt")
# Which measurement stands for which releases. Asterisk 19 removed the modules that 16 deprecated;
# before 16 nothing was measured.
SERIES = ((19, "22"), (16, "16"))
LEAST = 0.79  # of the sum was saved at least
USUAL_PACKAGE = "asterisk-modules"  # what Debian installs with Asterisk


class Cost(NamedTuple):
    """What a module, or several, take."""

    memory: float  # KiB of resident memory
    threads: float


class Saving(NamedTuple):
    """What a whitelist saves."""

    modules: int  # that are off
    least: int  # MB of resident memory
    most: int
    threads: int
    series: str  # where the costs were measured

    def __str__(self) -> str:
        memory = f"{self.least} to {self.most} MB of memory"
        if not self.threads:
            return memory
        return f"{memory} and {self.threads} {'thread' if self.threads == 1 else 'threads'}"


def measured_series(release: Release) -> str | None:
    """Return the series whose measurements stand for a release; None if there are none."""
    return next((series for first, series in SERIES if release.order >= (first,)), None)


def costs_of(release: Release) -> dict[str, Cost]:
    """Return the cost of each measured module, by name; empty for a release before 16."""
    series = measured_series(release)
    found = {}
    with open(PATH, encoding="utf-8") as file:
        for line in file:
            if line.startswith(f"{series} "):
                _, name, memory, threads = line.split()
                found[name] = Cost(float(memory), float(threads))
    return found


def installed_usually(release: Release) -> frozenset[str]:
    """Return the modules that Debian installs with Asterisk, for the measured series."""
    series = measured_series(release) or ""
    return frozenset(
        module
        for package in packages_of("debian", series)
        if package.name == USUAL_PACKAGE
        for module in package.patterns
    )


def saved(
    release: Release, loaded: Container[str], installed: Container[str] | None = None
) -> Saving | None:
    """Return what it saves to load only `loaded` (names in lower case) instead of every module;
    None for a release that was not measured.

    `installed`: the modules on the machine, in lower case; None for those that Debian installs.
    """
    series = measured_series(release)
    if series is None:
        return None
    usual = installed_usually(release) if installed is None else installed
    off = [cost for name, cost in costs_of(release).items() if name in usual and name not in loaded]
    megabytes = sum(cost.memory for cost in off) / 1024
    return Saving(
        len(off),
        int(megabytes * LEAST),
        int(megabytes),
        int(sum(cost.threads for cost in off)),
        series,
    )
