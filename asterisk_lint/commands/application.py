"""Which module provides an application, in which releases."""

import argparse

from asterisk_lint.catalog.load import CORE
from asterisk_lint.commands.options import add_output_format
from asterisk_lint.output.terminal import say, say_document
from asterisk_lint.run.options import UsageError
from asterisk_lint.settings.spelling import did_you_mean_one


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `application`."""
    parser.add_argument(
        "names", nargs="+", metavar="NAME", help="an application's name, in any case"
    )
    add_output_format(parser)


def application(args: argparse.Namespace) -> int:
    """Print who provides each application, by release."""
    return show("application", args)


def show(kind: str, args: argparse.Namespace) -> int:
    """Print who provides each capability of a kind, newest release first. Raises UsageError for a
    name that no release knows.
    """
    from asterisk_lint.catalog.history import all_names, by_release, periods, spelling
    from asterisk_lint.catalog.load import newest
    from asterisk_lint.catalog.third_party import providers

    found = []
    for name in args.names:
        spelled = spelling(kind, name.removesuffix("()"))
        if spelled is None:
            outside = providers(newest()).get((kind, name.removesuffix("()").lower()))
            hint = (
                f"; the third-party module {outside} has it"
                if outside
                else did_you_mean_one(name.removesuffix("()"), all_names(kind))
            )
            raise UsageError(f"no Asterisk release has the {kind} '{name}'{hint}")
        found.append(spelled)
    if args.output_format == "json":
        from asterisk_lint.output.json import document

        described = [
            {
                kind: name,
                "releases": [
                    {"asterisk": series, "modules": [module or None for module in modules]}
                    for series, modules in by_release(kind, name).items()
                ],
            }
            for name in found
        ]
        say_document(document({"version": 1, f"{kind}s": described}), "json")
        return 0
    for name in found:
        say(f"{name}()")
        history = periods(kind, name)
        width = max(len(period.text()) for period in history)
        for period in history:
            homes = " or ".join(
                "built into Asterisk" if module == CORE else module for module in period.modules
            )
            say(f"  Asterisk {period.text():<{width}}  {homes}")
    return 0
