"""Each module of a real Asterisk booted with nothing but what the catalog says that it requires.

All of Debian's 22 are some 450 boots: ASTERISK_LINT_CLOSURES=all does them; without it the modules
that require most are booted.
"""

import os

import pytest

from asterisk_lint.catalog.load import NEEDS, load
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import boot
from asterisk_lint.witness.installed_modules import module_folder
from asterisk_lint.witness.layout import Layout
from tests.catalog.configurations import configuration
from tests.catalog.measured import CANNOT_RUN

RELEASES = {"22": "22.10.1", "16": "16.28"}
FEW = 10


@pytest.mark.parametrize("series", RELEASES)
def test_a_module_runs_with_its_closure_alone(series: str, request: pytest.FixtureRequest) -> None:
    root: str = request.getfixturevalue(f"asterisk_{series}")
    catalog = load(Release.parse(RELEASES[series]))
    folder = module_folder(root)
    assert folder is not None
    names = [name[:-3] for name in os.listdir(folder) if name.endswith(".so")]
    expected = [name for name in names if name in CANNOT_RUN]
    if os.environ.get("ASTERISK_LINT_CLOSURES") != "all":
        # Those that require most, and those whose needs no declaration shows.
        hidden = {
            module.name
            for module in catalog.modules.values()
            if NEEDS["runtime"] in module.because.values()
        }
        expected = []
        names = [
            *sorted(names, key=lambda name: (-len(catalog.closure(name)), name))[:FEW],
            *(name for name in names if name in hidden and name not in CANNOT_RUN),
        ]
    files = configuration(root)
    failed = {}
    for name in sorted(set(names)):
        lines = [
            "[modules]",
            "autoload = no",
            *(f"load = {module}.so" for module in (*catalog.closure(name), name)),
        ]
        with boot(
            root, files, modules=lines, layout=Layout(options={"entityid": "00:07:E9:3B:76:60"})
        ) as asterisk:
            state = asterisk.modules().get(name) if asterisk.up else None
            if state is None or not state.running:
                failed[name] = (
                    asterisk.failure
                    if not asterisk.up
                    else [line for line in asterisk.log.splitlines() if "ERROR[" in line][-2:]
                )
    assert {name: said for name, said in failed.items() if name not in expected} == {}
    assert sorted(failed) == sorted(expected)  # modules on the list of those that do not run
