"""Modules that a person keeps on purpose: `keep:` in the settings, `keep` in a comment."""

from collections.abc import Iterable

from asterisk_lint.conf.suppressions import Suppression
from asterisk_lint.conf.whitelist import Whitelist
from asterisk_lint.model import Reason
from asterisk_lint.settings.values import Settings


def kept_modules(
    whitelist: Whitelist, settings: Settings, suppressions: Iterable[Suppression]
) -> dict[str, Reason]:
    """Return the whitelisted modules that a person keeps on purpose, with the place that says
    so.
    """
    kept: dict[str, Reason] = {}
    loaded = whitelist.named()
    places = {
        (suppression.file, suppression.line): suppression
        for suppression in suppressions
        if suppression.keep
    }
    # Any of the lines that load a module may have the mark.
    marked = {
        listed.key: places[listed.entry.file, listed.entry.line]
        for listed in whitelist.entries
        if listed.option != "noload" and (listed.entry.file, listed.entry.line) in places
    }
    for key, listed in loaded.items():
        settings_entry = next(
            (keep for name, keep in settings.keep.items() if name.lower() == key), None
        )
        mark = marked.get(key)
        if mark is not None:
            kept[listed.module] = Reason(
                "kept", listed.module, mark.file, mark.line, mark.column, mark.reason
            )
        elif settings_entry is not None:
            kept[listed.module] = Reason(
                "kept", listed.module, settings.file, settings_entry.line, 0, settings_entry.reason
            )
    return kept
