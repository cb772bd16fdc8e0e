"""Why whitelisted modules did not start."""

from collections.abc import Iterator

from asterisk_lint.conf.whitelist import FILE, Listed
from asterisk_lint.model import Edit, Finding, Related
from asterisk_lint.witness.quoted_logs import constants_in, known_words
from asterisk_lint.witness.recognize import RecognizedLine
from asterisk_lint.witness.start_state import StartState
from asterisk_lint.witness.symbols import givers, holds

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


class DeclinedModules(StartState):
    """Findings for modules that Asterisk could not load, or that declined to start."""

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
        elif absent and absent[0] in self.there:
            severity, cause = (
                "information",
                f": the content of {absent[0]} is only on the machine",
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
