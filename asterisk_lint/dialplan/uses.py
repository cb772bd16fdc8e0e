"""The uses in a dialplan's steps, and in the values of other files that hold pieces of dialplan."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from asterisk_lint.dialplan.arguments import arguments
from asterisk_lint.dialplan.scan import BROKEN, UNSEEN, Found, Setting, in_arguments, in_assignment, in_call, in_devices, in_dial, in_step, in_text
from asterisk_lint.dialplan.steps import Step, runs
from asterisk_lint.model import OutOfSight, Problem, Use

if TYPE_CHECKING:
    from asterisk_lint.dialplan.known import Passed

Line = Callable[[str, int], str]  # gives a file's line, by name and number; "" when there is none
Known = Mapping[str, frozenset[str]]
_Scanned = tuple[tuple[Found, ...], dict[str, frozenset[str] | None]]


def step_uses(steps: Iterable[Step], *, release: str, known: Mapping[str, frozenset[str]] | None = None, line: Line | None = None) -> Iterator[Use]:
    """Every application of the steps, and everything that their arguments run and name; see `step_findings`."""
    return (found for found in step_findings(steps, release=release, known=known, line=line) if isinstance(found, Use))


def step_findings(
    steps: Iterable[Step], *, release: str, known: Known | None = None, line: Line | None = None
) -> Iterator[Use | Problem | OutOfSight]:
    """The uses of the steps, a "dynamic-use" Problem with its OutOfSight for each name that only a call shows, a Problem for each broken expression.

    `known` holds the values that a variable can have as far as the configuration shows (`known.known_variables`); what Macro and Gosub hand over
    is found here. With `line`, uses inside arguments get the column where their name stands; without, the application's. Each step names the same
    thing once.
    """
    steps = steps if isinstance(steps, Sequence) else list(steps)
    scans = _Scans(steps, setting_of(release, known))
    for step in steps:
        yield from scans.of(step).findings(step, line)


class Findings(NamedTuple):
    """What steps hold, sorted out."""

    uses: list[Use]
    problems: list[Problem]
    unseen: list[OutOfSight]

    def add(self, found: Iterable[Use | Problem | OutOfSight]) -> None:
        """Take findings in."""
        for each in found:
            if isinstance(each, Use):
                self.uses.append(each)
            elif isinstance(each, Problem):
                self.problems.append(each)
            else:
                self.unseen.append(each)


def findings_of(steps: Sequence[Step], *, release: str, known: Known, line: Line, memo: dict[Any, Any] | None = None) -> Findings:
    """What `step_findings` gives, sorted out. `memo` (as `tree.files.memo_of` gives it) spares the work for sections that PBXs share."""
    result = Findings([], [], [])
    scans = _Scans(steps, setting_of(release, known))
    for piece, shared in runs(steps, memo):
        if memo is None or not shared or scans.hands_over:
            for step in piece:
                result.add(scans.of(step).findings(step, line))
            continue
        # With the values of the variables that this depends on: they can be others in the next PBX.
        key = ("findings", release, id(piece))
        kept: tuple[Findings, dict[str, frozenset[str] | None]] | None = memo.get(key)
        scan = scans.of(piece[0])
        if kept is None or any(known.get(name) != values for name, values in kept[1].items()):
            scan.known.seen = {}
            found = Findings([], [], [])
            for step in piece:
                found.add(scan.findings(step, line))
            kept = memo[key] = (found, scan.known.seen)
        result.uses.extend(kept[0].uses)
        result.problems.extend(kept[0].problems)
        result.unseen.extend(kept[0].unseen)
    return result


class _Observed(Mapping[str, frozenset[str]]):
    """The values of variables; remembers which were asked for."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.seen: dict[str, frozenset[str] | None] = {}

    def __getitem__(self, name: str) -> frozenset[str]:
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def get(self, name: str, default: object = None) -> frozenset[str] | None:  # type: ignore[override]
        """The values of a variable; None when nothing is known of it."""
        value = self._known.get(name)
        self.seen[name] = value
        return value


class _Scans:
    """A scan for each context to which Macro and Gosub hand something over, and one for all others."""

    def __init__(self, steps: Sequence[Step], setting: Setting) -> None:
        self._setting = setting
        self._common = _Scan(setting)
        self._own: dict[str, _Scan] = {}
        self._passed: Passed | None = None
        if any("${ARG" in step.arguments for step in steps):
            from asterisk_lint.dialplan import known

            self._passed = known.Passed(steps, separator=setting.separator)

    @property
    def hands_over(self) -> bool:
        """Whether a step's meaning can depend on what is handed over to its context."""
        return self._passed is not None

    def of(self, step: Step) -> "_Scan":
        """The scan for a step."""
        if self._passed is None or "$" not in step[4]:
            return self._common
        context = step[0]
        scan = self._own.get(context)
        if scan is None:
            values = self._passed.of(context, self._setting.known)
            scan = self._own[context] = self._common if values is self._setting.known else _Scan(self._setting._replace(known=values))
        return scan


class _Scan:
    """Scans each application with the same arguments once, and once those that differ in nothing but numbers (as extensions do)."""

    def __init__(self, setting: Setting) -> None:
        self.known = _Observed(setting.known)
        self._setting = setting._replace(known=self.known)
        self._exact: dict[tuple[str, str], _Scanned] = {}
        self._alike: dict[tuple[str, str], _Scanned] = {}
        self._any_number = re.compile("[0-9]+")
        # Where there are variables: numbers that are no part of a name (${TRUNK2}) nor of a substring (${X:1:2}).
        self._number = re.compile(r"(?<![\w:.-])[0-9]+(?!\w)", re.ASCII)

    def findings(self, step: Step, line: Line | None) -> Iterator[Use | Problem | OutOfSight]:
        """What one step holds."""
        context, extension, priority, application, text, file, number, column, *_ = step
        # A call in a Lua function that several extensions run is of no extension.
        where = (context, extension, priority) if context else (None, None, None)
        if priority == "hint":
            found = _once(_hint(application, self._setting))
        else:
            yield Use("application", application, file, number, column, *where)
            if "$" not in text and application.lower() not in self._setting.table:
                return
            found = self._step(application, text)
        if found:
            place = Use("", "", file, number, column, *where)
            yield from _placed(found, place, line)

    def _step(self, application: str, text: str) -> tuple[Found, ...]:
        key = (application, text)
        scanned = self._exact.get(key)
        if scanned is None:
            number = self._number if "$" in text else self._any_number
            alike = (application, number.sub("0", text))
            scanned = self._alike.get(alike)
            if scanned is None:
                before, self.known.seen = self.known.seen, {}
                found = _once(in_step(application, text, self._setting))
                scanned = (found, self.known.seen)
                self.known.seen = before
                if all(each.kind not in {UNSEEN, BROKEN} and not number.search(each.name) for each in found):
                    self._alike[alike] = scanned
            self._exact[key] = scanned
        self.known.seen.update(scanned[1])
        return scanned[0]


def expression_uses(text: str, place: Use, release: str = "22") -> Iterator[Use]:
    """The functions in a text in which Asterisk evaluates `${...}` and `$[...]`; everything but kind and name is copied from `place`."""
    if "$" in text:
        yield from _at(in_text(text, place.within, setting_of(release)), text, place)


def call_uses(text: str, place: Use, release: str = "22") -> Iterator[Use]:
    """The application of an `App(args)` or `App,args`, what its arguments run and name, and the functions in it."""
    setting = setting_of(release)
    yield from _at(in_text(text, place.within, setting), text, place)
    yield from _at(in_call(text, place.within, setting, loose=True), text, place)


def dial_uses(text: str, place: Use, release: str = "22") -> Iterator[Use]:
    """The channel technologies of a `Tech/resource&Tech/resource`, and the functions in it."""
    setting = setting_of(release)
    yield from _at(in_text(text, place.within, setting), text, place)
    yield from _at(in_dial(text, place.within, setting), text, place)


def application_uses(application: str, arguments: str, place: Use, release: str = "22") -> Iterator[Use]:
    """An application that runs with arguments in which nothing is evaluated (call files, AMI), and what the arguments run and name."""
    yield place._replace(kind="application", name=application)
    yield from _at(in_arguments(application, arguments, setting_of(release)), arguments, place)


def assignment_uses(text: str, place: Use, release: str = "22") -> Iterator[Use]:
    """The function that a `name=value` writes, as in `set_var=CALLERID(num)=100`, and what is assigned; the value is not evaluated."""
    yield from _at(in_assignment(text, place.within, setting_of(release)), text, place)


def setting_of(release: str, known: Mapping[str, frozenset[str]] | None = None) -> Setting:
    """What a scan goes by in a release: its arguments are separated by `|` before 1.6, by commas since (include/asterisk/app.h)."""
    from asterisk_lint.usage.patterns import release_matches

    return Setting(arguments(release), "|" if release_matches("<1.6.0", release) else ",", known or {})


def _hint(devices: str, setting: Setting) -> Iterator[Found]:
    yield from in_text(devices, None, setting)
    yield from in_devices(devices, None, setting)


def _once(found: Iterator[Found]) -> tuple[Found, ...]:
    return tuple({(each.kind, each.name, each.within, each.reaches): each for each in found}.values())


def _at(found: Iterator[Found], text: str, place: Use) -> Iterator[Use]:
    for each in _once(found):
        if each.kind not in {UNSEEN, BROKEN}:
            at = text.find(each.name)
            column = place.column + at if at > 0 and place.column else place.column
            yield place._replace(kind=each.kind, name=each.name, column=column, within=each.within, because=each.because or place.because)


def _placed(found: tuple[Found, ...], place: Use, line: Line | None) -> Iterator[Use | Problem | OutOfSight]:
    _, _, file, number, column, context, extension, priority, *_ = place
    text = line(file, number) if line else ""
    for kind, name, within, because, reaches in found:
        at = text.find(name, max(column, 0)) + 1 if text and name else 0
        if kind == UNSEEN:
            if name:
                message = f"{within or 'The hint'} uses {name}: {because}"
                yield Problem("dynamic-use", message, file, number, at or column)
            yield OutOfSight(f"{because} ({within or 'hint'})", file, number, reaches)
        elif kind == BROKEN:
            yield Problem("syntax-error", f"{name} is never closed: Asterisk logs a warning and takes everything up to the end", file, number, column)
        else:
            yield Use(kind, name, file, number, at or column, context, extension, priority, within, because)
