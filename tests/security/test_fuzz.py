"""A sample of tests/security/fuzz.py: the same inputs each time; the campaign has a hundred
thousand others.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.amount import examples
from tests.security import fuzz
from tests.security.fuzz_inputs import LARGEST, Input, made

INPUTS = os.environ.get("INPUTS") or str(examples(100))


@pytest.mark.parametrize("seed", [10_000_000, 20_000_000])
def test_no_input_breaks_a_command(seed: int) -> None:
    """In a process of its own, as a person runs it; with more time for an input, because the
    machine may have much else to do.
    """
    words = (INPUTS, "--seed", str(seed), "--git", "0.02", "--cpu", "10")
    done = subprocess.run(
        [sys.executable, "-m", "tests.security.fuzz", *words],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{INPUTS} inputs, none failed" in done.stdout, done.stdout + done.stderr


def test_each_command_and_format_comes() -> None:
    inputs = [made(seed, git=0.3) for seed in range(1500)]
    words = {word for one in inputs for word in one.arguments}
    assert words >= {
        "--fix", "--unsafe-fixes", "--diff", "--staged", "--rev", "--from-ref", "uses", "why",
        "rule", "module", "application", "function", "init",
        "upgrade", "inventory", "log", "graph", "export", "catalog", "json", "sarif", "github",
        "gitlab", "junit", "svg", "mermaid", "dot", "html",
        "verify", "observe", "--run", "--etc", "--cdr", "--uses", "--keep", "completion",
        "--minimal", "--as-fixed", "--config",
    }  # fmt: skip
    assert all(sum(map(len, one.files.values())) <= LARGEST for one in inputs)
    assert len({one.arguments for one in inputs}) > 150


def test_an_input_is_the_same_each_time() -> None:
    """Whatever the seed of the hashes of this process."""
    told = (
        "from tests.security.fuzz_inputs import made; import hashlib; "
        "print(hashlib.md5(repr([made(n, git=0.1) for n in range(300)]).encode()).hexdigest())"
    )
    results = {
        subprocess.run(
            [sys.executable, "-c", told],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "12"
    }
    assert len(results) == 1


def test_a_repeated_line_takes_no_cubic_time() -> None:
    """What the campaign found: SARIF compared a file of 500 equal lines with its fix for each of
    499 findings; .gitignore scanned to the end for each bracket.
    """
    modules = b"[modules]\nautoload = no\n" + b"load = chan_pjsip.so\n" * 4000
    one = Input(
        {"modules.conf": modules, ".gitignore": b"[" * LARGEST}, ("--output-format", "sarif"), False
    )
    assert list(fuzz.problems_of(one, 10)) == []


def test_what_is_wrong_is_seen() -> None:
    one = made(1, git=0)._replace(arguments=("--output-format", "json"))
    wrong = (
        (3, "", ""), (1, "{", ""), (2, "", ""), (0, "", "Traceback (most recent call last)"),
        (2, "", "internal error (KeyError)"), (1, "{}", "\x1b[31m"),
    )  # fmt: skip
    for status, out, errors in wrong:
        assert list(fuzz.faults(one, status, out, errors)), (status, out, errors)
    assert list(fuzz.faults(one, 1, "{}", "asterisk-lint: a note\n")) == []
