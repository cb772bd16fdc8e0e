"""What the rules about required modules that the whitelist lacks have in common."""

from collections.abc import Iterable, Iterator

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.conf.neighbours import neighbour
from asterisk_lint.conf.shared_results import Table
from asterisk_lint.conf.whitelist import FILE, Listed
from asterisk_lint.facts import Facts
from asterisk_lint.model import Edit, Finding, Reason, Requirement, StepUses, Unseen, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.requirements.grouped_uses import at_place, use_lines
from asterisk_lint.requirements.reasons import chain, in_words
from asterisk_lint.rules.rule import Rule


class MissingKey(NamedTuple):
    """What the findings of a PBX depend on, besides the lines of `_Places`."""

    rule: str
    catalog: Catalog
    required: tuple[Requirement, ...]
    modules_conf: tuple[str, ...]
    entries: tuple[Listed, ...]
    early: tuple[tuple[str, Use], ...]
    hidden_entries: tuple[Unseen, ...]
    settings_file: str | None


class _Places:
    """The lines of one PBX's files, and those that were asked for."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.asked: dict[tuple[str, int], str] = {}

    def line(self, file: str | None, line: int | None) -> str:
        """Return a line, by default the first one of modules.conf."""
        place = (file or FILE, line or 1)
        text = self.asked[place] = self.facts.configuration.line(*place)
        return text


_FOUND: Table[MissingKey, tuple[list[Finding], dict[tuple[str, int], str]]] = Table()


def missing_findings(rule: Rule, facts: Facts, *, enforcing: bool) -> Iterable[Finding]:
    """Report each required module that modules.conf does not load: those that enforce what the
    configuration asks for, or the others. (Rules that differ in that have different names.)
    """
    loaded = facts.whitelist.loaded()
    forbidden = facts.whitelist.forbidden()
    lacking = [
        key
        for key in facts.required
        if key not in loaded and key not in forbidden and facts.catalog.module(key) is not None
    ]
    if not lacking:
        return ()
    from asterisk_lint.requirements.start_order import early_functions

    early = tuple(early_functions(facts.uses))
    places = _Places(facts)
    configuration = facts.configuration
    if configuration.results is None:
        return _findings(rule, places, lacking, early, enforcing=enforcing)
    key = MissingKey(
        rule.name,
        facts.catalog,
        tuple(facts.required.values()),
        tuple(configuration.lines(FILE)),
        facts.whitelist.entries,
        early,
        facts.hidden_entries,
        facts.settings.file,
    )
    kept = configuration.results.of(_FOUND)
    found, asked = kept.get(key, ([], {}))
    if not asked or any(configuration.line(*place) != text for place, text in asked.items()):
        found = list(_findings(rule, places, lacking, early, enforcing=enforcing))
        kept[key] = found, places.asked
    return found


def _findings(
    rule: Rule,
    places: _Places,
    lacking: list[str],
    early: tuple[tuple[str, Use], ...],
    *,
    enforcing: bool,
) -> Iterator[Finding]:
    from asterisk_lint.conf.editable_lines import commented_entries

    facts = places.facts
    commented_out: dict[str, int] = {}
    for commented in commented_entries(facts.configuration.lines(FILE)):
        commented_out.setdefault(commented.module.lower(), commented.number + 1)
    for key in lacking:
        requirement = facts.required[key]
        if (
            any(
                not isinstance(reason, StepUses) and reason.enforces
                for reason in requirement.reasons
            )
            is enforcing
        ):
            yield _finding(rule, places, requirement, commented_out.get(key, 0), early)


def _finding(
    rule: Rule,
    places: _Places,
    requirement: Requirement,
    commented_out: int,
    early: tuple[tuple[str, Use], ...],
) -> Finding:
    from asterisk_lint.requirements.start_order import latest_place

    facts = places.facts
    module = requirement.module
    found = use_lines(requirement.reasons)
    first: Use | Reason
    last = latest_place(module, facts.whitelist, facts.catalog, early) if early else None
    if found:
        first = at_place(requirement.reasons, found[0])[0]
        what = _what(places, first)
        group = _group(places, first)
    else:
        chained = chain(facts.required, module)
        first = chained[-1]._replace(because=requirement.reasons[0].because)
        what = " needs ".join(
            [
                _what(places, chained[-1]),
                ", which needs ".join(reason.name for reason in reversed(chained[:-1])) + ", which",
            ]
        )
        what = what.replace(" needs , which", "")
        group = _group(places, chained[-1])
        listed = facts.whitelist.loaded().get(requirement.reasons[0].name.lower())
        if listed is not None:
            # The line that stops working is the most useful one to show.
            first = first._replace(
                file=listed.entry.file,
                line=listed.entry.line,
                column=listed.entry.value_column,
                name=listed.module,
                kind="",
            )
            what = listed.module
            group = f"{what} needs"
    misnamed = facts.whitelist.wrong_case.get(module.lower())
    if misnamed is not None:
        edits: tuple[Edit, ...] = (
            Edit("rename", module, misnamed.entry.file, misnamed.entry.line, misnamed.option),
        )
        fix = f"{misnamed.entry.key} = {module}.so   ({misnamed.entry.file}:{misnamed.entry.line})"
        lacks = f"writes in the wrong case ({misnamed.entry.value})"
    else:
        edits = (
            Edit("add", module, last.entry.file, last.entry.line) if last else Edit("add", module),
        )
        fix = (
            f"remove the semicolon at {FILE}:{commented_out}"
            if commented_out
            else _line_to_add(places, module, last)
        )
        lacks = "does not load"
    severity = rule.severity
    if facts.hidden_entries:
        severity = "warning"
        lacks += f", unless {facts.hidden_entries[0].what} does"
        edits = tuple(edit._replace(unsafe=True) for edit in edits)
    message = f"{what} needs {module}, which {FILE} {lacks}"
    if first.name == "*" and first.kind in {"cdr", "cel"} and misnamed is None:
        # Any backend would do, and a loaded one would have been chosen.
        message = f"{what} is needed, but {FILE} loads none (usual choice: {module})"
    finding = rule.finding(
        message,
        first.file or FILE,
        first.line or 1,
        first.column,
        length=_length(places, first) if first.column else 0,
        module=module,
        edits=edits,
        fix=fix,
        why=first.because,
        also=found.behind_first() if found else (),
        group=f"{group} {{count}} that {FILE} does not load",
    )
    return finding if severity == rule.severity else finding._replace(severity=severity)


def _group(places: _Places, reason: Use | Reason) -> str:
    """What needs modules, with its verb, for a heading under which several stand: functions or
    applications of a file together, a channel technology wherever it is named, each line of the
    dialplan that asks for several, and each other file.
    """
    if reason.file is not None:
        if reason.kind in {"function", "application"}:
            return f"{reason.kind}s in {reason.file} need"
        if reason.kind == "channel":
            return f"{in_words(reason.kind, reason.name)} needs"
        if not reason.file.startswith("extensions."):
            return f"{reason.file} needs"
    return f"{_what(places, reason)} needs"


def _line_to_add(places: _Places, module: str, last: Listed | None) -> str:
    """Return the line that --fix would write, and where; before `last`."""
    from asterisk_lint.conf.editable_lines import restyled

    place = neighbour(module, places.facts.whitelist.entries, last)
    if place is None:
        return f"load = {module}.so"
    nearest, before = place
    written = places.line(nearest.entry.file, nearest.entry.line)
    line = restyled(written, "load", module).strip()
    return f"{line}   ({'before' if before else 'after'} {nearest.entry.file}:{nearest.entry.line})"


def _length(places: _Places, reason: Use | Reason) -> int:
    """Return the length of a use on its line: the configuration text for a module, the name if it
    is written there, otherwise 0 (the word there).
    """
    if reason.kind == "module":
        return len(_text(places, reason))
    there = places.line(reason.file, reason.line)[reason.column - 1 :].lower()
    return len(reason.name) if there.startswith(reason.name.lower()) else 0


def _what(places: _Places, reason: Use | Reason) -> str:
    if reason.file is not None and reason.file == places.facts.settings.file:
        return "a declaration in the settings"
    if reason.kind == "module":
        return f"`{_text(places, reason)}`"
    if reason.kind == "kept":
        return "a module kept on purpose"
    if reason.kind == "dependency":
        return reason.name
    within = f" inside {reason.within}()" if reason.within else ""
    return in_words(reason.kind, reason.name) + within


def _text(places: _Places, reason: Use | Reason) -> str:
    """Return the configuration text at a reason's place: `auth = alice`."""
    text = places.line(reason.file, reason.line).partition(";")[0].strip()
    return text if len(text) <= 60 else text[:57] + "..."
