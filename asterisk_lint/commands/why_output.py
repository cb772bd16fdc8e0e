"""The answer of `why`, for people and as JSON."""

import os
from collections.abc import Iterator, Sequence

from asterisk_lint.facts import Facts
from asterisk_lint.model import Reason, Requirement, Use
from asterisk_lint.output.summary import count
from asterisk_lint.output.terminal import visible
from asterisk_lint.records import TYPE_CHECKING, Any, NamedTuple
from asterisk_lint.requirements.grouped_uses import each_use
from asterisk_lint.requirements.reasons import chain, in_words
from asterisk_lint.requirements.verdicts import PRESUMED, UNDECIDED, UNUSED, unseeable
from asterisk_lint.rules.evidence import files_read
from asterisk_lint.run.projects import Project
from asterisk_lint.tree.find import Pbx

if TYPE_CHECKING:
    from asterisk_lint.history.since import History, NeedChange


SHOWN = 12  # reasons in text output; JSON has all
MOST_SHOWN = 60  # characters of a line


class ModuleAnswer(NamedTuple):
    """What is known of one module in one PBX."""

    project: Project
    pbx: Pbx
    facts: Facts
    module: str
    requirement: Requirement | None
    history: "History | None"


def in_text(found: ModuleAnswer) -> Iterator[str]:
    """Yield the answer for a person."""
    place = found.project.directory_of(found.pbx)
    listed = next(
        (listed for listed in found.facts.whitelist.entries if listed.key == found.module.lower()),
        None,
    )
    where = (
        f"{place_text(place, listed.entry.file)}:{listed.entry.line} has `{listed.option}`"
        if listed
        else "its modules.conf does not name it"
    )
    if found.requirement is not None:
        yield f"{found.module} is required in {place} ({where})"
        yield from reasons_in_text(found, place)
    else:
        yield from unneeded_in_text(found, place, where)
    if found.requirement is not None or listed or not never_shown(found):
        yield from history_in_text(found)


def reasons_in_text(found: ModuleAnswer, place: str) -> Iterator[str]:
    """Yield each reason; for dependencies, with the chain down to a place."""
    assert found.requirement is not None
    reasons = sorted(
        each_use(found.requirement.reasons),
        key=lambda reason: (reason.file is None, reason.file or "", reason.line or 0),
    )
    for reason in reasons[:SHOWN]:
        if reason.file is not None:
            yield f"  {asked(found, reason)}  {place_text(place, reason.file)}:{reason.line}" + (
                f"  ({reason.because})" if reason.because else ""
            )
            continue
        way = (
            [reason, *chain(found.facts.required, reason.name)]
            if reason.kind == "dependency"
            else [reason]
        )
        steps = [step.name if step.kind == "dependency" else asked(found, step) for step in way]
        end = way[-1]
        at = f"  {place_text(place, end.file)}:{end.line}" if end.file is not None else ""
        yield f"  needed by {', for '.join(steps)}{at}" + (
            f"  ({reason.because})" if reason.because else ""
        )
    if len(reasons) > SHOWN:
        yield f"  and {count(len(reasons) - SHOWN, 'more reason')} (--output-format json shows all)"


def asked(found: ModuleAnswer, reason: Use | Reason) -> str:
    """Describe a use in words; where a line of a file asks for the module itself, the line."""
    configuration = found.facts.configuration
    if reason.kind == "module" and reason.file in configuration.names():
        line = configuration.line(reason.file, reason.line or 0).strip()
        if line:
            return f"`{visible(line if len(line) <= MOST_SHOWN else line[:MOST_SHOWN] + '...')}`"
    return used(reason)


def used(reason: Use | Reason) -> str:
    """Describe a use in words, with the application whose argument contains it."""
    within = f" inside {reason.within}()" if reason.within else ""
    return visible(in_words(reason.kind, reason.name) + within)


def unneeded_in_text(found: ModuleAnswer, place: str, where: str) -> Iterator[str]:
    """Yield that nothing needs the module, or what could need it."""
    verdict = found.facts.verdicts.get(found.module.lower())
    unsettled = found.facts.unsettled.get(found.module)
    if unsettled is not None:
        yield f"{found.module}: needed in {place} if its Asterisk has this module ({where})"
        yield (
            f"  {used(unsettled)}  {place_text(place, unsettled.file or '')}:{unsettled.line}  "
            f"({unsettled.because})"
        )
    elif verdict is not None and verdict.state == UNDECIDED:
        yield (
            f"{found.module}: nothing that was read needs it in {place}, but something that was "
            f"not might ({where})"
        )
        for thing in verdict.because[:SHOWN]:
            yield f"  {place_text(place, thing.file)}:{thing.line}  {visible(thing.what)}"
        if verdict.invisible:
            yield f"  {verdict.invisible}"
    elif verdict is not None and verdict.state == PRESUMED:
        yield (
            f"{found.module}: nothing in {place} needs it, and {verdict.because[0].absent} is "
            f"missing ({where})"
        )
        yield (
            "  asterisk-lint --fix --unsafe-fixes removes it; sealed: true in the settings "
            "declares that the file does not exist"
        )
    elif verdict is not None and verdict.state == UNUSED:
        yield (
            f"{found.module}: nothing needs it in {place} ({where}; asterisk-lint --fix removes it)"
        )
        files = files_read(found.facts, found.module)
        if files:
            yield (
                "  read without finding a use: "
                f"{', '.join(place_text(place, file) for file in files)}"
            )
    else:
        hidden = never_shown(found)
        if hidden:
            yield f"{found.module}: no configuration shows whether {place} needs it ({where})"
            yield f"  {hidden}"
        else:
            yield f"{found.module}: nothing needs it in {place} ({where})"


def never_shown(found: ModuleAnswer) -> str:
    """Return what a module is for whose use never shows in a configuration; "" for any other."""
    facts = found.facts
    return next(
        (
            row.because
            for row in unseeable(facts.rows, facts.required)
            if row.module == found.module and facts.catalog.release.within(row.releases)
        ),
        "",
    )


def history_in_text(found: ModuleAnswer) -> Iterator[str]:
    """Yield what the history says, in at most two lines."""
    history = found.history
    needed = found.requirement is not None
    if history is None:
        return
    if history.now != needed:
        yield f"  {'needed' if needed else 'no longer needed'} since uncommitted changes"
        return
    from asterisk_lint.tree.changes import is_shallow

    if is_shallow(found.project.tree.root):
        yield (
            "  this is a shallow clone, so only part of the history was searched (git fetch "
            "--unshallow)"
        )
    if not needed:
        if history.last is None:
            yield "  no commit of this branch ever needed it"
        else:
            yield f"  not needed since {commit_line(history.last)}"
            if history.last.requirement is not None:
                gone = [
                    reason
                    for reason in each_use(history.last.requirement.reasons)
                    if reason.file is not None
                ]
                yield from (
                    f"    it removed {used(reason)} from {reason.file}:{reason.line}"
                    for reason in gone[:1]
                )
        return
    if (
        history.first is not None
        and history.last is not None
        and history.first.commit.id != history.last.commit.id
    ):
        yield f"  first needed by {commit_line(history.first)}"
        yield f"  continuously since {commit_line(history.last)}"
    elif history.first is not None:
        yield f"  needed since {commit_line(history.first)}"


def commit_line(change: "NeedChange") -> str:
    """Return a commit as `git log --oneline` shows it, with the author date."""
    commit = change.commit
    return f"{commit.id[:10]} ({commit.date}) {visible(commit.subject)}"


def place_text(place: str, file: str | None) -> str:
    """Return a file's path relative to where the run was started."""
    return visible(os.path.normpath(os.path.join(place, file or "")))


def as_json(found: ModuleAnswer) -> dict[str, Any]:
    """Return the answer for a script."""
    from asterisk_lint.output.json import reason_of

    verdict = found.facts.verdicts.get(found.module.lower())
    listed = [
        listed for listed in found.facts.whitelist.entries if listed.key == found.module.lower()
    ]
    history = found.history
    reasons: Sequence[Use | Reason] = (
        each_use(found.requirement.reasons) if found.requirement else ()
    )
    return {
        "directory": found.project.directory_of(found.pbx),
        "asterisk": str(found.facts.configuration.release),
        "module": found.module,
        "state": "required"
        if found.requirement
        else verdict.state
        if verdict
        else "not whitelisted",
        "whitelist": [
            {"option": entry.option, "file": entry.entry.file, "line": entry.entry.line}
            for entry in listed
        ],
        "reasons": [reason_of(reason) for reason in reasons],
        "first_needed": commit_as_json(history.first) if history else None,
        "since": commit_as_json(history.last) if history else None,
    }


def commit_as_json(change: "NeedChange | None") -> dict[str, str] | None:
    """Return a commit for a script."""
    if change is None:
        return None
    return {
        "commit": change.commit.id,
        "date": change.commit.date,
        "subject": change.commit.subject,
    }
