"""Proposals for many names."""

import pytest

from asterisk_lint.rules.proposals import Proposals
from asterisk_lint.settings import spelling


def test_the_nearest_name_is_proposed() -> None:
    found = Proposals(["Answer", "Dial"])
    assert found.of("Answr") == " (did you mean 'Answer'?)"
    assert found.of("Queue") == ""


def test_the_first_hundred_names_get_proposals(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(name: str, known: list[str], cutoff: float) -> str:
        asked.append(name)
        return "?"

    monkeypatch.setattr(spelling, "did_you_mean", counted)
    found = Proposals([])
    assert [found.of(f"A{number}") for number in range(5000)] == ["?"] * 100 + [""] * 4900
    assert found.of("A0") == "?"
    assert len(asked) == 100
