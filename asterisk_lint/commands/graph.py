"""The modules and why each is there, as a picture or a page."""

import argparse

from asterisk_lint.check import gather
from asterisk_lint.commands.options import (
    add_output_format,
    add_paths,
    add_pbx_options,
    add_release,
    options_of,
)
from asterisk_lint.output.graph import around, build
from asterisk_lint.output.terminal import say_all
from asterisk_lint.run.options import UsageError
from asterisk_lint.run.projects import open_projects, target_of

FORMATS = ("svg", "mermaid", "dot", "html")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `graph`."""
    add_paths(parser)
    add_output_format(parser, FORMATS, "; html shows several PBXs on one page")
    parser.add_argument(
        "--module",
        metavar="NAME",
        action="append",
        help="show only what this module needs and what needs it (can be repeated)",
    )
    parser.add_argument(
        "--references",
        action="store_true",
        help="show what files and contexts name (contexts, queues, ...), not the modules",
    )
    add_release(parser)
    add_pbx_options(parser)


def graph(args: argparse.Namespace) -> int:
    """Print the picture. Raises UsageError for several PBXs in a format for one, for an unknown
    module, and for references of a module.
    """
    if args.references and args.module:
        raise UsageError("--references shows no modules: leave --module out")
    options = options_of(args)
    found = [(project, pbx) for project in open_projects(options) for pbx in project.pbxs]
    if len(found) > 1 and (args.references or args.output_format != "html"):
        names = ", ".join(project.directory_of(pbx) for project, pbx in found[:5]) + (
            ", ..." if len(found) > 5 else ""
        )
        instead = "" if args.references else ", or use --output-format html"
        raise UsageError(f"{len(found)} PBXs ({names}): name one{instead}")
    graphs = []
    for project, pbx in found:
        facts = gather(target_of(project, pbx, options.asterisk))
        title = f"{_named(project.directory_of(pbx))}, Asterisk {facts.configuration.release}"
        if args.references:
            from asterisk_lint.output.reference_graph import build_references

            graphs.append(build_references(facts, title))
        else:
            graphs.append(build(facts, title))
    if args.module:
        wanted = frozenset(name.removesuffix(".so").lower() for name in args.module)
        for name in sorted(wanted):
            if not any(node.id == f"module:{name}" for each in graphs for node in each.nodes):
                raise UsageError(f"{name} is neither required nor loaded here")
        graphs = [around(each, wanted) for each in graphs]
    if args.output_format == "html":
        from asterisk_lint.output.graph_page import html, html_of_references

        say_all(html_of_references(graphs[0]) if args.references else html(graphs))
    elif args.output_format == "svg":
        from asterisk_lint.output.graph_svg import svg

        say_all(svg(graphs[0]))
    else:
        from asterisk_lint.output import graph_text

        say_all((graph_text.dot if args.output_format == "dot" else graph_text.mermaid)(graphs[0]))
    return 0


def _named(directory: str) -> str:
    """Return a PBX's directory for a title."""
    return "this PBX" if directory == "." else directory
