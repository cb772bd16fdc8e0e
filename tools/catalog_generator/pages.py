"""The documentation's page of each release: `python -m tools.catalog_generator.pages FOLDER`."""

import sys
from pathlib import Path

from asterisk_lint.catalog.lineage import changes
from asterisk_lint.catalog.load import FOLDER, NEEDS, Catalog, Module, load, releases
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

# Which releases were booted with every module, and whose sources CI compares with the data
# (tests/catalog: test_closures.py, test_sources.py).
BOOTED = {"22": "22.10.1", "16": "16.28"}
COMPARED = ("22", "20", "18", "16")


def page(series: str) -> str:
    """Return one release as Markdown: what it has built in, and every module except those of the
    unit tests, by family.
    """
    catalog = load(Release.parse(series))
    modules = [
        module for name, module in sorted(catalog.modules.items()) if not name.startswith("test_")
    ]
    built_in = ", ".join(
        f"{name}()"
        for name in catalog.names("application")
        if "" in catalog.providers("application", name)
    )
    technologies = ", ".join(catalog.core.provides.get("channel", ("none",)))
    lines = [
        f"# Asterisk {series}",
        "",
        (
            f"{len(modules)} modules. Generated from the catalog; `asterisk-lint module NAME "
            f"--asterisk {series}` shows everything about one module."
        ),
        "",
        f"Built in, with no module: {built_in}; the channel technologies {technologies}.",
        "",
    ]
    for prefix, title in FAMILIES.items():
        family = [module for module in modules if module.name.startswith(prefix)]
        if family:
            lines += [
                f"## {title}",
                "",
                "| module | provides | requires | support |",
                "|---|---|---|---|",
            ]
            lines += [_row(module) for module in family]
            lines.append("")
    lines += _gone(series, catalog)
    lines += _how(series, modules)
    return "\n".join(lines)


def _row(module: Module) -> str:
    names = [
        f"{name}()" if kind in ("application", "function") else name
        for kind in NAMED
        for name in module.provides.get(kind, ())
    ]
    shown = ", ".join(names[:SHOWN]) + (
        f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    )
    standing = module.support or "-"
    if module.deprecated:
        standing += f", deprecated since {module.deprecated}"
    if module.removed:
        standing += f", removed in {module.removed}"
    if module.origin:
        standing += f" ({module.origin})"
    without = "".join(
        f"; declines without {file}" for file in (*module.declines, *module.declines_silently)
    )
    return (
        f"| {module.name} | {shown} | "
        f"{', '.join(module.requires)}{without if module.requires else without[2:]} | {standing} "
        "|"
    ).replace("|  |", "| |")


def _gone(series: str, catalog: Catalog) -> list[str]:
    here = [
        change
        for change in changes()
        if bound(change.release)[: len(bound(series))] == bound(series)
    ]
    if not here:
        return []
    lines = [
        "## Gone since the release before",
        "",
        "| module | what happened to it |",
        "|---|---|",
    ]
    for change in here:
        lines.append(
            f"| {change.module} | {change.what}{': ' + ', '.join(change.to) if change.to else ''} |"
        )
    return [*lines, ""]


def _how(series: str, modules: list[Module]) -> list[str]:
    """How each kind of fact was obtained, and what was checked against a running Asterisk."""
    with open(f"{FOLDER}/{series}.txt", encoding="utf-8") as file:
        newest = file.readline().strip().partition(" up to ")[2]
    read = f"every release of {series} up to {newest}" if newest else "a snapshot of the branch"
    by_reason = {
        reason: sorted(module.name for module in modules if reason in module.because.values())
        for reason in NEEDS.values()
    }
    declared, enhances, symbols, runtime = (
        by_reason[NEEDS[key]] for key in ("requires", "enhances", "symbols", "runtime")
    )
    declining = [module.name for module in modules if module.declines or module.declines_silently]
    others = [module for module in modules if module.origin]
    booted = BOOTED.get(series)
    declines = "measured on 22.10.1 and 16.28 as far as Debian packages the module"
    if not booted:
        declines += ", and taken to hold here where the module reads the file"
    rows = [
        ("what a module registers", f"read from the calls that register, in the sources of {read}"),
        (
            "what it requires",
            f"declared in AST_MODULE_INFO: {_modules(declared)}"
            if declared
            else "no module of this release declares it",
        ),
        (
            "what it enhances",
            f"declared in AST_MODULE_INFO: {_modules(enhances)}" if enhances else "",
        ),
        (
            "symbols of other modules",
            f"from the exports files and the calls: {_modules(symbols)}" if symbols else "",
        ),
        (
            "needs that nothing declares",
            f"{', '.join(runtime)}: by hand, with the reason in known.txt" if runtime else "",
        ),
        (
            "files without which a module declines",
            f"{declines}: {_modules(declining)}" if declining else "",
        ),
        (
            "modules that come from others",
            ", ".join(f"{module.name} ({module.origin})" for module in others),
        ),
    ]
    lines = ["## How this is known", "", "| fact | how it was obtained |", "|---|---|"]
    lines += [f"| {fact} | {how} |" for fact, how in rows if how]
    if booted:
        ran = (
            f"Asterisk {booted} was booted with every module that Debian packages, and what "
            "its command line lists was compared with the catalog; "
            "each module was booted with only what it requires here (README.md names "
            "those that do not run)."
        )
    else:
        ran = "No Asterisk of this series was booted for the catalog."
    compared = (
        " CI compares the data with the sources of one packaged release."
        if series in COMPARED
        else ""
    )
    return [*lines, "", ran + compared, ""]


def _modules(names: list[str]) -> str:
    return "1 module" if len(names) == 1 else f"{len(names)} modules"


def main(folder: Path) -> None:
    """Write every release's page into the folder."""
    for series in releases():
        (folder / f"{series}.md").write_text(page(series), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
