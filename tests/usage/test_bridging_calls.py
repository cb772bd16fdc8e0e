"""Which bridge technology joins calls, and what happens without it."""

import re
import time

import pytest

from asterisk_lint.witness.boot import boot
from tests.usage.test_media_calls import booted_without

FILES = {
    "extensions.conf": """[office]
exten => there,1,Answer
 same => n,Wait(9)
exten => dial,1,Dial(Local/there@office,5)
exten => wait,1,Answer
 same => n,BridgeWait()
exten => park,1,Answer
 same => n,Park()
exten => meet,1,Answer
 same => n,ConfBridge(1)
""",
    "confbridge.conf": "[default_user]\ntype=user\n[default_bridge]\ntype=bridge\n"
    "[default_menu]\ntype=menu\n",
    "res_parking.conf": "[general]\n[default]\nparkext=700\nparkpos=701-720\ncontext=parkedcalls\n",
}


@pytest.mark.parametrize(
    ("extension", "technology", "module"),
    [
        ("dial", "simple_bridge", "bridge_simple"),
        ("wait", "holding_bridge", "bridge_holding"),
        ("park", "holding_bridge", "bridge_holding"),
        ("meet", "softmix", "bridge_softmix"),
    ],
)
def test_calls_are_joined_by_the_technology_that_the_tables_ask_for(
    asterisk_root: str, extension: str, technology: str, module: str
) -> None:
    assert technology in technologies(asterisk_root, extension, "")
    assert technology not in technologies(asterisk_root, extension, module)


def technologies(root: str, extension: str, without: str) -> set[str]:
    """What two calls to an extension are joined by, as soon as they are; within a second and a
    half.
    """
    configuration, modules = booted_without(root, FILES, without, more="res_clioriginate")
    with boot(root, configuration, modules=modules) as asterisk:
        for _ in range(2):
            asterisk.cli(f"channel originate Local/{extension}@office application Wait 5")
        until = time.monotonic() + 1.5
        found: set[str] = set()
        while not found and time.monotonic() < until:
            found = set(
                re.findall("simple_bridge|holding_bridge|softmix", asterisk.cli("bridge show all"))
            )
            time.sleep(0.1)
        return found
