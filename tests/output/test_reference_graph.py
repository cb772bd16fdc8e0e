"""`graph --references`: what files and contexts name."""

import re
from itertools import pairwise
from pathlib import Path

from asterisk_lint.output.graph import Graph, Node
from asterisk_lint.output.graph_page import html_of_references
from tests.output.test_graph_page import HOSTILE, Page
from tests.pbx import lint

FILES = {
    "modules.conf": "[modules]\nautoload = yes\n",
    "extensions.conf": (
        "[inbound]\nexten => 1,1,Goto(menu,s,1)\nexten => 2,1,Queue(support)\n"
        "exten => 3,1,Goto(nowhere,1,1)\nexten => 4,1,Goto(${WHERE},1,1)\n"
        "[menu]\ninclude => inbound\nexten => s,1,Dial(PJSIP/anna)\n"
    ),
    "queues.conf": "[support]\nmember => PJSIP/anna\n",
    "pjsip.conf": "[anna]\ntype = endpoint\ncontext = inbound\naors = anna\n[anna]\ntype = aor\n",
}


def drawn(directory: Path, *options: str, status: int = 0) -> str:
    for name, text in FILES.items():
        (directory / name).write_text(text)
    done = lint("graph", "--asterisk", "22", "--references", *options, ".", cwd=directory,
                status=status)  # fmt: skip
    return done.stdout if status == 0 else done.stderr


def test_what_names_what_is_drawn(tmp_path: Path) -> None:
    lines = drawn(tmp_path, "--output-format", "dot").splitlines()
    assert [line.strip(" ;") for line in lines if "->" in line] == [
        '"context:inbound" -> "context:menu"',
        '"context:inbound" -> "context:nowhere"',
        '"context:inbound" -> "queue:support"',
        '"context:menu" -> "context:inbound"',
        '"context:menu" -> "endpoint:anna"',
        '"file:pjsip.conf" -> "aor:anna"',
        '"file:pjsip.conf" -> "context:inbound"',
        '"file:queues.conf" -> "endpoint:anna"',
    ]


def test_what_is_not_declared_is_marked(tmp_path: Path) -> None:
    lines = drawn(tmp_path, "--output-format", "mermaid").splitlines()
    assert [line.partition('"')[2] for line in lines if line.endswith(":::lost")] == [
        'context nowhere"]:::lost'
    ]
    assert "named, and not declared: 1" in drawn(tmp_path)


def test_no_module_is_among_them(tmp_path: Path) -> None:
    assert "--references shows no modules" in drawn(tmp_path, "--module", "app_dial", status=2)


def test_a_page_has_one_pbx(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "modules.conf").write_text("[modules]\nautoload = yes\n")
    options = ("--references", "--output-format", "html", "--asterisk", "22")
    told = lint("graph", *options, "a", "b", cwd=tmp_path, status=2).stderr
    assert told == "asterisk-lint: 2 PBXs (a, b): name one\n"


def test_the_page_shows_each_name_with_its_places(tmp_path: Path) -> None:
    text = drawn(tmp_path, "--output-format", "html")
    page = Page(text)
    said = [told for name, told in page.texts.items() if re.fullmatch(r"t-\d+", name)]
    assert len(said) == 8  # contexts, files, and what else they name
    (nowhere,) = (each for each in said if each.startswith("context nowhere"))
    assert nowhere == (
        "context nowhere\N{MULTIPLICATION X} named, and not declarednamed by context inbound"
        "Named inextensions.conf:4Named bycontext inbound"
    )
    (support,) = (each for each in said if each.startswith("queue support"))
    assert "Named inextensions.conf:3Named bycontext inbound" in support
    (pjsip,) = (each for each in said if each.startswith("pjsip.conf"))
    assert pjsip.endswith("Namesaor anna, context inbound")
    assert "Files and contexts name 6 things, 1 of them not declared." in text
    attention = text[text.index('id="attention"') : text.index('id="names"')]
    assert ">context nowhere</bdi></a>: named in " in attention


def test_all_on_the_page_leads_somewhere_and_only_there(tmp_path: Path) -> None:
    page = Page(drawn(tmp_path, "--output-format", "html"))
    ids = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    targets = [each.get("href") or "" for name, each in page.elements if name == "a"]
    assert len(targets) > 20
    assert all(target[:1] == "#" and target[1:] in ids for target in targets)
    boxes = [each for _, each in page.elements if "data-n" in each]
    assert len(boxes) == 8


def test_hostile_names_are_only_shown() -> None:
    names = (HOSTILE, "javascript:alert(3)", "__proto__", "attention", "'x'")
    nodes = [
        Node(f"context:{name}", name, state, 1, (f"{HOSTILE}:1",), ())
        for name, state in zip(names, ("lost", "context", "thing", "file", "lost"), strict=True)
    ]
    edges = tuple((one.id, other.id) for one, other in pairwise(nodes))
    text = html_of_references(Graph(HOSTILE, tuple(nodes), edges))
    page = Page(text)
    assert {name for name, _ in page.elements}.isdisjoint({"img", "iframe", "object"})
    assert len(page.raw["script"]) == 1
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
