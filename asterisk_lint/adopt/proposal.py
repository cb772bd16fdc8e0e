"""What `init` proposes for one PBX: it adds lines and turns autoload off; it removes or reverses
nothing that a person wrote.
"""

from collections.abc import Mapping

from asterisk_lint.check import Checked, check_files
from asterisk_lint.conf.whitelist import Listed
from asterisk_lint.dialplan.stock_samples import is_shipped_sample
from asterisk_lint.fix.overlay import Overlay
from asterisk_lint.fix.rewrite import rewrite
from asterisk_lint.fix.rounds import fix_files
from asterisk_lint.model import Edit
from asterisk_lint.records import NamedTuple
from asterisk_lint.requirements.reasons import chain
from asterisk_lint.requirements.verdicts import PRESUMED, UNDECIDED, UNKNOWN, UNUSED
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.settings.values import Settings
from asterisk_lint.tree.files import Unreadable
from asterisk_lint.tree.target import Target


class Written(NamedTuple):
    """A line about a module in modules.conf, and what the proposal does with it."""

    listed: Listed
    text: str  # the line, with its comment
    # "agrees", "unneeded noload", "contradicts", "forbidden" (overridden by a `noload`), or the
    # verdict on a module that nothing readable uses
    state: str
    needed_by: str = ""  # where the module of a `noload` is needed: "extensions.conf:3"


class Proposal(NamedTuple):
    """One PBX's new whitelist, in memory."""

    target: Target
    changed: Mapping[str, bytes]  # the files that change
    before: Checked
    after: Checked
    written: tuple[Written, ...]
    renamed: tuple[tuple[str, str], ...]

    @property
    def adopts(self) -> bool:
        """Tell whether there was no whitelist yet."""
        return self.before.facts.whitelist.autoload

    @property
    def has_dialplan(self) -> bool:
        """Tell whether calls can go anywhere, as far as the files show."""
        dialplan = self.before.facts.configuration.dialplan()
        return bool(dialplan.steps or dialplan.uses)

    def added(self) -> list[str]:
        """Return the modules that a new line loads, by name."""
        before = self.before.facts.whitelist.named()
        loaded = self.after.facts.whitelist.loaded()
        changed = {new.lower() for _, new in self.renamed}
        return sorted(
            listed.module
            for key, listed in loaded.items()
            if key not in before and key not in changed
        )

    def keep(self) -> dict[str, str]:
        """Return what belongs under `keep:`, with the reason: lines of the old file that nothing
        readable needs.
        """
        if not self.adopts:
            return {}
        return {
            each.listed.module: comment_of(each.text) or "loaded by name before the whitelist"
            for each in self.written
            if each.state == UNUSED
            or (each.state in {PRESUMED, UNDECIDED} and each.listed.option.startswith("preload"))
        }

    def only_by_sample(self) -> int:
        """How many of the whitelisted modules are there only because extensions.conf is the one
        that Asterisk ships; 0 where it is not.
        """
        name = "extensions.conf"
        try:
            text = self.target.files.read(name).decode("utf-8", "surrogateescape")
        except (FileNotFoundError, Unreadable):
            return 0
        if not is_shipped_sample(name, text):
            return 0
        files = Overlay(self.target.files, {name: b"[default]\n"})
        without = check_files(self.target._replace(files=files), RuleSelection()).facts.required
        loaded = self.after.facts.whitelist.loaded()
        return len(
            [key for key in loaded if key in self.after.facts.required and key not in without]
        )

    def settled(self, settings: Settings) -> Checked:
        """Return the result of the next check, with the future settings."""
        files = Overlay(self.target.files, self.changed)
        return check_files(self.target._replace(files=files, settings=settings), RuleSelection())


def propose(target: Target) -> Proposal:
    """Return the proposal for a PBX's whitelist. Raises FixRefused, Unreadable."""
    before = check_files(target)
    changed: dict[str, bytes] = {}
    whitelist = before.facts.whitelist
    if whitelist.autoload and whitelist.autoload_entry is not None:
        entry = whitelist.autoload_entry
        changed = rewrite(target, whitelist, [Edit("enable", "", entry.file, entry.line)])
    wanted = target._replace(files=Overlay(target.files, changed), adopting=whitelist.autoload)
    fixed = fix_files(wanted, RuleSelection(), only_add=True)
    return Proposal(
        target,
        {**changed, **fixed.changed},
        before,
        fixed.after,
        tuple(_written(before, fixed.after)),
        fixed.renamed,
    )


def _written(before: Checked, after: Checked) -> list[Written]:
    facts = after.facts
    found = []
    for listed in before.facts.whitelist.entries:
        lines = before.facts.configuration.lines(listed.entry.file)
        number = listed.entry.line - 1
        text = lines[number].strip() if 0 <= number < len(lines) else ""
        verdict = facts.verdicts.get(listed.key)
        if listed.option == "noload":
            needed = listed.key in facts.required
            place = chain(facts.required, listed.key)[-1] if needed else None
            where = f"{place.file}:{place.line}" if place and place.file else ""
            state = "contradicts" if needed else "unneeded noload"
            found.append(Written(listed, text, state, where))
        elif listed.key in facts.whitelist.forbidden():
            found.append(Written(listed, text, "forbidden"))
        elif verdict is not None and verdict.state in {UNUSED, PRESUMED, UNDECIDED, UNKNOWN}:
            found.append(Written(listed, text, verdict.state))
        else:
            found.append(Written(listed, text, "agrees"))
    return found


def comment_of(line: str) -> str:
    """Return the text after the `;` of a line; "" without one."""
    return line.partition(";")[2].strip(" ;\t")
