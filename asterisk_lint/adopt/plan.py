"""What `init` would write in one repository: modules.conf of each PBX, the settings, the hook."""

import os

from asterisk_lint.adopt.hook_source import Source, schema_address
from asterisk_lint.adopt.proposal import Proposal, propose
from asterisk_lint.adopt.settings_text import new_settings
from asterisk_lint.fix.rewrite import FixRefused
from asterisk_lint.fix.yaml import Hook, add_hook, add_settings
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.rules import rule_names
from asterisk_lint.run.fixes import place_on_disk
from asterisk_lint.run.options import UsageError
from asterisk_lint.run.projects import (
    Project,
    release_of,
    settings_content,
    settings_place,
    target_of,
)
from asterisk_lint.settings.read import parse_settings
from asterisk_lint.settings.values import NAME
from asterisk_lint.tree.files import Unreadable
from asterisk_lint.tree.find import Pbx

HOOKS_FILE = ".pre-commit-config.yaml"
GUESS = "assumed, the newest known: write the one that runs"


class Wishes(NamedTuple):
    """What the user asked `init` for."""

    source: Source  # where the hook comes from
    hook: str  # the hook's id; "" for none
    asterisk: Release | None = None  # the release of every PBX; None: as the settings say
    settings: str | None = None  # the settings file; None: the one in the repository
    without_dialplan: bool = False


class Beside(NamedTuple):
    """A file besides modules.conf that is to be written: the settings, or those of pre-commit."""

    path: str
    content: bytes
    old: bytes | None  # its current content; None: it does not exist
    root: str  # the directory that it must not lead out of


class Plan(NamedTuple):
    """Everything that init would write for one repository."""

    project: Project
    proposals: tuple[tuple[Pbx, Proposal], ...]
    settings: Beside | None  # None: they are not changed
    hook: Beside | None

    def files(self) -> list[Beside]:
        """Return the files besides each modules.conf that are written."""
        return [file for file in (self.settings, self.hook) if file is not None]

    def is_empty(self) -> bool:
        """Tell whether nothing would be written."""
        return not self.files() and not any(proposal.changed for _, proposal in self.proposals)

    def paths(self) -> list[str]:
        """Return every file that is written, relative to the current directory."""
        found = [
            place_on_disk(self.project, pbx, name)
            for pbx, proposal in self.proposals
            for name in sorted(proposal.changed)
        ]
        return [os.path.relpath(path) for path in [*found, *(file.path for file in self.files())]]


def plan_for(wishes: Wishes, project: Project, release: Release, *, is_guess: bool) -> Plan:
    """Compute everything without writing. Raises UsageError for a PBX without a dialplan,
    FixRefused.
    """
    proposals = tuple(
        (pbx, propose(target_of(project, pbx, own if said else release)))
        for pbx in project.pbxs
        for own, said in [release_of(wishes.asterisk and release, project.settings, pbx)]
    )
    for pbx, proposal in proposals:
        if proposal.adopts and not proposal.has_dialplan and not wishes.without_dialplan:
            raise UsageError(
                f"{project.directory_of(pbx)} has no dialplan (extensions.conf, "
                "extensions.ael, extensions.lua): a whitelist made without it "
                "would lack what calls need. Add the dialplan, or use --without-dialplan and "
                "name its modules under `uses:` in the settings"
            )
    for pbx, proposal in proposals:
        refuse_shared(project, pbx, proposal)
    return Plan(
        project,
        proposals,
        settings_file(wishes, project, proposals, (release, is_guess)),
        hook_file(wishes.hook, wishes.source, project) if wishes.hook else None,
    )


def refuse_shared(project: Project, pbx: Pbx, proposal: Proposal) -> None:
    """Raise UsageError if other PBXs read a file that would change: they need other modules."""
    for other, names in project.sharing.get(pbx.directory, ()):
        both = sorted(names.intersection(proposal.changed))
        if both and other.directory != pbx.directory:
            raise UsageError(
                f"{project.directory_of(pbx)} and {project.directory_of(other)} read the same "
                f"{both[0]}, and need different modules: write `autoload: fix` into {NAME} and "
                "run asterisk-lint --fix, which adds what each of them needs"
            )


def settings_file(
    wishes: Wishes,
    project: Project,
    proposals: tuple[tuple[Pbx, Proposal], ...],
    chosen: tuple[Release, bool],
) -> Beside | None:
    """Return the settings with the release (and whether it is a guess), and the kept modules; None
    if nothing changes. Raises FixRefused, SettingsError.
    """
    keep = {name: reason for _, proposal in proposals for name, reason in proposal.keep().items()}
    old = settings_content(project.tree, wishes.settings)
    new = (
        add_settings(old, chosen[0], keep, GUESS if chosen[1] else "")
        if old is not None
        else new_settings(
            chosen[0], keep, schema_address(wishes.source), GUESS if chosen[1] else ""
        ).encode()
    )
    # The written file must be readable; an error of ours must not wait for the next run.
    parse_settings(new, NAME, rule_names())
    path, root = settings_place(project.tree, wishes.settings)
    return Beside(path, new, old, root) if new != old else None


def hook_file(name: str, source: Source, project: Project) -> Beside | None:
    """Return the repository's pre-commit configuration with the hook of that name. None if nothing
    changes; raises FixRefused.
    """
    from asterisk_lint.tree.repository import find_repository

    root = project.tree.root
    if find_repository(root) is None:
        return None
    try:
        old: bytes | None = project.tree.read(HOOKS_FILE)
    except FileNotFoundError:
        old = None
    except Unreadable as error:
        raise FixRefused(f"{HOOKS_FILE} cannot be read: {error}") from None
    note = (
        (
            "Replace both lines below by the repository and the commit of your asterisk-lint; "
            "pre-commit cannot fetch the hook before"
        )
        if source.is_placeholder
        else ""
    )
    new = add_hook(old or b"", Hook(source.url, source.revision, name, note), HOOKS_FILE)
    return Beside(os.path.join(root, HOOKS_FILE), new, old, root) if new != old else None
