"""The rules: one file each, each listed here and nowhere else."""

import sys
from collections.abc import Iterable, Mapping

from asterisk_lint.records import TYPE_CHECKING

if TYPE_CHECKING:
    from asterisk_lint.rules.rule import Rule

# Code and name; the file is the name with `_` for `-`.
RULES: tuple[tuple[str, str], ...] = (
    ("AL001", "syntax-error"),
    ("AL002", "missing-include"),
    ("AL003", "exec-include"),
    ("AL101", "missing-module"),
    ("AL102", "unused-module"),
    ("AL103", "autoload-enabled"),
    ("AL104", "unknown-module"),
    ("AL105", "duplicate-entry"),
    ("AL106", "conflicting-entry"),
    ("AL107", "unknown-option"),
    ("AL108", "ignored-entry"),
    ("AL109", "exclusive-modules"),
    ("AL110", "not-installed"),
    ("AL111", "load-order"),
    ("AL112", "deprecated-module"),
    ("AL113", "undecided-module"),
    ("AL114", "unenforced-security"),
    ("AL115", "missing-configuration"),
    ("AL116", "unsupported-option"),
    ("AL117", "release-change"),
    ("AL201", "unknown-application"),
    ("AL202", "unknown-function"),
    ("AL203", "unknown-capability"),
    ("AL204", "dynamic-use"),
    ("AL901", "unused-suppression"),
)


def rule_names() -> Mapping[str, str]:
    """Return every word that names a rule in settings, suppressions and options (its name or its
    code), with the rule's name.
    """
    names = {name: name for _, name in RULES}
    names.update(dict(RULES))
    return names


def load_rule(name: str) -> "Rule":
    """Load one rule by its name."""
    from importlib import import_module

    full = f"asterisk_lint.rules.{name.replace('-', '_')}"
    rule: Rule = (sys.modules.get(full) or import_module(full)).RULE
    return rule


def load_rules(names: Iterable[str] | None = None) -> "tuple[Rule, ...]":
    """Load the rules with these names (all by default), in the order of their codes."""
    wanted = None if names is None else set(names)
    return tuple(load_rule(name) for _, name in RULES if wanted is None or name in wanted)
