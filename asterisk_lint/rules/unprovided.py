"""What the rules about capabilities that no module provides have in common."""

from collections.abc import Iterator

from asterisk_lint.catalog.successors import successor
from asterisk_lint.catalog.third_party import providers as third_party_providers
from asterisk_lint.conf.placeholder import has_name
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding, Unseen, Use
from asterisk_lint.requirements.reasons import in_words
from asterisk_lint.rules.marked import marked
from asterisk_lint.rules.proposals import Proposals
from asterisk_lint.rules.rule import Rule
from asterisk_lint.settings.values import CAPABILITY_WORDS


def _place(use: Use) -> tuple[str, int, int]:
    return use.file, use.line, use.column


def unprovided_check(rule: Rule, facts: Facts, kinds: frozenset[str] | None) -> Iterator[Finding]:
    """Report each name of these kinds (None: all except applications and functions) that no module
    of the release provides, once, with every place.
    """
    places: dict[tuple[str, str], list[Use]] = {}
    for use in facts.unprovided:
        if has_name(use.name) or any(sign in use.name for sign in ("{{", "{%", "<%")):
            continue  # filled in at deployment
        if (
            (use.kind in kinds)
            if kinds is not None
            else (use.kind not in {"application", "function"})
        ):
            places.setdefault((use.kind, use.name), []).append(use)
    outside = third_party_providers(facts.catalog.release) if places else {}
    proposals: dict[str, Proposals] = {}
    firsts = {key: min(uses, key=_place) for key, uses in places.items()}
    for kind, name in sorted(
        places, key=lambda key: _place(firsts[key])
    ):  # in the order of display: the first ones get a proposal
        uses, first = places[kind, name], firsts[kind, name]
        word = (
            next(word for word, meant in CAPABILITY_WORDS.items() if meant == kind)
            if kind in CAPABILITY_WORDS.values()
            else kind
        )
        third_party = outside.get((kind, name.lower()))
        # Function names are case-sensitive, and CallerID() is not CALLERID()
        spelling = facts.catalog.spelling(kind, name)
        gone = successor(kind, name, facts.catalog.release)
        if third_party:
            hint = f"; the third-party module {third_party} provides it"
        elif gone:
            hint = f": Asterisk removed it in {gone.release}, " + (
                f"use {gone.instead}" if gone.instead else "and nothing replaces it"
            )
        elif spelling:
            hint = f" (did you mean '{spelling}'?)"
        else:
            if kind not in proposals:
                proposals[kind] = Proposals(facts.catalog.names(kind))
            hint = proposals[kind].of(name)
        maybe = _may_be_provided(facts, kind, name)
        column, length = marked(facts, first.file, first.line, first.column, name)
        finding = rule.finding(
            f"no module of Asterisk {facts.catalog.release} provides {in_words(kind, name)}{hint}",
            first.file,
            first.line,
            column,
            length=length,
            fix=f"load = {third_party}.so   (if it is installed)" if third_party else "",
            help=(
                "if a local module provides it, add to the settings: modules: "
                f"{{app_local: {{{word}: [{name}]}}}}"
            ),
            also=tuple(sorted({(use.file, use.line) for use in uses} - {(first.file, first.line)})),
        )
        yield _doubted(finding, maybe) if maybe else finding


def _doubted(finding: Finding, thing: Unseen) -> Finding:
    """Return a finding about a name that something unreadable may provide: information, but a
    warning if only a build of one's own of what Asterisk removed could.
    """
    module = thing.what.partition(",")[0]
    if thing.cause == "module" and _was_removed(module):
        severity, doubt = "warning", f"only your own build of {module} could still provide it"
    else:
        severity, doubt = "information", f"{thing.what}, might provide it"
    return finding._replace(severity=severity, message=f"{finding.message}; {doubt}", fix="")


def _may_be_provided(facts: Facts, kind: str, name: str) -> Unseen | None:
    """Return what cannot be read here and may provide a name: func_odbc.conf, or a module that the
    catalog does not know.
    """
    for thing in facts.unseen:
        if thing.settled:
            continue
        if thing.cause == "module" and _had(thing.what.partition(",")[0], kind, name):
            return thing
        if kind == "function" and "file:func_odbc.conf" in thing.reaches:
            return thing
    return None


def _was_removed(module: str) -> bool:
    """Tell whether Asterisk had a module that the catalog of this release does not know."""
    from asterisk_lint.catalog.lineage import last_known

    return last_known(module) is not None


def _had(module: str, kind: str, name: str) -> bool:
    """Tell whether an unknown module can provide a name: one that Asterisk removed provides what it
    did then, any other may provide anything.
    """
    from asterisk_lint.catalog.lineage import last_known

    last = last_known(module)
    return last is None or name.lower() in {each.lower() for each in last.provides.get(kind, ())}
