"""The catalog against what a running Asterisk registers: Debian's Asterisk 22.10.1 and 16.28,
module by module.
"""

import os
from collections.abc import Iterator

import pytest

from asterisk_lint.catalog.load import Catalog, Module, load
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import boot
from asterisk_lint.witness.installed_modules import module_folder
from asterisk_lint.witness.layout import Layout
from tests.catalog.configurations import configuration
from tests.catalog.measured import CANNOT_RUN, KINDS, by_dependency, load_each, registered

# Loaded by the start itself: without the first ones res_pjsip ends Asterisk, and the two of ODBC
# need each other.
FIRST = (
    "res_sorcery_config",
    "res_sorcery_memory",
    "res_sorcery_astdb",
    "res_pjproject",
    "res_odbc",
    "res_odbc_transaction",
)
# Modules that run, but not beside the others: nothing of them can be compared here.
NOT_BESIDE = {
    "app_voicemail_odbc": "only one voicemail storage can be loaded",
    "chan_oss": "its technology Console is chan_console's in the same Asterisk",
}
# The sound library that 16 was built with ends the program where there is no sound device, and the
# sandbox has none.
WITHOUT_SOUND = {"asterisk_16": ("chan_console",)}
RELEASES = {"asterisk_22": "22.10.1", "asterisk_16": "16.28"}


@pytest.mark.parametrize("fixture", RELEASES)
def test_each_module_registers_what_the_catalog_says(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    root = request.getfixturevalue(fixture)
    catalog = load(Release.parse(RELEASES[fixture]))
    folder = module_folder(root)
    assert folder is not None
    names = [name[:-3] for name in os.listdir(folder) if name.endswith(".so")]
    assert [name for name in names if catalog.module(name) is None] == []
    lines = ["[modules]", "autoload=no", *(f"load={name}.so" for name in FIRST)]
    with boot(
        root,
        configuration(root),
        modules=lines,
        layout=Layout(options={"entityid": "00:07:E9:3B:76:60"}),
    ) as asterisk:
        assert asterisk.up, asterisk.failure
        first = registered(asterisk)
        order = [
            name
            for name in by_dependency(catalog, names)
            if name not in {*FIRST, *CANNOT_RUN, *NOT_BESIDE, *WITHOUT_SOUND.get(fixture, ())}
        ]
        measured = load_each(asterisk, order)
    differences = list(
        _differences(_together([catalog.core, *(catalog.modules[name] for name in FIRST)]), first)
    )
    for name, seen in measured.items():
        module = catalog.module(name)
        assert module is not None
        if seen.running:
            differences += _differences(module, seen.added)
    declined = [name for name, seen in measured.items() if not seen.running]
    assert not differences, "\n".join(differences)
    assert declined == []


def _together(modules: list[Module]) -> Module:
    provides = {
        kind: tuple(name for module in modules for name in module.provides.get(kind, ()))
        for kind in (*KINDS, "translator")
    }
    return Module("built in, or loaded by the start", provides)


def _differences(module: Module, seen: dict[str, set[str]]) -> Iterator[str]:
    for kind in KINDS:
        if kind == "codec":
            known = {
                end for pair in module.provides.get("translator", ()) for end in pair.split("/")
            } | set(module.provides.get("codec", ()))
            extra, missing = {_codec(name) for name in seen[kind]} - known, set()
        else:
            said = set(module.provides.get(kind, ()))
            if kind == "format":
                said |= set(module.provides.get("file_format", ()))
            if kind == "cdr":  # `cdr show status` cuts them off
                said = {name[:19].strip() for name in said}
            extra, missing = seen[kind] - said, said - seen[kind]
        if extra or missing:
            yield (
                f"{module.name}: {kind}: registered, not in the catalog: {sorted(extra)}; in "
                f"the catalog, not registered: {sorted(missing)}"
            )


def _codec(name: str) -> str:
    """`core show translation` writes the rate behind the names of codecs that have several (slin8,
    speex8).
    """
    return name[:-1] if name in ("slin8", "speex8") else name


def test_a_fully_loaded_asterisk_registers_nothing_unknown(asterisk_22: str) -> None:
    catalog: Catalog = load(Release.parse("22.10.1"))
    with boot(asterisk_22, modules=["[modules]", "autoload=yes"]) as asterisk:
        assert asterisk.up, asterisk.failure
        for kind in ("application", "function", "channel"):
            assert [
                name for name in asterisk.names(kind) if not catalog.providers(kind, name)
            ] == []
