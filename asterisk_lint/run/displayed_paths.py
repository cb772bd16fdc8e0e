"""A check of one PBX as the renderers need it, with places as the user knows them."""

import os
from collections.abc import Callable, Mapping

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
    directory = project.directory_of(pbx)
    place, in_repository = places_of(project, pbx, directory)
    return report_of(*checked, directory)._replace(
        place=place, in_repository=in_repository, fixed=fixed_for(checked)
    )


def places_of(
    project: Project, pbx: Pbx, directory: str
) -> tuple[Callable[[str], str], Callable[[str], str] | None]:
    """Return `place` and `in_repository` of a report, which find files where the path is not simply
    below the PBX's directory: in layers. `directory`: that of the report.
    """
    places: dict[str, str] = {}  # thousands of findings can be in one file

    def place(file: str) -> str:
        if file not in places:
            path = pbx.files.path(file) if isinstance(pbx.files, TreeFiles) else file
            known = os.path.join(project.tree.root, path)
            places[file] = os.path.normpath(
                os.path.join(
                    directory,
                    os.path.relpath(known, os.path.join(project.tree.root, pbx.directory)),
                )
            )
        return places[file]

    def in_repository(file: str) -> str:
        path = pbx.files.path(file) if isinstance(pbx.files, TreeFiles) else file
        return os.path.normpath(path)

    is_repository = getattr(project.tree, "tracked", True)
    return place, in_repository if is_repository else None


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
