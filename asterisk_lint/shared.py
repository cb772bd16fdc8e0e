"""Results that the PBXs of one run share because they depend only on content."""

from collections.abc import Mapping

from asterisk_lint.catalog.load import Catalog, load
from asterisk_lint.conf.shared_results import Results
from asterisk_lint.releases import Release
from asterisk_lint.requirements.release_tables import Tables, tables_of
from asterisk_lint.requirements.resolve import Resolutions


class Shared:
    """Results that are stored while the PBXs of a run are checked one after the other; a run for a
    single PBX does not use it.
    """

    def __init__(self) -> None:
        self._catalogs: dict[Release, Catalog] = {}
        self._tables: dict[Release, Tables] = {}
        self.resolutions = Resolutions()
        self.results = Results()
        # the states of modules in PBXs that read the same modules.conf, by directory
        self.states: dict[str, Mapping[str, str]] = {}

    def tables(self, release: Release) -> Tables:
        """Return the usage tables of a release."""
        if release not in self._tables:
            self._tables[release] = tables_of(release)
        return self._tables[release]

    def catalog(self, release: Release) -> Catalog:
        """Return the catalog of a release. Raises UnknownRelease."""
        if release not in self._catalogs:
            self._catalogs[release] = load(release)
        return self._catalogs[release]
