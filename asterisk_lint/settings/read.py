"""The settings file `.asterisk-lint.yaml`: read it, and report exactly what is wrong with it."""

from collections.abc import Mapping

from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.settings.node_reader import NodeReader
from asterisk_lint.settings.nodes import line, quoted, root_of
from asterisk_lint.settings.values import (
    CAPABILITY_WORDS,
    DeclaredUse,
    KeptModule,
    LocalModule,
    PbxSettings,
    Settings,
)

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node


def parse_settings(content: bytes, file: str, rules: Mapping[str, tuple[str, ...]]) -> Settings:
    """Read settings; `rules` maps every word for rules to their names. Raises SettingsError with
    file, line and key.
    """
    root = root_of(content, file)
    if root is None:
        return Settings(file=file)
    return SettingsReader(file, rules).settings(root)


class SettingsReader(NodeReader):
    """Reads each key of the settings."""

    def settings(self, root: "Node") -> Settings:
        """Read the whole file."""
        known = {
            "asterisk", "keep", "uses", "modules", "ignore", "sealed", "strict", "per-file-ignores",
            "pbx", "fix", "autoload", "observed", "sounds",
        }  # fmt: skip
        items = self.mapping(root, "the settings", known)
        found = Settings(file=self.file)
        for key, node in items.items():
            if key == "asterisk":
                found = found._replace(asterisk=self.release(node, key))
            elif key == "keep":
                kept = {
                    bare(name): KeptModule(self.text(reason, f"keep.{name}"), line(reason))
                    for name, reason in self.mapping(node, key).items()
                }
                found = found._replace(keep=kept)
            elif key == "uses":
                found = found._replace(uses=self.uses(node))
            elif key == "modules":
                modules = {
                    bare(name): self.module(module, f"modules.{name}")
                    for name, module in self.mapping(node, key).items()
                }
                found = found._replace(modules=modules)
            elif key == "ignore":
                found = found._replace(ignore=self.rule_names(node, key))
            elif key == "sealed":
                found = found._replace(sealed=self.truth(node, key))
            elif key == "strict":
                found = found._replace(strict=self.truth(node, key))
            elif key == "sounds":
                found = found._replace(sounds=tuple(name for name, _ in self.names(node, key)))
            elif key == "per-file-ignores":
                ignored = {
                    pattern: self.rule_names(rules, f"{key}.{pattern}")
                    for pattern, rules in self.mapping(node, key).items()
                }
                found = found._replace(per_file_ignores=ignored)
            elif key == "pbx":
                found = found._replace(pbx=self.pbxs(node))
            elif key == "fix":
                fix = self.mapping(node, key, {"remove"})
                if "remove" in fix:
                    ways = ("delete", "comment", "noload")
                    found = found._replace(remove=self.choice(fix["remove"], "fix.remove", ways))
            elif key == "observed":
                found = self.observed_settings(node, found)
            elif key == "autoload":
                wanted = self.choice(node, key, ("fix", "report"))
                found = found._replace(autoload_fix=wanted == "fix")
        return found

    def observed_settings(self, node: "Node", found: Settings) -> Settings:
        """Take in `observed:`."""
        items = self.mapping(node, "observed", {"clients", "max-age"})
        if "clients" in items:
            choice = self.choice(items["clients"], "observed.clients", ("open", "complete"))
            found = found._replace(clients_complete=choice == "complete")
        if "max-age" in items:
            days = self.text(items["max-age"], "observed.max-age")
            if not days.isascii() or not days.isdecimal() or not 0 < int(days[:6]) < 100_000:
                raise self.error(
                    items["max-age"],
                    (
                        "observed.max-age must be a number of days such as 180, not "
                        f"{quoted(days[:40])}"
                    ),
                )
            found = found._replace(observed_max_age=int(days))
        return found

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
        """Read the settings of one PBX."""
        found = PbxSettings()
        known = {"asterisk", "layers", "etc", "inventory", "sealed"}
        for word, value in self.mapping(node, key, known).items():
            where = f"{key}.{word}"
            if word == "asterisk":
                found = found._replace(asterisk=self.release(value, where))
            elif word == "layers":
                found = found._replace(layers=self.layers(value, where))
            elif word == "etc":
                found = found._replace(etc=self.absolute(self.text(value, where), value, where))
            elif word == "inventory":
                path = self.beneath(self.text(value, where), value, where)
                found = found._replace(inventory=path)
            else:
                found = found._replace(sealed=self.truth(value, where))
        return found

    def layers(self, node: "Node", key: str) -> tuple[str, ...]:
        """Read the directories that make up a PBX."""
        from ruamel.yaml.nodes import SequenceNode

        items = node.value if isinstance(node, SequenceNode) else [node]
        return tuple(
            self.beneath(name, item, key)
            for (name, _), item in zip(self.names(node, key), items, strict=False)
        )


def bare(module: str) -> str:
    """Return a module's name without `.so`."""
    return module[:-3] if module.lower().endswith(".so") else module
