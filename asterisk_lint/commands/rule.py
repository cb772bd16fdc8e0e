"""Explain the rules."""

import argparse

from asterisk_lint.output.terminal import say, say_all
from asterisk_lint.rules import RULES, load_rule, load_rules, rule_names
from asterisk_lint.rules.rule import Rule
from asterisk_lint.run.options import UsageError
from asterisk_lint.settings.spelling import did_you_mean_one


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `rule`."""
    parser.add_argument(
        "names",
        nargs="*",
        default=[],
        metavar="NAME",
        help="a rule's name or code (default: list all)",
    )


def rule(args: argparse.Namespace) -> int:
    """List the rules, or print the documentation of the named ones."""
    if not args.names:
        width = max(len(name) for _, name in RULES)
        for each in load_rules():
            say(
                f"{each.code}  {each.name:<{width}}  "
                f"{each.summary}{' (fixable)' if each.fixable else ''}"
            )
        return 0
    known = rule_names()
    found: list[Rule] = []
    for name in args.names:
        if name not in known and name.upper() not in known:
            hint = did_you_mean_one(name, known)
            raise UsageError(f"unknown rule '{name}'{hint}: `asterisk-lint rule` lists them")
        found += map(load_rule, known.get(name) or known[name.upper()])
    say_all("\n".join(page(each) for each in found) + "\n")
    return 0


def page(rule: Rule) -> str:
    """Return one rule's documentation, as Markdown."""
    fixable = "`--fix` corrects it" if rule.fixable else "not fixable"
    parts = [
        (
            f"# {rule.name} "
            f"({rule.code})\n\n{rule.summary[0].upper()}{rule.summary[1:]}.\nSeverity: "
            f"{rule.severity}; {fixable}.\n"
        )
    ]
    parts.append(rule.doc.strip() + "\n")
    parts.append("## Example\n\n" + example(rule.bad))
    parts.append("## Use instead\n\n" + example(rule.good))
    return "\n".join(parts)


def example(files: "object") -> str:
    """Return the files of an example."""
    assert isinstance(files, dict)
    return "\n".join(f"`{name}`:\n\n```\n{text}```\n" for name, text in files.items())
