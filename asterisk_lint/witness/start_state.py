"""One start of Asterisk, with what is known of the PBX that was started."""

from asterisk_lint.conf.whitelist import Listed
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding, Reason, Related, Use
from asterisk_lint.requirements.reasons import chain
from asterisk_lint.rules import load_rule
from asterisk_lint.witness.observation import Observation
from asterisk_lint.witness.symbols import modules_in


class StartState:
    """An observation beside the facts, and which modules were reported."""

    def __init__(self, facts: Facts, seen: Observation, root: str) -> None:
        self.facts = facts
        self.seen = seen
        self.root = root
        self.loaded = facts.whitelist.loaded()
        self.reported: set[str] = set()  # modules, in lower case
        # A module that did not start -> whitelisted ones that therefore did not either
        self.needed_by: dict[str, list[Listed]] = {}
        self.installed = dict(modules_in(root))  # module -> its file
        observed = facts.target.observed
        # Files of the machine that this boot had only empty ones for.
        self.there = observed.files if observed else frozenset[str]()
        self.name = f"Asterisk {seen.release or facts.configuration.release}"

    def _finding(
        self, rule: str, message: str, file: str, line: int, column: int = 0, **more: object
    ) -> Finding:
        return load_rule(rule).finding(message, file, line, column, **more)

    def _failed(self) -> list[str]:
        return [name for kind, name in self.seen.told if kind == "failed"]

    def _needs(self, name: str) -> tuple[str, ...]:
        """Return what a module needs, as far as the catalog knows, and the whitelist lacks."""
        module = self.facts.catalog.module(name) if name else None
        return tuple(
            needed
            for needed in (module.requires if module else ())
            if needed.lower() not in self.loaded and not self.seen.running(needed)
        )

    def _related(self, *reasons: Use | Reason) -> tuple[Related, ...]:
        return tuple(
            Related(reason.file, reason.line or 1, reason.column, "used here")
            for reason in reasons
            if reason.file
        )

    def _exists(self, name: str) -> bool:
        """Tell whether a name in the log, which may be anything that a dialplan wrote there, is a
        module's.
        """
        return name in self.installed or self.facts.catalog.module(name) is not None

    def _uses(self, key: str) -> tuple[Related, ...]:
        """Return the first place that needs a module."""
        if key not in self.facts.required:
            return ()
        return self._related(chain(self.facts.required, self.facts.required[key].module)[-1])
