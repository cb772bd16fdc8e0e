"""What a compiled module contains: its `ast_module_info`, the symbols that it uses and those that
it provides.

Facts about the layout: `struct ast_module_info` in include/asterisk/module.h. Only the file's own
bytes are read, only the necessary tables, and at most `MOST` bytes of them; nothing is executed.
"""

import os
import stat
from collections.abc import Callable
from struct import Struct, error

from asterisk_lint.records import NamedTuple

# The text that every module contains (module.h, ASTERISK_GPL_KEY) begins like this in every
# release; the pointer to it marks the structure's place.
KEY_BEGINS = b"This paragraph is copyright (c) "
RELOCATIONS_RELA, RELOCATIONS_REL, DYNAMIC_SYMBOLS, DYNAMIC = 4, 9, 11, 6
UNDEFINED = 0
LOCAL, WEAK = 0, 2
# Bytes that are read of one file: twenty times what the largest of Asterisk 22's modules needs
MOST = 64 << 20
TEXT = 4096  # bytes of one name or list
SUPPORT = ("unknown", "core", "extended", "deprecated")


class NotAModule(Exception):
    """The file is not an ELF shared object, or not one that Asterisk would accept as a module; the
    text says which.
    """


class Binary(NamedTuple):
    """One compiled module."""

    requires: tuple[str, ...]
    optional: tuple[str, ...]
    enhances: tuple[str, ...]
    support: str
    priority: int | None
    takes: frozenset[str]  # symbols that must come from elsewhere (without weak ones)
    gives: frozenset[str]  # symbols defined for others
    libraries: tuple[str, ...]


class _Section(NamedTuple):
    kind: int
    address: int
    offset: int
    size: int
    link: int
    entry: int


class _Source:
    """The bytes of a file, read on demand. Raises NotAModule for bytes beyond its end, and after
    too many were read.
    """

    def __init__(self, size: int, take: Callable[[int, int], bytes]) -> None:
        self.size = size
        self.take = take
        self.budget = MOST

    def at(self, offset: int, length: int) -> bytes:
        """Return exactly these bytes."""
        if offset < 0 or length < 0 or offset + length > self.size:
            raise NotAModule("the file is damaged (a table is outside the file)")
        self.budget -= length
        if self.budget < 0:
            raise NotAModule("the file is damaged or not a module (its tables are too large)")
        return self.take(offset, length)

    def text(self, offset: int) -> str:
        """Return the NUL-terminated text at that place."""
        return _text(self.at(offset, min(TEXT, self.size - offset)), 0)


def read_module(data: bytes) -> Binary:
    """Return everything that a module's content says. Raises NotAModule if it is none."""
    return _checked(_Source(len(data), lambda offset, length: data[offset : offset + length]))


def read_module_file(path: str) -> Binary:
    """Return everything that a module's file says. Raises NotAModule if it is none, and OSError."""
    # O_NONBLOCK: a named pipe in place of a file must not hang the run.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotAModule("it is not a regular file")
        return _checked(
            _Source(status.st_size, lambda offset, length: os.pread(descriptor, length, offset))
        )
    finally:
        os.close(descriptor)


def _checked(source: _Source) -> Binary:
    try:
        return _read(source)
    except (error, IndexError, ValueError, OverflowError) as damaged:
        raise NotAModule(f"the file is damaged ({damaged})") from None


def _read(source: _Source) -> Binary:
    head = source.at(0, min(64, source.size))
    if head[:4] != b"\x7fELF":
        raise NotAModule("not an ELF file")
    wide, order = head[4] == 2, "<" if head[5] == 1 else ">"
    sections = _sections(source, head, wide=wide, order=order)
    takes, gives = _symbols(source, sections, wide=wide, order=order)
    info = _module_info(source, sections, wide=wide, order=order)
    return Binary(
        *info,
        takes=takes,
        gives=gives,
        libraries=_libraries(source, sections, wide=wide, order=order),
    )


def _sections(source: _Source, head: bytes, *, wide: bool, order: str) -> list[_Section]:
    start, size, count = (
        (Struct(order + "Q").unpack_from(head, 40)[0], *Struct(order + "HH").unpack_from(head, 58))
        if wide
        else (
            Struct(order + "I").unpack_from(head, 32)[0],
            *Struct(order + "HH").unpack_from(head, 46),
        )
    )
    row = Struct(order + ("IIQQQQIIQQ" if wide else "IIIIIIIIII"))
    table = source.at(start, size * count)
    found = []
    for index in range(count):
        _, kind, _, address, offset, length, link, _, _, entry = row.unpack_from(
            table, index * size
        )
        found.append(_Section(kind, address, offset, length, link, entry))
    return found


def _content(source: _Source, section: _Section, row: Struct) -> bytes:
    """Return the complete rows of a table."""
    return source.at(section.offset, section.size - section.size % row.size)


def _text(data: bytes, offset: int) -> str:
    return data[offset : data.index(b"\0", offset)].decode("utf-8", "replace")


def _symbols(
    source: _Source, sections: list[_Section], *, wide: bool, order: str
) -> tuple[frozenset[str], frozenset[str]]:
    takes, gives = set(), set()
    row = Struct(order + ("IBBHQQ" if wide else "IIIBBH"))
    for section in sections:
        if section.kind != DYNAMIC_SYMBOLS:
            continue
        names = source.at(sections[section.link].offset, sections[section.link].size)
        for values in list(row.iter_unpack(_content(source, section, row)))[1:]:
            name, info, home = (
                (values[0], values[1], values[3]) if wide else (values[0], values[3], values[5])
            )
            if info >> 4 == LOCAL:
                continue
            if home != UNDEFINED:
                gives.add(_text(names, name))
            elif info >> 4 != WEAK:
                takes.add(_text(names, name))
    return frozenset(takes), frozenset(gives)


def _libraries(
    source: _Source, sections: list[_Section], *, wide: bool, order: str
) -> tuple[str, ...]:
    row = Struct(order + ("QQ" if wide else "II"))
    return tuple(
        source.text(sections[section.link].offset + value)
        for section in sections
        if section.kind == DYNAMIC
        for tag, value in row.iter_unpack(_content(source, section, row))
        if tag == 1
    )


def _pointers(
    source: _Source, sections: list[_Section], *, wide: bool, order: str
) -> dict[int, int]:
    """Map each address to the target of the pointer there once the module is loaded, from the
    relocations.
    """
    word = Struct(order + ("Q" if wide else "I"))
    with_addend, without = (
        Struct(order + ("QQq" if wide else "IIi")),
        Struct(order + ("QQ" if wide else "II")),
    )
    targets: dict[int, int] = {}
    for section in sections:
        if section.kind == RELOCATIONS_RELA:
            for address, _, addend in with_addend.iter_unpack(
                _content(source, section, with_addend)
            ):
                targets[address] = addend
        elif section.kind == RELOCATIONS_REL:
            for address, _ in without.iter_unpack(_content(source, section, without)):
                offset = _offset(sections, address)
                if offset is not None and offset + word.size <= source.size:
                    targets[address] = word.unpack(source.at(offset, word.size))[0]
    return targets


def _offset(sections: list[_Section], address: int) -> int | None:
    for section in sections:
        if (
            section.address
            and section.address <= address < section.address + section.size
            and section.kind != 8
        ):
            return section.offset + address - section.address
    return None


def _module_info(
    source: _Source, sections: list[_Section], *, wide: bool, order: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str, int | None]:
    pointers = _pointers(source, sections, wide=wide, order=order)
    word = 8 if wide else 4

    def text_at(address: int) -> str | None:
        target = pointers.get(address)
        offset = _offset(sections, target) if target else None
        return None if offset is None else source.text(offset)

    def is_key(target: int) -> bool:
        offset = _offset(sections, target)
        return (
            offset is not None
            and offset + len(KEY_BEGINS) <= source.size
            and source.at(offset, len(KEY_BEGINS)) == KEY_BEGINS
        )

    # Several pointers lead to one text, so each place is read once.
    texts = {target for target in set(pointers.values()) if is_key(target)}
    keys = {at for at, target in pointers.items() if target in texts}
    if not keys:
        raise NotAModule("it has no ast_module_info: Asterisk would not load it")
    after_key = min(keys) + word
    flags_at = _offset(sections, after_key)
    if flags_at is None:
        raise NotAModule("the file is damaged (its ast_module_info is cut off)")
    number = Struct(order + "I")
    flags = number.unpack(source.at(flags_at, 4))[0]
    priority = source.at(flags_at + 4 + 33, 1)[0] if flags & 2 else None
    tail = after_key + 4 + 33 + 1
    tail += -tail % word
    # Since 16: requires, optional_modules, enhances, four reserved pointers; before: one list of
    # optional modules or nothing.
    lists = [_names(text_at(tail + index * word)) for index in range(3)]
    level_at = _offset(sections, tail + 7 * word)
    level = number.unpack(source.at(level_at, 4))[0] if level_at is not None else 0
    return (
        lists[0],
        lists[1],
        lists[2],
        SUPPORT[level] if level < len(SUPPORT) else "unknown",
        priority,
    )


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())
