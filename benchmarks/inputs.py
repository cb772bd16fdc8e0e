"""The inputs of `benchmarks/run`: dialplans of four kinds, pjsip.conf, fleets, each as large as
asked for.
"""

import shutil
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
MODULES = "[modules]\nautoload=no\nload => pbx_config.so\nload => res_pjsip.so\n"
STEPS = (
    "NoOp(Call from ${CALLERID(num)} to ${EXTEN})",
    'GotoIf($["${DB(dnd/#)}" = "yes"]?mail)',
    "Dial(PJSIP/#,25,tT)",
    'ExecIf($["${DIALSTATUS}" = "BUSY"]?Playback(vm-isunavail))',
    "Queue(site#,t,,,120)",
    "VoiceMail(#@default,u)",
    "Hangup()",
)


def write(place: Path, **files: str) -> Path:
    """A PBX of these files (`extensions` stands for extensions.conf) and a modules.conf."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name, text in {"modules": MODULES, **files}.items():
        (place / f"{name}.conf").write_text(text)
    return place


def many_contexts(lines: int) -> str:
    """A context for every hundred extensions."""
    text = []
    for number in range(lines // 8):
        if number % 100 == 0:
            text.append(f"[site-{number // 100}]")
        text.append(f"exten => {number},1,{STEPS[0]}")
        for step in STEPS:
            label = "(mail)" if step.startswith("VoiceMail(") else ""
            text.append(f" same => n{label},{step.replace('#', str(number))}")
    return "\n".join(text) + "\n"


def one_context(lines: int) -> str:
    """One context with every extension."""
    return "[all]\n" + "".join(
        f"exten => {each},1,Dial(PJSIP/{each},25)\n" for each in range(lines)
    )


def functions(lines: int) -> str:
    """Every line another text with functions."""
    words = ("alpha", "bravo", "carol", "delta", "ember", "frost", "gamma", "hotel", "india")
    text = ["[all]"]
    for each in range(lines):
        a, b, c = (words[each // 9**power % 9] for power in range(3))
        text.append(
            f"exten => {each},1,Set({a}_{b}{each}=${{IF($[${{LEN(${{{c}{each}}})}} > {each}]?"
            f"${{CUT({b}{each},-,1)}}:${{DB({a}/{c}{each})}})}})"
        )
    return "\n".join(text) + "\n"


def comments(lines: int) -> str:
    """Nothing but comments."""
    return "[all]\n" + "".join(
        f"; a comment about {each}, Dial(PJSIP/{each})\n" for each in range(lines)
    )


KINDS = {
    "many contexts": many_contexts,
    "one wide context": one_context,
    "function-heavy": functions,
    "all comments": comments,
}


def endpoints(number: int) -> str:
    """PJSIP endpoints, each with its auth and aor."""
    return "".join(
        f"[e{each}]\ntype=endpoint\nauth=e{each}\naors=e{each}\nallow=!all,ulaw,alaw\n"
        f"context=office\nmailboxes={each}@default\ncallerid=User <{each}>\ndtmf_mode=rfc4733\n\n"
        f"[e{each}]\ntype=auth\nauth_type=userpass\nusername=e{each}\npassword=x{each}\n\n"
        f"[e{each}]\ntype=aor\nmax_contacts=2\nqualify_frequency=60\n\n"
        for each in range(number)
    )


def repository(place: Path) -> Path:
    """Put a directory under Git."""
    git = ["git", "-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org"]
    for command in (["init", "-q"], ["add", "--all"], ["commit", "-q", "-m", "As it is"]):
        subprocess.run([*git, *command], cwd=place, check=True)
    return place


def small_office(place: Path) -> Path:
    """A repository that contains nothing but the fixture."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(PROJECT / "fixtures" / "small-office", place)
    return repository(place)


def fleet(place: Path, pbxs: int) -> Path:
    """A repository of small offices that differ in one line."""
    shutil.rmtree(place, ignore_errors=True)
    for each in range(pbxs):
        pbx = place / f"host{each}"
        shutil.copytree(PROJECT / "fixtures" / "small-office", pbx)
        with open(pbx / "extensions.conf", "a", encoding="utf-8") as file:
            file.write(f"; this is host {each}\n")
    return repository(place)
