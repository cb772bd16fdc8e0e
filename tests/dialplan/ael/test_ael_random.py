"""Random AEL programs, compiled by us and by a real Asterisk, compared by `dialplan show` and the
log.

ASTERISK_LINT_RANDOM=500 sets how many.
"""

import os
from collections.abc import Iterator

import pytest

from asterisk_lint.dialplan.ael import read_ael
from asterisk_lint.witness.boot import boot
from tests.amount import examples
from tests.dialplan.ael.asterisk_ael import MODULES, RealAsterisk, without_bubble
from tests.dialplan.ael.random_programs import Program
from tests.memory import MemoryFiles

HOW_MANY = int(os.environ.get("ASTERISK_LINT_RANDOM", examples(40)))
BATCH = 20


@pytest.fixture(scope="module")
def real_asterisk(asterisk_root: str) -> Iterator[RealAsterisk]:
    with boot(
        asterisk_root, {"extensions.ael": b"context a { s => NoOp(); }\n"}, modules=MODULES
    ) as asterisk:
        assert asterisk.up, asterisk.failure
        yield RealAsterisk(asterisk)


@pytest.mark.parametrize("first", range(0, HOW_MANY, BATCH))
def test_steps_and_errors_are_those_of_asterisk(real_asterisk: RealAsterisk, first: int) -> None:
    for seed in range(first, min(first + BATCH, HOW_MANY)):
        program = Program(seed).text()
        expected, ours = real_asterisk.read(program), real_asterisk.ours(program)
        assert ours.syntax == expected.syntax, f"program {seed}\n{real_asterisk.log}"
        if expected.syntax is None:
            # (After an error in the grammar, what Asterisk warns of depends on where its parser
            # comes to terms again.)
            assert ours.lines == expected.lines, f"program {seed}\n{real_asterisk.log}"
            assert ours.warned == expected.warned, f"program {seed}\n{real_asterisk.log}"
            assert ours.twice == expected.twice, f"program {seed}\n{real_asterisk.log}"
        assert ours.rows == without_bubble(expected.rows, ours.rows), f"program {seed}\n{program}"


@pytest.mark.parametrize("seed", range(40))
def test_each_call_is_where_its_step_says(seed: int) -> None:
    program = Program(seed).text()
    lines = program.split("\n")
    for step in read_ael(MemoryFiles({"extensions.ael": program})).steps:
        there = lines[step.line - 1][step.column - 1 :]
        if step.application in ("Verbose", "Dial", "Queue", "Hangup", "Playback"):
            assert there.startswith(step.application)
        assert there.strip()


@pytest.mark.parametrize("seed", range(40))
def test_a_cut_off_program_is_read_to_its_end(seed: int) -> None:
    program = Program(seed).text()
    for end in range(0, len(program), 97):
        dialplan = read_ael(MemoryFiles({"extensions.ael": program[:end] + "\n{"}))
        assert dialplan.problems
