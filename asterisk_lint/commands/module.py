"""Show show what a module provides and requires, and what counts as its use."""

import argparse
from collections.abc import Mapping

from asterisk_lint.catalog.load import CORE, Catalog, Module
from asterisk_lint.commands.options import add_output_format, add_release, options_of
from asterisk_lint.output.terminal import say_all, say_document, visible
from asterisk_lint.records import Any
from asterisk_lint.run.options import Options, UsageError
from asterisk_lint.settings.spelling import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asterisk_lint.commands.module_observed import ObservedReasons

# The words of the JSON contract, each with the catalog's kind.
PROVIDED: Mapping[str, str] = {
    "applications": "application",
    "functions": "function",
    "channels": "channel",
    "switches": "switch",
    "formats": "format",
    "codecs": "codec",
    "manager_actions": "manager_action",
    "agi_commands": "agi_command",
    "bridge_technologies": "bridge",
    "timing": "timing",
    "engines": "engine",
    "wizards": "wizard",
    "cdr": "cdr",
    "cel": "cel",
    "rtp_engines": "rtp_engine",
    "speech_engines": "stt_engine",
    "calendars": "calendar",
    "fax_technologies": "fax_technology",
    "format_attributes": "attribute",
    "translators": "translator",
    "ari_resources": "ari_resource",
    "cli_commands": "cli_command",
}
ORIGINS: Mapping[str, str] = {
    "addons": "from asterisk-addons",
    "debian": "packaged by Debian",
    "digium": "Digium's packages call it so",
    "fedora": "Fedora and RHEL call it so",
    "settings": "from the settings",
    "third-party": "from outside Asterisk",
}
WIDTH = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `module`."""
    parser.add_argument(
        "names",
        nargs="*",
        default=[],
        metavar="NAME",
        help="a module's name, with or without .so (default: every module of the release)",
    )
    add_release_arguments(parser)


def add_release_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that every command about the catalog has."""
    add_release(parser, "the settings here, else the newest known")
    parser.add_argument(
        "--config", metavar="FILE", help="settings file (default: the one at the repository's root)"
    )
    add_output_format(parser)


def module(args: argparse.Namespace) -> int:
    """Print each requested module; without names, all of the release (in text one line each)."""
    options = options_of(args)
    catalog = catalog_here(options)
    evidence: dict[str, tuple[ObservedReasons, ...]] = {}
    if args.names:
        from asterisk_lint.commands.module_observed import evidence_for

        chosen = [_known(catalog, name) for name in args.names]
        evidence = {each.name: evidence_for(each.name, options) for each in chosen}
    elif args.output_format == "json":
        chosen = [catalog.core, *catalog.modules.values()]
    else:
        chosen = list(catalog.modules.values())
        width = max(len(each.name) for each in chosen)
        say_all(
            "".join(
                visible(f"{each.name:<{width}}  {_summary(each)}".rstrip()) + "\n"
                for each in chosen
            )
        )
        return 0
    from asterisk_lint.commands.module_usage import usage_of

    if args.output_format == "json":
        from asterisk_lint.output.json import document

        described = [
            as_json(each, usage_of(each, catalog)) | _observed(evidence.get(each.name, ()))
            for each in chosen
        ]
        say_document(
            document({"version": 1, "asterisk": str(catalog.release), "modules": described}), "json"
        )
    else:
        from asterisk_lint.commands.module_observed import evidence_lines

        texts = []
        for each in chosen:
            lines = evidence_lines(evidence[each.name])
            seen = "".join(f"{visible(line)}\n" for line in lines)
            texts.append(as_text(each, catalog, usage_of(each, catalog)) + seen)
        say_all("\n".join(texts))
    return 0


def _observed(evidence: "tuple[ObservedReasons, ...]") -> dict[str, Any]:
    """Return what JSON has in addition where a machine was observed."""
    told = [
        {"directory": one.directory, "only": one.only, "reasons": list(one.reasons)}
        for one in evidence
    ]
    return {"observed": told} if told else {}


def catalog_here(options: Options) -> Catalog:
    """Return the catalog of the release that the options, or the settings here, name; with the
    modules that those settings add.
    """
    from asterisk_lint.catalog.load import load, newest
    from asterisk_lint.catalog.third_party import with_local_modules
    from asterisk_lint.run.projects import read_settings
    from asterisk_lint.tree.open import open_trees

    (tree, _), *_ = open_trees([])
    settings = read_settings(tree, options.config)
    return with_local_modules(load(options.asterisk or settings.asterisk or newest()), settings)


def _known(catalog: Catalog, name: str) -> Module:
    from asterisk_lint.catalog.third_party import with_third_party

    bare = name.removesuffix(".so")
    found = catalog.core if bare == "(core)" else with_third_party(catalog, [bare]).module(bare)
    if found is None:
        from asterisk_lint.catalog.lineage import fate, namesake

        past = fate(bare, catalog.release)
        other = past.text if past is not None else namesake(bare, catalog)
        raise UsageError(
            f"Asterisk {catalog.release} has no module '{bare}'"
            + (f": {other}" if other else called(bare) or did_you_mean(bare, catalog.modules))
        )
    return found


def called(name: str) -> str:
    """Return the command for a name that is an application or a function and no module; "" for any
    other.
    """
    from asterisk_lint.catalog.history import spelling

    for kind, article in (("application", "an"), ("function", "a")):
        spelled = spelling(kind, name.removesuffix("()"))
        if spelled is not None:
            return f": {spelled}() is {article} {kind}, see `asterisk-lint {kind} {spelled}`"
    return ""


def as_json(module: Module, usage: list[str]) -> dict[str, Any]:
    """Return one module in the format of the JSON contract; the built-in core is module null."""
    return {
        "module": module.name if module.name != CORE else None,
        **{word: list(module.provides.get(kind, ())) for word, kind in PROVIDED.items()},
        "requires": list(module.requires),
        "optional": list(module.optional),
        "conflicts": list(module.conflicts),
        "reads": list(module.reads),
        "declines_without": [*module.declines, *module.declines_silently],
        "support_level": module.support or None,
        "deprecated_in": module.deprecated or None,
        "removed_in": module.removed or None,
        "replaced_by": list(module.replaced_by),
        "load_priority": module.priority,
        "origin": module.origin or "asterisk",
        "usage": usage,
    }


def as_text(module: Module, catalog: Catalog, usage: list[str]) -> str:
    """Return one module for people, one fact on each line."""
    lines = [
        f"{module.name or 'built into Asterisk'}  (Asterisk {catalog.release}{_standing(module)})"
    ]
    for word, kind in PROVIDED.items():
        lines += _listed(
            word.replace("_", " "),
            list(module.provides.get(kind, ())),
            ", " if kind in ("cli_command", "ari_resource", "cdr", "cel") else " ",
        )
    for needed in module.requires:
        lines.append(
            f"  requires: {needed} ({module.name} {module.because.get(needed, 'requires it')})"
        )
    lines += _listed("uses if loaded", list(module.optional))
    lines += _listed("cannot be loaded together with", list(module.conflicts))
    lines += _listed("reads", list(module.reads))
    lines += [f"  declines to load without {file}" for file in module.declines]
    lines += [
        f"  declines to load without {file}, without a message" for file in module.declines_silently
    ]
    if usage:
        lines += ["  what counts as its use:", *(f"    - {sentence}" for sentence in usage)]
    return "\n".join(visible(line) for line in lines) + "\n"


def _standing(module: Module) -> str:
    said = [f"{module.support} support"] if module.support else []
    said += [f"deprecated since {module.deprecated}"] if module.deprecated else []
    said += [f"removed in {module.removed}"] if module.removed else []
    said += [f"replaced by {' '.join(module.replaced_by)}"] if module.replaced_by else []
    said += [ORIGINS.get(module.origin, "")] if module.origin else []
    return "".join(f"; {one}" for one in said)


def _listed(word: str, names: list[str], separator: str = " ") -> list[str]:
    if not names:
        return []
    from textwrap import wrap

    return wrap(
        separator.join(names),
        WIDTH,
        initial_indent=f"  {word}: ",
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _summary(module: Module) -> str:
    kinds = (
        "application",
        "function",
        "channel",
        "switch",
        "codec",
        "format",
        "bridge",
        "timing",
        "engine",
        "wizard",
        "cdr",
        "cel",
    )
    names = [
        f"{name}()" if kind in ("application", "function") else name
        for kind in kinds
        for name in module.provides.get(kind, ())
    ]
    shown = " ".join(names[:6])
    return f"{shown} (+{len(names) - 6})" if len(names) > 6 else shown
