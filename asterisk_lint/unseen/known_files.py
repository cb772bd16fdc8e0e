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


def template_of(configuration: Configuration, name: str) -> str:
    """Return the template from which a deployment creates a file: next to it, in its place, or in
    the folder `templates`; "" if there is none.
    """
    names = configuration.names()
    stem = name.removesuffix(".conf")
    for folder in TEMPLATE_FOLDERS:
        for ending in TEMPLATES:
            for candidate in (
                f"{folder}{name}{ending}",
                f"{folder}{stem}{ending}.conf" if stem != name else "",
            ):
                if candidate in names:
                    return candidate
    return ""


def is_made_elsewhere(configuration: Configuration, name: str) -> bool:
    """Tell whether a file that is missing here will exist on the machine: Git ignores it, or a
    template of it is here.
    """
    return is_ignored(configuration.files, name) or bool(template_of(configuration, name))
