"""What third-party and unknown modules can need without any configuration that is read here."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from asterisk_lint.catalog.facts import THIRD_PARTY, Module
from asterisk_lint.catalog.load import Catalog
from asterisk_lint.conf.whitelist import Listed
from asterisk_lint.model import Unseen
from asterisk_lint.usage.rows import Invisible

# A channel driver or an application carries audio: its own configuration file names the codecs, and
# it can play files, mix and time.
_MEDIA = frozenset(
    {"codec", "attribute", "format", "file_format", "timing", "rtp_engine", "bridge"}
)
# A module without public source can need anything that C code can request.
_ANYTHING = _MEDIA | {"channel", "engine", "wizard", "stt_engine", "fax_technology", "calendar"}
# Changes after which nobody has a file of that name: Asterisk renamed it, or it never existed.
_NEVER_THERE = frozenset({"renamed", "merged", "split", "never"})
_BEGINNINGS = ("res_", "bridge_", "codec_", "format_")


def find(catalog: Catalog, loaded: Iterable[Listed]) -> Iterator[Unseen]:
    """Find each whitelisted module that can use more than is known, with everything that it can
    use.
    """
    anything = cache(lambda: needs_of_unknown(catalog))  # evaluated once, and only if needed
    for listed in loaded:
        module = catalog.module(listed.module)
        what, reach = "", frozenset[str]()
        if module is not None:
            reach = _reach(module, anything) if module.origin == THIRD_PARTY else frozenset()
            what = (
                f"{listed.module}, a third-party module that may use more than asterisk-lint knows"
            )
        elif not catalog.is_built_in(listed.module):
            reach = _unknown_reach(listed.module, catalog, anything)
            what = f"{listed.module}, which {_known_as(listed.module, catalog)}"
        if reach:
            yield Unseen(what, listed.entry.file, listed.entry.line, reach, "module")


def _reach(module: Module, anything: Callable[[], frozenset[str]]) -> frozenset[str]:
    """Return what a module from outside Asterisk can need beyond its definition."""
    if module.opaque:
        return anything()
    return _MEDIA if {"channel", "application"} & module.provides.keys() else frozenset()


def _unknown_reach(
    name: str, catalog: Catalog, anything: Callable[[], frozenset[str]]
) -> frozenset[str]:
    """Return what a module without a definition can need; one that Asterisk dropped can be built by
    others, and needs what it needed then.
    """
    from asterisk_lint.catalog.lineage import fate, last_known

    past = fate(name, catalog.release)
    if past is not None and past.what in _NEVER_THERE:
        return frozenset()
    last = last_known(name) if past is not None else None
    if last is None:
        return anything()
    return _reach(last, anything) | {
        f"module:{needed.lower()}" for needed in (*last.requires, *last.optional)
    }


def _known_as(name: str, catalog: Catalog) -> str:
    """Return what to say about a module that the release does not have."""
    from asterisk_lint.catalog.lineage import fate

    past = fate(name, catalog.release)
    return (
        f"Asterisk {catalog.release} no longer has"
        if past is not None and past.gone
        else "asterisk-lint does not know"
    )


def needs_of_unknown(catalog: Catalog) -> frozenset[str]:
    """Return what a module can need about which nothing is known."""
    others = [
        one
        for one in catalog.modules.values()
        if one.gives_symbols or one.name.startswith(_BEGINNINGS)
    ]
    return _ANYTHING | {f"module:{one.name.lower()}" for one in others}


def rows(catalog: Catalog, loaded: Iterable[Listed]) -> tuple[Invisible, ...]:
    """Return a row for each whitelisted third-party module: nobody installs one without a purpose,
    which need not show in the configuration.
    """
    known = [
        module
        for listed in loaded
        if (module := catalog.module(listed.module)) is not None and module.origin == THIRD_PARTY
    ]
    because = "it is a third-party module, and its use does not always show in the configuration"
    return tuple(
        Invisible(module.name, because, "asterisk_lint/catalog/data/third_party.txt")
        for module in known
    )
