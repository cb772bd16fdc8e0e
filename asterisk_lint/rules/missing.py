"""What the rules about required modules that the whitelist lacks have in common."""

from collections.abc import Iterator

from asterisk_lint.model import Edit, Finding, Reason, Related, Requirement
from asterisk_lint.reasons import chain, in_words
from asterisk_lint.rules.rule import Facts, Rule
from asterisk_lint.whitelist import FILE


def missing_findings(rule: Rule, facts: Facts, *, enforcing: bool) -> Iterator[Finding]:
    """Report each required module that modules.conf does not load: those that enforce what the configuration asks for, or the others."""
    loaded = facts.whitelist.loaded()
    forbidden = facts.whitelist.forbidden()
    for key, requirement in facts.required.items():
        if key in loaded or key in forbidden or facts.catalog.module(key) is None:
            continue
        if any(reason.enforces for reason in requirement.reasons) is enforcing:
            yield _finding(rule, facts, requirement)


def _finding(rule: Rule, facts: Facts, requirement: Requirement) -> Finding:
    module = requirement.module
    places = sorted({(reason.file, reason.line or 0, reason.column): reason for reason in requirement.reasons if reason.file is not None}.items())
    loaded = facts.whitelist.loaded()
    if places:
        first = places[0][1]
        what = _what(first)
    else:
        chained = chain(facts.required, module)
        first = chained[-1]
        what = " needs ".join([_what(first), *(reason.name for reason in reversed(chained[:-1]))]) if len(chained) > 1 else _what(first)
        listed = loaded.get(requirement.reasons[0].name.lower())
        if listed is not None:
            # The line that stops working is the best place to look at.
            first = first._replace(file=listed.entry.file, line=listed.entry.line, column=listed.entry.value_column, name=listed.module)
            what = f"{requirement.reasons[0].name} (loaded here)"
    return rule.finding(
        f"{what} needs {module}, which {FILE} does not load",
        first.file or FILE,
        first.line or 1,
        first.column,
        length=len(first.name) if first.column else 0,
        module=module,
        edits=(Edit("add", module),),
        why=first.because,
        related=tuple(Related(file or FILE, line, column) for (file, line, column), _ in places[1:]),
    )


def _what(reason: Reason) -> str:
    if reason.kind in {"module", "kept"}:
        return "this" if reason.file is not None else "the settings' entry"
    if reason.kind == "dependency":
        return reason.name
    within = f" inside {reason.within}()" if reason.within else ""
    return in_words(reason.kind, reason.name) + within
