"""Read `.asterisk-lint.observed.yaml`, and report exactly what is wrong with it."""

import re
from collections.abc import Callable, Iterator

from asterisk_lint.observed.values import (
    CAUSES,
    KINDS,
    REACHES,
    SOURCES,
    Defined,
    Foreign,
    Observed,
    ObservedUse,
    OpenQuestion,
    Ran,
    Then,
)
from asterisk_lint.records import TYPE_CHECKING, TypeVar
from asterisk_lint.settings.node_reader import NodeReader
from asterisk_lint.settings.nodes import MOST, is_null, kind_of, line, quoted, root_of
from asterisk_lint.settings.spelling import did_you_mean
from asterisk_lint.settings.values import SettingsError

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

T = TypeVar("T")
VERSION = "1"
KEYS = frozenset({
    "version", "written-by", "observed", "asterisk", "complete", "whitelist", "mappings", "clients",
    "files", "unread", "both", "rendered",
    "includes", "databases", "conditions", "uses", "open",
    "defines", "logs", "ran", "sounds", "installed", "third-party",
    "provides",
})  # fmt: skip
LINES = 20_000
LONGEST = 4_000  # maximum characters of a line

_DIGEST = r"[0-9a-f]{16}"
_DAY = r"\d{4}-\d\d-\d\d"
_FILE = r"[A-Za-z0-9_.+*?/#\[\]{},@-]{1,200}"
_NAME = r"(?:\*|[A-Za-z0-9_][A-Za-z0-9_.+:/ -]{0,79})"
_MODULE = re.compile(r"[A-Za-z0-9_.+-]{1,80}")
_USE = re.compile(rf"({_FILE}):(\d{{1,9}}): ([a-z_]+) ({_NAME})((?: \([a-z][^()]*\))*)")
_OPEN = re.compile(rf"({_FILE}):(\d{{1,9}}): ([a-z-]+): (\S.*)")
_RAN = re.compile(
    rf"([a-z_]+) ({_NAME}): ([\d,]{{1,20}}) times?(?: until ({_DAY}))? \(([A-Za-z_ ]+)\)"
)
_DEFINED = re.compile(rf"([a-z_]+) ({_NAME}): ([A-Za-z0-9_.+-]{{1,80}})")
_TOKEN = re.compile(r"([a-z_]+)(?::([A-Za-z0-9_.+*/ -]{1,80}))?")
_INCLUDE = re.compile(rf"({_FILE}): (\S.{{0,300}})")


def parse_observed(content: bytes, file: str) -> Observed:
    """Read an observed file. Raises SettingsError with file and line for anything that `observe`
    would not have written.
    """
    if len(content) > MOST:
        raise SettingsError(
            f"{file}: {len(content) >> 20} MB is too large for an observed file (at most "
            f"{MOST >> 20} MB)"
        )
    root = root_of(content, file)
    if root is None:
        raise SettingsError(
            f"{file}:1: the file is empty: delete it; asterisk-lint observe then writes a new one"
        )
    return _Reader(file).observed(root)


class _Reader(NodeReader):
    """Checks every node, and every line of the texts, against the expected format."""

    def __init__(self, file: str) -> None:
        super().__init__(file, {})

    def observed(self, root: "Node") -> Observed:
        """Return the content of the file."""
        items = self.mapping(root, "the observed file", set(KEYS))
        for key in ("version", "written-by", "observed"):
            if key not in items:
                raise self.error(
                    root, f"the key '{key}' is missing: asterisk-lint observe writes it"
                )
        if self.text(items["version"], "version") != VERSION:
            raise self.error(
                items["version"],
                f"version must be {VERSION}: another asterisk-lint wrote this file",
            )
        logs = self.mapping(items["logs"], "logs", {"from", "until"}) if "logs" in items else {}
        return Observed(
            written_by=self.word(items["written-by"], "written-by"),
            day=self.day(items["observed"], "observed"),
            asterisk=self.release(items["asterisk"], "asterisk") if "asterisk" in items else None,
            complete="complete" in items and self.truth(items["complete"], "complete"),
            then=Then(
                frozenset(self.lines(items, "whitelist", self.module_name)),
                self.digest(items["clients"], "clients") if "clients" in items else "",
                self.digest(items["mappings"], "mappings") if "mappings" in items else "",
                frozenset(self.lines(items, "rendered", self.rendered)),
                frozenset(self.lines(items, "both", self.file_name)),
            ),
            files=frozenset(self.lines(items, "files", self.file_name)),
            unread=frozenset(self.lines(items, "unread", self.file_name)),
            includes=frozenset(self.lines(items, "includes", self.include)),
            databases=frozenset(self.lines(items, "databases", self.printable)),
            conditions=frozenset(self.lines(items, "conditions", self.printable)),
            uses=tuple(self.lines(items, "uses", self.use)),
            open=tuple(self.lines(items, "open", self.open_thing)),
            defined=tuple(self.lines(items, "defines", self.defined)),
            logged_from=self.day(logs["from"], "logs.from") if "from" in logs else "",
            logged_until=self.day(logs["until"], "logs.until") if "until" in logs else "",
            ran=tuple(self.lines(items, "ran", self.ran)),
            sounds=frozenset(self.lines(items, "sounds", self.module_name)),
            installed=frozenset(self.lines(items, "installed", self.module_name))
            if "installed" in items
            else None,
            foreign=self.all_foreign(items),
        )

    def lines(
        self, items: "dict[str, Node]", key: str, read: Callable[[str, int, str], T]
    ) -> Iterator[T]:
        """Yield the result of `read` for each line (with its number and the key) of a text; none if
        the key is missing.
        """
        from ruamel.yaml.nodes import ScalarNode

        node = items.get(key)
        if node is None or is_null(node):
            return
        if not isinstance(node, ScalarNode):
            raise self.error(node, f"{key} must be a text (`{key}: |`), not {kind_of(node)}")
        block = node.style in {"|", ">"}
        texts = str(node.value).split("\n")
        if len(texts) > LINES:
            raise self.error(node, f"{key} has more than {LINES} lines")
        for number, text in enumerate(texts, line(node) + (1 if block else 0)):
            if text.strip() and not text.lstrip().startswith("#"):
                if len(text) > LONGEST:
                    raise self.wrong(number, key, "a line is too long")
                yield read(text.strip(), number, key)

    def use(self, text: str, number: int, key: str) -> ObservedUse:
        """`pjsip.conf:20: module res_srtp (protects)`."""
        found = _USE.fullmatch(text)
        if found is None:
            raise self.wrong(number, key, f"not FILE:LINE: KIND NAME: {quoted(text[:100])}")
        enforces = if_loaded = False
        readers: tuple[str, ...] = ()
        for flag in re.findall(r"\(([^()]*)\)", found[5]):
            if flag == "protects":
                enforces = True
            elif flag == "if loaded":
                if_loaded = True
            elif flag.startswith("read by "):
                readers = tuple(self.module_name(name, number, key) for name in flag[8:].split())
            else:
                hint = did_you_mean(flag, ("protects", "if loaded", "read by"))
                raise self.wrong(number, key, f"unknown remark ({flag[:60]}){hint}")
        kind = self.known(found[3], KINDS, "kind", number, key)
        return ObservedUse(
            kind, found[4], found[1], int(found[2]), enforces, if_loaded, readers, number
        )

    def open_thing(self, text: str, number: int, key: str) -> OpenQuestion:
        """`manager.conf:5: client: application channel`."""
        found = _OPEN.fullmatch(text)
        if found is None:
            raise self.wrong(number, key, f"not FILE:LINE: CAUSE: WHAT: {quoted(text[:100])}")
        cause = self.known(found[3], CAUSES, "cause", number, key)
        tokens = []
        for token in found[4].split(", "):
            parts = _TOKEN.fullmatch(token)
            if parts is None:
                raise self.wrong(number, key, f"not KIND or KIND:NAME: {quoted(token[:100])}")
            self.known(parts[1], REACHES, "kind", number, key)
            tokens.append(token)
        return OpenQuestion(cause, found[1], int(found[2]), tuple(tokens), number)

    def ran(self, text: str, number: int, key: str) -> Ran:
        """`application Queue: 1,204 times until 2026-11-27 (full log)`."""
        found = _RAN.fullmatch(text)
        if found is None:
            raise self.wrong(
                number, key, f"not KIND NAME: N times until DAY (SOURCE): {quoted(text[:100])}"
            )
        kind = self.known(found[1], KINDS, "kind", number, key)
        source = self.known(found[5], SOURCES, "source", number, key)
        times = int(found[3].replace(",", "") or 0)
        return Ran(kind, found[2], times, found[4] or "", source, number)

    def defined(self, text: str, number: int, key: str) -> Defined:
        """`function ODBC_PRICE: func_odbc`."""
        found = _DEFINED.fullmatch(text)
        if found is None:
            raise self.wrong(number, key, f"not KIND NAME: MODULE: {quoted(text[:100])}")
        return Defined(self.known(found[1], KINDS, "kind", number, key), found[2], found[3])

    def all_foreign(self, items: "dict[str, Node]") -> tuple[Foreign, ...]:
        """The modules from outside Asterisk, each with what it provides."""
        modules = tuple(self.lines(items, "third-party", self.foreign))
        provided: dict[str, list[tuple[str, str]]] = {each.name: [] for each in modules}

        def provides(text: str, number: int, key: str) -> None:
            one = self.defined(text, number, key)
            if one.module not in provided:
                raise self.wrong(number, key, f"third-party does not list {one.module}")
            provided[one.module].append((one.kind, one.name))

        for _ in self.lines(items, "provides", provides):
            pass
        return tuple(each._replace(provides=tuple(provided[each.name])) for each in modules)

    def foreign(self, text: str, number: int, key: str) -> Foreign:
        """`chan_example: res_rtp_multicast`."""
        name, colon, needed = text.partition(":")
        if not colon:
            raise self.wrong(number, key, f"not MODULE: MODULES: {quoted(text[:100])}")
        requires = tuple(self.module_name(each, number, key) for each in needed.split())
        return Foreign(self.module_name(name, number, key), requires)

    def include(self, text: str, number: int, key: str) -> tuple[str, str]:
        """`extensions.conf: custom/*.conf`."""
        found = _INCLUDE.fullmatch(text)
        if found is None:
            raise self.wrong(number, key, f"not FILE: TARGET: {quoted(text[:100])}")
        return found[1], self.printable(found[2], number, key)

    def rendered(self, text: str, number: int, key: str) -> tuple[str, str]:
        """`pjsip.conf.j2: 0123456789abcdef`."""
        name, _, told = text.rpartition(": ")
        if not re.fullmatch(_DIGEST, told):
            raise self.wrong(number, key, f"not FILE: DIGEST: {quoted(text[:100])}")
        return self.file_name(name, number, key), told

    def file_name(self, text: str, number: int, key: str) -> str:
        """The name of a file below the PBX's directory."""
        if not re.fullmatch(_FILE, text) or {"", ".", ".."} & set(text.split("/")):
            raise self.wrong(number, key, f"not the name of a file: {quoted(text[:100])}")
        return text

    def module_name(self, text: str, number: int, key: str) -> str:
        """The name of a module."""
        if not _MODULE.fullmatch(text):
            raise self.wrong(number, key, f"not the name of a module: {quoted(text[:100])}")
        return text

    def printable(self, text: str, number: int, key: str) -> str:
        """A text without control characters."""
        if not text.isprintable():
            raise self.wrong(
                number, key, f"a character that cannot be printed: {quoted(text[:100])}"
            )
        return text

    def known(self, word: str, known: frozenset[str], what: str, number: int, key: str) -> str:
        """A word of a fixed list."""
        if word not in known:
            raise self.wrong(
                number, key, f"unknown {what} '{word[:60]}'{did_you_mean(word, known)}"
            )
        return word

    def word(self, node: "Node", key: str) -> str:
        """A text of one printable line."""
        return self.printable(self.text(node, key)[:100], line(node), key)

    def day(self, node: "Node", key: str) -> str:
        """A day, as 2026-11-27."""
        text = self.text(node, key)
        if not re.fullmatch(_DAY, text):
            raise self.error(
                node, f"{key} must be a day such as 2026-11-27, not {quoted(text[:40])}"
            )
        return text

    def digest(self, node: "Node", key: str) -> str:
        """Sixteen hexadecimal digits."""
        text = self.text(node, key)
        if not re.fullmatch(_DIGEST, text):
            raise self.error(node, f"{key} must be a digest, not {quoted(text[:40])}")
        return text

    def wrong(self, number: int, key: str, message: str) -> SettingsError:
        """What is wrong with one line of a text."""
        return SettingsError(f"{self.file}:{number}: {key}: {message}")
