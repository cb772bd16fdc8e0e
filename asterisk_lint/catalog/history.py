"""Which modules provide a capability in which releases."""

from asterisk_lint.catalog.load import load, releases
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release


class Period(NamedTuple):
    """A range of release series in which the same modules provide something."""

    first: str
    last: str
    modules: tuple[str, ...]  # the default first; "" is the built-in core

    def text(self) -> str:
        """Return `1.4 to 11`, or `22` alone."""
        return self.first if self.first == self.last else f"{self.first} to {self.last}"


def by_release(kind: str, name: str) -> dict[str, tuple[str, ...]]:
    """Map each release series to the modules that provide the capability; series without any are
    left out.
    """
    found = {series: load(Release.parse(series)).providers(kind, name) for series in releases()}
    return {series: modules for series, modules in found.items() if modules}


def periods(kind: str, name: str) -> tuple[Period, ...]:
    """Return the same, newest first, with equal series combined."""
    every = releases()
    homes = by_release(kind, name)
    found: list[Period] = []
    for series in reversed(every):
        modules = homes.get(series)
        if modules is None:
            continue
        newer = every.index(series) + 1
        if (
            found
            and found[-1].modules == modules
            and found[-1].first == every[newer : newer + 1][0]
        ):
            found[-1] = found[-1]._replace(first=series)
        else:
            found.append(Period(series, series, modules))
    return tuple(found)


def spelling(kind: str, name: str) -> str | None:
    """Return the spelling of the newest release that has the capability; None if no release has
    it.
    """
    for series in reversed(releases()):
        found = load(Release.parse(series)).spelling(kind, name)
        if found is not None:
            return found
    return None


def all_names(kind: str) -> list[str]:
    """Return every name of a kind in any release, for suggestions."""
    return sorted(
        {name for series in releases() for name in load(Release.parse(series)).names(kind)}
    )
