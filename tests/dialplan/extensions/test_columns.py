"""Steps that are kept by columns are the steps that are made one by one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asterisk_lint.dialplan import columns
from asterisk_lint.dialplan.columns import (
    LABEL,
    LINE,
    Chosen,
    Columns,
    Steps,
    column,
    different,
    labelled,
    rows,
    runs_of,
    values,
)
from asterisk_lint.dialplan.extensions.read import read_extensions
from asterisk_lint.dialplan.extensions.written import FIELDS
from asterisk_lint.dialplan.step_texts import Texts
from asterisk_lint.dialplan.step_uses import findings_of
from asterisk_lint.dialplan.variable_values import known_variables
from asterisk_lint.model import Step
from asterisk_lint.references.sense.chain_steps import suspects
from asterisk_lint.releases import RELEASE_22
from tests.dialplan.extensions import random_extensions
from tests.memory import MemoryFiles


def read(written: dict[str, bytes], few: int) -> Steps:
    """The steps, by columns where at least so many follow each other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_FEW", few)
        return Steps(runs_of(read_extensions(MemoryFiles(written)).steps))


@settings(max_examples=200, deadline=None)
@given(
    written=random_extensions.configurations,
    few=st.integers(1, 3),
    some=st.lists(st.integers(0, 1000), max_size=20),
)
def test_columns(written: dict[str, bytes], few: int, some: list[int]) -> None:
    plain = list(read_extensions(MemoryFiles(written)).steps)
    steps = read(written, few)
    assert list(steps) == plain
    assert [steps[index] for index in range(len(plain))] == plain
    start, stop = [*some, 0, 0][:2]
    assert list(steps[start:stop]) == plain[start:stop]
    positions = [each % len(plain) for each in some] if plain else []
    chosen = Chosen(steps, positions)
    assert list(chosen) == [plain[each] for each in positions]
    for field in FIELDS:
        assert list(column(steps, field)) == list(map(field, plain))
        assert list(values(steps, field, positions)) == [field(plain[each]) for each in positions]
        assert list(column(chosen, field)) == [field(plain[each]) for each in positions]
        assert different(steps, field) == {field(each) for each in plain}
    together = [(each.label, each.line) for each in chosen]
    assert list(rows(chosen, LABEL, LINE)) == together
    assert list(rows(list(chosen), LABEL, LINE)) == together
    for run in runs_of(steps):
        assert list(labelled(run)) == [at for at, each in enumerate(run) if each.label]


@settings(max_examples=100, deadline=None)
@given(written=random_extensions.configurations, few=st.integers(1, 3))
def test_uses(written: dict[str, bytes], few: int) -> None:
    def lines(_: str) -> tuple[str, ...]:
        return ()

    def found(steps: Steps | tuple[Step, ...]) -> object:
        return findings_of(steps, release=RELEASE_22, known={}, lines=lines)

    assert found(read(written, few)) == found(tuple(read_extensions(MemoryFiles(written)).steps))


@settings(max_examples=200, deadline=None)
@given(
    written=random_extensions.configurations,
    few=st.integers(1, 3),
    word=st.text("1aN($}", min_size=1, max_size=2),
)
def test_what_is_asked_of_each_kind(written: dict[str, bytes], few: int, word: str) -> None:
    plain = tuple(read_extensions(MemoryFiles(written)).steps)
    steps = read(written, few)
    for field in FIELDS:
        assert different(steps, field) == set(map(field, plain))
    arguments = [step.arguments for step in plain]
    assert (word in Texts(steps)) == any(word in text for text in arguments)
    assert "\n".join(Texts(steps).pieces) == "\n".join(arguments)
    assert list(suspects(steps)) == list(suspects(plain))
    assert known_variables(steps) == known_variables(plain)


@given(written=random_extensions.configurations)
def test_steps_that_begin_nothing(written: dict[str, bytes]) -> None:
    for run in runs_of(read(written, 1)):
        if isinstance(run, Columns):
            for index, kind in enumerate(run.kinds()):
                if index and kind not in run.beginnings():
                    before, step = run[index - 1], run[index]
                    assert isinstance(before.priority, int)
                    assert step.extension == before.extension
                    assert step.priority == before.priority + 1


def test_steps_that_were_taken_do_not_grow() -> None:
    steps = Steps()
    one, other = (Step("c", each, 1, "NoOp", "", "extensions.conf", 1) for each in "12")
    steps.extend([one])
    taken = steps.since(0)
    steps.extend([other])
    assert list(taken) == [one]
    assert list(steps) == [one, other]
