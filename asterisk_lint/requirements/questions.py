"""Modules that only a configuration file asks for, and that would open a network service: a person
must say whether they run.

A person's decision has more weight than a file: `noload`, and the absence of a `load` line, are
decisions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.model import GroupedUses, PlacedUses, StepUses, Unseen, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.tree.find import OBSERVED
from asterisk_lint.usage.rows import Listens


class Question(NamedTuple):
    """A module that is not loaded, with the uses that ask for it."""

    module: str  # in the catalog's spelling
    uses: tuple[Use, ...]  # at least one
    because: str  # what loading it would open
    forbidden: str  # the module, in lower case, whose `noload` answers the question; empty if none


def questions_of(
    uses: Sequence[Use | GroupedUses],
    catalog: Catalog,
    services: Iterable[Listens],
    loaded: frozenset[str],
    forbidden: Mapping[str, object],
) -> tuple[list[Use | GroupedUses], tuple[Question, ...]]:
    """Split the uses into those that count, and questions for the others.

    A use becomes a question if it is in a configuration file, here or on the machine (not in the
    dialplan, the settings or a script), and needs a listening module or one that
    cannot be loaded without a listening module, and none of the `loaded` modules (in lower case) is
    that module or needs it.
    """
    listening = {
        name.lower(): row
        for row in services
        for name in row.modules.split()
        if name.lower() not in loaded
    }
    listener = _Listener(catalog, frozenset(listening), loaded)
    asked: dict[str, list[Use]] = {}
    counted: list[Use | GroupedUses] = []
    for use in uses:
        if isinstance(use, StepUses) or not _only_a_file_asks(
            use.use if isinstance(use, PlacedUses) else use
        ):
            counted.append(use)
        elif module := listener.of(use.name):
            asked.setdefault(module, []).extend(
                use.uses() if isinstance(use, PlacedUses) else (use,)
            )
        else:
            counted.append(use)
    questions = []
    for module, those in asked.items():
        known = catalog.module(module)
        questions.append(
            Question(
                known.name if known else module,
                tuple(those),
                listening[module].because,
                next((name for name in _named(module, those) if name in forbidden), ""),
            )
        )
    return counted, tuple(questions)


def _named(module: str, uses: Iterable[Use]) -> Iterator[str]:
    """Return the listening module and the modules that the uses name, in lower case."""
    yield module
    for use in uses:
        yield use.name.lower()


def unanswered(questions: Iterable[Question]) -> Iterator[Unseen]:
    """Find what a file could use if the service that it asks for is wanted; `noload` means no."""
    for question in questions:
        if not question.forbidden:
            first = question.uses[0]
            reach = {f"module:{name}" for name in _named(question.module.lower(), question.uses)}
            what = f"{first.file}, which asks for {question.module} (not loaded: is it wanted?)"
            yield Unseen(what, first.file, first.line, frozenset(reach), "question")


def _only_a_file_asks(use: Use) -> bool:
    """Tell whether a use is of a module, in a configuration file that may be a left-over."""
    return use.kind == "module" and use.context is None and use.file.endswith((".conf", OBSERVED))


class _Listener:
    """Finds the listening module that a module needs; keeps each answer."""

    def __init__(self, catalog: Catalog, listening: frozenset[str], loaded: frozenset[str]) -> None:
        self._catalog = catalog
        self._listening = listening
        self._loaded = loaded
        self._known: dict[str, str] = {}
        self._running: frozenset[str] | None = None

    def of(self, module: str) -> str:
        """Return the listening module, in lower case, that this module is or cannot be loaded
        without; empty if it runs anyway, or there is none.
        """
        found = self._known.get(module)
        if found is None:
            names = (module, *self._catalog.closure(module))
            found = next((name.lower() for name in names if name.lower() in self._listening), "")
            if found and found in self._needed_by_loaded():
                found = ""
            self._known[module] = found
        return found

    def _needed_by_loaded(self) -> frozenset[str]:
        if self._running is None:
            self._running = frozenset(
                needed.lower()
                for module in self._loaded
                for needed in self._catalog.closure(module)
            )
        return self._running
