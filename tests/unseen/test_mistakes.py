"""What mistakes hide also where there are very many of them."""

import pytest

from asterisk_lint.check import gather
from asterisk_lint.releases import Release
from asterisk_lint.requirements.verdicts import UNDECIDED
from asterisk_lint.settings.values import Settings
from asterisk_lint.tree.target import Target
from tests.memory import MemoryFiles

MODULES = (
    "[modules]\nautoload = no\nload = pbx_config.so\nload = app_queue.so\nload = codec_ilbc.so\n"
)
QUEUE = "exten 200,1,Queue(support)"


def undecided(extensions: str, **more: str) -> set[str]:
    files = {"modules.conf": MODULES, "say.conf": "", "extensions.conf": extensions}
    files |= {f"{name}.conf": text for name, text in more.items()}
    facts = gather(Target(MemoryFiles(files), Release.parse("22"), Settings(sealed=True)))
    return {name for name, verdict in facts.verdicts.items() if verdict.state == UNDECIDED}


@pytest.mark.parametrize(
    "before",
    [
        "",
        "x\n" * 2000,
        f"exten 1,{'NoOp(' * 1600}\n" * 400,
        ";--\n" + f"exten => 1,1,{'NoOp(' * 1600}\n" * 400,
        "".join(f"exten => {number},1,Nope{number}x()\n" for number in range(300)),
        "exten 1,1,NoOp((((((((((\n",
    ],
    ids=["alone", "many lines", "deep", "behind a comment", "many names", "open"],
)
def test_a_skipped_line_is_found(before: str) -> None:
    assert "app_queue" in undecided(f"[office]\n{before}{QUEUE}\n")


def test_what_nobody_wrote_stays_unused() -> None:
    assert "app_queue" not in undecided("[office]\nexten 200,1,Playback(support)\n")


def test_a_misspelt_codec_after_many_misspelt_applications() -> None:
    wrong = "".join(f"exten => {number},1,Nope{number}x()\n" for number in range(300))
    endpoint = "[100]\ntype = endpoint\nallow = !all,ilbk\n"
    assert "codec_ilbc" in undecided(f"[office]\n{wrong}", pjsip=endpoint)
