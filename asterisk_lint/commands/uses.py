"""List every use that the configuration shows."""

import argparse
import os

from asterisk_lint.check import gather
from asterisk_lint.commands.options import (
    add_output_format,
    add_paths,
    add_pbx_options,
    add_release,
    options_of,
)
from asterisk_lint.model import Use
from asterisk_lint.output.links import with_links
from asterisk_lint.output.terminal import say_all, say_document, visible
from asterisk_lint.records import Any
from asterisk_lint.requirements.grouped_uses import everywhere
from asterisk_lint.requirements.reasons import in_words
from asterisk_lint.run.presentation import links_here
from asterisk_lint.run.projects import open_projects, target_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `uses`."""
    add_paths(parser)
    add_output_format(parser)
    add_release(parser)
    add_pbx_options(parser)


def uses(args: argparse.Namespace) -> int:
    """Print every use: one line each, or the JSON that scripts rely on."""
    options = options_of(args)
    pbxs = [(project, pbx) for project in open_projects(options) for pbx in project.pbxs]
    found = [
        (
            project.directory_of(pbx),
            in_order(everywhere(gather(target_of(project, pbx, options.asterisk)).uses)),
        )
        for project, pbx in pbxs
    ]
    if args.output_format == "json":
        from asterisk_lint.output.json import document

        value = {
            "version": 1,
            "pbx": [
                {"directory": directory, "uses": [as_json(use) for use in uses]}
                for directory, uses in found
            ],
        }
        say_document(document(value), "json")
        return 0
    links = links_here(options)
    for directory, uses in found:
        for use in uses:
            place = f"{os.path.normpath(os.path.join(directory, use.file))}:{use.line}"
            within = f" in {use.within}()" if use.within else ""
            dialplan = (
                f" [{use.context} {use.extension} {use.priority}]"
                if use.context is not None
                else ""
            )
            because = f" - {use.because}" if use.because else ""
            name = (
                in_words(use.kind, use.name)
                if use.kind in {"application", "function"}
                else use.name
            )
            text = visible(f"{place}: {use.kind} {name}{within}{dialplan}{because}")
            say_all(f"{with_links(text, links)}\n")
    return 0


def in_order(uses: tuple[Use, ...]) -> list[Use]:
    """Return the uses by file, line and column."""
    return sorted(uses, key=lambda use: (use.file, use.line, use.column, use.kind, use.name))


def as_json(use: Use) -> dict[str, Any]:
    """Return one use in the format of the JSON contract."""
    return {
        "kind": use.kind,
        "name": use.name,
        "file": use.file,
        "line": use.line,
        "context": use.context,
        "extension": use.extension,
        "priority": use.priority,
        "within": use.within,
    }
