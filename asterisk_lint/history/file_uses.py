"""The uses in a single file: what it contributes independent of other files, so that it can be
stored by blob id.
"""

from collections.abc import Mapping, Sequence

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.conf.shared_results import Results
from asterisk_lint.conf.values import Conf
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.extensions.reader import FORMS
from asterisk_lint.dialplan.step_uses import SCANNED
from asterisk_lint.model import GroupedUses, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.requirements.grouped_uses import readers_of
from asterisk_lint.run.cache import Cache
from asterisk_lint.settings.values import Settings
from asterisk_lint.usage import Finder, load_tables
from asterisk_lint.usage.find import find_uses
from asterisk_lint.usage.interpret import TESTS
from asterisk_lint.usage.rows import RowsAbout, about_files

# The part of a use that can be compared: kind, name, and the modules that read its file.
Key = tuple[str, str, tuple[str, ...]]


class SingleFile:
    """A set of files that contains only one."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.content = content
        self.was_read = False

    def names(self) -> Sequence[str]:
        """Return the single name."""
        return (self.name,)

    def read(self, name: str) -> bytes:
        """Return the single content."""
        if name != self.name:
            raise FileNotFoundError(name)
        self.was_read = True
        return self.content


class SingleConfiguration(Configuration):
    """The configuration of a single file. Dozens of questions about other files are answered
    without a look.
    """

    def conf(self, name: str) -> Conf | None:
        """Read the file; None for any other."""
        return super().conf(name) if name in self.names() else None


class Tables(NamedTuple):
    """The part of the usage tables that can find something in a file, by its name."""

    rows: RowsAbout
    finders: tuple[Finder, ...]


class BlobUses:
    """Reads files individually, each content once: in this run, and across runs through the
    cache.
    """

    def __init__(
        self, cache: Cache, key: str, release: Release, etc: str, catalog: Catalog
    ) -> None:
        """`key` identifies what is stored: it must cover this tool's version, the release and the
        directory (`etc`).
        """
        self.cache = cache
        self.key = key
        self.release = release
        self.etc = etc
        self.catalog = catalog
        rows, finders = load_tables()
        self.all_tables = Tables(about_files(rows), finders)
        self.tables: dict[str, Tables] = {}  # by the file's name
        self.results = Results()
        self.new = False
        self.known_uses: dict[str, frozenset[Key]] = {}  # by "ROLE BLOB"
        self.known_includes: dict[str, tuple[str, ...]] = {}
        value = cache.get(key)
        if value is not None:
            uses, includes = value
            self.known_uses = {
                name: frozenset((kind, what, tuple(readers)) for kind, what, readers in keys)
                for name, keys in uses.items()
            }
            self.known_includes = {blob: tuple(targets) for blob, targets in includes.items()}

    def uses(self, role: str, blob: str, content: Mapping[str, bytes]) -> frozenset[Key]:
        """Return the uses in a blob that is read as (part of) the file `role`; `content` returns
        blobs by id.
        """
        name = f"{role} {blob}"
        known = self.known_uses.get(name)
        if known is None:
            known = self.known_uses[name] = self._read(role, content[blob])
            self.new = True
        return known

    def includes(self, blob: str, content: Mapping[str, bytes]) -> tuple[str, ...]:
        """Return the targets of the #include and #tryinclude lines in a blob, as written."""
        known = self.known_includes.get(blob)
        if known is None:
            data = content[blob]
            lines = (
                data.decode("utf-8", "surrogateescape").splitlines() if b"include" in data else ()
            )
            known = self.known_includes[blob] = tuple(
                target for line in lines if (target := included(line))
            )
            self.new = True
        return known

    def keep(self) -> None:
        """Store what was read, for the next run."""
        if self.new:
            uses = {name: sorted(keys) for name, keys in self.known_uses.items()}
            self.cache.put(self.key, [uses, self.known_includes])

    def _read(self, role: str, content: bytes) -> frozenset[Key]:
        lines = (line.strip() for line in content.decode("utf-8", "surrogateescape").splitlines())
        first = next((line for line in lines if line and line[0] not in ";#"), "")
        if first and not first.startswith("[") and role.endswith(".conf"):
            # The rest of a section that began in the including file
            content = b"[default]\n" + content
        tables = self.tables.get(role)
        if tables is None:
            tables = self.tables[role] = self._tables_about(role)
        configuration = self._configuration(SingleFile(role, content))
        found = find_uses(configuration, self.catalog, Settings(), tables.rows, tables.finders)
        return frozenset(map(key_of_use, found.uses))

    def _tables_about(self, role: str) -> Tables:
        """Return the part of the tables that can find something in a file of that name.

        A finder that neither reads an empty file of the name nor finds anything has seen nothing
        that could differ for a file with content.
        """
        finders = []
        for finder in self.all_tables.finders:
            file = SingleFile(role, b"")
            if any(finder(self._configuration(file))) or file.was_read:
                finders.append(finder)
        rows = self.all_tables.rows
        return Tables({role: rows[role]} if role in rows else {}, tuple(finders))

    def _configuration(self, file: SingleFile) -> SingleConfiguration:
        return SingleConfiguration(
            file,
            release=self.release,
            etc=self.etc,
            # (without what belongs to a single content: a history has many of them)
            results=self.results.only(TESTS, FORMS, SCANNED),
        )


def key_of_use(use: Use | GroupedUses) -> Key:
    """Return a use, or several of one thing, without its place."""
    return use.kind, use.name, readers_of(use)


def included(line: str) -> str:
    """Return the target of an #include or #tryinclude line; "" for any other line."""
    text = line.strip()
    if not text.startswith(("#include", "#tryinclude")):
        return ""
    target = text.partition("include")[2].partition(";")[0].strip()
    return target.strip("\"'<>").strip()
