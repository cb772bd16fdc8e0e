"""Codecs that Asterisk itself only passes on, and a distribution's module translates."""

from pathlib import Path

import pytest

from asterisk_lint.check import gather
from asterisk_lint.releases import Release
from asterisk_lint.settings.read import parse_settings
from asterisk_lint.tree.target import Target
from asterisk_lint.witness.boot import boot
from tests.memory import MemoryFiles
from tests.pbx import lint
from tests.usage.test_declines import installed
from tests.usage.test_media_calls import path

FILES = {
    "modules.conf": "[modules]\nautoload = no\n",
    "pjsip.conf": "[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1\n"
    "[browser]\ntype=endpoint\ncontext=d\nallow=!all,opus\n[desk]\ntype=endpoint\ncontext=d\nallow=!all,ulaw\n",
    "extensions.conf": "[d]\nexten => 1,1,Dial(PJSIP/desk)\n",
}
MODULE = "codec_opus_open_source"
CODEC_OPUS = "modules: {codec_opus: {codecs: [opus]}}\n"


@pytest.mark.parametrize(
    ("modules", "settings", "inventory", "required", "open_question"),
    [
        ("", "", None, set(), True),  # a distribution's module: this Asterisk may have it
        ("", "", frozenset({"codec_ulaw"}), set(), False),  # it has none, and passes opus on
        ("", "", frozenset({"codec_ulaw", MODULE}), {MODULE}, False),
        (f"load = {MODULE}.so\n", "", None, {MODULE}, False),
        (f"noload = {MODULE}.so\n", "", None, set(), False),
        ("", CODEC_OPUS, None, {"codec_opus"}, False),  # the one that Asterisk's makers give away
        ("load = codec_opus.so\n", CODEC_OPUS, None, {"codec_opus"}, False),
    ],
)
@pytest.mark.parametrize("release", ["22", "16"])
def test_the_module_is_needed_as_far_as_it_is_there(
    release: str,
    modules: str,
    settings: str,
    inventory: frozenset[str] | None,
    required: set[str],
    open_question: bool,
) -> None:
    files = MemoryFiles({**FILES, "modules.conf": FILES["modules.conf"] + modules})
    facts = gather(
        Target(
            files,
            Release.parse(release),
            parse_settings(settings.encode(), "s", {}),
            inventory=inventory,
        )
    )
    assert {name for name in facts.required if name.startswith("codec_opus")} == required
    assert set(facts.unsettled) == ({MODULE} if open_question else set())


def test_an_open_question_is_told_where_opus_is_allowed_and_changes_no_status(
    tmp_path: Path,
) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    lint("--fix", "--asterisk", "22", ".", cwd=tmp_path, status=1)
    told = lint(
        "--asterisk", "22", "--output-format", "concise", ".", cwd=tmp_path, status=0
    ).stdout
    assert f"pjsip.conf:8:7: AL113 {MODULE} may be needed, if it is installed" in told
    assert (
        "needed in . if its Asterisk has this module"
        in lint("why", MODULE, "--asterisk", "22", cwd=tmp_path, status=0).stdout
    )
    (tmp_path / "modules.list").write_text(f"codec_ulaw\n{MODULE}\n")
    (tmp_path / ".asterisk-lint.yaml").write_text("pbx: {.: {inventory: modules.list}}\n")
    assert (
        f"opus needs {MODULE}"
        in lint(
            "--asterisk",
            "22",
            "--output-format",
            "concise",
            "--select",
            "AL101",
            ".",
            cwd=tmp_path,
            status=1,
        ).stdout
    )


def test_opus_meets_mu_law_only_with_it(asterisk_22: str) -> None:
    here = installed(asterisk_22)
    assert MODULE in here
    ways = []
    for inventory in (frozenset(here), frozenset(here) - {MODULE}):
        facts = gather(
            Target(
                MemoryFiles(FILES),
                Release.parse("22"),
                parse_settings(b"", "s", {}),
                inventory=inventory,
            )
        )
        modules = [
            "[modules]",
            "autoload=no",
            *(f"load={need.module}" for need in facts.required.values()),
        ]
        with boot(
            asterisk_22, {name: text.encode() for name, text in FILES.items()}, modules=modules
        ) as asterisk:
            ways.append(path(asterisk, "opus", "", "ulaw:8000"))
    assert "->" in ways[0]
    assert "->" not in ways[1]
