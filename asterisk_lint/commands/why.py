"""Explain why a module is required, down to file and line; or that nothing needs it, and
since which commit.
"""

import argparse

from asterisk_lint.check import gather
from asterisk_lint.commands.options import (
    add_cache_option,
    add_output_format,
    add_paths,
    add_pbx_options,
    add_release,
    options_of,
)
from asterisk_lint.commands.why_output import (
    ModuleAnswer,
    as_json,
    in_text,
)
from asterisk_lint.facts import Facts
from asterisk_lint.output.terminal import say_all, say_document, visible
from asterisk_lint.run.options import Options, UsageError
from asterisk_lint.run.presentation import links_here
from asterisk_lint.run.projects import Project, open_projects, target_of
from asterisk_lint.settings.spelling import did_you_mean
from asterisk_lint.shared import Shared
from asterisk_lint.tree.find import Pbx

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asterisk_lint.history.since import History


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `why`."""
    parser.add_argument("module", metavar="MODULE", help="a module's name, with or without .so")
    add_paths(parser)
    add_output_format(parser)
    parser.add_argument("--no-history", action="store_true", help="do not search the Git history")
    add_cache_option(parser)
    add_release(parser)
    add_pbx_options(parser)


def why(args: argparse.Namespace) -> int:
    """Print why the module is required in each PBX. Raises UsageError for a module that neither the
    release nor a whitelist knows.
    """
    name = args.module.removesuffix(".so")
    options = options_of(args)
    shared = Shared()
    answers = [
        answer(options, project, pbx, name, shared, history=not args.no_history)
        for project in open_projects(options)
        for pbx in project.pbxs
    ]
    if all(found.requirement is None and not is_known(found.facts, name) for found in answers):
        from asterisk_lint.commands.module import called

        modules = {
            module.name for found in answers for module in found.facts.catalog.modules.values()
        }
        release = answers[0].facts.configuration.release
        raise UsageError(
            f"Asterisk {release} has no module '{name}'"
            + (called(name) or f"{did_you_mean(name, modules)}, and no whitelist here names it")
        )
    if args.output_format == "json":
        from asterisk_lint.output.json import document

        say_document(document({"version": 1, "pbx": [as_json(found) for found in answers]}), "json")
    else:
        from asterisk_lint.output.links import with_links

        links = links_here(options)
        blocks = [
            "\n".join(with_links(visible(line), links) for line in in_text(found))
            for found in answers
        ]
        say_all("\n\n".join(blocks) + "\n")
    return 0


def answer(
    options: Options, project: Project, pbx: Pbx, name: str, shared: Shared, *, history: bool
) -> ModuleAnswer:
    """Collect everything about one module in one PBX."""
    facts = gather(target_of(project, pbx, options.asterisk), shared)
    module = facts.catalog.module(name)
    return ModuleAnswer(
        project,
        pbx,
        facts,
        module.name if module else name,
        facts.required.get(name.lower()),
        history_of(options, project, pbx, facts, name, shared) if history else None,
    )


def is_known(facts: Facts, name: str) -> bool:
    """Tell whether the release or the whitelist knows a module."""
    return facts.catalog.module(name) is not None or any(
        listed.key == name.lower() for listed in facts.whitelist.entries
    )


def history_of(
    options: Options, project: Project, pbx: Pbx, facts: Facts, name: str, shared: Shared
) -> "History | None":
    """Return what Git's history says; None outside a repository, in one without commits, and in
    one that cannot be read (said on stderr).
    """
    from asterisk_lint.tree.files import TreeError
    from asterisk_lint.tree.git import try_git
    from asterisk_lint.tree.repository import find_repository

    root = project.tree.root
    if find_repository(root) != root or not tracked(project):
        return None
    status, output, _ = try_git(
        root,
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        f"{options.revision or 'HEAD'}^{{commit}}",
    )
    if status != 0:
        return None
    from asterisk_lint.history.file_uses import BlobUses
    from asterisk_lint.history.since import Searcher
    from asterisk_lint.run.cache import key_of, open_cache, tool_version

    cache = open_cache(wanted=options.cache)
    release, etc = facts.configuration.release, facts.configuration.etc
    key = (
        key_of(
            "history",
            tool_version(),
            repr(release),
            etc,
            repr(facts.settings.modules),
            pbx.directory,
        )
        if cache.directory
        else ""
    )
    blob_uses = BlobUses(cache, key, release, etc, facts.catalog)
    searcher = Searcher(root, pbx, facts, name, blob_uses, shared)
    try:
        return searcher.search(output.decode().strip())
    except TreeError as error:
        from asterisk_lint.output.terminal import note

        note(f"the history cannot be searched: {error}")
        return None
    finally:
        searcher.close()
        blob_uses.keep()


def tracked(project: Project) -> bool:
    """Tell whether a project's tree is a repository's (not a directory that was named on purpose
    and that Git ignores).
    """
    return bool(getattr(project.tree, "tracked", True))
