"""What could use modules and cannot be read here: one file for each kind, each listed in `find` and
nowhere else.
"""

from collections.abc import Iterable, Iterator

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.conf.whitelist import Whitelist
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Unseen
from asterisk_lint.usage.rows import Declaration, Row


def find(
    configuration: Configuration,
    catalog: Catalog,
    rows: tuple[Row | Declaration, ...],
    whitelist: Whitelist,
    required: frozenset[str],
    entries: tuple[Unseen, ...] = (),
) -> Iterator[Unseen]:
    """Find everything in one PBX that could use modules and cannot be read, each with what it could
    reach.

    `rows` are those of the PBX's release, `required` the modules that the readable configuration
    requires (in lower case), `entries` the parts of modules.conf that cannot be read.
    """
    from asterisk_lint.unseen import (
        absent_files,
        clients,
        databases,
        deployment,
        encrypted,
        files,
        placeholders,
        programs,
        samples,
        third_party,
    )

    running = absent_files.Running(required | frozenset(whitelist.loaded()), required)
    if entries:
        further = absent_files.of_absent_files(configuration, rows)
        yield from (thing._replace(reaches=thing.reaches | further) for thing in entries)
    yield from files.find(configuration, catalog, rows, running)
    yield from databases.find(configuration)
    yield from encrypted.find(configuration)
    yield from deployment.find(configuration, rows)
    yield from samples.find(configuration)
    yield from clients.find(configuration)
    yield from programs.find(rows, whitelist)
    yield from placeholders.find(configuration, rows)
    yield from third_party.find(catalog, whitelist.loaded().values())


def with_observed(
    configuration: Configuration, things: Iterable[Unseen], clients_complete: bool
) -> Iterator[Unseen]:
    """Apply an observation of the machine: mark what it has settled, and add what it found open."""
    observed = configuration.observed
    if observed is None:
        yield from things
        return
    from asterisk_lint.observed.uses import open_things, settles
    from asterisk_lint.observed.values import digest
    from asterisk_lint.tree.files import Unreadable
    from asterisk_lint.unseen.digests import digest_of_clients, digest_of_mappings

    def digest_of(name: str) -> str:
        try:
            return digest(configuration.files.read(name))
        except (FileNotFoundError, Unreadable):
            return ""

    counts = configuration.observation_counts
    mapped_alike = counts and observed.then.mappings == digest_of_mappings(configuration.files)
    if clients_complete and counts:
        clients_complete = observed.then.clients == digest_of_clients(configuration)
    for thing in (*things, *open_things(observed)):
        settled = counts and settles(
            observed,
            thing,
            digest_of,
            clients_complete=clients_complete,
            mapped_alike=mapped_alike,
        )
        yield thing._replace(settled=True) if settled else thing
