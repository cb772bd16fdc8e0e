"""extensions.lua and the files of the PBX that it loads with require() and dofile()."""

from asterisk_lint.conf.encrypted import readable
from asterisk_lint.dialplan.lua.names import Names
from asterisk_lint.dialplan.lua.nodes import Node, UnreadRest
from asterisk_lint.dialplan.lua.tree import parse
from asterisk_lint.model import Problem
from asterisk_lint.tree.files import Files, Unreadable

_FOLDERS = 100  # directories of package.path; files in others are reported as missing
_LOADERS = ("require", "dofile", "loadfile")


class Program:
    """All files that make up one Lua dialplan."""

    def __init__(self, files: Files, etc: str) -> None:
        self.blocks: list[Node] = []
        self.problems: list[Problem] = []
        self.names = Names()
        self.required: dict[Node, Node] = {}  # the call to the block of the file that it loads
        self.missing: list[tuple[str, str, int]] = []
        self.unread: list[tuple[str, UnreadRest]] = []
        self.at_start: list[Node] = []  # the blocks that run while Asterisk loads extensions.lua
        self._files = files
        self._etc = etc.rstrip("/") + "/"
        self._read: dict[str, Node] = {}
        self._folders: dict[str, None] = {}
        self._known: frozenset[str] | None = None
        self._by_end: dict[str, list[str]] = {}

    def add(self, name: str, data: bytes, *, at_start: bool = True) -> Node:
        """Read a file and the files that it loads."""
        block, problems, unread = parse(data, name)
        if unread is not None:
            self.unread.append((name, unread))
        if at_start:
            self.at_start.append(block)
        self._read[name] = block
        self.blocks.append(block)
        self.problems += problems
        for node in block.walk():
            if node.kind == "text" and "?" in node.value:
                self._search_path(node.value)
        for node in block.walk():
            if (
                node.kind == "call"
                and node.children[0].value in _LOADERS
                and len(node.children) > 1
                and node.children[1].kind == "text"
            ):
                self._load(
                    node,
                    node.children[0].value,
                    node.children[1].value,
                    at_start and not _in_function(node),
                )
        self.names.read(block)
        return block

    def defined_names(self) -> set[str]:
        """Return the global variables that some assignment creates; every name after load(),
        setfenv() or similar.
        """
        made = {
            name
            for name, variable in self.names.globals.items()
            if variable.values or variable.open
        }
        hidden = any(
            name in self.names.globals
            for name in ("load", "loadstring", "setfenv", "rawset", "setmetatable", "_G", "_ENV")
        )
        return made | ({"extensions"} if hidden else set())

    def _search_path(self, text: str) -> None:
        """Record folders of the PBX in text that looks like package.path:
        `/etc/asterisk/lua/?.lua`.
        """
        for pattern in text.split(";"):
            here = pattern.startswith(self._etc) or not pattern.startswith("/")
            if pattern.endswith("?.lua") and here and len(self._folders) < _FOLDERS:
                self._folders[
                    pattern.removeprefix(self._etc).removeprefix("./").removesuffix("?.lua")
                ] = None

    def _load(self, call: Node, loader: str, target: str, at_start: bool) -> None:
        name = self._find(loader, target)
        if name is None:
            self.missing.append((target, call.file, call.line))
            return
        if name not in self._read:
            try:
                self.add(name, readable(self._files.read(name)), at_start=at_start)
            except (FileNotFoundError, Unreadable):
                self.missing.append((target, call.file, call.line))
                return
        self.required[call] = self._read[name]

    def _find(self, loader: str, target: str) -> str | None:
        if self._known is None:
            self._known = frozenset(self._files.names())
            for name in self._files.names():
                self._by_end.setdefault(name.rpartition("/")[2], []).append(name)
        if loader == "require":
            path = target.replace(".", "/")
            candidates = [
                folder + path + end
                for folder in ("", *self._folders)
                for end in (".lua", "/init.lua")
            ]
        else:
            path = target.removeprefix(self._etc).removeprefix("./")
            candidates = [path]
        found = next((candidate for candidate in candidates if candidate in self._known), None)
        if found is None and loader == "require":
            # Asterisk's working directory and LUA_PATH are unknown here: assume a file of that name
            # in a folder of the PBX.
            ends = [
                name
                for name in self._by_end.get(f"{path.rpartition('/')[2]}.lua", ())
                if name.endswith(f"/{path}.lua")
            ]
            found = ends[0] if len(ends) == 1 else None
        return found


def _in_function(node: Node) -> bool:
    while node.parent is not None:
        node = node.parent
        if node.kind == "function":
            return True
    return False
