"""Configuration files as Asterisk's own reader takes them (main/config.c)."""

from asterisk_lint.conf.dialect import dialect_of
from asterisk_lint.conf.lines import NO_COMMENT
from asterisk_lint.conf.link import link
from asterisk_lint.conf.parse import PARSED, parser_of
from asterisk_lint.conf.shared_results import WHOLE, Origin, OriginRange, ParseKey, Results, Table
from asterisk_lint.conf.values import Conf, Entry, Include, Section
from asterisk_lint.releases import RELEASE_22, Release
from asterisk_lint.tree.files import Files

__all__ = ["Conf", "Entry", "Include", "Section", "read_conf"]

_ALONE: Table[tuple[ParseKey, bool], Conf] = (
    Table()
)  # files that include no others, by their content and `stop`


def read_conf(
    files: Files,
    name: str,
    *,
    release: Release = RELEASE_22,
    etc: str = "/etc/asterisk",
    stop: bool = False,
    results: Results | None = None,
) -> Conf | None:
    """The configuration file `name` with all that it includes, as that release of Asterisk reads it; None when there is no such file.

    `etc` is Asterisk's configuration directory on its own machine: an absolute `#include` below it is looked for in the PBX's directory,
    one elsewhere is out of sight. `stop`: end where Asterisk gives up on a file; else the reading goes on, so that what stands behind a
    mistake stays known. `results` is what the PBXs of a run share. Raises Unreadable when `name` itself cannot be read.
    """
    dialect = dialect_of(release)
    parse = parser_of(dialect, {} if results is None else results.of(PARSED))
    try:
        parsed = parse(files, name, True, NO_COMMENT)
    except FileNotFoundError:
        return None
    if results is None:
        return link(files, parsed, parse, dialect, etc, stop=stop)
    source = parsed.source
    alone = results.of(_ALONE)
    conf = alone.get((source, stop))
    if conf is None:
        conf = link(files, parsed, parse, dialect, etc, stop=stop)
        if not conf.includes:
            # All of it comes from this content, what its templates make included.
            alone[source, stop] = conf = conf._replace(
                origins=(OriginRange(0, len(conf.sections), Origin(source, WHOLE)),)
            )
    return conf
