"""What steps use, one thing at a time, as a check finds it."""

from collections.abc import Iterable, Iterator

from asterisk_lint.dialplan.followed_variables import Known
from asterisk_lint.dialplan.step_uses import findings_of
from asterisk_lint.model import Lines, Problem, Step, Unseen, Use
from asterisk_lint.releases import Release


def step_findings(
    steps: Iterable[Step],
    *,
    release: Release,
    known: Known | None = None,
    lines: Lines = lambda name: [],
) -> Iterator[Use | Problem | Unseen]:
    """The uses by line, then the problems and what cannot be followed."""
    found = findings_of(list(steps), release=release, known=known or {}, lines=lines)
    yield from sorted(
        (use for each in found.uses for use in each.uses()), key=lambda use: (use.file, use.line)
    )
    yield from found.problems
    yield from found.unseen


def step_uses(
    steps: Iterable[Step],
    *,
    release: Release,
    known: Known | None = None,
    lines: Lines = lambda name: [],
) -> list[Use]:
    """The uses among these."""
    found = step_findings(steps, release=release, known=known, lines=lines)
    return [each for each in found if isinstance(each, Use)]
