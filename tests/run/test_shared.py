"""What the PBXs of a run share must never change an answer: each is checked alone and in company,
in any order.
"""

import contextlib
import io
import itertools
import json
import os
from pathlib import Path
from typing import Any

import pytest

from asterisk_lint.__main__ import main

MODULES = "[modules]\nautoload=no\nload => pbx_config.so\n"
PIECE = (
    "[shared]\nexten => 1,1,Dial(${TRUNK}/x)\n same => n,Set(y=${MD5(1)})\n"
    " same => n(here),Goto(here)\nexten => 2,hint,PJSIP/2\n"
)
PHONES = "[one]\ntype=endpoint\nallow=ulaw\nauth=one\n[one]\ntype=auth\nusername=1\n"
PARKED = "[own]\nexten => 1,1,Goto(lots,1,1)\n"
SCRIPT = "[own]\nexten => 12XX,1,AGI(x.sh)\n"
TOP = '[globals]\nTRUNK={trunk}\n#include "piece.conf"\n{more}'
# The same files under other circumstances: other variables, sections added to, contexts filled
# twice, templates, comments that go on.
PBXS: dict[str, dict[str, str]] = {
    "plain": {"extensions.conf": TOP.format(trunk="PJSIP", more="")},
    "other-variable": {"extensions.conf": TOP.format(trunk="IAX2", more="")},
    "no-variable": {"extensions.conf": '#include "piece.conf"\n'},
    "goes-on": {
        "extensions.conf": TOP.format(trunk="PJSIP", more="exten => 9,1,Set(z=${SHA1(1)})\n")
    },
    "added-to": {
        "extensions.conf": TOP.format(
            trunk="PJSIP", more="[shared](+)\nexten => 9,1,Set(z=${SHA1(1)})\n"
        )
    },
    "twice": {
        "extensions.conf": TOP.format(
            trunk="PJSIP", more="[shared]\nexten => 1,1,Verbose(1)\nexten => 1,4,Verbose(1)\n"
        )
    },
    "before": {
        "extensions.conf": "[shared]\nexten => 1,1,Verbose(1)\n"
        + TOP.format(trunk="PJSIP", more="")
    },
    "template": {
        "extensions.conf": TOP.format(trunk="PJSIP", more="[copy](shared)\nexten => 9,1,NoOp()\n")
    },
    "comment": {
        "extensions.conf": TOP.format(trunk="PJSIP", more="").replace("#include", ";-- \n#include")
        + "--;\n"
    },
    "appended": {"extensions.conf": TOP.format(trunk="PJSIP", more="exten += ,x\n")},
    "users": {
        "extensions.conf": TOP.format(trunk="PJSIP", more=""),
        "users.conf": "[general]\nuserbase=6000\nhassip=yes\n[6000]\nhasvoicemail=yes\n",
    },
    "gosub": {
        "extensions.conf": TOP.format(
            trunk="${ARG1}", more="[default]\nexten => 1,1,Gosub(shared,1,1(IAX2))\n"
        )
    },
    "other-gosub": {
        "extensions.conf": TOP.format(
            trunk="${ARG1}", more="[default]\nexten => 1,1,Gosub(shared,1,1(PJSIP))\n"
        )
    },
    # Equal sections in files that differ: in comments alone, and in what is beside them.
    "commented": {"extensions.conf": TOP.format(trunk="PJSIP", more="; a comment\n")},
    "alone": {"extensions.conf": PIECE + "[own]\nexten => 1,1,Set(TRUNK=PJSIP)\n"},
    "alone-commented": {"extensions.conf": PIECE + "[own]\nexten => 1,1,Set(TRUNK=PJSIP)\n;;\n"},
    "alone-otherwise": {
        "extensions.conf": PIECE + "[own]\nexten => 1,1,Set(TRUNK=IAX2)\n;-- ${TRUNK} --;\n"
    },
    "alone-continued": {"extensions.conf": PIECE + "[shared]\nexten => 1,1,Set(TRUNK=IAX2)\n"},
    "alone-indented": {"extensions.conf": PIECE.replace("exten =>", "exten  =>")},
    # The same dialplan beside other files: other text in the same columns, a context that a module
    # creates, a script that jumps.
    "alone-blanks": {"extensions.conf": PIECE, "pjsip.conf": "[one]\ntype =  endpoint\n"},
    "alone-tab": {"extensions.conf": PIECE, "pjsip.conf": "[one]\ntype = \tendpoint\n"},
    "alone-parking": {"extensions.conf": PARKED, "res_parking.conf": "[lot]\ncontext=lots\n"},
    "alone-no-parking": {"extensions.conf": PARKED},
    "alone-script": {"extensions.conf": SCRIPT, "x.sh": "#!/bin/sh\n"},
    "alone-jumping-script": {"extensions.conf": SCRIPT, "x.sh": "echo SET PRIORITY 1\n"},
    "own-first": {
        "extensions.conf": '[globals]\nTRUNK=PJSIP\n#include "zz.conf"\n#include "piece.conf"\n',
        "zz.conf": "[own]\nexten => 1,1,Dial(PJSIP/y)\n same => n,Set(y=${MD5(2)})\n",
    },
    # Modules that several applications need, named in an order of the whole dialplan, whatever was
    # kept of its sections.
    "order": {
        "extensions.conf": "[one]\nexten => 1,1,Queue(q,t)\n[two]\nexten => 1,1,Authenticate(1)\n"
        "[three]\n"
        "exten => 1,1,ChanSpy()\n"
    },
    "phones-in-template": {
        "extensions.conf": "[x]\n",
        "pjsip.conf": '[base](!)\nmedia_encryption=sdes\n#include "phones.conf"\n[two](one)\n',
    },
    "phones": {
        "extensions.conf": "[x]\n",
        "pjsip.conf": '#include "phones.conf"\ndtmf_mode=info\n',
    },
}


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith(("GIT_", "PRE_COMMIT")):
            monkeypatch.delenv(name)
    for directory, files in PBXS.items():
        (tmp_path / directory).mkdir()
        for name, content in {
            "modules.conf": MODULES,
            "piece.conf": PIECE,
            "phones.conf": PHONES,
            **files,
        }.items():
            (tmp_path / directory / name).write_text(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def reports(*directories: str, release: str = "22") -> dict[str, Any]:
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        assert main(
            ["--asterisk", release, "--no-cache", "--output-format", "json", *directories]
        ) in {0, 1}
    return {pbx["directory"]: pbx for pbx in json.loads(output.getvalue())["pbx"]}


@pytest.mark.parametrize("release", ["22", "1.6.2"])
def test_company_changes_no_answer(top: Path, release: str) -> None:
    alone = {directory: reports(directory, release=release)[directory] for directory in PBXS}
    assert reports(*PBXS, release=release) == dict(sorted(alone.items()))
    assert alone["plain"]["required"] != alone["other-variable"]["required"]
    if release != "22":
        return
    for one, other in (("blanks", "tab"), ("parking", "no-parking"), ("script", "jumping-script")):
        assert alone[f"alone-{one}"]["findings"] != alone[f"alone-{other}"]["findings"]
    # Whichever is read first leaves its traces for the second.
    for pair in itertools.permutations(PBXS, 2):
        if len({name.startswith("alone") for name in pair}) == 2:
            continue  # they have no section in common at the same place
        for order, directory in enumerate(pair):
            os.rename(top / directory, top / f"{order}-{directory}")
        found = reports(
            *(f"{order}-{directory}" for order, directory in enumerate(pair)), release=release
        )
        for order, directory in enumerate(pair):
            os.rename(top / f"{order}-{directory}", top / directory)
            expected = {**alone[directory], "directory": f"{order}-{directory}"}
            assert found[f"{order}-{directory}"] == expected


def patch(*directories: str) -> str:
    """What `--fix` would change."""
    output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(output):
        assert main(["--asterisk", "22", "--diff", *directories]) in {0, 1}
    output.seek(0)
    return output.read()


def test_company_changes_no_fix(top: Path) -> None:
    alone = [patch(directory) for directory in sorted(PBXS)]
    assert len({text.partition("@@")[2] for text in alone}) > 5
    assert patch(*sorted(PBXS)) == "".join(alone)
