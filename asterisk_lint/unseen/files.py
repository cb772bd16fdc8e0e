"""Configuration files, or parts of them, that cannot be read here: missing, ignored by Git,
generated from a template, printed by a program.
"""

from collections.abc import Iterator

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.conf.include import ignored_by_git, templates_of
from asterisk_lint.conf.values import Conf
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.steps import DIALPLAN_FILES
from asterisk_lint.model import Unseen
from asterisk_lint.tree.find import TEMPLATES
from asterisk_lint.unseen.absent_files import Running, absent_file
from asterisk_lint.unseen.known_files import known_files, readers_of, templates
from asterisk_lint.unseen.reach import (
    DIALPLAN,
    reach_of,
    rows_by_file,
)
from asterisk_lint.usage.rows import Declaration, Row


def find(
    configuration: Configuration,
    catalog: Catalog,
    rows: tuple[Row | Declaration, ...],
    running: Running,
) -> Iterator[Unseen]:
    """Find each file, or part of one, that cannot be read, with what could be requested there."""
    readers = readers_of(catalog, rows, running.modules)
    by_file = rows_by_file(rows)
    core = frozenset(catalog.core.reads)
    made_from = templates(configuration)
    for name in sorted(known_files(by_file)):
        read = name in readers or name in core or name in DIALPLAN_FILES
        template = made_from.get(name, "")
        if read and template:
            yield Unseen(
                f"{name}, which is generated from {template}",
                template,
                1,
                reach_of(name),
                "template",
                hidden=f"file {name}",
            )
        if name in configuration.names():
            conf = (
                configuration.conf(name)
                if name.endswith(".conf") and name not in {"modules.conf"}
                else None
            )
            if read and conf is not None and is_unreadable(conf):
                yield Unseen(
                    f"{name}, which cannot be read here",
                    name,
                    1,
                    reach_of(name),
                    "missing-file",
                    hidden=f"file {name}",
                )
        elif read and not template:
            yield from absent_file(
                configuration,
                catalog,
                by_file.get(name, ()),
                name,
                () if name in core else readers.get(name, ()),
                running,
            )
    yield from _includes(configuration)
    yield from _dialplan(configuration)


def is_unreadable(conf: Conf) -> bool:
    """Tell whether a file exists but nothing of it could be read."""
    return (
        conf.rejected
        and not conf.sections
        and bool(conf.problems)
        and conf.problems[0].line == 1
        and "cannot be read" in conf.problems[0].message
    )


def _includes(configuration: Configuration) -> Iterator[Unseen]:
    configuration.conf("extensions.conf")
    for read in list(configuration.read_confs()):
        if read.name == "modules.conf":
            continue
        for include in read.includes:
            hidden = f"include {include.file}: {include.target}"
            if include.kind == "exec":
                yield Unseen(
                    f"the output of #exec {include.target}",
                    include.file,
                    include.line,
                    reach_of(read.name),
                    "exec",
                )
            elif template := templates_of(
                configuration.files, include.target, configuration.etc, TEMPLATES
            ):
                what = (
                    f"the file that #include of {include.target} finds once {template} is rendered"
                )
                yield Unseen(what, include.file, include.line, reach_of(read.name), "template")
            elif not include.found:
                yield Unseen(
                    f"the missing #{include.kind} of {include.target}",
                    include.file,
                    include.line,
                    reach_of(read.name),
                    "include",
                    hidden=hidden,
                )
            elif ignored := ignored_by_git(configuration.files, include.target, configuration.etc):
                what = (
                    f"the files that #{include.kind} of {include.target} matches on the machine "
                    f"(Git ignores {ignored})"
                )
                yield Unseen(
                    what, include.file, include.line, reach_of(read.name), "ignored", hidden=hidden
                )
    for thing in configuration.dialplan().unseen:
        if any(f"file:{name}" in thing.reaches for name in DIALPLAN_FILES):
            yield thing._replace(reaches=thing.reaches | DIALPLAN)


def _dialplan(configuration: Configuration) -> Iterator[Unseen]:
    dialplan = configuration.dialplan()
    if not dialplan.steps and not dialplan.uses:
        reach = DIALPLAN | {f"file:{name}" for name in DIALPLAN_FILES}
        yield Unseen(
            "the dialplan, which this directory does not have",
            "modules.conf",
            1,
            reach,
            "dialplan",
            hidden="dialplan",
        )
