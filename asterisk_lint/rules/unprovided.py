"""What the rules about capabilities that no module provides have in common."""

from collections.abc import Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding, Use
from asterisk_lint.requirements.reasons import in_words
from asterisk_lint.rules.rule import Rule
from asterisk_lint.settings import CAPABILITY_WORDS, did_you_mean


def unprovided_check(rule: Rule, facts: Facts, kinds: frozenset[str] | None) -> Iterator[Finding]:
    """Report each name of these kinds (None: all but applications and functions) that no module of the release provides, once, with every place."""
    places: dict[tuple[str, str], list[Use]] = {}
    for use in facts.unprovided:
        if (use.kind in kinds) if kinds is not None else (use.kind not in {"application", "function"}):
            places.setdefault((use.kind, use.name), []).append(use)
    for (kind, name), uses in places.items():
        first = min(uses, key=lambda use: (use.file, use.line, use.column))
        word = next(word for word, meant in CAPABILITY_WORDS.items() if meant == kind) if kind in CAPABILITY_WORDS.values() else kind
        spelling = facts.catalog.spelling(kind, name)  # function names count letter case, and CallerID() is not CALLERID()
        hint = f" (did you mean '{spelling}'?)" if spelling else did_you_mean(name, facts.catalog.names(kind))
        yield rule.finding(
            f"no module of Asterisk {facts.catalog.release} provides {in_words(kind, name)}{hint}",
            first.file,
            first.line,
            first.column,
            length=len(name),
            why=f"a local module can be named in the settings: modules: {{app_local: {{{word}: [{name}]}}}}",
            also=tuple(sorted({(use.file, use.line) for use in uses} - {(first.file, first.line)})),
        )
