"""The arguments that several commands have in common, and the value created from them."""

from collections.abc import Sequence

from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.releases import Release
from asterisk_lint.rules import rule_names
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.run.options import Options, UsageError
from asterisk_lint.settings.values import NAME

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_paths(parser: "ArgumentParser") -> None:
    """Add the paths under which PBXs are looked for."""
    parser.add_argument(
        "paths",
        nargs="*",
        default=[],
        metavar="PATH",
        help="where to look for PBXs (default: this repository or directory)",
    )


def add_release(
    parser: "ArgumentParser", default: str = "the settings, else the newest known"
) -> None:
    """Add --asterisk, the release to check for."""
    parser.add_argument(
        "--asterisk",
        metavar="VERSION",
        help=f"the Asterisk release, such as 22, 22.9 or 18.9-cert5 (default: {default})",
    )


def add_pbx_options(parser: "ArgumentParser", *, writes: bool = False) -> None:
    """Add the options of every command about PBXs, except for the release.

    `writes`: the command only works in the work tree, and refuses --staged and --rev.
    """
    hidden = ""
    if writes:
        from argparse import SUPPRESS as hidden  # noqa: N811
    parser.add_argument(
        "--config", metavar="FILE", help=f"settings file (default: {NAME} at the repository's root)"
    )
    parser.add_argument(
        "--staged",
        action="store_true",
        help=hidden or "check the Git index instead of the work tree",
    )
    parser.add_argument(
        "--rev",
        metavar="REV",
        help=hidden or "check a Git revision, without a checkout",
    )
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="print findings only, no summary and no notes"
    )
    parser.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help="print more: each finding separately, and which files are read or ignored",
    )


def add_rule_options(parser: "ArgumentParser") -> None:
    """Add the options that choose rules."""
    parser.add_argument(
        "--select",
        metavar="RULES",
        action="append",
        help="only these rules (names or codes, separated by commas)",
    )
    parser.add_argument("--ignore", metavar="RULES", action="append", help="all rules except these")


def add_output_format(
    parser: "ArgumentParser", formats: Sequence[str] = ("text", "json"), note: str = ""
) -> None:
    """Add --output-format; the first format is the default."""
    parser.add_argument(
        "--output-format", choices=formats, default=formats[0], help=f"default: {formats[0]}{note}"
    )


def add_report_options(parser: "ArgumentParser") -> None:
    """Add the options for the display of findings and the exit status."""
    from asterisk_lint.output import FORMATS

    add_output_format(parser, FORMATS)
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="default: auto"
    )
    parser.add_argument(
        "--min-severity",
        choices=("information", "warning", "error", "security"),
        default="information",
        help="neither show nor count findings below this (default: information)",
    )
    parser.add_argument("--statistics", action="store_true", help="count the findings of each rule")
    parser.add_argument(
        "--exit-zero", action="store_true", help="exit with 0 even if there are findings"
    )


def add_cache_option(parser: "ArgumentParser") -> None:
    """Add --no-cache."""
    parser.add_argument("--no-cache", action="store_true", help="do not read or write the cache")


def options_of(args: "Namespace") -> Options:
    """Return the options of a command line; those that its command does not have keep their
    defaults.

    Raises UnknownRelease for --asterisk, UsageError for an unknown rule.
    """
    given = vars(args)
    usual = Options()
    return Options(
        paths=tuple(given.get("paths", usual.paths)),
        asterisk=Release.parse(given["asterisk"]) if given.get("asterisk") is not None else None,
        config=given.get("config"),
        staged=given.get("staged", usual.staged),
        revision=given.get("rev"),
        scope=selection(given.get("select"), given.get("ignore")),
        output_format=given.get("output_format", usual.output_format),
        color=given.get("color", usual.color),
        min_severity=given.get("min_severity", usual.min_severity),
        statistics=given.get("statistics", usual.statistics),
        exit_zero=given.get("exit_zero", usual.exit_zero),
        quiet=given.get("quiet", usual.quiet),
        verbose=given.get("verbose", usual.verbose),
        cache=not given.get("no_cache", False),
        strict=given.get("strict", usual.strict),
        unsafe_fixes=given.get("unsafe_fixes", usual.unsafe_fixes),
        jobs=given.get("jobs") or usual.jobs,
    )


def selection(select: Sequence[str] | None, ignore: Sequence[str] | None) -> RuleSelection:
    """The rules of a run. Raises UsageError where none is left, or for an unknown one."""
    chosen = RuleSelection(rules_in(select) if select else None, rules_in(ignore or ()))
    if select and not chosen.rules():
        raise UsageError("--select and --ignore leave no rule: nothing would be checked")
    return chosen


def rules_in(words: Sequence[str]) -> frozenset[str]:
    """Return the names of the rules in comma-separated lists (of names, codes or groups). Raises
    UsageError for an unknown word.
    """
    known = rule_names()
    found: set[str] = set()
    for word in ",".join(words).split(","):
        name = word.strip()
        if not name:
            continue
        if name not in known and name.upper() not in known:
            from asterisk_lint.settings.spelling import did_you_mean_one

            hint = did_you_mean_one(name, known)
            raise UsageError(f"unknown rule '{name}'{hint}: `asterisk-lint rule` lists them")
        found.update(known.get(name) or known[name.upper()])
    return frozenset(found)
