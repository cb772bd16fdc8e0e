"""Programs outside the configuration that can use modules: clients of AMI and ARI, AGI scripts,
phones' own templates.
"""

from collections.abc import Iterable, Iterator

from asterisk_lint.conf.placeholder import is_placeholder
from asterisk_lint.conf.truth import is_true
from asterisk_lint.conf.values import Section
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import GroupedUses, StepUses, Unseen, Use
from asterisk_lint.unseen.reach import AGI, AMI, AMI_EVENTS, ARI, DIALPLAN, Reach

_AGI = frozenset({"agi", "eagi", "deadagi", "asyncagi"})
_IVR: Reach = frozenset({"function", "format"})
_STARTING = {**dict.fromkeys(_AGI, AGI), "externalivr": _IVR, "stasis": ARI}


def find(configuration: Configuration) -> Iterator[Unseen]:
    """Find the programs that the configuration admits or starts, each with what it can use."""
    yield from _ami(configuration)
    yield from _users(configuration)
    yield from _ari(configuration)
    yield from _agi(configuration)
    yield from _external_ivr(configuration)
    yield from _templates(configuration)


def _ami(configuration: Configuration) -> Iterator[Unseen]:
    if _has_ami(configuration):
        for section in configuration.objects("manager.conf", "general"):
            if section.get("secret") is not None:
                yield _manager(section, ami_reach(section))


def _users(configuration: Configuration) -> Iterator[Unseen]:
    """Find the manager clients among the users of users.conf (main/manager.c: __init_manager())."""
    users = list(configuration.objects("users.conf", "general"))
    if not users or not _has_ami(configuration):
        return
    general = list(configuration.named("users.conf", "general"))

    def option(section: Section, name: str) -> str | None:
        values = (each.value(name) for each in (section, *general))
        return next((value for value in values if value is not None), None)

    for section in users:
        admitted = option(section, "hasmanager") or ""
        if is_true(admitted) or is_placeholder(admitted):
            writes = next((each for each in (section, *general) if each.all("write")), section)
            yield _manager(section, ami_reach(writes))


def _has_ami(configuration: Configuration) -> bool:
    return any(
        is_true(entry.value) or is_placeholder(entry.value)
        for section in configuration.named("manager.conf", "general")
        for entry in section.all("enabled")
    )


def _manager(section: Section, reach: Reach) -> Unseen:
    return Unseen(f"the manager client {section.name}", section.file, section.line, reach)


def ami_reach(section: Section) -> Reach:
    """Return what a user of manager.conf can use, by the classes of its `write=` (main/manager.c,
    each action's authority).
    """
    writes = {
        word.strip().lower() for entry in section.all("write") for word in entry.value.split(",")
    } - {""}
    if any(is_placeholder(word) for word in writes):
        return AMI
    reaches = set(AMI_EVENTS)
    if writes:
        reaches.add("manager_action")
    if writes & {"all", "originate"}:
        reaches |= {"application", "channel", "codec"}
    if writes & {"all", "call", "reporting"}:
        reaches.add("function")
    if writes & {"all", "command"}:
        # `dialplan add extension` (pbx/pbx_config.c), `channel originate`
        reaches |= DIALPLAN | {"cli_command"}
    if writes & {"all", "agent"}:
        reaches.add("channel")  # QueueAdd
    if writes & {"all", "config"}:
        reaches.add("file:*")  # UpdateConfig, CreateConfig
    if writes & {"all", "agi"}:
        reaches |= AGI
    return frozenset(reaches)


def _ari(configuration: Configuration) -> Iterator[Unseen]:
    from asterisk_lint.usage.ari import find as ari_users

    for use in ari_users(configuration):
        yield Unseen("the ARI program that this user or connection serves", use.file, use.line, ARI)
    for step in configuration.dialplan().steps if "stasis" in configuration.applications() else ():
        if step.application.lower() == "stasis":
            yield Unseen(
                "the ARI program that Stasis() passes the call to", step.file, step.line, ARI
            )
            return


def _agi(configuration: Configuration) -> Iterator[Unseen]:
    """Find AGI scripts: those outside the tree, and the requests of those inside it that are only
    known at run time.
    """
    from asterisk_lint.dialplan.agi_files import too_large

    for large in too_large(configuration.files):
        yield Unseen(f"the AGI script {large}, which is too large to read", large, 1, AGI)
    if _AGI.isdisjoint(configuration.applications()):
        return
    scripts = _Scripts(configuration)
    for step in configuration.dialplan().steps:
        if step.application.lower() in _AGI:
            script = step.arguments.split(",", 1)[0].strip()
            yield from scripts.beyond(script, step.arguments, step.file, step.line)


class _Scripts:
    """Says of each AGI script once what it could use beyond what can be read in it."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._names: dict[str, str] | None = None
        self._seen: set[str] = set()
        self._known: dict[str | None, frozenset[str] | None] = {}

    def beyond(
        self, script: str, arguments: str, file: str, line: int, *, by_name: bool = False
    ) -> Iterator[Unseen]:
        """Yield what the script of an AGI() with these arguments hides, if it is a new one.
        `by_name`: only a file that is named as a script is read as one (usage/dialplan_values.py).
        """
        if script in self._seen:
            return
        self._seen.add(script)
        from asterisk_lint.dialplan.agi_files import (
            by_last_part,
            is_named_as_script,
            script_file,
        )

        if self._names is None:
            self._names = by_last_part(self._configuration.names())
        name = script_file(arguments, self._names)
        if by_name and name is not None and not is_named_as_script(name):
            name = None
        if name not in self._known:
            # (its dozen of regular expressions cost more than the rest of a small check)
            from asterisk_lint.dialplan.agi import unread

            self._known[name] = unread(name, self._configuration.files, self._configuration.release)
        reaches = self._known[name]
        if reaches is None:
            yield Unseen(f"the AGI script {script or 'that runs here'}", file, line, AGI)
        elif reaches:
            what = f"commands that the AGI script {script} composes while it runs"
            yield Unseen(what, file, line, reaches)


def _external_ivr(configuration: Configuration) -> Iterator[Unseen]:
    """Find the programs of ExternalIVR(): they play files, and set variables or functions
    (apps/app_externalivr.c: ast_eivr_setvariable()).
    """
    if "externalivr" in configuration.applications():
        for step in configuration.dialplan().steps:
            if step.application.lower() == "externalivr":
                what = "the program that ExternalIVR() starts or connects to"
                yield Unseen(what, step.file, step.line, _IVR)


def started(configuration: Configuration, uses: Iterable[Use | GroupedUses]) -> Iterator[Unseen]:
    """Find the programs that no step of the dialplan runs itself: those of AGI(), ExternalIVR() and
    Stasis() inside another application (`ExecIf(...?AGI(x))`), or in a file (features.conf).
    """
    scripts = _Scripts(configuration)
    for found in uses:
        reach = _STARTING.get(found.name.lower()) if found.kind == "application" else None
        if reach is None or (isinstance(found, StepUses) and found.within is None):
            continue
        for use in found.uses() if isinstance(found, GroupedUses) else (found,):
            if reach is not AGI:
                yield Unseen(f"the program behind {use.name}()", use.file, use.line, reach)
                break
            for script in _named_scripts(configuration.line(use.file, use.line)):
                yield from scripts.beyond(script, script, use.file, use.line, by_name=True)


def _named_scripts(text: str) -> list[str]:
    """Return the scripts that a line runs by AGI(); "" for one that it names elsewhere."""
    import re

    called = re.findall(r"agi[ \t]*[(,][ \t]*\"?([^,|)\"]*)", text, re.IGNORECASE)
    return [script.strip() for script in called] or [""]


def _templates(configuration: Configuration) -> Iterator[Unseen]:
    """Find files that res_phoneprov creates for phones: templates outside the configuration, which
    can call functions.
    """
    for file, option in (("users.conf", "autoprov"), ("pjsip.conf", "type")):
        read = configuration.conf(file)
        for section in read.sections if read else ():
            value = None if section.template else section.value(option)
            if value is None or not (is_true(value) or value.lower() == "phoneprov"):
                continue
            entry = section.all(option)[0]
            yield Unseen(
                "the templates that res_phoneprov fills for phones",
                entry.file,
                entry.line,
                frozenset({"function"}),
            )
            return
