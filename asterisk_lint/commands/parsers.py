"""The argument parsers of all commands, one by one or as a whole (for completion and manual
pages).
"""

import argparse

from asterisk_lint import __version__
from asterisk_lint.commands.names import COMMANDS, described, load_command
from asterisk_lint.output.terminal import visible, without_commands
from asterisk_lint.records import NoReturn

# argparse would look for translations of its own texts. The output is the same in every locale, and
# loading gettext's catalogs takes longer than reading the command line.
argparse.__dict__.update(_=str)


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Formats help with a fixed width, so that it is the same everywhere."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=110)


class Parser(argparse.ArgumentParser):
    """An argparse parser whose messages repeat words of the command line safely."""

    def error(self, message: str) -> NoReturn:
        """Report an error in the command line and exit."""
        wrong = message.removeprefix("unrecognized arguments: ").split()
        if wrong != message.split() and wrong[:1] and wrong[0].startswith("--"):
            from asterisk_lint.settings.spelling import did_you_mean

            message += did_you_mean(wrong[0].partition("=")[0], self._option_string_actions)
        self.exit(
            2,
            without_commands(f"{self.format_usage()}{self.prog}: error: {visible(message)}") + "\n",
        )


DESCRIPTION = (
    "Check that the module whitelist of each PBX found under the paths matches what its "
    "configuration uses."
)


def parser_of(name: str) -> Parser:
    """The parser of one command."""
    if name == "check":
        epilog = (
            "commands:\n"
            + "\n".join(f"  {word:<12} {what}" for word, what in COMMANDS)
            + "\n\n`asterisk-lint COMMAND --help` describes a command."
        )
        parser = Parser(
            prog="asterisk-lint",
            usage="asterisk-lint [COMMAND] [options] [PATH ...]",
            description=DESCRIPTION,
            epilog=epilog,
            formatter_class=Formatter,
            allow_abbrev=False,
        )
        parser.add_argument("--version", action="version", version=f"asterisk-lint {__version__}")
    else:
        parser = Parser(
            prog=f"asterisk-lint {name}",
            description=described(name),
            formatter_class=Formatter,
            allow_abbrev=False,
        )
    load_command(name).add_arguments(parser)
    return parser


def whole_parser() -> argparse.ArgumentParser:
    """One parser that has every command and option, for programs that describe them; none that a
    command line is read with.
    """
    parser = argparse.ArgumentParser(
        prog="asterisk-lint", description=DESCRIPTION, formatter_class=Formatter
    )
    parser.add_argument(
        "--version", action="version", version=__version__, help="print the version"
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, what in COMMANDS:
        one = commands.add_parser(
            name, help=what, description=described(name), formatter_class=Formatter
        )
        load_command(name).add_arguments(one)
    load_command("check").add_arguments(parser)
    return parser
