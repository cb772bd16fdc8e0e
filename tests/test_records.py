"""Records behave as `typing.NamedTuple` does."""

import copy
import pickle
import subprocess
import sys
import typing

import pytest

from asterisk_lint.model import Step, Use
from asterisk_lint.records import NamedTuple


class Ours(NamedTuple):
    """A record."""

    name: str
    number: int = 7
    words: tuple[str, ...] = ()

    @property
    def twice(self) -> int:
        """Something worked out."""
        return 2 * self.number


class Theirs(typing.NamedTuple):
    name: str
    number: int = 7
    words: tuple[str, ...] = ()


class Nothing(NamedTuple):
    """A record without fields."""


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("a",), {}),
        (("a", 1, ("b",)), {}),
        ((), {"name": "a"}),
        (("a",), {"words": ("x",)}),
    ],
)
def test_it_is_the_tuple_that_typing_makes(given: typing.Any, named: typing.Any) -> None:
    ours, theirs = Ours(*given, **named), Theirs(*given, **named)
    assert tuple(ours) == tuple(theirs)
    assert hash(ours) == hash(theirs)
    assert (ours.name, ours.number, ours.words) == (theirs.name, theirs.number, theirs.words)
    assert repr(ours).removeprefix("Ours") == repr(theirs).removeprefix("Theirs")
    assert ours._asdict() == theirs._asdict()
    assert tuple(ours._replace(number=9)) == tuple(theirs._replace(number=9))
    assert type(ours._replace(number=9)) is Ours
    assert ours.twice == 2 * theirs.number


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ((), {}),
        (("a", 1, (), 4), {}),
        (("a",), {"name": "b"}),
        (("a",), {"nothing": 1}),
    ],
)
def test_wrong_arguments_are_a_type_error(given: typing.Any, named: typing.Any) -> None:
    for kind in (Ours, Theirs):
        with pytest.raises(TypeError):
            kind(*given, **named)


def test_a_field_that_is_not_there_is_not_replaced() -> None:
    with pytest.raises((TypeError, ValueError), match="nothing"):
        Ours("a")._replace(nothing=1)  # type: ignore[call-arg]


def test_it_cannot_be_changed_nor_extended() -> None:
    value = Ours("a")
    with pytest.raises(AttributeError):
        value.name = "b"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        value.other = "b"  # type: ignore[attr-defined]


def test_it_survives_copying_and_pickling() -> None:
    value = Use("application", "Dial", "extensions.conf", 3)
    assert copy.deepcopy(value) == value
    assert type(copy.copy(value)) is Use
    assert pickle.loads(pickle.dumps(value)) == value
    assert Step._make(range(10)) == Step(*range(10))
    with pytest.raises(TypeError):
        Step._make([1])


def test_it_matches_patterns_and_can_be_empty() -> None:
    match Ours("a", 3):
        case Ours(name, number):
            assert (name, number) == ("a", 3)
    assert Nothing() == ()
    assert Ours._fields == Theirs._fields


def test_it_imports_little() -> None:
    code = "import sys, asterisk_lint.records; print('typing' in sys.modules, 're' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    if sys.version_info < (3, 14):
        assert run.stdout == "False False\n"
