"""The names that are there, where others were looked for in vain."""

from collections.abc import Callable, Iterable, Sequence

from asterisk_lint.references.dialplan_index import DialplanIndex


class Names(tuple[str, ...]):
    """Some names, in order, as one value: compared by identity, because thousands of missing names
    can have the same thousands beside them.
    """

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other


class NamesThere:
    """The names of a dialplan, each list made once."""

    def __init__(self, index: DialplanIndex) -> None:
        self._index = index
        self._found: dict[object, Names] = {}

    def contexts(self) -> Names:
        """Return every context, sorted."""
        return self._once("contexts", lambda: sorted(self._index.names()))

    def extensions(self, contexts: Sequence[str]) -> Names:
        """Return the extensions that are found through some contexts, as they are written."""
        found = self._index.extensions
        return self._once(
            ("extensions", *contexts),
            lambda: (name for context in contexts for name in found(context)),
        )

    def labels(self, contexts: Sequence[str]) -> Names:
        """Return the labels of every extension that is found through some contexts."""
        found = self._index.every_chain
        return self._once(
            ("labels", *contexts),
            lambda: (
                label
                for context in contexts
                for chain in found(context)
                for label in chain.labels or ()
            ),
        )

    def labels_of(
        self, extension: str, contexts: Sequence[str], labels: Callable[[], Iterable[str]]
    ) -> Names:
        """Return the labels of one extension as it is found through some contexts."""
        return self._once(("labels of", extension, *contexts), labels)

    def _once(self, key: object, names: Callable[[], Iterable[str]]) -> Names:
        known = self._found.get(key)
        if known is None:
            known = self._found[key] = Names(dict.fromkeys(names()))
        return known
