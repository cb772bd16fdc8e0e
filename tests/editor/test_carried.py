"""A check that carries results over from the check before finds what a fresh check finds, whatever
was edited in between.

    python -m tests.editor.test_carried 500

makes that many edits, at random.
"""

import random
import sys
from pathlib import Path

import pytest

from asterisk_lint.editor.answers import Answer, answers_for
from asterisk_lint.editor.phases import FIRST, LAST, completed, with_earlier
from asterisk_lint.requirements.grouped_uses import everywhere
from asterisk_lint.shared import Shared
from tests.pbx import fixture

PBXS = ("call-centre", "small-office", "ael-office", "2010-call-centre", "things")
TYPED = (
    " same => n,Queue(support)", "exten => 77,1,Goto(nowhere,s,1)", "[new-context]", "[support](+)",
    "[x](!)",
    "include => elsewhere", " same => n,Set(A=${DB(x/${B})})", "#include \"other.conf\"", ";--",
    "--;",
    "exten => s,1,Gosub(sub,s,1(${EXTEN}))", " same => n,Dial(PJSIP/${ARG1})", "allow = g722",
    "TRUNK = PJSIP/out",
    "[globals]", " same => n(again),Macro(ring,1)", "type = endpoint", "x += 1",
    "load = app_queue.so",
)  # fmt: skip
THINGS = {
    "modules.conf": "[modules]\nautoload=no\nload=pbx_config.so\n",
    "extensions.conf": "".join(
        f"[c{number}]\nexten => 1,1,Set(V{number}=${{CALLERID(num)}})\n"
        f" same => n,Goto(c{number - 1},1,1)\n"
        f" same => n,ExecIf($[${{V{number}}}]?Playback(a{number}))\n"
        for number in range(12)
    ),
    "pjsip.conf": "[a]\ntype=endpoint\n[b]\ntype=endpoint\n",
}


def place_of(name: str, to: Path) -> Path:
    if name != "things":
        return fixture(name, to)
    place = to / name
    place.mkdir()
    for file, text in THINGS.items():
        (place / file).write_text(text)
    return place


def edited(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    what = chance.randrange(5)
    if what == 0:
        lines.insert(at, chance.choice(TYPED))
    elif what == 1:
        lines[at] = chance.choice(TYPED)
    elif what == 2:
        del lines[at]
    elif what == 3 and lines[at]:
        column = chance.randrange(len(lines[at]))
        lines[at] = lines[at][:column] + chance.choice("a,()=[;1x") + lines[at][column:]
    else:
        lines[at] += chance.choice((" ", ",t", "x"))
    return "\n".join(lines) or "\n"


def findings(answers: list[Answer]) -> list[object]:
    return [
        (answer.troubles, pbx.checked.findings, tuple(everywhere(pbx.checked.facts.uses)))
        for answer in answers
        for pbx in answer.pbxs
    ]


def run(name: str, to: Path, edits: int, chance: random.Random) -> None:
    place = place_of(name, to)
    paths = [str(path.resolve()) for path in sorted(place.glob("*.[cal][oeu][nla]*"))]
    texts = {path: Path(path).read_bytes().decode("utf-8", "replace") for path in paths}
    shared = Shared()
    before: list[Answer] = []
    for number in range(edits):
        path = chance.choice(paths)
        if number:
            texts[path] = edited(texts[path], chance)
        fresh = answers_for([path], paths, texts, Shared())
        if number % 2:
            quick = answers_for([path], paths, texts, shared, FIRST)
            first = [with_earlier(each, old) for each, old in zip(quick, before, strict=False)]
            for each, real in zip(first, fresh, strict=False):
                for one, other in zip(each.pbxs, real.pbxs, strict=True):
                    early = {
                        finding for finding in one.checked.findings if finding.rule not in LAST
                    }
                    assert early >= {
                        finding
                        for finding in other.checked.findings
                        if finding.rule not in {*LAST, "unused-suppression"}
                    }
            before = completed(quick)
        else:
            before = answers_for([path], paths, texts, shared)
        assert findings(before) == findings(fresh), (name, number, path)


@pytest.mark.parametrize("name", PBXS)
def test_carried_results_are_those_of_a_fresh_check(name: str, tmp_path: Path) -> None:
    run(name, tmp_path, 10, random.Random(name))


def test_equal_sections_are_not_read_again(tmp_path: Path) -> None:
    from asterisk_lint.dialplan.extensions.reader import _STEPS

    place = place_of("things", tmp_path)
    path = str((place / "extensions.conf").resolve())
    text = THINGS["extensions.conf"]
    shared = Shared()
    answers_for([path], [path], {path: text}, shared)
    old = dict(shared.results.of(_STEPS))
    answers_for([path], [path], {path: text.replace("a5", "a55")}, shared)
    new = shared.results.of(_STEPS)
    assert len(old) == len(new) == 12
    known = {id(steps) for steps in old.values()}
    assert sum(id(steps) in known for steps in new.values()) == 11


if __name__ == "__main__":
    import tempfile

    for pbx in PBXS:
        with tempfile.TemporaryDirectory() as directory:
            run(pbx, Path(directory), int(sys.argv[1]), random.Random())
