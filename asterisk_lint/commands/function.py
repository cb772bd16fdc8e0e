"""Which module provides a dialplan function, in which releases."""

import argparse

from asterisk_lint.commands.application import show
from asterisk_lint.commands.options import add_output_format


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `function`."""
    parser.add_argument("names", nargs="+", metavar="NAME", help="a dialplan function's name")
    add_output_format(parser)


def function(args: argparse.Namespace) -> int:
    """Print who provides each function, by release."""
    return show("function", args)
