"""The sessions in docs/, played again: each command prints what the page shows."""

from pathlib import Path

import pytest

from tests.sessions import BLOCK, Player, matches, played, steps_of

DOCS = Path(__file__).parent.parent / "docs"
PAGES = sorted(page.stem for page in DOCS.glob("*.md") if BLOCK.search(page.read_text()))


@pytest.mark.parametrize("name", PAGES)
def test_the_page_shows_what_happens(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    page = (DOCS / f"{name}.md").read_text()
    root = request.getfixturevalue("asterisk_22") if "$ROOT_22" in page else ""
    player = Player(tmp_path, root)
    steps = played(page, player)
    assert steps
    for step, printed in steps:
        if not matches(step.shown, f"{printed}\n" if printed else "\n"):
            assert printed == step.shown, f"docs/{name}.md: $ {step.command}"


def test_every_page_with_commands_is_played() -> None:
    """A block that shows a command and what it prints is written so that it is played."""
    for page in DOCS.glob("*.md"):
        text = page.read_text()
        assert text.count("\n$ ") == len(steps_of(text)), page.name


def test_lines_that_a_page_leaves_out() -> None:
    assert matches("a\n...\nd", "a\nb\nc\nd\n")
    assert matches("...\nd", "d\n")
    assert not matches("a\n...\nd", "a\nb\nc\n")
    assert not matches("a", "a\nb\n")
