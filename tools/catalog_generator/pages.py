"""The documentation's page of each release: `python -m tools.catalog_generator.pages FOLDER`."""

import sys
from pathlib import Path

from asterisk_lint.catalog.lineage import changes
from asterisk_lint.catalog.load import Catalog, Module, load, releases
from asterisk_lint.releases import Release, bound

SHOWN = 8
FAMILIES = {
    "app_": "Applications",
    "bridge_": "Bridge technologies",
    "cdr_": "Call detail records",
    "cel_": "Channel event logging",
    "chan_": "Channel drivers",
    "codec_": "Codecs",
    "format_": "File formats",
    "func_": "Dialplan functions",
    "pbx_": "Dialplans",
    "res_": "Resources",
}
NAMED = (
    "application",
    "function",
    "channel",
    "switch",
    "codec",
    "file_format",
    "bridge",
    "timing",
    "engine",
    "wizard",
    "cdr",
    "cel",
    "rtp_engine",
    "calendar",
)


def page(series: str) -> str:
    """One release as Markdown: what it has built in, and every module but those of the unit tests, by family."""
    catalog = load(Release.parse(series))
    modules = [module for name, module in sorted(catalog.modules.items()) if not name.startswith("test_")]
    built_in = ", ".join(f"{name}()" for name in catalog.names("application") if "" in catalog.providers("application", name))
    technologies = ", ".join(catalog.core.provides.get("channel", ("none",)))
    lines = [
        f"# Asterisk {series}",
        "",
        f"{len(modules)} modules. Generated from the catalog; `asterisk-lint module NAME --asterisk {series}` tells all about one.",
        "",
        f"Built in, with no module: {built_in}; the channel technologies {technologies}.",
        "",
    ]
    for prefix, title in FAMILIES.items():
        family = [module for module in modules if module.name.startswith(prefix)]
        if family:
            lines += [f"## {title}", "", "| module | provides | requires | support |", "|---|---|---|---|"]
            lines += [_row(module) for module in family]
            lines.append("")
    lines += _gone(series, catalog)
    return "\n".join(lines)


def _row(module: Module) -> str:
    names = [f"{name}()" if kind in ("application", "function") else name for kind in NAMED for name in module.provides.get(kind, ())]
    shown = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
    standing = module.support or "-"
    if module.deprecated:
        standing += f", deprecated since {module.deprecated}"
    if module.removed:
        standing += f", gone from {module.removed} on"
    if module.origin:
        standing += f" ({module.origin})"
    without = "".join(f"; declines without {file}" for file in (*module.declines, *module.declines_silently))
    return f"| {module.name} | {shown} | {', '.join(module.requires)}{without if module.requires else without[2:]} | {standing} |".replace(
        "|  |", "| |"
    )


def _gone(series: str, catalog: Catalog) -> list[str]:
    here = [change for change in changes() if bound(change.release)[: len(bound(series))] == bound(series)]
    if not here:
        return []
    lines = ["## Gone since the release before", "", "| module | what became of it |", "|---|---|"]
    for change in here:
        lines.append(f"| {change.module} | {change.what}{': ' + ', '.join(change.to) if change.to else ''} |")
    return [*lines, ""]


def main(folder: Path) -> None:
    """Write every release's page into the folder."""
    for series in releases():
        (folder / f"{series}.md").write_text(page(series), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
