"""`graph --references`: what files and contexts name."""

from pathlib import Path

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


def test_the_page_of_modules_has_no_references(tmp_path: Path) -> None:
    assert "--references draws svg" in drawn(tmp_path, "--output-format", "html", status=2)
    assert "--references draws svg" in drawn(tmp_path, "--module", "app_dial", status=2)
