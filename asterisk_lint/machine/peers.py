"""What the peers of chan_sip need that a running Asterisk has (releases before 21).

Peers in a database are shown only while they are registered, so this never says that it read all.
"""

import re

from asterisk_lint.machine.commands import SIP_PEER, SIP_PEERS
from asterisk_lint.machine.connection import Machine, is_plain
from asterisk_lint.machine.objects import AT_ONCE, MOST, Objects

FILE = "sip.conf"
_COUNT = re.compile(r"(?m)^\d{1,9} sip peers \[")
_FIELD = re.compile(r"(?m)^  (?:\* )?([A-Z][\w.=: +/-]{0,30}?) *: (.*)$")
# What `sip show peer` prints (channels/chan_sip.c, _sip_show_peer(), 13 to 20), and the option of
# sip.conf that it stands for; "": its value does not matter.
_OPTIONS = {
    "Secret": "secret", "ACL": "permit", "T.38 support": "t38pt_udptl", "Mailbox": "mailbox",
    "Allowed.Trsp": "transport", "Encryption": "encryption", "Video Support": "videosupport",
    "Parkinglot": "parkinglot", "RTP Engine": "rtpengine", "MOH Suggest": "mohsuggest",
    "Tonezone": "tonezone", "Subscr.Cont.": "subscribecontext", "Codecs": "allow",
}  # fmt: skip
# Values that stand for an option that was not set.
_UNSET = frozenset({"", "no", "<not set>", "(none)", "none", "asterisk", "udp"})


def peers_of(machine: Machine) -> Objects:
    """Return the peers as sections of a sip.conf that was never written; nothing without chan_sip.
    Raises MachineError for an answer that cannot be trusted.
    """
    text = machine.text(SIP_PEERS)
    count = _COUNT.search(text)
    if count is None:
        return Objects()
    lines = text[: count.start()].splitlines()[1:]
    names = [re.split(r"[/\s]", line, maxsplit=1)[0] for line in lines if line[:1].strip()]
    plain = [name for name in names[:MOST] if is_plain(name)]
    sections: list[str] = []
    for start in range(0, len(plain), AT_ONCE):
        answers = machine.text(SIP_PEER, names=plain[start : start + AT_ONCE])
        sections += map(section, answers.split("* Name ")[1:])
    return Objects(((FILE, "".join(sections)),) if sections else ())


def section(answer: str) -> str:
    """Return one peer as a section, without its name and the options that are not set."""
    lines = ["[peer]", "type=friend", "host=dynamic"]
    for name, value in _FIELD.findall(answer):
        option, value = _OPTIONS.get(name.strip(), ""), value.strip()
        if not option or value.lower() in _UNSET:
            continue
        if option == "allow":
            lines += ["disallow=all", f"allow={value.strip('()').replace('|', ',')}"]
        elif option in {"secret", "mailbox", "subscribecontext"}:
            lines.append(f"{option}=x")
        elif option == "permit":
            lines.append("permit=0.0.0.0/0.0.0.0")
        else:
            lines.append(f"{option}={value.lower().replace(';', '')}")
    return "\n".join(lines) + "\n"
