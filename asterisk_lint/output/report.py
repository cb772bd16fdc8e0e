"""What a run found, as the renderers receive it (docs/architecture.md)."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from asterisk_lint.model import Finding, Requirement
from asterisk_lint.records import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from asterisk_lint.facts import Facts


class WhitelistEntry(NamedTuple):
    """One module that modules.conf names with effect."""

    module: str
    option: str  # "load", "require", "preload", "preload-require", "noload"
    file: str
    line: int


class PbxReport(NamedTuple):
    """Everything that is known about one PBX after a check."""

    directory: str  # relative to where the run was started, "." for that directory itself
    asterisk: str
    autoload: bool
    whitelist: tuple[WhitelistEntry, ...]
    required: tuple[Requirement, ...]
    findings: tuple[Finding, ...]  # sorted by file, line, column
    # The lines of a file of this PBX without line ends; empty if it cannot be read
    sources: Callable[[str], Sequence[str]]
    place: Callable[[str], str] | None = (
        # the path of a file of this PBX, relative to where the run was started; None: below
        # `directory`
        None
    )
    in_repository: Callable[[str], str] | None = (
        None  # the same, from the repository's root; None: outside of any, as `place`
    )
    # With --from-ref: the lines of each file that the change touched
    changed: Mapping[str, frozenset[int]] = MappingProxyType({})
    fixed: Callable[[Finding], Mapping[str, bytes]] | None = (
        None  # the files that --fix would change for one finding, with their content
    )


class Report(NamedTuple):
    """The PBXs of one run, sorted by directory."""

    pbxs: tuple[PbxReport, ...]
    known: int = 0  # findings left out because the merge base already has them (--from-ref)
    silenceable: bool = True  # whether a comment on its line silences a finding (not in a log)
    fixed: int | None = None  # with --fix: the findings that are gone; None: nothing was changed


def displayed_path(pbx: PbxReport, file: str) -> str:
    """Return the path of a file of a PBX, relative to where the run was started."""
    if pbx.place is not None:
        return pbx.place(file)
    return file if pbx.directory in {".", ""} else f"{pbx.directory}/{file}"


def repository_path(pbx: PbxReport, file: str) -> str:
    """Return the path of a PBX's file relative to the repository's root, as collectors of reports
    need it wherever the run was started.
    """
    return pbx.in_repository(file) if pbx.in_repository is not None else displayed_path(pbx, file)


def repository_directory(pbx: PbxReport) -> str:
    """The PBX's directory from the repository's root; "." for the root itself."""
    if pbx.in_repository is None:
        return pbx.directory
    return pbx.in_repository("modules.conf").rpartition("/")[0] or "."


def report_of(facts: "Facts", findings: tuple[Finding, ...], directory: str) -> PbxReport:
    """Return one PBX's check as the renderers need it; `directory` is relative to where the run was
    started.
    """
    whitelist = facts.whitelist
    return PbxReport(
        directory=directory,
        asterisk=str(facts.target.release),
        autoload=whitelist.autoload,
        whitelist=tuple(
            WhitelistEntry(listed.module, listed.option, listed.entry.file, listed.entry.line)
            for listed in whitelist.entries
        ),
        required=tuple(facts.required.values()),
        findings=findings,
        sources=facts.configuration.lines,
    )
