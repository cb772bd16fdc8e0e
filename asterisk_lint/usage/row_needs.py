"""What a row needs at one place of a configuration, as uses."""

from collections.abc import Iterable, Iterator

from asterisk_lint.model import Need, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release


class Occurrence(NamedTuple):
    """Where a row found something, and the text there."""

    file: str
    line: int
    column: int
    section: str
    option: str = ""
    value: str = ""

    def names(self, name: str) -> list[str]:
        """Return a row's name with `{value}`, `{item}`, `{option}` or `{section}` replaced."""
        if "{item}" in name:
            items = [item.strip() for item in self.value.split(",")]
            return [name.replace("{item}", item) for item in items if item]
        return [
            name.replace("{value}", self.value)
            .replace("{option}", self.option)
            .replace("{section}", self.section)
        ]


def needed_at(
    needs: Iterable[Need],
    place: Occurrence,
    because: str,
    enforces: bool,
    release: Release,
) -> Iterator[Use]:
    """The uses that a row finds at one place: a use for each need, or what a text that holds more
    than a name needs.
    """
    for kind, name in needs:
        for wanted in place.names(name) if "{" in name else (name,):
            use = Use(
                kind,
                wanted,
                place.file,
                place.line,
                place.column,
                because=because,
                enforces=enforces,
            )
            if kind in {"expression", "call", "dial", "gosub", "media", "mixmonitor"}:
                yield from _inner_uses(use, release)
            elif wanted:
                yield use


def _inner_uses(place: Use, release: Release) -> Iterator[Use]:
    from asterisk_lint.dialplan.text_uses import (
        application_uses,
        call_uses,
        dial_uses,
        expression_uses,
        media_uses,
    )

    text = place.name
    if place.kind == "expression":
        if "$" in text:
            yield from expression_uses(text, place)
    elif place.kind == "call":
        yield from call_uses(text, place, release)
    elif place.kind == "dial":
        yield from dial_uses(text, place)
    elif place.kind == "media":
        yield from media_uses(text, place, release)
    elif place.kind == "mixmonitor":
        yield from (
            use
            for use in application_uses("MixMonitor", f",{text}", place, release)
            if use.name != "MixMonitor"
        )
    elif text:
        yield place._replace(kind="application", name="Gosub")
        yield from expression_uses(text, place)
