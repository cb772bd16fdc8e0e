"""Modules whose use nothing in a configuration shows: undecided where somebody could use them,
unused where nobody could.
"""

import pytest

from asterisk_lint.check import gather
from asterisk_lint.releases import Release
from asterisk_lint.tree.target import Target
from tests.memory import MemoryFiles


@pytest.mark.parametrize(
    ("module", "state"),
    [
        ("test_aoc", "unused"),
        ("app_skel", "unused"),
        ("res_stasis_test", "unused"),
        ("res_clioriginate", "undecided"),
        ("pbx_spool", "undecided"),
        ("res_chan_stats", "unused"),  # goes with res_statsd, which is not needed
        ("app_queue", "presumed unused"),  # queues.conf is not here
        ("cdr_csv", "presumed unused"),  # cdr.conf is not here
        ("app_morsecode", "unused"),
    ],
)
def test_verdict(module: str, state: str) -> None:
    files = {
        "modules.conf": f"[modules]\nautoload=no\nload=pbx_config\nload={module}\n",
        "extensions.conf": "[a]\nexten => s,1,NoOp()\n",
    }
    facts = gather(Target(MemoryFiles(files), Release.parse("22")))
    assert facts.verdicts[module].state == state


def test_what_goes_with_a_needed_module_is_undecided() -> None:
    files = {
        "modules.conf": "[modules]\nautoload=no\nload=pbx_config\nload=res_statsd\n"
        "load=res_chan_stats\n",
        "extensions.conf": "[a]\nexten => s,1,NoOp()\n",
        "statsd.conf": "[general]\nenabled=yes\n",
    }
    facts = gather(Target(MemoryFiles(files), Release.parse("22")))
    assert {name: verdict.state for name, verdict in facts.verdicts.items()} == {
        "pbx_config": "required",
        "res_statsd": "required",
        "res_chan_stats": "undecided",
    }
