"""The rules: one file each, each listed here and nowhere else."""

from collections.abc import Iterable, Mapping

from asterisk_lint.records import TYPE_CHECKING, import_module

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
    ("AL301", "unknown-context"),
    ("AL302", "unknown-extension"),
    ("AL303", "unknown-priority"),
    ("AL304", "unknown-mailbox"),
    ("AL305", "unknown-queue"),
    ("AL306", "unknown-conference-profile"),
    ("AL307", "unknown-music-class"),
    ("AL308", "unknown-parking-lot"),
    ("AL309", "unknown-agent"),
    ("AL310", "unknown-peer"),
    ("AL311", "unknown-pjsip-object"),
    ("AL312", "unknown-access-list"),
    ("AL313", "unknown-odbc-connection"),
    ("AL314", "unknown-follow-me"),
    ("AL315", "unknown-feature"),
    ("AL316", "unknown-queue-rule"),
    ("AL317", "unknown-calendar"),
    ("AL318", "unknown-script"),
    ("AL319", "unknown-sound"),
    ("AL320", "missing-query"),
    ("AL321", "unreachable-priority"),
    ("AL322", "priority-gap"),
    ("AL323", "missing-first-priority"),
    ("AL324", "wrong-pattern"),
    ("AL325", "shadowed-extension"),
    ("AL326", "unknown-application-option"),
    ("AL327", "wrong-argument-count"),
    ("AL328", "old-separator"),
    ("AL329", "constant-condition"),
    ("AL330", "malformed-expression"),
    ("AL331", "malformed-assignment"),
    ("AL332", "ignored-setting"),
    ("AL341", "unset-variable"),
    ("AL342", "unused-declaration"),
    ("AL343", "unknown-cel-event"),
    ("AL344", "unset-cdr-field"),
    ("AL901", "unused-suppression"),
)


# The kinds of things that the rules about missing names report: a rule of this table is loaded only
# where something of its kinds is missing.
MISSING_NAMES: Mapping[str, tuple[str, ...]] = {
    "unknown-context": ("context",),
    "unknown-extension": ("extension",),
    "unknown-priority": ("priority",),
    "unknown-mailbox": ("mailbox",),
    "unknown-queue": ("queue",),
    "unknown-conference-profile": ("bridge profile", "user profile", "menu"),
    "unknown-music-class": ("music class",),
    "unknown-parking-lot": ("parking lot",),
    "unknown-agent": ("agent",),
    "unknown-peer": ("endpoint", "SIP peer", "IAX peer"),
    "unknown-pjsip-object": ("aor", "auth", "transport"),
    "unknown-access-list": ("access list",),
    "unknown-odbc-connection": ("ODBC connection",),
    "unknown-follow-me": ("follow-me id",),
    "unknown-feature": ("dynamic feature", "applicationmap item"),
    "unknown-queue-rule": ("queue rule",),
    "unknown-calendar": ("calendar",),
    "missing-query": ("readsql", "writesql"),
    "unset-variable": ("variable",),
    "unknown-cel-event": ("CEL event",),
    "unset-cdr-field": ("CDR field",),
    "unknown-script": ("AGI script",),
    "unknown-sound": ("sound file",),
}

# The rules about dialplan that cannot do what it says: one is loaded only where it reports.
ODDITIES = frozenset(name for code, name in RULES if "AL321" <= code <= "AL332")

# Words that name several rules: the beginning of their codes.
GROUPS: Mapping[str, str] = {"references": "AL3"}


def rule_names() -> Mapping[str, tuple[str, ...]]:
    """Return every word that names rules in settings, suppressions and options (a rule's name or
    code, or a group), with the names of the rules.
    """
    names: dict[str, tuple[str, ...]] = {name: (name,) for _, name in RULES}
    names.update({code: (name,) for code, name in RULES})
    for group, start in GROUPS.items():
        names[group] = tuple(name for code, name in RULES if code.startswith(start))
    return names


def load_rule(name: str) -> "Rule":
    """Load one rule by its name."""
    rule: Rule = import_module(f"asterisk_lint.rules.{name.replace('-', '_')}").RULE
    return rule


def load_rules(names: Iterable[str] | None = None) -> "tuple[Rule, ...]":
    """Load the rules with these names (all by default), in the order of their codes."""
    wanted = None if names is None else set(names)
    return tuple(load_rule(name) for _, name in RULES if wanted is None or name in wanted)
