"""Random dialplans whose calls name places and things; some of these are not there."""

import random
from collections.abc import Mapping
from typing import NamedTuple

CALLS = 8  # of a dialplan
CONTEXTS = "abcd"
EXTENSIONS = ("s", "100", "101", "250", "_1XX", "_2X.", "_[3-5]!", "i")
LABELS = ("x", "y", "z")
DIALLED = ("s", "100", "101", "177", "200", "250", "4", "99", "h")
# Blanks are part of a context, an extension and a label, but not of a number.
SPELLINGS = ("{}",) * 16 + (" {}", "{} ")
FIRST = 100_000  # the number of the first call, and the name of the thing that it names
# What names a thing, the file that declares it, its declaration, and what other files need.
USES: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
    ("Queue(NAME,,,,1)", "queues.conf", "[NAME]", {}),
    ("NoOp(${QUEUE_MEMBER(NAME,count)})", "queues.conf", "[NAME]", {}),
    ("Queue(qNAME,,,,3)", "pjsip.conf", "[NAME]\ntype=endpoint",
     {"queues.conf": "[qNAME]\nmember => PJSIP/NAME\njoinempty=invalid"}),
    ("VoiceMail(NAME@office,s)", "voicemail.conf", "NAME => 1234,Somebody", {}),
    ("ConfBridge(roomNAME,NAME)", "confbridge.conf", "[NAME]\ntype=bridge", {}),
    ("ConfBridge(roomNAME,,NAME)", "confbridge.conf", "[NAME]\ntype=user", {}),
    ("ConfBridge(roomNAME,,,NAME)", "confbridge.conf", "[NAME]\ntype=menu", {}),
    ("Dial(PJSIP/NAME,1)", "pjsip.conf", "[NAME]\ntype=endpoint", {}),
    ("Dial(PJSIP/100@NAME,1)", "pjsip.conf", "[NAME]\ntype=endpoint", {}),
    ("NoOp(${PJSIP_DIAL_CONTACTS(NAME)})", "pjsip.conf", "[NAME]\ntype=endpoint", {}),
    ("MusicOnHold(NAME,1)", "musiconhold.conf",
     "[NAME]\nmode=files\ndirectory=/etc/asterisk/moh", {}),
    ("Park(NAME)", "res_parking.conf", "[NAME]\ncontext=NAME\nparkpos=701-720", {}),
    ("FollowMe(NAME)", "followme.conf", "[NAME]", {}),
    ("FollowMe(fNAME)", "extensions.conf", "[fNAME]\nexten => NAME,1,Congestion()",
     {"followme.conf": "[fNAME]\ncontext=fNAME\nnumber=NAME,1"}),
    ("AgentLogin(NAME,s)", "agents.conf", "[NAME]", {}),
)  # fmt: skip
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
    "extensions.conf": "",
}


class Dialplan(NamedTuple):
    """One dialplan: its lines in each file, and the calls through it."""

    lines: Mapping[str, list[str]]
    start: str  # the context in which the calls begin
    jumps: Mapping[int, int]  # the line of extensions.conf in which a call jumps, by call
    names: tuple[int, ...]  # the calls that name a thing of their own number
    # contexts from which a switch leads on: what is found there nobody can see
    open: frozenset[str]


class _Writer:
    def __init__(self, chance: random.Random, number: int) -> None:
        self.chance = chance
        self.number = number
        self.files: dict[str, list[str]] = {name: [] for name in FILES}
        self.dialplan: list[str] = []
        self.plain = f"plain{number}"  # a context that leads nowhere else
        self.contexts = [*(f"{name}{number}" for name in CONTEXTS), self.plain]
        self.jumps: dict[int, int] = {}
        self.names: list[int] = []
        self.switched: set[str] = set()
        self.included: dict[str, list[str]] = {}

    def fill(self, name: str) -> None:
        """Write one context: includes, seldom a switch, extensions with gaps."""
        chance = self.chance
        self.dialplan.append(f"[{name}]")
        others = [other for other in (*self.contexts, f"gone{self.number}") if other != name]
        self.included[name] = [
            other for other in others if name != self.plain and chance.random() < 0.15
        ]
        self.dialplan += [f"include => {other}" for other in self.included[name]]
        if chance.random() < 0.15 and name != self.plain:
            # (switches in a circle crash Asterisk)
            other = chance.choice((self.plain, f"gone{self.number}"))
            self.switched.add(name)
            self.dialplan.append(f"switch => Loopback/${{EXTEN}}@{other}")
        for extension in EXTENSIONS:
            if chance.random() < 0.35:
                for priority in range(chance.choice((1, 1, 2, 3))):
                    label = f"({chance.choice(LABELS)}{priority})" * (chance.random() < 0.4)
                    self.dialplan.append(
                        f"exten => {extension},{priority + 1}{label},Log(NOTICE,arrived ${{JUMP}})"
                    )

    def jump(self, call: int) -> None:
        """Write a call that goes on somewhere else."""
        chance = self.chance
        context = chance.choice((*self.contexts, f"nowhere{self.number}"))
        extension = chance.choice(DIALLED)
        priority = chance.choice(("1", "1", "1", "2", "4", "x0", "y1", "z0", "lost", "1x", "2 x"))
        target = ",".join(
            chance.choice(SPELLINGS).format(part) for part in (context, extension, priority)
        )
        self.dialplan += [
            f"exten => {call},1,Set(__JUMP={call})",
            " same => n,"
            + chance.choice(
                (
                    f"Goto({target})",
                    f"GotoIf($[1 = 1]?{target})",
                    f"GotoIf($[1 = 2]?start{self.number},{call},1:{target})",
                    f"ExecIf($[1 = 1]?Goto({target}))",
                    f"Gosub({target}(one,two))",
                    f"GosubIf($[1 = 1]?{target}(one):)",
                    f"Dial(Local/{extension}@{context})",
                )
            ),
        ]
        self.jumps[call] = len(self.dialplan)

    def name(self, call: int) -> None:
        """Write a call that names a thing, and perhaps the thing."""
        use, file, declaration, more = self.chance.choice(USES)
        name = str(call)
        self.names.append(call)
        self.files[file] += self.declared(declaration.replace("NAME", name))
        for other, text in more.items():
            self.files[other] += text.replace("NAME", name).splitlines()
        self.dialplan += [
            f"exten => {call},1,Answer()",
            f" same => n,{use.replace('NAME', name)}",
            ' same => n,GotoIf($["${AGENT_STATUS}${VMSTATUS}" = ""]?end)',
            f" same => n,Log(NOTICE,name {name} is lost)",
            " same => n(end),Hangup()",
        ]

    def declared(self, declaration: str) -> list[str]:
        """A declaration, or what comes close to one: nothing, a template, a comment."""
        kind = self.chance.random()
        if kind < 0.5:
            return declaration.splitlines()
        if kind < 0.7 or declaration[0] != "[":
            return []
        if kind < 0.85:
            return declaration.replace("]", "](!)", 1).splitlines()
        return [f";{line}" for line in declaration.splitlines()]

    def opened(self) -> frozenset[str]:
        """The contexts from which a switch leads on, also through includes."""
        found = set(self.switched)
        while (
            more := {name for name, included in self.included.items() if found & set(included)}
            - found
        ):
            found |= more
        return frozenset(found)


def dialplan(chance: random.Random, number: int) -> Dialplan:
    """Return a dialplan; its contexts and calls have names that no other number has."""
    writer = _Writer(chance, number)
    for name in writer.contexts:
        writer.fill(name)
    writer.dialplan.append(f"[start{number}]")
    for each in range(CALLS):
        (writer.jump if chance.random() < 0.5 else writer.name)(FIRST + number * CALLS + each)
    # (what declares things in extensions.conf begins with a context of its own)
    writer.files["extensions.conf"] = [*writer.dialplan, *writer.files["extensions.conf"]]
    return Dialplan(
        writer.files, f"start{number}", writer.jumps, tuple(writer.names), writer.opened()
    )


def joined(dialplans: list[Dialplan]) -> dict[str, str]:
    """Return the files of several dialplans together."""
    return {
        name: "\n".join([first, *(line for each in dialplans for line in each.lines[name]), ""])
        for name, first in FILES.items()
    }
