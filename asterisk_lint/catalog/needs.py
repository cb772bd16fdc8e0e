"""Parse what a row of the tables needs: "KIND NAME; KIND NAME" becomes `Need` values."""

from functools import cache

from asterisk_lint.catalog.facts import KINDS
from asterisk_lint.model import Need

# Kinds of text that contain more than a name: usage/rows.py and dialplan/arguments/row.py describe
# each.
TEXTS = frozenset({
    "agi", "assign", "call", "caret", "codecs", "copy", "devices", "dial", "expression", "features",
    "file", "formats", "gosub", "in",
    "limits", "macro", "media", "message", "mixmonitor", "options", "replaced",
    "technology", "variable",
})  # fmt: skip
# "module" names a module, "kind" (in `With.when`) any capability of a kind. No module provides the
# others by that name: `Choice` rows list the modules that can.
_KNOWN = KINDS | TEXTS | {"module", "kind", "fax", "voicemail"}


@cache  # the rows repeat the same few hundred needs
def needs(text: str) -> tuple[Need, ...]:
    """Parse a row's needs: `"module app_dial; codec *"` gives `(Need("module", "app_dial"),
    Need("codec", "*"))`; a kind alone has an empty name.

    Raises `ValueError` for an unknown kind.
    """
    return tuple([need(part) for part in text.split(";") if part.strip()])


@cache
def need(text: str) -> Need:
    """Parse one need: `"module app_dial"` gives `Need("module", "app_dial")`. Raises `ValueError`
    for an unknown kind.
    """
    kind, _, name = text.strip().partition(" ")
    if kind not in _KNOWN:
        raise ValueError(f"no such kind of need: {kind!r}, in {text!r}")
    return Need(kind, name)
