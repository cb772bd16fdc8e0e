"""A sample of tests/security/fuzz.py: the same inputs each time; the campaign has a hundred thousand others."""

import pytest

from tests.security import fuzz
from tests.security.fuzz_inputs import LARGEST, made


@pytest.mark.parametrize(("first", "count", "git"), [(10_000_000, 250, 0.0), (20_000_000, 25, 1.0)])
def test_no_input_breaks_a_command(
    first: int, count: int, git: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuzz, "SECONDS", 10.0)  # a machine with much else to do
    assert fuzz.batch(first, count, git) == (count, [])


def test_each_command_and_format_comes() -> None:
    inputs = [made(seed, git=0.3) for seed in range(600)]
    words = {word for one in inputs for word in one.arguments}
    assert words >= {
        "--fix", "--unsafe-fixes", "--diff", "--staged", "--rev", "--from-ref", "uses", "why", "rule", "module", "application", "function", "init",
        "upgrade", "inventory", "log", "graph", "export", "catalog", "json", "sarif", "github", "gitlab", "junit", "svg", "mermaid", "dot", "html",
    }  # fmt: skip
    assert all(sum(map(len, one.files.values())) <= LARGEST for one in inputs)
    assert len({one.arguments for one in inputs}) > 150


def test_what_is_wrong_is_seen() -> None:
    one = made(1, git=0)._replace(arguments=("--output-format", "json"))
    wrong = (
        (3, "", ""), (1, "{", ""), (2, "", ""), (0, "", "Traceback (most recent call last)"), (2, "", "internal error (KeyError)"), (1, "{}", "\x1b[31m"),
    )  # fmt: skip
    for status, out, errors in wrong:
        assert list(fuzz.judged(one, status, out, errors)), (status, out, errors)
    assert list(fuzz.judged(one, 1, "{}", "asterisk-lint: a note\n")) == []
