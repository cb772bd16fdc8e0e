"""Write a PBX with a dialplan of 50,000 lines, as a company with many sites would have it.

python benchmarks/large_dialplan.py DIRECTORY [LINES]
"""

import sys
from pathlib import Path

STEPS = (
    "NoOp(Call from ${CALLERID(num)} to ${EXTEN})",
    "Set(CDR(userfield)=site{site})",
    'GotoIf($["${DB(dnd/{number})}" = "yes"]?mail)',
    "Dial(PJSIP/{number},25,tT)",
    'ExecIf($["${DIALSTATUS}" = "BUSY"]?Playback(vm-isunavail))',
    "Gosub(sub-log,s,1({number}))",
    "Set(TIMEOUT(absolute)=3600)",
    "Queue(site{site},t,,,120)",
    "VoiceMail({number}@default,u)",
    "Hangup()",
)


def main(directory: str, lines: int = 50_000) -> None:
    """Write modules.conf and extensions.conf."""
    place = Path(directory)
    place.mkdir(parents=True, exist_ok=True)
    (place / "modules.conf").write_text("[modules]\nautoload = no\nload = pbx_config.so\n")
    (place / "queues.conf").write_text("[general]\n")
    text = [
        "[general]",
        "static = yes",
        "",
        "[sub-log]",
        "exten => s,1,Verbose(2,${ARG1})",
        " same => n,Return()",
    ]
    number = 10000
    while len(text) < lines:
        site, number = number // 100, number + 1
        if number % 100 == 1:
            text += ["", f"[site{site}]"]
        for index, step in enumerate(STEPS):
            what = step.replace("{site}", str(site)).replace("{number}", str(number))
            head = (
                f"exten => {number},1,"
                if index == 0
                else f" same => n{'(mail)' if index == len(STEPS) - 2 else ''},"
            )
            text.append(head + what)
    (place / "extensions.conf").write_text("\n".join(text[:lines]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], *(int(word) for word in sys.argv[2:3]))
