"""The nodes of a YAML document, each with its line."""

from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.settings.values import (
    SettingsError,
)

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node


# What the YAML library raises for a text that is not YAML, besides its own errors: KeyError for
# `%YAML 9.9`, ValueError for `!!int x` or a number of ten thousand digits, ...
UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
MOST = 1 << 20  # maximum size in bytes: a YAML reader in Python takes seconds for more


def root_of(content: bytes, file: str) -> "Node | None":
    """Return the root of a YAML document; None if it is empty. Raises SettingsError with file and
    line.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if len(content) > MOST:
        raise SettingsError(
            f"{file}: {len(content) >> 20} MB is too large for a settings file (at most "
            f"{MOST >> 20} MB)"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            f"{file}:{line}: not UTF-8 text (byte {content[error.start]:#04x})"
        ) from None
    try:
        # Nodes, not values: they know their line, and `22.10` stays text instead of becoming the
        # number 22.1.
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise SettingsError(
            f"{file}:{mark.line + 1 if mark else 1}: not valid YAML: "
            f"{error.problem or error.context}"
        ) from None
    except (YAMLError, *UNREADABLE) as error:
        raise SettingsError(
            f"{file}:1: not valid YAML: {' '.join(str(error).split())[:200]}"
        ) from None
    found: Node | None = root
    return found


def quoted(text: str) -> str:
    """Return a text in quotes, with escapes for everything that a terminal would not show
    unchanged.
    """
    return ascii(text) if not text.isprintable() else f"'{text}'"


def line(node: "Node") -> int:
    """Return a node's line, counted from 1."""
    return int(node.start_mark.line) + 1


def is_null(node: "Node") -> bool:
    """Tell whether a node is YAML's null (`key:` without a value)."""
    return str(node.tag).endswith(":null")


def kind_of(node: "Node") -> str:
    """Describe a node's type, for an error message."""
    from ruamel.yaml.nodes import MappingNode, SequenceNode

    if isinstance(node, MappingNode):
        return "a table"
    if isinstance(node, SequenceNode):
        return "a list"
    return "nothing" if is_null(node) else f"'{node.value}'"
