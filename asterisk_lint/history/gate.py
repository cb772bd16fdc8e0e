"""The gate for a pull request: findings that one state of the PBXs has and an earlier one did not
have.
"""

from collections import Counter
from collections.abc import Sequence

from asterisk_lint.model import Finding, Requirement
from asterisk_lint.output.fingerprint import fingerprint_key
from asterisk_lint.output.report import PbxReport, Report
from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.requirements.grouped_uses import each_use
from asterisk_lint.rules import load_rule
from asterisk_lint.run.options import Options
from asterisk_lint.tree.changes import Changes

if TYPE_CHECKING:
    from asterisk_lint.run.projects import Project


def new_only(after: Report, before: Report, changes: Changes) -> Report:
    """Keep in `after` only the findings that `before` does not have; the others are counted in
    `known`.

    Both reports name directories relative to the repository's root. A PBX that moved is compared
    with its former state.
    """
    old = {pbx.directory: pbx for pbx in before.pbxs}
    pbxs = []
    known = 0
    for pbx in after.pbxs:
        earlier = old.get(pbx.directory) or old.get(former_directory(pbx.directory, changes))
        findings = new_findings(pbx, earlier, changes) if earlier else pbx.findings
        known += len(pbx.findings) - len(findings)
        pbxs.append(pbx._replace(findings=findings, changed=_changed_lines(pbx, changes)))
    return Report(tuple(pbxs), known)


def new_findings(after: PbxReport, before: PbxReport, changes: Changes) -> tuple[Finding, ...]:
    """Return the findings of a PBX that its earlier state did not have: compared by rule, module
    and reason, never by line.

    If the same problem occurs more often than before, those on changed lines are the new ones.
    """
    counts = Counter(
        _moved(fingerprint_key(finding), changes, after.directory) for finding in before.findings
    )
    more: list[int] = []
    by_identity: dict[tuple[str, str, str], list[int]] = {}
    for index, finding in enumerate(after.findings):
        by_identity.setdefault(
            _moved(fingerprint_key(finding), changes, after.directory), []
        ).append(index)
    for key, indexes in by_identity.items():
        if len(indexes) <= counts[key] and not _has_new_reason(
            key, after.required, before.required
        ):
            continue
        excess = max(len(indexes) - counts[key], 1)
        unchanged_last = sorted(
            indexes, key=lambda index: (not _changed(after, after.findings[index], changes), -index)
        )
        more += unchanged_last[:excess]
    return tuple(_explained(after.findings[index], before) for index in sorted(more))


def former_directory(directory: str, changes: Changes) -> str:
    """Return the directory that a PBX had before the changes: where its modules.conf was."""
    start = "" if directory == "." else f"{directory}/"
    old = changes.renamed.get(f"{start}modules.conf")
    if old is None:
        return directory
    return old.rpartition("/")[0] or "."


def _has_new_reason(
    key: tuple[str, str, str], after: Sequence[Requirement], before: Sequence[Requirement]
) -> bool:
    """Tell whether something new uses a missing module directly; a need through other modules is
    reported for those.
    """
    rule, module, _ = key
    return load_rule(rule).new_reason_counts and not _reasons(after, module) <= _reasons(
        before, module
    )


def _reasons(required: Sequence[Requirement], module: str) -> set[tuple[str, str]]:
    return {
        (reason.kind, reason.name)
        for need in required
        if need.module.lower() == module
        for reason in each_use(need.reasons)
        if reason.file
    }


def _moved(key: tuple[str, str, str], changes: Changes, directory: str) -> tuple[str, str, str]:
    """Replace the name of a renamed file in a reason with the old name."""
    rule, module, reason = key
    if reason and changes.renamed:
        start = 0 if directory == "." else len(directory) + 1
        old_start = former_directory(directory, changes)
        old_start_length = 0 if old_start == "." else len(old_start) + 1
        for new, old in changes.renamed.items():
            if len(new) > start and new[start:] in reason:
                reason = reason.replace(new[start:], old[old_start_length:])
    return rule, module, reason


def _changed(pbx: PbxReport, finding: Finding, changes: Changes) -> bool:
    return finding.line in changes.lines.get(_path(pbx, finding.file), frozenset())


def _path(pbx: PbxReport, file: str) -> str:
    return file if pbx.directory == "." else f"{pbx.directory}/{file}"


def _explained(finding: Finding, before: PbxReport) -> Finding:
    """Name the use that is gone if a module is no longer used, because the line itself no longer
    exists.
    """
    if not finding.module or not load_rule(finding.rule).tells_last_use:
        return finding
    key = finding.module.lower()
    reasons = [
        reason
        for need in before.required
        if need.module.lower() == key
        for reason in each_use(need.reasons)
        if reason.file
    ]
    if not reasons:
        return finding
    return finding._replace(
        why=f"its last use is gone: {reasons[0].name} was at {reasons[0].file}:{reasons[0].line}"
    )


def _changed_lines(pbx: PbxReport, changes: Changes) -> dict[str, frozenset[int]]:
    """Return the changed lines of a PBX's files, by the file's name in the PBX."""
    start = "" if pbx.directory == "." else f"{pbx.directory}/"
    return {
        path[len(start) :]: lines for path, lines in changes.lines.items() if path.startswith(start)
    }


def check_gate(options: Options, from_ref: str, to_ref: str) -> Report:
    """Check the later of two revisions and leave out what their merge base already has. Raises
    TreeError, UsageError, SettingsError.
    """
    from asterisk_lint.run.presentation import tell
    from asterisk_lint.run.projects import open_projects
    from asterisk_lint.tree.changes import changes_between, merge_base

    projects = open_projects(options._replace(revision=to_ref, staged=False))
    tell(options, projects)
    pbxs: list[PbxReport] = []
    known = 0
    for project in projects:
        root = project.tree.root
        base = merge_base(root, from_ref, to_ref)
        changes = changes_between(root, base, to_ref)
        # Compared by path in the repository, shown by path relative to the current directory.
        after = check_directories(options, project)
        before = check_base(
            options, root, base, [former_directory(pbx.directory, changes) for pbx in project.pbxs]
        )
        fresh = new_only(after, before, changes)
        known += fresh.known
        pbxs += [
            report._replace(directory=project.directory_of(pbx))
            for report, pbx in zip(fresh.pbxs, project.pbxs, strict=True)
        ]
    return Report(tuple(pbxs), known)


def check_base(options: Options, root: str, base: str, directories: Sequence[str]) -> Report:
    """Check the PBXs in these directories as they were at the merge base; directories that were not
    a PBX then, or could not be read, are left out.
    """
    from asterisk_lint.run.projects import Project, read_settings
    from asterisk_lint.settings.values import SettingsError
    from asterisk_lint.tree.deployment import written_files
    from asterisk_lint.tree.files import Unreadable
    from asterisk_lint.tree.find import find_pbxs
    from asterisk_lint.tree.revision import open_revision

    tree = open_revision(root, base)
    try:
        settings = read_settings(tree, options.config)
    except SettingsError:
        # The change corrects the settings: every finding that this reveals is new
        return Report(())
    wanted = set(directories)
    written = written_files(tree)
    pbxs = tuple(pbx for pbx in find_pbxs(tree, ["."], settings) if pbx.directory in wanted)
    try:
        return check_directories(options, Project(tree, settings, pbxs, written))
    except (Unreadable, SettingsError):
        found: list[PbxReport] = []
        for pbx in pbxs:
            try:
                found += check_directories(options, Project(tree, settings, (pbx,), written)).pbxs
            except (Unreadable, SettingsError):
                continue
        return Report(tuple(found))


def check_directories(options: Options, project: "Project") -> Report:
    """Check the PBXs of a project, with their directories relative to the repository."""
    from asterisk_lint.run.processes import check_fleet

    reports = check_fleet(options, [project], required=True)
    return Report(
        tuple(
            report._replace(directory=pbx.directory)
            for report, pbx in zip(reports, project.pbxs, strict=True)
        )
    )
