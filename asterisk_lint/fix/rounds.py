"""The fix of one PBX: apply what the findings propose until nothing fixable is left."""

from asterisk_lint.check import Checked, check_files
from asterisk_lint.fix.overlay import Overlay
from asterisk_lint.fix.rewrite import FixRefused, rewrite
from asterisk_lint.model import Edit, Finding
from asterisk_lint.records import NamedTuple
from asterisk_lint.rules import load_rule
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.shared import Shared
from asterisk_lint.tree.files import Files, Unreadable
from asterisk_lint.tree.target import Target

# The consequences of an edit (a module that prefers another, a duplicate of a renamed one) are
# resolved in a few rounds.
ROUNDS = 8


class Fixed(NamedTuple):
    """One PBX after its fix: the files that change, and the check of the result."""

    changed: dict[str, bytes]
    before: Checked
    after: Checked
    renamed: tuple[
        tuple[str, str], ...
    ] = ()  # old and new name of each module whose entry was renamed


def fix_files(
    target: Target,
    scope: RuleSelection,
    *,
    only_add: bool = False,
    unsafe: bool = False,
    shared: Shared | None = None,
) -> Fixed:
    """Apply edits to a PBX's files, in memory, until a check proposes none.

    `only_add` removes and moves no line. `unsafe`: also reverse what a person wrote, and remove
    what is only presumed unused. `shared` holds what the PBXs of a run have in common; the rounds
    of one PBX have nearly everything in common. Raises FixRefused, Unreadable.
    """
    changed: dict[str, bytes] = {}
    shared = shared or Shared()
    before = after = check_files(target, scope, shared)
    renamed: list[tuple[str, str]] = []
    for _ in range(ROUNDS):
        if after.facts.whitelist.autoload:
            target = target._replace(adopting=True)
        edits = [
            edit
            for edit in edits_of(after.findings)
            if (unsafe or not edit.unsafe)
            and not (only_add and edit.action in {"remove", "move", "strip"})
        ]
        if not edits:
            break
        refuse_unknown(after)
        now = target._replace(files=Overlay(target.files, changed)) if changed else target
        changed |= rewrite(now, after.facts.whitelist, edits)
        names = {
            (listed.entry.file, listed.entry.line): listed.key
            for listed in after.facts.whitelist.entries
        }
        renamed += [
            (names[edit.file, edit.line], edit.module.lower())
            for edit in edits
            if edit.action == "rename"
        ]
        after = check_files(now._replace(files=Overlay(target.files, changed)), scope, shared)
    different = {
        name: content
        for name, content in changed.items()
        if content != original(target.files, name)
    }
    return Fixed(different, before, after, tuple(renamed))


def edits_of(findings: tuple[Finding, ...]) -> list[Edit]:
    """Return every edit that the findings propose, without duplicates and without those that
    another makes unnecessary.
    """
    edits = list(dict.fromkeys(edit for finding in findings for edit in finding.edits))
    gone = {(edit.file, edit.line) for edit in edits if edit.action == "remove"}
    edits = [
        edit
        for edit in edits
        if edit.action in {"remove", "add"} or (edit.file, edit.line) not in gone
    ]
    arriving = {edit.module.lower() for edit in edits if edit.action == "rename"}
    unique: dict[tuple[str, str], Edit] = {}
    for edit in edits:
        if edit.action == "add" and edit.module.lower() in arriving:
            continue
        unique.setdefault(
            (
                edit.action,
                edit.module.lower() if edit.action == "add" else f"{edit.file}:{edit.line}",
            ),
            edit,
        )
    return list(unique.values())


def refuse_unknown(checked: Checked) -> None:
    """Refuse to write to a modules.conf that Asterisk itself does not understand."""
    for finding in checked.findings:
        if load_rule(finding.rule).stops_fix:
            raise FixRefused(
                f"{finding.file}:{finding.line}: {finding.message}; correct this first; "
                "nothing was changed"
            )
    configuration = checked.facts.configuration
    files = dict.fromkeys(listed.entry.file for listed in checked.facts.whitelist.entries)
    for name in {"modules.conf": None, **files}:
        lines = configuration.lines(name)
        marks = [number for number, line in enumerate(lines, 1) if line.startswith("<<<<<<< ")]
        if marks and any(line.startswith(">>>>>>> ") for line in lines[marks[0] :]):
            raise FixRefused(
                f"{name}:{marks[0]}: an unresolved merge conflict; resolve it first; nothing was "
                "changed"
            )
    conf = configuration.conf("modules.conf")
    if conf is not None and conf.damaged:
        problem = conf.problems[0] if conf.problems else None
        where = f"{problem.file}:{problem.line}: {problem.message}" if problem else "modules.conf"
        raise FixRefused(
            f"{where}; Asterisk stops reading the file there: correct this first; nothing "
            "was changed"
        )


def original(files: Files, name: str) -> bytes | None:
    """Return a file's content before the fix; None if it did not exist."""
    try:
        return files.read(name)
    except (FileNotFoundError, Unreadable):
        return None
