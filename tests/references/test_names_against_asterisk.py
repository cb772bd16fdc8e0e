"""Queues, mailboxes, endpoints and others that random calls name, asked of a real Asterisk and of
the rules.

`DIALPLANS=300 pytest tests/references/test_names_against_asterisk.py` tries more.
"""

import os
import random
import re
import time
from collections.abc import Iterator, Mapping

from asterisk_lint.check import check_files
from asterisk_lint.releases import Release
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.tree.target import Target
from asterisk_lint.witness.boot import boot
from tests.memory import MemoryFiles

CALLS = 40
MODULES = [
    "[modules]",
    "autoload=yes",
    "noload=app_voicemail_odbc.so",
    "noload=app_voicemail_imap.so",
]
RULES = frozenset({
    "unknown-queue", "unknown-mailbox", "unknown-conference-profile", "unknown-peer",
    "unknown-music-class", "unknown-parking-lot", "unknown-follow-me", "unknown-agent",
})  # fmt: skip
# What names a thing, the file that declares it, and its declaration.
USES: Mapping[str, tuple[str, str]] = {
    "Queue(NAME,,,,1)": ("queues.conf", "[NAME]"),
    "NoOp(${QUEUE_MEMBER(NAME,count)})": ("queues.conf", "[NAME]"),
    "VoiceMail(NAME@office,s)": ("voicemail.conf", "NAME => 1234,Somebody"),
    "ConfBridge(room,NAME)": ("confbridge.conf", "[NAME]\ntype=bridge"),
    "ConfBridge(room,,NAME)": ("confbridge.conf", "[NAME]\ntype=user"),
    "ConfBridge(room,,,NAME)": ("confbridge.conf", "[NAME]\ntype=menu"),
    "Dial(PJSIP/NAME,1)": ("pjsip.conf", "[NAME]\ntype=endpoint"),
    "Dial(PJSIP/100@NAME,1)": ("pjsip.conf", "[NAME]\ntype=endpoint"),
    "NoOp(${PJSIP_DIAL_CONTACTS(NAME)})": ("pjsip.conf", "[NAME]\ntype=endpoint"),
    "MusicOnHold(NAME,1)": ("musiconhold.conf", "[NAME]\nmode=files\ndirectory=/etc/asterisk/moh"),
    "Park(NAME)": ("res_parking.conf", "[NAME]\ncontext=NAME\nparkpos=701-720"),
    "FollowMe(NAME)": ("followme.conf", "[NAME]"),
    "AgentLogin(NAME,s)": ("agents.conf", "[NAME]"),
}
# How each file begins: so that it exists, and declares something else.
FILES = {
    "queues.conf": "[general]",
    "voicemail.conf": "[general]\n[home]\n1 => 1,Somebody\n[office]",
    "confbridge.conf": "[general]",
    "pjsip.conf": "[global]\ntype=global",
    "musiconhold.conf": "[general]",
    "res_parking.conf": "[general]",
    "followme.conf": "[general]",
    "agents.conf": "[general]",
}
LOST = re.compile(
    r"(?:Unable to join queue|[Hh]old class|parking lot:|config file for) '(5\d+)'"
    r"|endpoint '(5\d+)' was not found"
    r"|(?:queue|profile|requested,|name) (5\d+),? (?:was not found|does not exist|not "
    r"found|is lost)"
)


def declared(declaration: str, chance: random.Random) -> str:
    """A declaration, or what comes close to one: nothing, a template, a comment."""
    kind = chance.random()
    if kind < 0.5:
        return declaration
    if kind < 0.7 or "=>" in declaration:
        return ""
    if kind < 0.85:
        return declaration.replace("]", "](!)", 1)
    return ";" + declaration.replace("\n", "\n;")


def configuration(chance: random.Random) -> dict[str, str]:
    """Files in which as many calls each name a thing of their own."""
    files = {name: [text] for name, text in FILES.items()}
    dialplan = ["[start]"]
    for number in range(CALLS):
        name = str(5000 + number)
        use, (file, declaration) = chance.choice(list(USES.items()))
        files[file].append(declared(declaration.replace("NAME", name), chance))
        dialplan.append(f"exten => {number},1,Answer()")
        dialplan.append(f" same => n,{use.replace('NAME', name)}")
        dialplan.append(' same => n,GotoIf($["${AGENT_STATUS}${VMSTATUS}" = ""]?end)')
        dialplan.append(f" same => n,Log(NOTICE,name {name} is lost)")
        dialplan.append(" same => n(end),Hangup()")
    files["extensions.conf"] = dialplan
    return {name: "\n".join([*lines, ""]) for name, lines in files.items()}


def names_of(found: Iterator[re.Match[str]]) -> set[str]:
    return {next(filter(None, each.groups())) for each in found}


def test_asterisk_misses_what_the_rules_miss(asterisk_root: str) -> None:
    release = Release.parse(asterisk_root.rpartition("-")[2])
    told = 0
    for seed in range(int(os.environ.get("DIALPLANS", "1"))):
        files = configuration(random.Random(1800 + seed))
        target = Target(MemoryFiles({**files, "modules.conf": "\n".join([*MODULES, ""])}), release)
        ours = {
            re.findall(r"'(5\d+)", each.message)[0]
            for each in check_files(target, RuleSelection(RULES)).findings
        }
        content = {name: text.encode() for name, text in files.items()}
        content["moh/tone.ulaw"] = b"\xff" * 16000
        with boot(asterisk_root, content, modules=MODULES) as asterisk:
            assert asterisk.up
            for number in range(CALLS):
                asterisk.cli(f"channel originate Local/{number}@start application Wait 1")
            time.sleep(3)
            log = asterisk.log
        assert ours == names_of(LOST.finditer(log)), (seed, files)
        told += len(ours)
    assert told > CALLS / 10
