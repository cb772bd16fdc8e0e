"""Which modules a few configuration files make needed."""

from collections.abc import Mapping

from asterisk_lint.check import gather
from asterisk_lint.model import Reason, Use
from asterisk_lint.releases import Release
from asterisk_lint.requirements.grouped_uses import each_use
from asterisk_lint.tree.target import Target
from tests.memory import MemoryFiles


def reasons(
    files: Mapping[str, str | bytes], release: str = "22", loads: str = ""
) -> dict[str, tuple[Use | Reason, ...]]:
    """Module -> its reasons; `loads`: what the whitelist already loads, separated by blanks.
    Whatever the files ask for is wanted.
    """
    lines = "".join(f"load = {module}.so\n" for module in loads.split())
    made = MemoryFiles({"modules.conf": f"[modules]\nautoload = no\n{lines}", **files})
    facts = gather(Target(made, Release.parse(release), adopting=True))
    return {
        requirement.module: each_use(requirement.reasons) for requirement in facts.required.values()
    }


def states(
    files: Mapping[str, str | bytes], release: str = "22", loads: str = ""
) -> dict[str, str]:
    """Whitelisted module -> required, unused or undecided."""
    lines = "".join(f"load = {module}.so\n" for module in loads.split())
    facts = gather(
        Target(
            MemoryFiles({"modules.conf": f"[modules]\nautoload = no\n{lines}", **files}),
            Release.parse(release),
        )
    )
    return {module: verdict.state for module, verdict in facts.verdicts.items()}
