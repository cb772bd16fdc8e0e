"""What the files of modules from outside Asterisk show: which other modules they cannot be loaded
without.
"""

import os

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.observed.values import Foreign


def foreign_modules(folder: str, catalog: Catalog) -> tuple[Foreign, ...]:
    """Return the modules in a folder that no Asterisk ever had and that the catalog does not know,
    with what they need (`ast_module_info` and the symbols of each file).

    A module that Asterisk dropped is none of them: its file is usually left over from an older
    installation.
    """
    from asterisk_lint.catalog.lineage import fate
    from asterisk_lint.catalog.third_party import with_third_party
    from asterisk_lint.witness.installed_modules import learn, unknown_modules

    if not os.path.isdir(folder):
        return ()
    catalog = with_third_party(catalog, unknown_modules(folder, catalog))
    names = [
        name for name in unknown_modules(folder, catalog) if fate(name, catalog.release) is None
    ]
    learned = learn(folder, names, catalog).modules if names else ()
    return tuple(Foreign(module.name, module.requires) for module in learned)
