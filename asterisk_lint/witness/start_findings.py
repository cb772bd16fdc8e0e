"""The results of a start of Asterisk, compared with the whitelist: findings with their places in
the configuration.
"""

from collections.abc import Iterator

from asterisk_lint.conf.whitelist import FILE, Listed
from asterisk_lint.facts import Facts
from asterisk_lint.model import Edit, Finding, Reason, Related, Use
from asterisk_lint.requirements.grouped_uses import each_use
from asterisk_lint.requirements.reasons import chain
from asterisk_lint.rules import load_rule
from asterisk_lint.rules.missing import missing_findings
from asterisk_lint.witness.last_words import constants_in, known_words, message_of
from asterisk_lint.witness.log_modules import in_words_of, modules_asked_for
from asterisk_lint.witness.observation import KINDS, Observation
from asterisk_lint.witness.recognize import RecognizedLine
from asterisk_lint.witness.symbols import givers, holds, modules_in

# These need something that the sandbox does not have: hardware, or a server. Whether they start
# says nothing about the PBX itself.
OUT_OF_REACH = {
    **dict.fromkeys(
        (
            "chan_dahdi",
            "res_timing_dahdi",
            "codec_dahdi",
            "app_meetme",
            "app_flash",
            "app_dahdiras",
        ),
        "DAHDI hardware",
    ),
    **dict.fromkeys(("chan_console", "chan_alsa", "chan_oss"), "a sound card"),
    **dict.fromkeys(
        (
            "chan_mobile",
            "chan_misdn",
            "chan_phone",
            "chan_vpb",
            "chan_simpleusb",
            "chan_usbradio",
            "chan_dongle",
            "chan_quectel",
        ),
        "hardware",
    ),
    **dict.fromkeys(
        (
            "cdr_pgsql",
            "cel_pgsql",
            "cdr_radius",
            "cel_radius",
            "cdr_tds",
            "cel_tds",
            "cdr_beanstalkd",
            "cel_beanstalkd",
            "res_config_ldap",
        ),
        "its server",
    ),
}


class StartCheck:
    """Evaluates one observation; each module and each capability is reported once."""

    def __init__(self, facts: Facts, seen: Observation, root: str) -> None:
        self.facts = facts
        self.seen = seen
        self.root = root
        self.loaded = facts.whitelist.loaded()
        self.reported: set[str] = set()  # modules, in lower case
        self.needed_by: dict[
            str, list[Listed]
        ] = {}  # a module that did not start -> whitelisted ones that therefore did not either
        self.installed = dict(modules_in(root))  # module -> its file
        self.name = f"Asterisk {seen.release or facts.configuration.release}"

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
        return sorted(
            unique.values(),
            key=lambda finding: (
                finding.file,
                finding.line,
                finding.column,
                finding.code,
                finding.message,
            ),
        )

    def _finding(
        self, rule: str, message: str, file: str, line: int, column: int = 0, **more: object
    ) -> Finding:
        return load_rule(rule).finding(message, file, line, column, **more)

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

    def _related(self, *reasons: Use | Reason) -> tuple[Related, ...]:
        return tuple(
            Related(reason.file, reason.line or 1, reason.column, "used here")
            for reason in reasons
            if reason.file
        )

    def _declined(self) -> Iterator[Finding]:
        """Yield whitelisted modules that do not run."""
        stopped = (
            [listed for key, listed in self.loaded.items() if not self.seen.running(key)]
            if self.seen.up
            else []
        )
        if not self.seen.up:
            stopped = [
                self.loaded[name.lower()] for name in self._failed() if name.lower() in self.loaded
            ]
        found: list[tuple[Listed, Finding]] = []
        for listed in stopped:
            found += [(listed, finding) for finding in self._why(listed)]
        for listed, finding in found:
            dependants = self.needed_by.get(listed.key, [])
            related = (
                *finding.related,
                *(
                    Related(
                        dependant.entry.file,
                        dependant.entry.line,
                        dependant.entry.value_column,
                        "needs it",
                    )
                    for dependant in dependants
                ),
            )
            yield finding._replace(related=related)

    def _why(self, listed: Listed) -> Iterator[Finding]:
        key, module = listed.key, self.facts.catalog.module(listed.module)
        place = (listed.entry.file, listed.entry.line, listed.entry.value_column)
        length = len(listed.module)
        told = self.seen.told.get(("failed", listed.module)) or self.seen.told.get(
            ("failed", module.name if module else listed.module)
        )
        if told and told.told.is_not_installed:
            rule = "not-installed" if module else "unknown-module"
            yield self._finding(
                rule,
                f"{self.name} has no {listed.module}",
                *place,
                length=length,
                module=listed.module,
                related=self._uses(key),
            )
            return
        if told and told.told.library:
            message = (
                f"{self.name} could not load {listed.module}: {self._lacks(listed, told.told)}"
            )
            yield self._finding(
                "not-installed",
                message,
                *place,
                length=length,
                module=listed.module,
                related=self._uses(key),
            )
            return
        asked = tuple(name for name in (told.missing if told else ()) if self._exists(name))
        lacks = [
            name
            for name in dict.fromkeys((*asked, *self._needs(key)))
            if name.lower() not in self.loaded and not self.seen.running(name)
        ]
        symbol = (
            told.told.symbol
            if told and holds(self.installed.get(listed.module, ""), told.told.symbol)
            else ""
        )
        if not lacks and symbol:
            lacks = [
                name for name in givers(self.root, symbol)[:1] if name.lower() not in self.loaded
            ]
        for name in lacks:
            if name.lower() not in self.reported:
                self.reported.add(name.lower())
                message = (
                    f"{listed.module} did not start: it needs {name}, which {FILE} does not load"
                )
                yield self._finding(
                    "missing-module",
                    message,
                    *place,
                    length=length,
                    module=name,
                    edits=(Edit("add", name),),
                    related=self._uses(key),
                )
        if lacks:
            return
        requires = (*asked, *(module.requires if module else ()))
        causes = [
            name.lower()
            for name in requires
            if name.lower() in self.loaded and not self.seen.running(name)
        ]
        if causes:
            self.needed_by.setdefault(causes[0], []).append(listed)
            return
        said = self._said(listed)
        absent = (
            [
                file
                for file in (*module.declines, *module.declines_silently)
                if file not in self.facts.configuration.names()
            ]
            if module
            else []
        )
        severity, cause = "error", f": {said}" if said else ", without a message in its log"
        if key in OUT_OF_REACH:
            severity, cause = (
                "information",
                f": it needs {OUT_OF_REACH[key]}, which the sandbox does not have",
            )
        elif absent:
            cause = f": there is no {absent[0]}"
        elif symbol:
            cause = f": no module provides the symbol {symbol}"
        finding = self._finding(
            "missing-configuration",
            f"{listed.module} did not start in {self.name}{cause}",
            *place,
            length=length,
            module=listed.module,
            related=self._uses(key),
        )
        if key not in self.facts.required and severity == "error":
            severity = "warning"
        yield finding._replace(severity=severity)
        self.reported.add(key)

    def _exists(self, name: str) -> bool:
        """Tell whether a name in the log, which may be anything that a dialplan wrote there, is a
        module's.
        """
        return name in self.installed or self.facts.catalog.module(name) is not None

    def _lacks(self, listed: Listed, told: RecognizedLine) -> str:
        """Return which library the machine does not have; it is named only if the module's own file
        names it.
        """
        file = self.installed.get(listed.module, "")
        library = (
            told.library
            if holds(file, told.library)
            else "that it needs, or that one of its libraries needs"
        )
        if told.version:
            version = (
                f"the version {told.version}"
                if holds(file, told.version)
                else "the version that it needs"
            )
            return f"the library {library} does not have {version}"
        return f"the machine does not have the library {library}"

    def _said(self, listed: Listed) -> str:
        """Return what the module complained about during its start, if it is a message of
        Asterisk's own.
        """
        words = self.seen.words.get(listed.key, ())
        if not words:
            return ""
        own = (path for name, path in self.installed.items() if name.lower() == listed.key)
        constants = frozenset(constants_in([self.root.rstrip("/") + self.seen.binary, *own]))
        names = (
            frozenset(name.rpartition("/")[2] for name in self.facts.configuration.names())
            | self.installed.keys()
        )
        known = dict.fromkeys(
            said for text in words if (said := known_words(text, constants, names))
        )
        return "; ".join([*known][:2])

    def _uses(self, key: str) -> tuple[Related, ...]:
        """Return the first place that needs a module."""
        if key not in self.facts.required:
            return ()
        return self._related(chain(self.facts.required, self.facts.required[key].module)[-1])

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
        for (kind, name), told in self.seen.told.items():
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
