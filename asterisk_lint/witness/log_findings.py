"""The results of reading logs, as findings: the rule, the sentence, and what to type."""

from collections.abc import Iterator

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding, Related, Step
from asterisk_lint.records import NamedTuple
from asterisk_lint.requirements.grouped_uses import each_use
from asterisk_lint.rules import load_rule
from asterisk_lint.witness.log_modules import ModuleRequest
from asterisk_lint.witness.logs import LoggedRequest

UNKNOWN = {"application": "unknown-application", "function": "unknown-function"}
# Without these, Asterisk continues and lets everybody in, or sends unencrypted
ENFORCING = frozenset({"res_pjsip_authenticator_digest", "res_srtp"})


class Said(NamedTuple):
    """What to report about one thing that a log asks for."""

    rule: str
    message: str
    fix: str = ""
    severity: str = "error"


def finding_of(
    seen: LoggedRequest, asked: ModuleRequest, catalog: Catalog, facts: Facts | None
) -> Finding:
    """Return one thing that the logs ask for, at the last line that asks for it."""
    if seen.told.message.kind == "option":
        said = Said(
            "unknown-option",
            f"Asterisk did not start, because it does not know {asked.what} in modules.conf",
        )
    elif asked.failed and not asked.modules:
        said = _failed(seen, asked, catalog)
    elif asked.unnamed or asked.unprovided:
        said = _untranslated(asked, catalog)
    elif not asked.modules:
        rule = UNKNOWN.get(seen.told.message.kind, "unknown-capability")
        said = Said(
            rule,
            (
                f"{asked.what} was not available, and no module of Asterisk {catalog.release} "
                "provides it"
            ),
        )
    else:
        said = _missing(asked, facts)
    often = f"{seen.times} times, last {seen.time}" if seen.times > 1 else f"once, {seen.time}"
    where = (
        f" (extension {seen.places[0]}{' and others' if len(seen.places) > 1 else ''})"
        if seen.places
        else ""
    )
    return Finding(
        said.rule, load_rule(said.rule).code, said.severity, f"{said.message}: {often}{where}",
        seen.file, seen.line,
        module=(asked.modules or (asked.failed or None,))[0], fix=said.fix,
        related=tuple(places_of(seen, facts)),
    )  # fmt: skip


def _untranslated(asked: ModuleRequest, catalog: Catalog) -> Said:
    """Report a translation for which no module can be proposed."""
    from asterisk_lint.catalog.third_party import providers

    if asked.unnamed:
        return Said(
            "unknown-capability",
            f"{asked.what} was not available; the message does not name them",
            "find the codecs of both channels (`core show channel NAME`), then load codec_NAME for "
            "each that modules.conf does not load",
        )
    outside = providers(catalog.release)
    found = [
        module
        for codec in asked.unprovided.split(" and ")
        if (module := outside.get(("codec", codec))) is not None
    ]
    also = f", or install {' and '.join(found)}, from outside Asterisk" if found else ""
    return Said(
        "unknown-capability",
        (
            f"{asked.what} was not available: no module of Asterisk {catalog.release} translates "
            f"{asked.unprovided}"
        ),
        f"allow a codec that both sides have{also}",
    )


def _failed(seen: LoggedRequest, asked: ModuleRequest, catalog: Catalog) -> Said:
    """Report a module that did not start, if no other module would help."""
    told, name = seen.told, asked.failed
    known = catalog.module(name) is not None
    file_name = catalog.file_name(name)
    if told.is_not_installed and file_name != name:
        problem = (
            f"the file is called {file_name}.so, and the case of the name in modules.conf matters"
        )
        return Said(
            "unknown-module", f"{name} could not be loaded: {problem}", f"load = {file_name}.so"
        )
    if told.is_not_installed:
        return Said(
            "not-installed" if known else "unknown-module",
            f"{name} could not be loaded: Asterisk's module directory has no {name}.so",
        )
    if told.version:
        problem = (
            f"{told.library or told.file} lacks the version {told.version} that it was built with"
        )
        return Said(
            "not-installed",
            f"{name} could not be loaded: {problem}",
            "install the packages of one release",
        )
    if told.library:
        problem = f"this machine does not have the library {told.library}"
        return Said(
            "not-installed",
            f"{name} could not be loaded: {problem}",
            f"install the package that contains {told.library}",
        )
    if asked.symbol:
        problem = (
            f"no module provides the symbol {asked.symbol}; it was built for another release or "
            "with another library"
        )
        return Said("not-installed", f"{name} could not be loaded: {problem}")
    return Said("missing-configuration", f"{name} did not start")


def _missing(asked: ModuleRequest, facts: Facts | None) -> Said:
    """Report modules that would have provided what was requested."""
    loaded = facts.whitelist.loaded() if facts else {}
    missing = [module for module in asked.modules if module.lower() not in loaded]
    present = [module for module in asked.modules if module.lower() in loaded]
    if present and (not asked.every or not missing):
        return Said("missing-module", _settled(asked, present), severity="information")
    wanted = missing if asked.every else missing[:1]
    rule = "unenforced-security" if ENFORCING & set(wanted) else "missing-module"
    names = " and ".join(wanted)
    why, fix = _absence(wanted, facts)
    if asked.failed:
        message, joined = f"{asked.failed} did not start: it needs {names}", ", but "
    elif asked.every:
        message, joined = f"{asked.what} was not available; it needs {names}", ", but "
    elif asked.what == wanted[0]:
        message, joined = f"{asked.what} was not available", ": "
    else:
        message, joined = f"{asked.what} was not available; {names} provides it", ", but "
    others = "" if asked.every or len(missing) == 1 else f" (or {', '.join(missing[1:4])})"
    return Said(rule, message + (joined + why if why else ""), fix + others)


def _settled(asked: ModuleRequest, present: list[str]) -> str:
    """Report something that was missing once and is loaded now."""
    if asked.failed:
        return (
            f"{asked.failed} did not start; it needs {', '.join(present)}, which modules.conf "
            "now loads"
        )
    if asked.every:
        return (
            f"{asked.what} was not available; it needs {' and '.join(present)}, and modules.conf "
            "now loads all of it"
        )
    if present == [asked.what]:
        return f"{asked.what} was not available; modules.conf now loads it"
    return (
        f"{asked.what} was not available; {', '.join(present)} provides it, and modules.conf now "
        "loads it"
    )


def _absence(wanted: list[str], facts: Facts | None) -> tuple[str, str]:
    """Return why modules are not loaded, as far as modules.conf shows ("" without a PBX), and what
    to do.
    """
    names = " and ".join(wanted)
    lines = "; ".join(f"load = {module}.so" for module in wanted)
    if facts is None:
        return "", lines
    forbidden = [
        facts.whitelist.forbidden()[name.lower()]
        for name in wanted
        if name.lower() in facts.whitelist.forbidden()
    ]
    if forbidden:
        entry = forbidden[0].entry
        return (
            f"modules.conf disables {forbidden[0].module} ({entry.file}:{entry.line})",
            f"if you want {names}, remove the noload line",
        )
    if facts.whitelist.autoload:
        return (
            f"{names} is not installed or did not start",
            f"install {names}, or look for an earlier error message about it",
        )
    return f"modules.conf does not load {'it' if len(wanted) == 1 else 'them'}", lines


def places_of(seen: LoggedRequest, facts: Facts | None) -> Iterator[Related]:
    """Yield where the configuration asks for it: the step that a message names, otherwise every use
    of that name.
    """
    if facts is None:
        return
    steps = (
        {
            (step.context, step.extension, str(step.priority)): step
            for step in facts.configuration.dialplan().steps
        }
        if seen.places
        else {}
    )
    named = [
        steps.get((words[0], words[1], words[2]))
        for place in seen.places
        if len(words := place.split(", ")) == 3
    ]
    if any(named):
        yield from (
            Related(step.file, step.line, step.column, _note(seen, step, facts))
            for step in named
            if step
        )
        return
    for use in each_use(facts.uses):
        if use.kind == seen.told.message.kind and use.name.lower() == seen.told.name.lower():
            yield Related(use.file, use.line, use.column, "used here")
            return


def _note(seen: LoggedRequest, step: Step, facts: Facts) -> str:
    """Say what a step is: the one that failed, unless it has changed since the log was written."""
    told = seen.told
    line = facts.configuration.line(step.file, step.line).lower()
    same = told.message.kind not in {"application", "function"} or told.name.lower() in line
    return "the step that failed" if same else "the step that failed; it has changed since"
