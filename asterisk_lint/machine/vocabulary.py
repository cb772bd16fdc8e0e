"""Publicly known names: `observe` writes no others, because the file that it writes is published
with the repository.
"""

import re
from collections.abc import Iterable

from asterisk_lint.catalog.load import Catalog, load
from asterisk_lint.catalog.third_party import (
    with_local_modules,
    with_observed_modules,
    with_third_party,
)
from asterisk_lint.check import Sources
from asterisk_lint.model import Use
from asterisk_lint.observed.values import KINDS, REACHES, Foreign
from asterisk_lint.tree.target import Target
from asterisk_lint.usage.odbc_functions import odbc_functions

_TOKEN = re.compile(r"([a-z_]+)(?::([A-Za-z0-9_.+*/ -]{1,80}))?")

NAME = re.compile(r"\*|[A-Za-z0-9_][A-Za-z0-9_.+:/ -]{0,79}")


class Vocabulary:
    """Publicly known names: only these are ever written."""

    def __init__(
        self,
        target: Target,
        sources: Sources,
        known: frozenset[str],
        foreign: Iterable[Foreign] = (),
    ) -> None:
        """`known`: the names of configuration files that Asterisk's modules read; `foreign`: the
        machine's modules from outside Asterisk, with what they provide.
        """
        listed = [entry.module for entry in sources.whitelist.entries]
        known_here = with_local_modules(load(target.release), target.settings)
        self.catalog: Catalog = with_observed_modules(with_third_party(known_here, listed), foreign)
        self.files = known
        self.defined = {
            (one.kind, one.name): one.module for one in odbc_functions(sources.configuration)
        }

    def use(self, use: Use) -> tuple[str, str] | None:
        """Return the kind and name of a use in publishable form; None for a name that no module
        provides, which could be anything.
        """
        if use.kind not in KINDS:
            return None
        if (use.kind, use.name) in self.defined and not self.catalog.providers(use.kind, use.name):
            return "module", self.defined[use.kind, use.name]
        return known_name(self.catalog, use.kind, use.name)

    def token(self, token: str) -> str:
        """Return a token of a reach in publishable form: one with an unknown name stands for all of
        its kind.
        """
        found = _TOKEN.fullmatch(token)
        kind = token.partition(":")[0]
        if found is None or kind not in REACHES:
            return kind if kind in KINDS else ""
        name = found[2]
        if not name or kind == "modules":
            return token
        if kind == "file":
            return token if name in self.files else ""
        if kind == "module":
            return token if self.catalog.module(name) is not None else ""
        return token if self.catalog.spelling(kind, name) is not None else kind


def known_name(catalog: Catalog, kind: str, name: str) -> tuple[str, str] | None:
    """Return a kind and name as Asterisk spells them; None for a name that no module provides,
    which could be anything.
    """
    if kind == "module":
        known = catalog.module(name)
        return ("module", known.name) if known is not None and known.name else None
    if name == "*":
        return kind, "*"
    spelling = catalog.spelling(kind, name)
    if spelling is None or not catalog.providers(kind, name):
        return None
    return (kind, spelling) if NAME.fullmatch(spelling) else None


def told_reaches(reaches: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return a reach in publishable form."""
    return tuple(sorted({vocabulary.token(token) for token in reaches} - {""}))
