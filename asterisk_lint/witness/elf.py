"""What a compiled module says about itself: its `ast_module_info`, the symbols it takes and those it gives.

Facts about the layout: `struct ast_module_info` in include/asterisk/module.h. Only the file's own bytes are read; nothing is executed.
"""

from struct import Struct, error
from typing import NamedTuple

# The text that every module carries (module.h, ASTERISK_GPL_KEY) begins so in every release; the pointer to it marks the structure's place.
KEY_BEGINS = b"This paragraph is copyright (c) "
RELOCATIONS_RELA, RELOCATIONS_REL, DYNAMIC_SYMBOLS, DYNAMIC = 4, 9, 11, 6
UNDEFINED = 0
LOCAL, WEAK = 0, 2
SUPPORT = ("unknown", "core", "extended", "deprecated")


class NotAModule(Exception):
    """The file is no ELF shared object, or none that Asterisk would take for a module; the text says which."""


class Binary(NamedTuple):
    """One compiled module."""

    requires: tuple[str, ...]
    optional: tuple[str, ...]
    enhances: tuple[str, ...]
    support: str
    priority: int | None
    takes: frozenset[str]  # symbols that must come from elsewhere (weak ones left out)
    gives: frozenset[str]  # symbols defined for others
    libraries: tuple[str, ...]
    strings: tuple[str, ...]  # the read-only texts, for guessing at what is registered


class _Section(NamedTuple):
    kind: int
    address: int
    offset: int
    size: int
    link: int
    entry: int


def read_module(data: bytes) -> Binary:
    """Everything a module's file says; NotAModule when it is none."""
    try:
        return _read(data)
    except (error, IndexError) as damaged:
        raise NotAModule(f"the file is damaged ({damaged})") from None


def _read(data: bytes) -> Binary:
    if data[:4] != b"\x7fELF":
        raise NotAModule("no ELF file")
    wide, order = data[4] == 2, "<" if data[5] == 1 else ">"
    sections = _sections(data, wide=wide, order=order)
    takes, gives = _symbols(data, sections, wide=wide, order=order)
    strings = _strings(data)
    info = _module_info(data, sections, wide=wide, order=order)
    return Binary(*info, takes=takes, gives=gives, libraries=_libraries(data, sections, wide=wide, order=order), strings=strings)


def _sections(data: bytes, *, wide: bool, order: str) -> list[_Section]:
    start, size, count = (
        (Struct(order + "Q").unpack_from(data, 40)[0], *Struct(order + "HH").unpack_from(data, 58))
        if wide
        else (Struct(order + "I").unpack_from(data, 32)[0], *Struct(order + "HH").unpack_from(data, 46))
    )
    row = Struct(order + ("IIQQQQIIQQ" if wide else "IIIIIIIIII"))
    found = []
    for index in range(count):
        _, kind, _, address, offset, length, link, _, _, entry = row.unpack_from(data, start + index * size)
        found.append(_Section(kind, address, offset, length, link, entry))
    return found


def _text(data: bytes, offset: int) -> str:
    return data[offset : data.index(b"\0", offset)].decode("utf-8", "replace")


def _symbols(data: bytes, sections: list[_Section], *, wide: bool, order: str) -> tuple[frozenset[str], frozenset[str]]:
    takes, gives = set(), set()
    row = Struct(order + ("IBBHQQ" if wide else "IIIBBH"))
    for section in sections:
        if section.kind != DYNAMIC_SYMBOLS:
            continue
        names = sections[section.link].offset
        for place in range(section.offset + row.size, section.offset + section.size, row.size):
            values = row.unpack_from(data, place)
            name, info, home = (values[0], values[1], values[3]) if wide else (values[0], values[3], values[5])
            if info >> 4 == LOCAL:
                continue
            if home != UNDEFINED:
                gives.add(_text(data, names + name))
            elif info >> 4 != WEAK:
                takes.add(_text(data, names + name))
    return frozenset(takes), frozenset(gives)


def _libraries(data: bytes, sections: list[_Section], *, wide: bool, order: str) -> tuple[str, ...]:
    row = Struct(order + ("QQ" if wide else "II"))
    return tuple(
        _text(data, sections[section.link].offset + value)
        for section in sections
        if section.kind == DYNAMIC
        for place in range(section.offset, section.offset + section.size, row.size)
        for tag, value in [row.unpack_from(data, place)]
        if tag == 1
    )


def _pointers(data: bytes, sections: list[_Section], *, wide: bool, order: str) -> dict[int, int]:
    """Address -> what the pointer there will point at once the module is loaded, from the relocations."""
    word = Struct(order + ("Q" if wide else "I"))
    with_addend, without = Struct(order + ("QQq" if wide else "IIi")), Struct(order + ("QQ" if wide else "II"))
    targets: dict[int, int] = {}
    for section in sections:
        if section.kind == RELOCATIONS_RELA:
            for place in range(section.offset, section.offset + section.size, with_addend.size):
                address, _, addend = with_addend.unpack_from(data, place)
                targets[address] = addend
        elif section.kind == RELOCATIONS_REL:
            for place in range(section.offset, section.offset + section.size, without.size):
                address, _ = without.unpack_from(data, place)
                offset = _offset(sections, address)
                if offset is not None and offset + word.size <= len(data):
                    targets[address] = word.unpack_from(data, offset)[0]
    return targets


def _offset(sections: list[_Section], address: int) -> int | None:
    for section in sections:
        if section.address and section.address <= address < section.address + section.size and section.kind != 8:
            return section.offset + address - section.address
    return None


def _module_info(
    data: bytes, sections: list[_Section], *, wide: bool, order: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str, int | None]:
    pointers = _pointers(data, sections, wide=wide, order=order)
    word = 8 if wide else 4

    def text_at(address: int) -> str | None:
        target = pointers.get(address)
        offset = _offset(sections, target) if target else None
        return None if offset is None else _text(data, offset)

    keys = {at for at, target in pointers.items() if (off := _offset(sections, target)) is not None and data.startswith(KEY_BEGINS, off)}
    if not keys:
        raise NotAModule("no ast_module_info in it: Asterisk would not load it")
    after_key = min(keys) + word
    flags_at = _offset(sections, after_key)
    assert flags_at is not None
    flags = Struct(order + "I").unpack_from(data, flags_at)[0]
    priority = data[flags_at + 4 + 33] if flags & 2 else None
    tail = after_key + 4 + 33 + 1
    tail += -tail % word
    # Since 16: requires, optional_modules, enhances, four reserved pointers; before: one list of optional modules or nothing.
    lists = [_names(text_at(tail + index * word)) for index in range(3)]
    level_at = _offset(sections, tail + 7 * word)
    level = Struct(order + "I").unpack_from(data, level_at)[0] if level_at is not None else 0
    return lists[0], lists[1], lists[2], SUPPORT[level] if level < len(SUPPORT) else "unknown", priority


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _strings(data: bytes) -> tuple[str, ...]:
    import re

    return tuple(dict.fromkeys(found.decode() for found in re.findall(rb"[\x20-\x7e]{2,}(?=\x00)", data)))
