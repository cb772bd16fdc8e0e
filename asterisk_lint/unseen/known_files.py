"""The configuration files that matter: those that the tables mention, who reads them, and whether
a deployment makes them.
"""

from collections.abc import Iterable, Mapping

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.steps import DIALPLAN_FILES
from asterisk_lint.tree.files import is_ignored
from asterisk_lint.tree.find import TEMPLATES
from asterisk_lint.unseen.reach import BEHIND
from asterisk_lint.usage.rows import Declaration, Reader, Row

# Folders that usually contain templates.
TEMPLATE_FOLDERS = ("", "templates/")


def known_files(by_file: Iterable[str]) -> frozenset[str]:
    """Return every configuration file that the usage tables mention; `by_file`: those of the rows
    (`rows_by_file`).
    """
    return DIALPLAN_FILES.union(BEHIND, by_file)


def readers_of(
    catalog: Catalog, rows: Iterable[Row | Declaration], modules: Iterable[str]
) -> Mapping[str, frozenset[str]]:
    """Map each file to those of these modules that read it, according to the catalog and to the
    tables' Reader rows.
    """
    found: dict[str, set[str]] = {}
    wanted = frozenset(modules)
    for module in wanted:
        known = catalog.module(module)
        for file in known.reads if known else ():
            found.setdefault(file, set()).add(module)
    for row in rows:
        if isinstance(row, Reader):
            these = wanted & {module.lower() for module in row.modules.split()}
            if these:
                found.setdefault(row.file, set()).update(these)
    return {file: frozenset(those) for file, those in found.items()}


def templates(configuration: Configuration) -> Mapping[str, str]:
    """Return the templates of a PBX, next to what a deployment creates from each, in its place, or
    in the folder `templates`, by that file; of several the one whose folder and ending come first.
    """
    found: dict[str, tuple[int, int, str]] = {}
    for candidate in configuration.names():
        stem = candidate.removesuffix(".conf")
        if not stem.endswith(TEMPLATES):
            continue
        suffix, ending = candidate[len(stem) :], 0
        folder = next(each for each in reversed(TEMPLATE_FOLDERS) if candidate.startswith(each))
        while stem.endswith(TEMPLATES):
            ending = next(at for at, each in enumerate(TEMPLATES) if stem.endswith(each))
            stem = stem.removesuffix(TEMPLATES[ending])
        made = stem.removeprefix(folder) + suffix
        place = (TEMPLATE_FOLDERS.index(folder), ending, candidate)
        found[made] = min(place, found.get(made, place))
    return {made: candidate for made, (_, _, candidate) in found.items()}


def is_made_elsewhere(configuration: Configuration, name: str) -> bool:
    """Tell whether a file that is missing here will exist on the machine: Git ignores it, or a
    template of it is here.
    """
    return is_ignored(configuration.files, name) or name in templates(configuration)
