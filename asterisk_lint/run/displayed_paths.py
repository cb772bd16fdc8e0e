"""A check of one PBX as the renderers need it, with places as the user knows them."""

import os
from collections.abc import Callable, Mapping
from functools import cache

from asterisk_lint.model import Finding
from asterisk_lint.output.report import PbxReport, report_of
from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.run.projects import Project
from asterisk_lint.tree.files import TreeFiles, Unreadable
from asterisk_lint.tree.find import Pbx

if TYPE_CHECKING:
    from asterisk_lint.check import Checked


def report_for(project: Project, pbx: Pbx, checked: "Checked") -> PbxReport:
    """Return one PBX's check as the renderers need it."""
    return with_places(project, pbx, report_of(*checked, project.directory_of(pbx)))._replace(
        fixed=fixed_for(checked)
    )


def with_places(project: Project, pbx: Pbx, report: PbxReport) -> PbxReport:
    """Let a report find its files where the path is not simply below the PBX's directory: in
    layers.
    """

    @cache  # thousands of findings can be in one file
    def place(file: str) -> str:
        path = pbx.files.path(file) if isinstance(pbx.files, TreeFiles) else file
        known = os.path.join(project.tree.root, path)
        return os.path.normpath(
            os.path.join(
                report.directory,
                os.path.relpath(known, os.path.join(project.tree.root, pbx.directory)),
            )
        )

    def in_repository(file: str) -> str:
        path = pbx.files.path(file) if isinstance(pbx.files, TreeFiles) else file
        return os.path.normpath(path)

    is_repository = getattr(project.tree, "tracked", True)
    return report._replace(place=place, in_repository=in_repository if is_repository else None)


def fixed_for(checked: "Checked") -> Callable[[Finding], Mapping[str, bytes]]:
    """Return a function that returns the files which the fix of one finding alone changes; empty if
    it cannot be done safely.
    """

    def fixed(finding: Finding) -> Mapping[str, bytes]:
        from asterisk_lint.fix.rewrite import FixRefused, rewrite

        try:
            return rewrite(checked.facts.target, checked.facts.whitelist, finding.edits)
        except (FixRefused, Unreadable, FileNotFoundError):
            return {}

    return fixed
