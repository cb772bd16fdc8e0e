"""What the PBXs of one run share: results that depend on nothing but content, worked out once for all of them."""

from typing import Any

from asterisk_lint.catalog.load import Catalog, load
from asterisk_lint.requirements import Known
from asterisk_lint.tables import Tables, tables_of


class Shared:
    """Filled as the PBXs of a run are checked one after the other; a run about a single PBX does without."""

    def __init__(self) -> None:
        self._catalogs: dict[str, Catalog] = {}
        self._tables: dict[str, Tables] = {}
        self.resolutions: Known = {}
        self.contents: dict[Any, Any] = {}  # what `tree.files.memo_of` gives

    def tables(self, release: str) -> Tables:
        """The usage tables of a release."""
        if release not in self._tables:
            self._tables[release] = tables_of(release)
        return self._tables[release]

    def catalog(self, release: str) -> Catalog:
        """The catalog of a release. Raises UnknownRelease."""
        if release not in self._catalogs:
            self._catalogs[release] = load(release)
        return self._catalogs[release]
