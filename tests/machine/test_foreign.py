"""Modules from outside Asterisk: their own files show what they cannot be loaded without."""

import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from time import process_time

import pytest

from asterisk_lint.catalog.load import load
from asterisk_lint.machine.foreign import (
    MOST_TEXTS,
    Named,
    Outside,
    OwnFile,
    foreign_of,
    own_file,
)
from asterisk_lint.observed.read import parse_observed
from asterisk_lint.observed.values import NAME, Foreign
from asterisk_lint.releases import Release
from asterisk_lint.witness.elf import Binary
from asterisk_lint.witness.installed_modules import module_folder
from tests.machine.test_observe import MACHINE, is_of_the_list, stand_in
from tests.pbx import lint
from tests.repository import Repository


def test_a_module_that_the_catalog_does_not_know_keeps_what_it_needs(
    asterisk_22: str, tmp_path: Path
) -> None:
    """A copy of res_pjsip_t38 plays a module of somebody's own. It requires res_pjsip and
    res_pjsip_session (its `ast_module_info`).
    """
    folder = module_folder(asterisk_22)
    assert folder is not None
    modules = tmp_path / "modules"
    modules.mkdir()
    for name in ("res_pjsip", "res_pjsip_session", "res_pjproject"):
        shutil.copy(Path(folder) / f"{name}.so", modules)
    shutil.copy(Path(folder) / "res_pjsip_t38.so", modules / "res_ownfax.so")
    shutil.copy(Path(folder) / "res_pjsip_t38.so", modules / "chan_sip.so")  # left over from 18
    (modules / "res_damaged.so").write_bytes(b"\x7fELF\x02\x01")
    place = tmp_path / "repository"
    whitelist = "[modules]\nautoload=no\nload=pbx_config.so\nload=res_ownfax.so\nload=func_md5.so\n"
    Repository(place).commit(
        **{
            "modules.conf": whitelist,
            "extensions.conf": "[a]\nexten => 1,1,NoOp()\n",
            ".asterisk-lint.yaml": "asterisk: 22\n",
        }
    )
    lint("observe", ".", "--modules", str(modules), "--yes", cwd=place, status=0)
    wanted = (Foreign("res_ownfax", ("res_pjsip", "res_pjsip_session")),)
    assert parse_observed((place / NAME).read_bytes(), NAME).foreign == wanted
    # Over --run: only that file is read there, not those of Asterisk's own modules.
    (place / NAME).unlink()
    lint("observe", ".", "--run", stand_in(tmp_path, MACHINE), "--modules", str(modules), "--yes",
        cwd=place, status=0)  # fmt: skip
    assert parse_observed((place / NAME).read_bytes(), NAME).foreign == wanted
    sent = (tmp_path / "sent").read_text()
    assert f"'{modules}'" in sent
    assert re.findall(r"/(\w+)\.so", sent) == ["res_damaged", "res_ownfax"]
    assert {line for line in sent.splitlines() if not is_of_the_list(line)} == set()
    assert "-rx 'core show functions'" in sent
    done = lint("--output-format", "json", cwd=place, status=1)
    [pbx] = json.loads(done.stdout)["pbx"]
    missing = {each["module"] for each in pbx["findings"] if each["rule"] == "missing-module"}
    assert {"res_pjsip", "res_pjsip_session"} <= missing
    lint("--fix", cwd=place)
    fixed = (place / "modules.conf").read_text()
    for name in ("res_ownfax", "res_pjsip", "res_pjsip_session"):
        assert f"{name}.so" in fixed


def module_file(texts: Iterable[str], kinds: Iterable[str] = ("application",)) -> OwnFile:
    """The file of a module as it was read."""
    return OwnFile("app_own", (), frozenset(kinds), frozenset(texts))


@pytest.mark.parametrize(
    ("named", "texts", "provides"),
    [
        (Named("application", "OWNsms"), {"OwnSMS"}, ("application", "OwnSMS")),
        (Named("application", "Dial"), {"Dial"}, None),  # Asterisk has it
        (Named("function", "Own"), {"OWN"}, None),  # functions are compared exactly
        (Named("function", "A_FUNCTION_WITH_A_LO", 20), {"A_FUNCTION_WITH_A_LONG_NAME"},
            ("function", "A_FUNCTION_WITH_A_LONG_NAME")),
        (Named("function", "A_FUNCTION_WITH_A_LO", 20),
            {"A_FUNCTION_WITH_A_LOW", "A_FUNCTION_WITH_A_LOT"}, None),
        (Named("function", "PJSIP_DIAL_CONTACTS_", 20), {"PJSIP_DIAL_CONTACTS"}, None),
        (Named("channel", "Own"), {"Own"}, None),  # it registers no channel technology
    ],
)  # fmt: skip
def test_what_a_text_in_a_module_says(
    named: Named, texts: set[str], provides: tuple[str, str] | None
) -> None:
    outside = Outside((module_file(texts, ("application", "function")),), (named,))
    [found] = foreign_of(outside, (), load(Release.parse("22")))
    assert found.provides == ((provides,) if provides else ())


def test_many_texts_and_names_take_their_number_not_their_product() -> None:
    """A hostile machine can list half a million names and have files full of texts."""
    files = tuple(
        module_file(f"t{file}x{number}" for number in range(5_000))._replace(name=f"app_x{file}")
        for file in range(50)
    )
    names = tuple(Named("application", f"n{number}") for number in range(200_000))
    outside = Outside(files, (*names, Named("application", "t7x7")))
    start = process_time()
    found = foreign_of(outside, (), load(Release.parse("22")))
    assert process_time() - start < 20
    assert [each.name for each in found if each.provides] == ["app_x7"]
    data = b"\0".join(b"text%d" % number for number in range(MOST_TEXTS + 5))
    one = Binary((), (), (), "", None, frozenset({"ast_register_application2"}), frozenset(), ())
    assert own_file("app_own", (), one, b"\0" + data + b"\0").texts == frozenset()
