"""Reading the nodes of a YAML file that a person wrote, with an error for whatever is not what it
must be.
"""

from collections.abc import Mapping

from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.releases import Release, UnknownRelease
from asterisk_lint.settings.nodes import is_null, kind_of, line, quoted
from asterisk_lint.settings.spelling import did_you_mean
from asterisk_lint.settings.values import (
    SettingsError,
)

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node


class NodeReader:
    """Checks every node against its expected type; each method raises SettingsError at the node's
    line.
    """

    def __init__(self, file: str, rules: Mapping[str, tuple[str, ...]]) -> None:
        self.file = file
        self.rules = rules

    def absolute(self, path: str, node: "Node", key: str) -> str:
        """Check the path of a directory on the PBX's machine, and return it without a trailing
        slash.

        The path becomes part of a file system and of an asterisk.conf when `verify` starts
        Asterisk.
        """
        if not path.startswith("/") or not path.strip("/"):
            raise self.error(
                node, f"{key} must be an absolute path such as /etc/asterisk, not {quoted(path)}"
            )
        return "/" + self.normal(path.removesuffix("/")[1:], path, node, key)

    def beneath(self, path: str, node: "Node", key: str) -> str:
        """Check a path inside the repository, and return it without surrounding slashes ("." for
        the repository's root).
        """
        return self.normal(path.strip("/") or ".", path, node, key)

    def normal(self, bare_path: str, path: str, node: "Node", key: str) -> str:
        """Reject, in a path without surrounding slashes, every part that leads elsewhere and every
        unprintable character.
        """
        if not path.isprintable():
            raise self.error(node, f"{key} contains an unprintable character: {quoted(path)}")
        if bare_path != "." and {"", ".", ".."} & set(bare_path.split("/")):
            raise self.error(
                node, f"{key} must be a path without '..', '.' or '//', not {quoted(path)}"
            )
        return bare_path

    def mapping(self, node: "Node", key: str, known: set[str] | None = None) -> "dict[str, Node]":
        """Return the values of a table by their keys; `known`: the only allowed keys. Empty if
        there is no value.
        """
        from ruamel.yaml.nodes import MappingNode

        if is_null(node):
            return {}
        if not isinstance(node, MappingNode):
            raise self.error(
                node, f"{key} must be a table (`name: value` lines), not {kind_of(node)}"
            )
        items: dict[str, Node] = {}
        for name_node, value in node.value:
            name = self.text(name_node, f"a key of {key}")
            if known is not None and name not in known:
                hint = did_you_mean(name, known)
                within = "" if key == "the settings" else f" in {key}"
                raise self.error(name_node, f"unknown key '{name}'{within}{hint}")
            if name in items:
                raise self.error(name_node, f"the key '{name}' appears twice in {key}")
            if is_null(value):
                # There is no text where it would begin, so the error names the key's line.
                value.start_mark = name_node.start_mark
            items[name] = value
        return items

    def names(self, node: "Node", key: str) -> list[tuple[str, int]]:
        """Return the names in a list (or a single one), each with its line."""
        from ruamel.yaml.nodes import ScalarNode, SequenceNode

        if is_null(node):
            return []
        if isinstance(node, ScalarNode):
            return [(self.text(node, key), line(node))]
        if not isinstance(node, SequenceNode):
            raise self.error(node, f"{key} must be a list of names, not {kind_of(node)}")
        return [(self.text(item, f"an item of {key}"), line(item)) for item in node.value]

    def rule_names(self, node: "Node", key: str) -> tuple[str, ...]:
        """Return the names of the rules in a list of names, codes or groups."""
        from ruamel.yaml.nodes import SequenceNode

        names = self.names(node, key)
        items = node.value if isinstance(node, SequenceNode) else [node]
        for (name, _), item in zip(names, items, strict=False):
            if name not in self.rules:
                raise self.error(
                    item, f"unknown rule '{name}' in {key}{did_you_mean(name, self.rules)}"
                )
        return tuple(rule for name, _ in names for rule in self.rules[name])

    def text(self, node: "Node", key: str) -> str:
        """Return a text."""
        from ruamel.yaml.nodes import ScalarNode

        if not isinstance(node, ScalarNode) or is_null(node):
            raise self.error(node, f"{key} must be text, not {kind_of(node)}")
        return str(node.value)

    def release(self, node: "Node", key: str) -> Release:
        """Return a release."""
        value = self.text(node, key)
        try:
            return Release.parse(value)
        except UnknownRelease:
            raise self.error(
                node,
                f"{key} must be an Asterisk release such as 22, 22.10 or 18.9-cert5, not '{value}'",
            ) from None

    def truth(self, node: "Node", key: str) -> bool:
        """Return true or false."""
        if str(node.tag).endswith(":bool"):
            return str(node.value).lower() in {"true", "yes", "on"}
        raise self.error(node, f"{key} must be true or false, not {kind_of(node)}")

    def choice(self, node: "Node", key: str, choices: tuple[str, ...]) -> str:
        """Return a text that must be one of the choices."""
        value = self.text(node, key)
        if value not in choices:
            raise self.error(
                node,
                (
                    f"{key} must be {' or '.join(choices)}, not "
                    f"'{value}'{did_you_mean(value, choices)}"
                ),
            )
        return value

    def error(self, node: "Node", message: str) -> SettingsError:
        """Return the error for a node's line."""
        return SettingsError(f"{self.file}:{line(node)}: {message}")
