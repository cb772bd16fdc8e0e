"""Reading what a row of the tables needs: written as "KIND NAME; KIND NAME", held as `Need` values."""

from functools import cache

from asterisk_lint.catalog.facts import KINDS
from asterisk_lint.model import Need

# Kinds of text that hold more than a name: usage/rows.py and dialplan/arguments/row.py say what each is.
TEXTS = frozenset({
    "agi", "assign", "call", "caret", "codecs", "copy", "devices", "dial", "expression", "features",
    "file", "formats", "gosub", "in",
    "limits", "macro", "media", "mixmonitor", "options", "replaced", "technology", "variable",
})  # fmt: skip
# "module" names a module, "kind" (in `With.when`) any capability of a kind. The others no module provides by that name: `Choice` rows say
# which modules serve.
_KNOWN = KINDS | TEXTS | {"module", "kind", "fax", "voicemail"}


@cache  # the rows say the same few hundred things over and over
def needs(text: str) -> tuple[Need, ...]:
    """Read a row's needs: `"module app_dial; codec *"` gives `(Need("module", "app_dial"), Need("codec", "*"))`; a kind alone has an empty name.

    Raises `ValueError` for a kind that nothing knows.
    """
    return tuple([need(part) for part in text.split(";") if part.strip()])


def need(text: str) -> Need:
    """Read one need: `"module app_dial"` gives `Need("module", "app_dial")`. Raises `ValueError` for a kind that nothing knows."""
    kind, _, name = text.strip().partition(" ")
    if kind not in _KNOWN:
        raise ValueError(f"no such kind of need: {kind!r}, in {text!r}")
    return Need(kind, name)
