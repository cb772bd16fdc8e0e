"""The results of a start of Asterisk, compared with the whitelist: findings with their places in
the configuration.
"""

from collections.abc import Iterator

from asterisk_lint.check import IN_ORDER
from asterisk_lint.conf.whitelist import FILE
from asterisk_lint.model import Edit, Finding
from asterisk_lint.requirements.grouped_uses import each_use
from asterisk_lint.requirements.reasons import chain
from asterisk_lint.rules import load_rule
from asterisk_lint.rules.missing import missing_findings
from asterisk_lint.witness.declined_modules import DeclinedModules
from asterisk_lint.witness.log_modules import in_words_of, modules_asked_for
from asterisk_lint.witness.observation import KINDS
from asterisk_lint.witness.quoted_logs import message_of


class StartCheck(DeclinedModules):
    """Evaluates one observation; each module and each capability is reported once."""

    def findings(self) -> list[Finding]:
        """Return all findings, sorted by place."""
        found = [
            *self._not_started(),
            *self._missing(),
            *self._declined(),
            *self._lacking(),
            *self._told(),
        ]
        unique = {
            (finding.rule, finding.file, finding.line, finding.column, finding.message): finding
            for finding in found
        }
        return sorted(unique.values(), key=IN_ORDER)

    def _not_started(self) -> Iterator[Finding]:
        if self.seen.up:
            return
        for entry in self.facts.whitelist.unknown:
            if ("option", entry.key) in self.seen.told:
                message = f"{self.name} did not start: it does not know the option '{entry.key}'"
                yield self._finding(
                    "unknown-option",
                    message,
                    entry.file,
                    entry.line,
                    entry.column,
                    length=len(entry.key),
                )
                return
        listed = self.loaded.get(self.seen.starting)
        while_starting = f" while it started {listed.module}" if listed else ""
        place = (
            (listed.entry.file, listed.entry.line, listed.entry.value_column)
            if listed
            else (FILE, 1, 0)
        )
        rule = (
            "missing-module"
            if any(self._needs(name) for name in (self.seen.starting, *self._failed()))
            else "syntax-error"
        )
        yield self._finding(
            rule,
            f"{self.name} did not start{while_starting}: {self.seen.failure}",
            *place,
            why="a PBX with this whitelist does not start",
        )

    def _missing(self) -> Iterator[Finding]:
        """Yield required modules that the whitelist lacks, and that Asterisk indeed does not
        have.
        """
        for enforcing, rule in ((False, "missing-module"), (True, "unenforced-security")):
            for finding in missing_findings(load_rule(rule), self.facts, enforcing=enforcing):
                if finding.module and not self.seen.running(finding.module):
                    self.reported.add(finding.module.lower())
                    yield finding._replace(
                        why=finding.why or f"{self.name} ran this configuration without it"
                    )
        forbidden = self.facts.whitelist.forbidden()
        for key, requirement in self.facts.required.items():
            if key in forbidden and not self.seen.running(key) and self.seen.up:
                self.reported.add(key)
                entry = forbidden[key].entry
                place = chain(self.facts.required, requirement.module)[-1]
                message = (
                    f"{requirement.module} is needed, but `noload` prevents {self.name} from "
                    "loading it"
                )
                edits = (
                    Edit("remove", requirement.module, entry.file, entry.line),
                    *(() if self.facts.whitelist.autoload else (Edit("add", requirement.module),)),
                )
                yield self._finding(
                    "conflicting-entry",
                    message,
                    entry.file,
                    entry.line,
                    entry.value_column,
                    module=requirement.module,
                    edits=edits,
                    related=self._related(place),
                )

    def _lacking(self) -> Iterator[Finding]:
        """Yield uses of names that are not registered, if no missing module explains it."""
        met: dict[tuple[str, str], Finding] = {}
        for use in each_use(self.facts.uses):
            if use.kind not in KINDS or not self.seen.up or self.seen.has(use.kind, use.name):
                continue
            providers = self.facts.catalog.providers(use.kind, use.name)
            if (
                not providers
                or "" in providers
                or any(
                    name.lower() in self.reported or name.lower() in self.loaded
                    for name in providers
                )
            ):
                continue
            key = (use.kind, use.name)
            if key in met:
                met[key] = met[key]._replace(also=(*met[key].also, (use.file, use.line)))
            else:
                message = (
                    f"{in_words_of(use.kind, use.name)} needs {providers[0]}, which {FILE} does "
                    "not load"
                )
                met[key] = self._finding(
                    "missing-module",
                    message,
                    use.file,
                    use.line,
                    use.column,
                    length=len(use.name) if use.column else 0,
                    module=providers[0],
                    edits=(Edit("add", providers[0]),),
                    why=use.because,
                )
        for finding in met.values():
            self.reported.add(str(finding.module).lower())
            yield finding

    def _told(self) -> Iterator[Finding]:
        """Yield what else the log asks for at a start: engines, wizards, RTP, timing."""
        for (kind, name, *_), told in self.seen.told.items():
            if kind in {"failed", "option"}:
                continue
            asked = modules_asked_for(told, self.facts.catalog, frozenset(self.loaded))
            if not asked.modules or any(
                self.seen.running(module) or module.lower() in self.reported
                for module in asked.modules
            ):
                continue
            module = asked.modules[0]
            self.reported.add(module.lower())
            use = next(
                (
                    use
                    for use in each_use(self.facts.uses)
                    if use.kind == kind and use.name.lower() == name.lower()
                ),
                None,
            )
            place = (use.file, use.line, use.column) if use else (FILE, 1, 0)
            yield self._finding(
                "missing-module",
                f"{asked.what} needs {module}, which {FILE} does not load",
                *place,
                module=module,
                edits=(Edit("add", module),),
                why=f"the log says: {message_of(told.told, frozenset((told.told.name,)))}",
            )
