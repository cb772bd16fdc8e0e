"""What the rules ask about the names of one PBX, found once."""

from collections.abc import Callable, Iterable

from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.found_in_steps import InSteps
from asterisk_lint.model import Unseen
from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.references.hidden import Unread, is_hidden, is_sample, unread_of
from asterisk_lint.references.values import Missing

if TYPE_CHECKING:
    from asterisk_lint.references.links import Link
    from asterisk_lint.references.navigation import Name, Spot
    from asterisk_lint.references.sense.values import Oddity
    from asterisk_lint.references.unused import Unused


class References:
    """The references of one PBX, found once, when the first rule asks.

    `files` returns the configuration files that some loaded or required module reads, `unseen` what
    cannot be read; both are called only where they matter. `sealed`: no client and no missing file
    uses more than what the files show.
    """

    def __init__(
        self,
        configuration: Configuration,
        in_steps: InSteps,
        files: Callable[[], frozenset[str]],
        unseen: Callable[[], Iterable[Unseen]],
        *,
        sealed: bool,
    ) -> None:
        self._configuration = configuration
        self._in_steps = in_steps
        self._files = files
        self._unseen = unseen
        self._sealed = sealed
        self._found: dict[str, list[Missing]] | None = None
        self._odd: dict[str, list[Oddity]] = {}
        self._dynamic: set[tuple[str, str]] = set()
        self._listed: list[Unseen] | None = None

    def missing(self, kind: str) -> list[Missing]:
        """Return the references of a kind to something that is not there, by file and line."""
        return self._all().get(kind, [])

    def oddities(self, rule: str) -> "list[Oddity]":
        """Return what in the dialplan cannot do what it says, for one rule, by file and line."""
        self._all()
        return self._odd.get(rule, [])

    def _all(self) -> dict[str, list[Missing]]:
        if self._found is None:
            from asterisk_lint.references.find import Finder
            from asterisk_lint.references.sense.values import by_rule

            finder = Finder(self._configuration, self._in_steps, self._files())
            found, odd = finder.find(), finder.oddities()
            self._dynamic = finder.dynamic
            unread = Unread()
            if found or odd:
                unread = unread_of(self._all_unseen(), sealed=self._sealed)
            self._found = {}
            kinds = {each.kind for each in found}
            hidden = {kind for kind in kinds if is_hidden(kind, self._configuration, unread)}
            files = {each.place.file for each in found} | {each.file for each in odd}
            samples = {file for file in files if is_sample(self._configuration, file)}
            for each in found:
                if each.kind not in hidden and each.place.file not in samples:
                    self._found.setdefault(each.kind, []).append(each)
            self._odd = by_rule(odd, self._configuration, unread, samples)
        return self._found

    def names_in(self, file: str, line: int) -> "list[Name]":
        """Return the names in a line of a file that refer to something, for editors."""
        from asterisk_lint.references.navigation import names_in

        return list(names_in(self._configuration, self._in_steps.known, self._files(), file, line))

    def uses_of(self, things: "list[Name]") -> "list[Spot]":
        """Return every place that names one of some things, for editors."""
        from asterisk_lint.references.navigation import uses_of

        known, found, _ = self._in_steps
        return list(uses_of(self._configuration, known, found.alike, self._files(), things))

    def links(self) -> "list[Link]":
        """Return what names what, for pictures."""
        from asterisk_lint.references.links import links

        known, found, _ = self._in_steps
        return list(links(self._configuration, known, found.alike, self._files()))

    def unused(self) -> "list[Unused]":
        """Return what is declared and nothing names; see `unused.unused`."""
        from asterisk_lint.references.unused import unused

        self._all()
        # The first thing that can name a declaration settles it: nobody needs the others.
        unseen = self._unseen if self._listed is None else self._all_unseen
        return unused(self._configuration, self._dynamic, unseen, sealed=self._sealed)

    def _all_unseen(self) -> list[Unseen]:
        if self._listed is None:
            self._listed = list(self._unseen())
        return self._listed
