"""Why a module is required, down to file and line; or that nothing needs it, and since which commit."""

import argparse
import os
from collections.abc import Iterator, Sequence

from asterisk_lint.check import gather
from asterisk_lint.commands.options import (
    add_cache_option,
    add_output_format,
    add_paths,
    add_pbx_options,
    add_release,
    options_of,
)
from asterisk_lint.facts import Facts
from asterisk_lint.model import Reason, Requirement, Use
from asterisk_lint.output.terminal import say_all, say_document, visible
from asterisk_lint.output.text import count
from asterisk_lint.records import Any, NamedTuple
from asterisk_lint.requirements.grouped_uses import each_use
from asterisk_lint.requirements.reasons import chain, in_words
from asterisk_lint.requirements.verdicts import PRESUMED, UNDECIDED, UNUSED
from asterisk_lint.rules.evidence import files_read
from asterisk_lint.run.options import Options, UsageError
from asterisk_lint.run.projects import Project, open_projects, target_of
from asterisk_lint.settings import did_you_mean
from asterisk_lint.tree.find import Pbx

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asterisk_lint.history.since import History, NeedChange

SHOWN = 12  # reasons in text; JSON has all


class Answer(NamedTuple):
    """What is is_known of one module in one PBX."""

    project: Project
    pbx: Pbx
    facts: Facts
    module: str
    requirement: Requirement | None
    history: "History | None"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `why`."""
    parser.add_argument("module", metavar="MODULE", help="a module's name, with or without .so")
    add_paths(parser)
    add_output_format(parser)
    parser.add_argument("--no-history", action="store_true", help="do not search the Git history")
    add_cache_option(parser)
    add_release(parser)
    add_pbx_options(parser)


def why(args: argparse.Namespace) -> int:
    """Print why the module is required in each_use PBX. Raises UsageError for a module that neither the release nor a whitelist knows."""
    name = args.module.removesuffix(".so")
    options = options_of(args)
    answers = [
        answer(options, project, pbx, name, history=not args.no_history)
        for project in open_projects(options)
        for pbx in project.pbxs
    ]
    if all(
        each_use.requirement is None and not is_known(each_use.facts, name) for each_use in answers
    ):
        modules = {
            module.name
            for each_use in answers
            for module in each_use.facts.catalog.modules.values()
        }
        release = answers[0].facts.configuration.release
        raise UsageError(
            f"Asterisk {release} has no module '{name}'{did_you_mean(name, modules)}, and no whitelist here names it"
        )
    if args.output_format == "json":
        from asterisk_lint.output.json import document

        say_document(
            document({"version": 1, "pbx": [as_json(each_use) for each_use in answers]}), "json"
        )
    else:
        blocks = ["\n".join(visible(line) for line in in_text(each_use)) for each_use in answers]
        say_all("\n\n".join(blocks) + "\n")
    return 0


def answer(options: Options, project: Project, pbx: Pbx, name: str, *, history: bool) -> Answer:
    """Find out everything about one module in one PBX."""
    facts = gather(target_of(project, pbx, options.asterisk))
    module = facts.catalog.module(name)
    return Answer(
        project,
        pbx,
        facts,
        module.name if module else name,
        facts.required.get(name.lower()),
        history_of(options, project, pbx, facts, name) if history else None,
    )


def is_known(facts: Facts, name: str) -> bool:
    """Tell whether the release or the whitelist knows a module."""
    return facts.catalog.module(name) is not None or any(
        listed.key == name.lower() for listed in facts.whitelist.entries
    )


def history_of(
    options: Options, project: Project, pbx: Pbx, facts: Facts, name: str
) -> "History | None":
    """What Git's history says; None outside of a repository, or in one without commits."""
    from asterisk_lint.tree.files import TreeError
    from asterisk_lint.tree.git import find_repository, try_git

    root = project.tree.root
    if find_repository(root) != root or not tracked(project):
        return None
    status, output, _ = try_git(
        root,
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        f"{options.revision or 'HEAD'}^{{commit}}",
    )
    if status != 0:
        return None
    from asterisk_lint.history.file_uses import BlobUses
    from asterisk_lint.history.since import Searcher
    from asterisk_lint.run.cache import key_of, open_cache, tool_version

    cache = open_cache(root, wanted=options.cache)
    release, etc = facts.configuration.release, facts.configuration.etc
    key = (
        key_of(
            "history",
            tool_version(),
            repr(release),
            etc,
            repr(facts.settings.modules),
            pbx.directory,
        )
        if cache.directory
        else ""
    )
    blob_uses = BlobUses(cache, key, release, etc, facts.catalog)
    searcher = Searcher(root, pbx, facts, name, blob_uses)
    try:
        return searcher.search(output.decode().strip())
    except TreeError:
        return None
    finally:
        searcher.close()
        blob_uses.keep()


def tracked(project: Project) -> bool:
    """Tell whether a project's tree is a repository's (a directory that was named on purpose and that Git ignores is none)."""
    return bool(getattr(project.tree, "tracked", True))


def in_text(found: Answer) -> Iterator[str]:
    """The answer for a person."""
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
    yield from history_in_text(found)


def reasons_in_text(found: Answer, place: str) -> Iterator[str]:
    """Each reason, the dependencies with the way down to a place."""
    assert found.requirement is not None
    reasons = sorted(
        each_use(found.requirement.reasons),
        key=lambda reason: (reason.file is None, reason.file or "", reason.line or 0),
    )
    for reason in reasons[:SHOWN]:
        if reason.file is not None:
            yield f"  {used(reason)}  {place_text(place, reason.file)}:{reason.line}" + (
                f"  ({reason.because})" if reason.because else ""
            )
            continue
        way = (
            [reason, *chain(found.facts.required, reason.name)]
            if reason.kind == "dependency"
            else [reason]
        )
        steps = [step.name if step.kind == "dependency" else used(step) for step in way]
        end = way[-1]
        at = f"  {place_text(place, end.file)}:{end.line}" if end.file is not None else ""
        yield f"  needed by {', for '.join(steps)}{at}" + (
            f"  ({reason.because})" if reason.because else ""
        )
    if len(reasons) > SHOWN:
        yield f"  and {count(len(reasons) - SHOWN, 'more reason')} (--output-format json shows all)"


def used(reason: Use | Reason) -> str:
    """A use in words, with the application in whose argument it stands."""
    within = f" inside {reason.within}()" if reason.within else ""
    return visible(in_words(reason.kind, reason.name) + within)


def unneeded_in_text(found: Answer, place: str, where: str) -> Iterator[str]:
    """That nothing needs the module, or what could."""
    verdict = found.facts.verdicts.get(found.module.lower())
    unsettled = found.facts.unsettled.get(found.module)
    if unsettled is not None:
        yield f"{found.module}: needed in {place} if its Asterisk has this module ({where})"
        yield f"  {used(unsettled)}  {place_text(place, unsettled.file or '')}:{unsettled.line}  ({unsettled.because})"
    elif verdict is not None and verdict.state == UNDECIDED:
        yield f"{found.module}: nothing that was read needs it in {place}, but something that was not might ({where})"
        for thing in verdict.because[:SHOWN]:
            yield f"  {place_text(place, thing.file)}:{thing.line}  {visible(thing.what)}"
        if verdict.invisible:
            yield f"  {verdict.invisible}"
    elif verdict is not None and verdict.state == PRESUMED:
        yield f"{found.module}: nothing in {place} needs it, and {verdict.because[0].absent} is missing ({where})"
        yield "  asterisk-lint --fix --unsafe-fixes removes it; sealed: true in the settings declares that the file does not exist"
    elif verdict is not None and verdict.state == UNUSED:
        yield f"{found.module}: nothing needs it in {place} ({where}; asterisk-lint --fix removes it)"
        files = files_read(found.facts, found.module)
        if files:
            yield f"  read without finding a use: {', '.join(place_text(place, file) for file in files)}"
    else:
        yield f"{found.module}: nothing needs it in {place} ({where})"


def history_in_text(found: Answer) -> Iterator[str]:
    """What the history says, in at most two lines."""
    history = found.history
    needed = found.requirement is not None
    if history is None:
        return
    if history.now != needed:
        yield f"  {'needed' if needed else 'no longer needed'} since uncommitted changes"
        return
    from asterisk_lint.tree.changes import is_shallow

    if is_shallow(found.project.tree.root):
        yield "  this is a shallow clone, so only part of the history was searched (git fetch --unshallow)"
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
    """A commit as `git log --oneline` shows it, with the author's date."""
    commit = change.commit
    return f"{commit.id[:10]} ({commit.date}) {visible(commit.subject)}"


def place_text(place: str, file: str | None) -> str:
    """A file's path from where the run was started."""
    return visible(os.path.normpath(os.path.join(place, file or "")))


def as_json(found: Answer) -> dict[str, Any]:
    """The answer for a script."""
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
            {"option": each_use.option, "file": each_use.entry.file, "line": each_use.entry.line}
            for each_use in listed
        ],
        "reasons": [reason_of(reason) for reason in reasons],
        "first_needed": commit_as_json(history.first) if history else None,
        "since": commit_as_json(history.last) if history else None,
    }


def commit_as_json(change: "NeedChange | None") -> dict[str, str] | None:
    """A commit for a script."""
    if change is None:
        return None
    return {
        "commit": change.commit.id,
        "date": change.commit.date,
        "subject": change.commit.subject,
    }
