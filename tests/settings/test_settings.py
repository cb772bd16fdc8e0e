"""The settings file: its schema, and what its entries do."""

import json
from pathlib import Path

import jsonschema
import pytest

from asterisk_lint.rules import rule_names
from asterisk_lint.settings.read import parse_settings
from asterisk_lint.settings.values import CAPABILITY_WORDS, SettingsError
from tests.pbx import lint

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "asterisk_lint" / "settings.schema.json").read_text()
)
EXAMPLE = """\
asterisk: 22                  # release
keep:                         # on purpose
  pbx_spool: call files are written by the billing job
uses:
  applications: [Stasis]
  functions: [CURL]
  modules: [res_snmp]
modules:
  chan_quectel: {channels: [Quectel], requires: [], applications: [QuectelSMS]}
ignore: [deprecated-module]
sealed: false
per-file-ignores: {"legacy/**": [unknown-application]}
pbx:
  hosts/berlin: {asterisk: 18, layers: [common, hosts/berlin], etc: /etc/asterisk,
    inventory: modules.list}
fix: {remove: delete}
"""
WRONG = [
    "keeps: {}",
    "keep: [a]",
    "uses: {aplications: [x]}",
    "fix: {remove: burn}",
    "sealed: perhaps",
    "pbx: {a: {layer: [x]}}",
    "autoload: yes",
    "[]",
]


def values(text: str) -> object:
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(text)


def pbx(
    directory: Path, settings: str, modules: str, dialplan: str = "[d]\nexten => 1,1,Verbose(1,x)\n"
) -> Path:
    (directory / ".asterisk-lint.yaml").write_text("asterisk: 22\n" + settings)
    (directory / "modules.conf").write_text(
        "[modules]\nautoload=no\nload=pbx_config.so\nload=app_verbose.so\n" + modules
    )
    (directory / "extensions.conf").write_text(dialplan)
    return directory


def concise(directory: Path) -> list[str]:
    return lint(".", "--output-format", "concise", cwd=directory).stdout.splitlines()


def test_the_example_of_the_documentation_is_valid() -> None:
    jsonschema.validate(values(EXAMPLE), SCHEMA)
    settings = parse_settings(EXAMPLE.encode(), "x", rule_names())
    assert settings.keep["pbx_spool"].reason == "call files are written by the billing job"
    assert settings.pbx["hosts/berlin"].layers == ("common", "hosts/berlin")


@pytest.mark.parametrize("text", WRONG)
def test_schema_and_reader_refuse_the_same(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(values(text), SCHEMA)
    with pytest.raises(SettingsError):
        parse_settings(text.encode(), "x", rule_names())


def test_schema_knows_every_capability() -> None:
    assert set(SCHEMA["properties"]["uses"]["properties"]) == set(CAPABILITY_WORDS)
    local = set(SCHEMA["properties"]["modules"]["additionalProperties"]["properties"])
    assert local == set(CAPABILITY_WORDS) - {"modules"} | {"requires"}


def test_keep(tmp_path: Path) -> None:
    assert concise(pbx(tmp_path, "", "load=app_morsecode.so\n")) == [
        "modules.conf:5:6: AL102 nothing uses app_morsecode"
    ]
    assert concise(
        pbx(tmp_path, "keep: {app_morsecode.so: tests}\n", "load=app_morsecode.so\n")
    ) != ["modules.conf:5:6: AL102 nothing uses app_morsecode"]
    assert concise(pbx(tmp_path, "keep: {func_db: tests}\n", "load=func_db.so\n")) == []


def test_a_keep_that_keeps_nothing_is_reported(tmp_path: Path) -> None:
    used = "keep: {app_verbose: tests, func_db: tests}\n"
    assert concise(pbx(tmp_path, used, "load=func_db.so\n")) == []  # said ahead of time
    absent = "keep: {func_db: tests}\n"
    assert concise(pbx(tmp_path, absent, "")) == [
        ".asterisk-lint.yaml:2:1: AL901 `keep: func_db` silences nothing: modules.conf "
        "does not load func_db"
    ]
    assert concise(pbx(tmp_path, absent + "ignore: [unused-suppression]\n", "")) == []


def test_a_keep_that_another_pbx_may_need_is_not_reported(tmp_path: Path) -> None:
    for name, modules in (("a", ""), ("b", "load=func_db.so\n")):
        (tmp_path / name).mkdir()
        pbx(tmp_path / name, "", modules)
        (tmp_path / name / ".asterisk-lint.yaml").unlink()
    (tmp_path / ".asterisk-lint.yaml").write_text("asterisk: 22\nkeep: {func_db: tests}\n")
    assert concise(tmp_path) == []
    assert lint("a", "--output-format", "concise", cwd=tmp_path).stdout == ""


def test_uses(tmp_path: Path) -> None:
    found = concise(pbx(tmp_path, "uses: {functions: [DB], modules: [func_md5]}\n", ""))
    assert found == [
        ".asterisk-lint.yaml:2:1: AL101 a declaration in the settings needs func_db, which "
        "modules.conf does not load",
        ".asterisk-lint.yaml:2:1: AL101 a declaration in the settings needs func_md5, "
        "which modules.conf does not load",
    ]


def test_settings_of_a_pbx_further_down_are_shown_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    pbx(tmp_path / "etc", "", "")
    (tmp_path / "etc" / ".asterisk-lint.yaml").unlink()
    (tmp_path / ".asterisk-lint.yaml").write_text("asterisk: 22\nuses: {functions: [DB]}\n")
    assert concise(tmp_path)[0].startswith(".asterisk-lint.yaml:2:1: AL101")
    finding = json.loads(lint(".", "--output-format", "json", cwd=tmp_path).stdout)["pbx"][0][
        "findings"
    ][0]
    assert (finding["file"], finding["line"]) == ("../.asterisk-lint.yaml", 2)


def test_local_modules(tmp_path: Path) -> None:
    dialplan = "[d]\nexten => 1,1,Verbose(1,x)\n same => n,QuuxSMS(1)\n"
    assert any(
        "AL201" in line for line in concise(pbx(tmp_path, "", "load=chan_quux.so\n", dialplan))
    )
    assert any("AL104" in line for line in concise(tmp_path))
    local = "modules: {chan_quux: {applications: [QuuxSMS], requires: [func_db]}}\n"
    assert concise(pbx(tmp_path, local, "load=chan_quux.so\nload=func_db.so\n", dialplan)) == []


def test_ignores(tmp_path: Path) -> None:
    assert concise(pbx(tmp_path, "ignore: [AL102]\n", "load=func_db.so\n")) == []
    assert (
        concise(
            pbx(tmp_path, 'per-file-ignores: {"modules.*": [unused-module]}\n', "load=func_db.so\n")
        )
        == []
    )
    assert (
        concise(
            pbx(tmp_path, 'per-file-ignores: {"else/*": [unused-module]}\n', "load=func_db.so\n")
        )
        != []
    )


def test_sealed_settles_what_clients_outside_could_use(tmp_path: Path) -> None:
    directory = pbx(tmp_path, "", "load=app_queue.so\n")
    (directory / "manager.conf").write_text(
        "[general]\nenabled=yes\n[crm]\nsecret=x\nread=all\nwrite=all\n"
    )
    assert any("AL113" in line and "app_queue" in line for line in concise(directory))
    pbx(tmp_path, "sealed: true\n", "load=app_queue.so\n")
    assert any("AL102" in line and "app_queue" in line for line in concise(directory))


def test_each_pbx_can_have_its_own_release(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        pbx(tmp_path / name, "", "")
        (tmp_path / name / ".asterisk-lint.yaml").unlink()
    (tmp_path / ".asterisk-lint.yaml").write_text("asterisk: 22\npbx:\n  b: {asterisk: 16}\n")
    found = json.loads(lint("--output-format", "json", ".", cwd=tmp_path).stdout)["pbx"]
    assert [(pbx["directory"], pbx["asterisk"]) for pbx in found] == [("a", "22"), ("b", "16")]


PATHS = (
    (
        "pbx: {.: {etc: etc/asterisk}}",
        1,
        "pbx...etc must be an absolute path such as /etc/asterisk, not 'etc/asterisk'",
    ),
    ("pbx: {.: {etc: /}}", 1, "pbx...etc must be an absolute path such as /etc/asterisk, not '/'"),
    (
        "pbx: {.: {etc: /../../../x/a}}",
        1,
        "pbx...etc must be a path without '..', '.' or '//', not '/../../../x/a'",
    ),
    (
        "pbx: {.: {etc: /etc//asterisk}}",
        1,
        "pbx...etc must be a path without '..', '.' or '//', not '/etc//asterisk'",
    ),
    (
        "pbx: {.: {etc: //etc}}",
        1,
        "pbx...etc must be a path without '..', '.' or '//', not '//etc'",
    ),
    (
        "pbx: {.: {etc: /etc/./asterisk}}",
        1,
        "pbx...etc must be a path without '..', '.' or '//', not '/etc/./asterisk'",
    ),
    (
        'pbx: {.: {etc: "/etc/asterisk\\nastmoddir => /x"}}',
        1,
        "pbx...etc contains an unprintable character: '/etc/asterisk\\nastmoddir => /x'",
    ),
    (
        'pbx: {.: {etc: "/etc/\\e[31m"}}',
        1,
        "pbx...etc contains an unprintable character: '/etc/\\x1b[31m'",
    ),
    (
        'pbx: {.: {etc: "/etc/\\u202e"}}',
        1,
        "pbx...etc contains an unprintable character: '/etc/\\u202e'",
    ),
    (
        "pbx:\n  ../x:\n    sealed: true",
        2,
        "a key of pbx must be a path without '..', '.' or '//', not '../x'",
    ),
    ("pbx: {./x: {}}", 1, "a key of pbx must be a path without '..', '.' or '//', not './x'"),
    ('pbx: {"a\\0b": {}}', 1, "a key of pbx contains an unprintable character: 'a\\x00b'"),
    (
        "pbx:\n  x:\n    layers:\n    - common\n    - x/../..",
        5,
        "pbx.x.layers must be a path without '..', '.' or '//', not 'x/../..'",
    ),
    (
        "pbx: {x: {layers: ../common}}",
        1,
        "pbx.x.layers must be a path without '..', '.' or '//', not '../common'",
    ),
    (
        "pbx: {x: {inventory: ../../modules.list}}",
        1,
        "pbx.x.inventory must be a path without '..', '.' or '//', not '../../modules.list'",
    ),
    (
        'pbx: {x: {inventory: "a\\tb"}}',
        1,
        "pbx.x.inventory contains an unprintable character: 'a\\tb'",
    ),
)


@pytest.mark.parametrize(("text", "line", "message"), PATHS)
def test_a_path_that_leads_elsewhere_is_refused(text: str, line: int, message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        parse_settings(text.encode(), "x", rule_names())
    assert str(refused.value) == f"x:{line}: {message}"


def test_a_path_is_taken_as_it_is_usually_written() -> None:
    text = (
        "pbx: {hosts/a/: {etc: /srv/pbx/etc/, layers: [/common/, ., hosts/a], inventory: "
        "lists/modules.list}}"
    )
    (pbx,) = parse_settings(text.encode(), "x", rule_names()).pbx.items()
    assert pbx[0] == "hosts/a"
    assert (pbx[1].etc, pbx[1].layers, pbx[1].inventory) == (
        "/srv/pbx/etc",
        ("common", ".", "hosts/a"),
        "lists/modules.list",
    )
