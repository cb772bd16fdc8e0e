"""Explain in words why a module is required."""

from collections.abc import Mapping

from asterisk_lint.model import Reason, Requirement, Use
from asterisk_lint.requirements.grouped_uses import each_use, first

KIND_WORDS: Mapping[str, str] = {
    "application": "{name}()",
    "function": "{name}()",
    "channel": "the channel technology {name}",
    "switch": "the switch {name}",
    "codec": "the codec {name}",
    "format": "the file format {name}",
    "bridge": "the bridge technology {name}",
    "timing": "a timing source",
    "engine": "the configuration engine {name}",
    "wizard": "the sorcery wizard {name}",
    "voicemail": "a voicemail module",
    "cdr": "the CDR backend {name}",
    "cel": "the CEL backend {name}",
    "agi_command": "the AGI command {name}",
    "manager_action": "the manager action {name}",
    "cli_command": "the CLI command {name}",
}


def in_words(kind: str, name: str) -> str:
    """Name a capability for people: "Queue()", "the codec g722"."""
    if name == "*":
        return KIND_WORDS.get(kind, kind).format(name="").replace("the ", "a ", 1).strip()
    return KIND_WORDS.get(kind, "{name}").format(name=name)


def chain(required: Mapping[str, Requirement], module: str) -> tuple[Use | Reason, ...]:
    """Return the shortest way from a required module to a place in the configuration: dependencies
    first, that place last.

    If no place is known (a module required by a kept or undecided one), the chain ends with the
    last dependency.
    """
    start = required.get(module.lower())
    if start is None:
        return ()
    seen = {module.lower()}
    waiting: list[tuple[Requirement, tuple[Use | Reason, ...]]] = [(start, ())]
    longest = (first(start.reasons),)
    while waiting:
        requirement, path = waiting.pop(0)
        nearest = first(requirement.reasons)
        if nearest.file is not None:
            return (*path, nearest)
        for reason in each_use(requirement.reasons):
            name = reason.name.lower()
            if name not in seen:
                seen.add(name)
                further = required.get(name)
                if further is not None:
                    waiting.append((further, (*path, reason)))
                elif not path:
                    longest = (reason,)
    return longest
