"""The settings file `.asterisk-lint.yaml`: read it, and report exactly what is wrong with it."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from asterisk_lint.records import TYPE_CHECKING, Any, NamedTuple
from asterisk_lint.releases import Release, UnknownRelease

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

NAME = ".asterisk-lint.yaml"

# What `uses:` and `modules:` may name, with the capability kind of each word.
CAPABILITY_WORDS: Mapping[str, str] = {
    "applications": "application",
    "functions": "function",
    "channels": "channel",
    "switches": "switch",
    "codecs": "codec",
    "formats": "format",
    "bridges": "bridge",
    "timing": "timing",
    "engines": "engine",
    "wizards": "wizard",
    "cdr": "cdr",
    "cel": "cel",
    "agi_commands": "agi_command",
    "manager_actions": "manager_action",
    "modules": "module",
}


class SettingsError(Exception):
    """The settings cannot be used; the text names file, line and key."""


class DeclaredUse(NamedTuple):
    """A use that the settings declare (`uses:`)."""

    kind: str
    name: str
    line: int


class KeptModule(NamedTuple):
    """A module whitelisted on purpose (`keep:`), with the reason given."""

    reason: str
    line: int


class LocalModule(NamedTuple):
    """A module that the catalog does not know (`modules:`)."""

    provides: Mapping[str, tuple[str, ...]]
    requires: tuple[str, ...]
    line: int


class PbxSettings(NamedTuple):
    """The settings of one PBX (`pbx:`)."""

    asterisk: Release | None = None
    layers: tuple[str, ...] = ()
    etc: str | None = None
    inventory: str | None = None
    sealed: bool | None = None


class Settings(NamedTuple):
    """Every setting with its default."""

    file: str | None = None
    asterisk: Release | None = None
    keep: Mapping[str, KeptModule] = {}
    uses: tuple[DeclaredUse, ...] = ()
    modules: Mapping[str, LocalModule] = {}
    ignore: tuple[str, ...] = ()
    sealed: bool = False
    strict: bool = False  # undecided modules are errors
    per_file_ignores: Mapping[str, tuple[str, ...]] = {}
    pbx: Mapping[str, PbxSettings] = {}
    remove: str = "delete"
    autoload_fix: bool = False
    clients_complete: bool = False  # what was observed is all that AMI, ARI and AGI clients use
    observed_max_age: int = 180  # days after which an observation is worth a note
    only_pbx: bool = False  # whether they cover a single PBX: not written in them, but determined

    def ignored(self, path: str, rule: str) -> bool:
        """Tell whether findings of `rule` in the file `path` (relative to the repository) are silenced."""
        if rule in self.ignore:
            return True
        return any(
            rule in rules and fnmatchcase(path, pattern)
            for pattern, rules in self.per_file_ignores.items()
        )


MOST = 1 << 20  # maximum size in bytes: a YAML reader in Python takes seconds for more


def parse_settings(content: bytes, file: str, rules: Mapping[str, str]) -> Settings:
    """Read settings; `rules` maps every rule's name and code to its name. Raises SettingsError with file, line and key."""
    root = root_of(content, file)
    if root is None:
        return Settings(file=file)
    return NodeReader(file, rules).settings(root)


def root_of(content: bytes, file: str) -> "Node | None":
    """The root of a YAML document; None when it is empty. Raises SettingsError with file and line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if len(content) > MOST:
        raise SettingsError(
            f"{file}: {len(content) >> 20} MB is too large for a settings file (at most {MOST >> 20} MB)"
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
            f"{file}:{mark.line + 1 if mark else 1}: not valid YAML: {error.problem or error.context}"
        ) from None
    except (YAMLError, RecursionError, ValueError) as error:
        raise SettingsError(
            f"{file}:1: not valid YAML: {' '.join(str(error).split())[:200]}"
        ) from None
    found: Node | None = root
    return found


class NodeReader:
    """Checks every node against its expected type; each method raises SettingsError at the node's
    line.
    """

    def __init__(self, file: str, rules: Mapping[str, str]) -> None:
        self.file = file
        self.rules = rules

    def settings(self, root: "Node") -> Settings:
        """Read the whole file."""
        known = {
            "asterisk", "keep", "uses", "modules", "ignore", "sealed", "strict", "per-file-ignores",
            "pbx", "fix", "autoload", "observed",
        }  # fmt: skip
        items = self.mapping(root, "the settings", known)
        fields: dict[str, Any] = {"file": self.file}
        for key, node in items.items():
            if key == "asterisk":
                fields["asterisk"] = self.release(node, key)
            elif key == "keep":
                fields["keep"] = {
                    bare(name): KeptModule(self.text(reason, f"keep.{name}"), line(reason))
                    for name, reason in self.mapping(node, key).items()
                }
            elif key == "uses":
                fields["uses"] = self.uses(node)
            elif key == "modules":
                fields["modules"] = {
                    bare(name): self.module(module, f"modules.{name}")
                    for name, module in self.mapping(node, key).items()
                }
            elif key == "ignore":
                fields["ignore"] = self.rule_names(node, key)
            elif key in {"sealed", "strict"}:
                fields[key] = self.truth(node, key)
            elif key == "per-file-ignores":
                fields["per_file_ignores"] = {
                    pattern: self.rule_names(rules, f"{key}.{pattern}")
                    for pattern, rules in self.mapping(node, key).items()
                }
            elif key == "pbx":
                fields["pbx"] = self.pbxs(node)
            elif key == "fix":
                fix = self.mapping(node, key, {"remove"})
                if "remove" in fix:
                    fields["remove"] = self.choice(
                        fix["remove"], "fix.remove", ("delete", "comment", "noload")
                    )
            elif key == "observed":
                self.observed_settings(node, fields)
            elif key == "autoload":
                fields["autoload_fix"] = self.choice(node, key, ("fix", "report")) == "fix"
        return Settings(**fields)

    def observed_settings(self, node: "Node", fields: dict[str, Any]) -> None:
        """Take in `observed:`."""
        items = self.mapping(node, "observed", {"clients", "max-age"})
        if "clients" in items:
            choice = self.choice(items["clients"], "observed.clients", ("open", "complete"))
            fields["clients_complete"] = choice == "complete"
        if "max-age" in items:
            days = self.text(items["max-age"], "observed.max-age")
            if not days.isascii() or not days.isdecimal() or not 0 < int(days[:6]) < 100_000:
                raise self.error(
                    items["max-age"],
                    f"observed.max-age must be a number of days such as 180, not {quoted(days[:40])}",
                )
            fields["observed_max_age"] = int(days)

    def uses(self, node: "Node") -> tuple[DeclaredUse, ...]:
        """Read `uses:`."""
        declared: list[DeclaredUse] = []
        for word, names in self.mapping(node, "uses", set(CAPABILITY_WORDS)).items():
            for name, at in self.names(names, f"uses.{word}"):
                declared.append(
                    DeclaredUse(
                        CAPABILITY_WORDS[word], bare(name) if word == "modules" else name, at
                    )
                )
        return tuple(declared)

    def module(self, node: "Node", key: str) -> LocalModule:
        """Read one module of `modules:`."""
        known = (set(CAPABILITY_WORDS) - {"modules"}) | {"requires"}
        items = self.mapping(node, key, known)
        provides = {
            CAPABILITY_WORDS[word]: tuple(name for name, _ in self.names(names, f"{key}.{word}"))
            for word, names in items.items()
            if word != "requires"
        }
        requires = (
            tuple(bare(name) for name, _ in self.names(items["requires"], f"{key}.requires"))
            if "requires" in items
            else ()
        )
        return LocalModule(provides, requires, line(node))

    def pbxs(self, node: "Node") -> dict[str, PbxSettings]:
        """Read `pbx:`."""
        items = self.mapping(node, "pbx")
        keys = {str(name.value): name for name, _ in node.value} if items else {}
        return {
            self.beneath(name, keys[name], "a key of pbx"): self.pbx(pbx, f"pbx.{name}")
            for name, pbx in items.items()
        }

    def pbx(self, node: "Node", key: str) -> PbxSettings:
        """Read what is said of one PBX."""
        fields: dict[str, Any] = {}
        for word, value in self.mapping(
            node, key, {"asterisk", "layers", "etc", "inventory", "sealed"}
        ).items():
            where = f"{key}.{word}"
            if word == "asterisk":
                fields[word] = self.release(value, where)
            elif word == "layers":
                fields[word] = self.layers(value, where)
            elif word == "etc":
                fields[word] = self.absolute(self.text(value, where), value, where)
            elif word == "inventory":
                fields[word] = self.beneath(self.text(value, where), value, where)
            else:
                fields[word] = self.truth(value, where)
        return PbxSettings(**fields)

    def layers(self, node: "Node", key: str) -> tuple[str, ...]:
        """Read the directories that make up a PBX."""
        from ruamel.yaml.nodes import SequenceNode

        items = node.value if isinstance(node, SequenceNode) else [node]
        return tuple(
            self.beneath(name, item, key)
            for (name, _), item in zip(self.names(node, key), items, strict=False)
        )

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
        """Give the values of a table by their keys; `known`: the only keys that it may have. None where nothing stands there."""
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
        """Give the names in a list (or a single one), each with its line."""
        from ruamel.yaml.nodes import ScalarNode, SequenceNode

        if is_null(node):
            return []
        if isinstance(node, ScalarNode):
            return [(self.text(node, key), line(node))]
        if not isinstance(node, SequenceNode):
            raise self.error(node, f"{key} must be a list of names, not {kind_of(node)}")
        return [(self.text(item, f"an item of {key}"), line(item)) for item in node.value]

    def rule_names(self, node: "Node", key: str) -> tuple[str, ...]:
        """Give the names of the rules in a list of names or codes."""
        from ruamel.yaml.nodes import SequenceNode

        names = self.names(node, key)
        items = node.value if isinstance(node, SequenceNode) else [node]
        for (name, _), item in zip(names, items, strict=False):
            if name not in self.rules:
                raise self.error(
                    item, f"unknown rule '{name}' in {key}{did_you_mean(name, self.rules)}"
                )
        return tuple(self.rules[name] for name, _ in names)

    def text(self, node: "Node", key: str) -> str:
        """Give a text."""
        from ruamel.yaml.nodes import ScalarNode

        if not isinstance(node, ScalarNode) or is_null(node):
            raise self.error(node, f"{key} must be text, not {kind_of(node)}")
        return str(node.value)

    def release(self, node: "Node", key: str) -> Release:
        """Give a release."""
        value = self.text(node, key)
        try:
            return Release.parse(value)
        except UnknownRelease:
            raise self.error(
                node,
                f"{key} must be an Asterisk release such as 22, 22.10 or 18.9-cert5, not '{value}'",
            ) from None

    def truth(self, node: "Node", key: str) -> bool:
        """Give true or false."""
        if str(node.tag).endswith(":bool"):
            return str(node.value).lower() in {"true", "yes", "on"}
        raise self.error(node, f"{key} must be true or false, not {kind_of(node)}")

    def choice(self, node: "Node", key: str, choices: tuple[str, ...]) -> str:
        """Give a text that must be one of the choices."""
        value = self.text(node, key)
        if value not in choices:
            raise self.error(
                node,
                f"{key} must be {' or '.join(choices)}, not '{value}'{did_you_mean(value, choices)}",
            )
        return value

    def error(self, node: "Node", message: str) -> SettingsError:
        """Make the error for a node's line."""
        return SettingsError(f"{self.file}:{line(node)}: {message}")


def quoted(text: str) -> str:
    """Return a text in quotes, with escapes for everything that a terminal would not show
    unchanged.
    """
    return ascii(text) if not text.isprintable() else f"'{text}'"


def bare(module: str) -> str:
    """Return a module's name without `.so`."""
    return module[:-3] if module.lower().endswith(".so") else module


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


def did_you_mean(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return " (did you mean 'x'?)" for the nearest known name, or ""; `cutoff`: the required
    similarity, 1 for equal.
    """
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), n=1, cutoff=cutoff)
    return f" (did you mean '{close[0]}'?)" if close else ""
