"""Which lines of a whitelist make no difference when they are removed, as far as a start of
Asterisk can show.
"""

from collections.abc import Callable, Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.fix.overlay import Overlay
from asterisk_lint.fix.rewrite import FixRefused, deleting, rewrite
from asterisk_lint.model import Edit, Finding
from asterisk_lint.output.terminal import progress
from asterisk_lint.requirements.grouped_uses import each_use
from asterisk_lint.rules import load_rule
from asterisk_lint.tree.files import Files
from asterisk_lint.witness.observation import Observation


def superfluous(
    facts: Facts, seen: Observation, observe: Callable[[Files], Observation], *, quiet: bool = False
) -> Iterator[Finding]:
    """Yield a finding for each line that nothing known needs and without which Asterisk starts,
    runs and logs the same.

    A line that something in the configuration needs is never tried: much that matters in a call
    cannot be seen at a start.
    """
    configuration = facts.configuration
    used = {(use.kind, use.name) for use in each_use(facts.uses)}
    suspects = [
        listed for key, listed in facts.whitelist.loaded().items() if key not in facts.required
    ]
    for number, listed in enumerate(suspects, 1):
        if not quiet:
            progress(f"without {listed.module} ({number} of {len(suspects)})")
        try:
            edits = [Edit("remove", listed.module, listed.entry.file, listed.entry.line)]
            changed = rewrite(deleting(facts.target), facts.whitelist, edits)
        except FixRefused:
            continue
        without = observe(Overlay(configuration.files, changed))
        if same(seen, without, listed.key, used):
            message = (
                f"Asterisk {seen.release or facts.configuration.release} starts, runs and logs "
                f"the same without {listed.module}"
            )
            yield (
                load_rule("unused-module")
                .finding(
                    message,
                    listed.entry.file,
                    listed.entry.line,
                    listed.entry.value_column,
                    length=len(listed.module),
                    module=listed.module,
                )
                ._replace(severity="information")
            )
    if not quiet and suspects:
        progress()


def same(seen: Observation, without: Observation, key: str, used: set[tuple[str, str]]) -> bool:
    """Tell whether nothing is gone except the module itself."""
    if not without.up:
        return False
    running = {name for name, state in seen.modules.items() if state.running and name != key}
    if not running <= {name for name, state in without.modules.items() if state.running}:
        return False
    if any(seen.has(kind, name) and not without.has(kind, name) for kind, name in used):
        return False
    return set(without.told) <= set(seen.told)
