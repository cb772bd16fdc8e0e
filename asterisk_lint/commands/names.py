"""The commands by their names."""

from asterisk_lint.records import TYPE_CHECKING, import_module

if TYPE_CHECKING:
    from types import ModuleType

# Each command with its description. The file in commands/ with the command's name has two
# functions: `add_arguments`, and one with the command's name.
COMMANDS: tuple[tuple[str, str], ...] = (
    ("uses", "list every use: kind, name, file and line"),
    ("why", "explain why a module is required, down to file and line"),
    ("rule", "explain a rule"),
    ("module", "show what a module provides and requires, and what counts as its use"),
    ("application", "show which module provides an application, in which releases"),
    ("function", "show which module provides a dialplan function, in which releases"),
    ("init", "turn autoload=yes into a whitelist, write the settings, add the hook"),
    ("upgrade", "show what an upgrade to another Asterisk release needs"),
    ("inventory", "list the installed modules"),
    ("log", "read Asterisk logs and report which modules their errors ask for"),
    (
        "observe",
        "look at the machine that runs a PBX, and write what it shows into a file to commit",
    ),
    ("verify", "boot a real Asterisk with the configuration, without any network"),
    ("graph", "draw the modules and the reason for each"),
    ("export", "list what to build or install for these modules: menuselect, packages, Dockerfile"),
    ("server", "run a language server, for editors"),
    ("completion", "print a script that completes commands, options and names in a shell"),
    ("catalog", "learn local and third-party modules from an installed Asterisk"),
)


def load_command(name: str) -> "ModuleType":
    """The file of a command ("check" is what runs without one)."""
    return import_module(f"asterisk_lint.commands.{name}")


def described(name: str) -> str:
    """What a command does, as a sentence."""
    about = dict(COMMANDS)[name]
    return f"{about[0].upper()}{about[1:]}."
