"""When a rule can have something to say: a check imports a rule's file only then.

Each test is necessary and cheap: where it fails, the rule's own check would yield nothing. A rule
without a test always runs.
"""

from collections.abc import Callable, Mapping
from functools import partial

from asterisk_lint.facts import Facts
from asterisk_lint.model import StepUses
from asterisk_lint.requirements.verdicts import PRESUMED, UNDECIDED, UNUSED
from asterisk_lint.rules import MISSING_NAMES, ODDITIES


def can_speak(rule: str, facts: Facts) -> bool:
    """Tell whether a rule has to run at all on what is known about a PBX."""
    if rule in ODDITIES:
        return bool(facts.references.oddities(rule))
    kinds = MISSING_NAMES.get(rule)
    if kinds is not None:
        return any(map(facts.references.missing, kinds))
    occasion = OCCASIONS.get(rule)
    return occasion is None or occasion(facts)


def _has_problems(rule: str, facts: Facts) -> bool:
    return any(problem.rule == rule for problem in facts.problems)


def _lacks(facts: Facts) -> bool:
    loaded, forbidden = facts.whitelist.loaded(), facts.whitelist.forbidden()
    return any(key not in loaded and key not in forbidden for key in facts.required)


def _has_verdicts(states: frozenset[str], facts: Facts) -> bool:
    return any(verdict.state in states for verdict in facts.verdicts.values())


def _names_unknown(facts: Facts) -> bool:
    module = facts.catalog.module
    return bool(facts.whitelist.wrong_case) or any(
        module(listed.module) is None for listed in facts.whitelist.entries
    )


def _names_twice(facts: Facts) -> bool:
    entries = facts.whitelist.entries
    return len({(listed.key, listed.option == "noload") for listed in entries}) < len(entries)


def _can_be_out_of_order(facts: Facts) -> bool:
    return (
        not facts.catalog.release.within(">=16")
        or any(listed.option.startswith("preload") for listed in facts.whitelist.entries)
        or any(use.kind == "function" and not isinstance(use, StepUses) for use in facts.uses)
    )


def _is_suppressed(facts: Facts) -> bool:
    return bool(facts.suppressions or (facts.settings.only_pbx and facts.settings.keep))


OCCASIONS: Mapping[str, Callable[[Facts], bool]] = {
    **{
        rule: partial(_has_problems, rule)
        for rule in ("syntax-error", "missing-include", "exec-include", "dynamic-use")
    },
    "missing-module": lambda facts: bool(facts.questions) or _lacks(facts),
    "unenforced-security": _lacks,
    "unused-module": partial(_has_verdicts, frozenset([UNUSED, PRESUMED])),
    "undecided-module": lambda facts: (
        bool(facts.unsettled) or _has_verdicts(frozenset([UNDECIDED]), facts)
    ),
    "autoload-enabled": lambda facts: facts.whitelist.autoload,
    "unknown-module": _names_unknown,
    "duplicate-entry": _names_twice,
    "conflicting-entry": lambda facts: bool(facts.whitelist.forbidden()),
    "unknown-option": lambda facts: bool(facts.whitelist.unknown),
    "ignored-entry": lambda facts: (
        bool(facts.whitelist.ignored)
        or not facts.whitelist.has_section
        or not all(listed.module.isidentifier() for listed in facts.whitelist.entries)
    ),
    "not-installed": lambda facts: facts.target.inventory is not None,
    "load-order": _can_be_out_of_order,
    "release-change": lambda facts: facts.target.moved_from is not None,
    **{
        rule: lambda facts: bool(facts.unprovided)
        for rule in ("unknown-application", "unknown-function", "unknown-capability")
    },
    "unused-suppression": _is_suppressed,
}
