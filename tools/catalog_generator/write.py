"""The facts of a release as the text of a data file (docs/catalog/format.md)."""

from collections.abc import Iterable, Mapping

from asterisk_lint.catalog.load import NEEDS, WHOLE_LINE

WIDTH = 140
# The order of a module's facts.
ORDER = (
    "origin", "support", "deprecated", "removed", "replaced_by", "priority", "gives_symbols",
    "off_by_default", "libraries",
    "application", "function", "channel", "switch", "codec", "format", "translator", "attribute",
    "bridge", "timing", "engine", "wizard",
    "cdr", "cel", "rtp_engine", "stt_engine", "calendar", "fax_technology", "manager_action",
    "agi_command", "ari_resource", "cli_command",
    "builtin_module", "reads", "declines", "declines_silently", *NEEDS, "optional", "conflicts",
)  # fmt: skip
# Module (with its range) -> key -> names (with their ranges)
Facts = Mapping[str, Mapping[str, Iterable[str]]]


def text(series: str, facts: Facts, newest: str = "") -> str:
    """The whole file: a header line, which names the newest release that the facts are of, then the
    core, then every module by name.
    """
    lines = [f"release {series}" + f" up to {newest}" * bool(newest)]
    for module in sorted(facts, key=lambda name: (name != "(core)", name)):
        lines += ["", module]
        for key in ORDER:
            names = list(facts[module].get(key, ()))
            if key in WHOLE_LINE:
                lines += [f"  {key} {name}" for name in sorted(names)]
            elif names:
                ordered = (
                    names if key in ("reads", "replaced_by", *NEEDS, "optional") else sorted(names)
                )
                lines += _wrapped(key, ordered)
    return "\n".join(lines) + "\n"


def _wrapped(key: str, names: list[str]) -> list[str]:
    lines: list[str] = []
    line = f"  {key}"
    for name in names:
        if len(line) + 1 + len(name) > WIDTH and line != f"  {key}":
            lines.append(line)
            line = f"  {key}"
        line += " " + name
    return [*lines, line]
