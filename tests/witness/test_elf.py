import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asterisk_lint.catalog.load import load
from asterisk_lint.releases import Release
from asterisk_lint.witness.elf import NotAModule, read_module
from asterisk_lint.witness.installed_modules import module_folder


@pytest.mark.parametrize(
    "data",
    [b"", b"\x7fELF", b"\x7fELF\x02\x01" + bytes(100), b"#!/bin/sh\n", b"\x7fELF" + b"\xff" * 500],
)
def test_what_is_no_module_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(NotAModule):
        read_module(data)


@given(st.binary(max_size=400))
def test_damaged_bytes_are_no_crash(tail: bytes) -> None:
    with pytest.raises(NotAModule):
        read_module(b"\x7fELF\x02\x01" + tail)


def test_modules_say_what_the_catalog_says(asterisk_root: str) -> None:
    """The declarations read from Debian's compiled modules against those that the generator read
    from the sources.
    """
    folder = module_folder(asterisk_root)
    assert folder is not None
    catalog = load(Release.parse("22.10.1" if asterisk_root.endswith("22") else "16.28"))
    binaries = {
        name[:-3]: read_module((Path(folder) / name).read_bytes())
        for name in sorted(os.listdir(folder))
        if name.endswith(".so")
    }
    givers = {symbol: name for name, binary in binaries.items() for symbol in binary.gives}
    assert len(binaries) > 400
    for name, binary in binaries.items():
        module = catalog.module(name)
        assert module is not None, name
        taken = {givers[symbol] for symbol in binary.takes if givers.get(symbol, name) != name}
        declared = {needed for needed in (*binary.requires, *binary.enhances) if needed in binaries}
        runtime = {
            needed
            for needed, reason in module.because.items()
            if reason == "does not start without it"
        }
        assert taken | declared == set(module.requires) - runtime, name
        assert {needed for needed in binary.optional if needed in binaries} <= set(
            module.optional
        ) | set(module.requires), name
        if not module.origin:
            assert module.priority == (None if binary.priority == 128 else binary.priority), name


def test_a_truncated_module_is_no_crash(asterisk_22: str) -> None:
    folder = module_folder(asterisk_22)
    assert folder is not None
    data = (Path(folder) / "app_queue.so").read_bytes()
    for length in range(0, len(data), 997):
        with pytest.raises(NotAModule):
            read_module(data[:length])
