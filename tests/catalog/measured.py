"""What each module of a real Asterisk registers, seen by loading one after the other."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.witness.boot import Asterisk

KINDS = (
    "application",
    "function",
    "channel",
    "switch",
    "format",
    "codec",
    "bridge",
    "engine",
    "cdr",
    "cel",
    "manager_action",
    "agi_command",
)
# Why a module of Debian's packages cannot run in a machine without hardware and servers
# (docs/catalog/README.md has the same list).
CANNOT_RUN = {
    "cdr_radius": "needs a RADIUS client's configuration outside Asterisk's",
    "cel_radius": "needs a RADIUS client's configuration outside Asterisk's",
    "cdr_tds": "needs a database server",
    "cel_tds": "needs a database server",
    "chan_alsa": "needs sound hardware",
    "chan_mobile": "needs Bluetooth hardware",
}


class Measured(NamedTuple):
    """One module: whether it runs, and the names that its loading added, by kind."""

    running: bool
    added: dict[str, set[str]]
    said: str


def by_dependency(catalog: Catalog, names: Iterable[str]) -> list[str]:
    """Return the modules in an order in which each comes after everything that it needs."""
    ordered: list[str] = []
    wanted = sorted(names)

    def place(name: str, above: Sequence[str] = ()) -> None:
        if name in ordered or name in above:
            return
        module = catalog.module(name)
        for needed in (*module.requires, *module.optional) if module else ():
            if needed in wanted:
                place(needed, (*above, name))
        ordered.append(name)

    for name in wanted:
        place(name)
    return ordered


def registered(asterisk: Asterisk) -> dict[str, set[str]]:
    """Everything that Asterisk's command line lists now, by kind."""
    return {kind: set(asterisk.names(kind)) for kind in KINDS}


def load_each(asterisk: Asterisk, names: Iterable[str]) -> dict[str, Measured]:
    """Load the modules in the order given, and see what each adds."""
    found = {}
    before = registered(asterisk)
    for name in names:
        said = asterisk.cli(f"module load {name}.so")
        after = registered(asterisk)
        state = asterisk.modules().get(name)
        found[name] = Measured(
            state is not None and state.running,
            {kind: after[kind] - before[kind] for kind in KINDS},
            said.strip(),
        )
        before = after
    return found
