"""Read configuration files as Asterisk's own reader does (main/config.c)."""

from asterisk_lint.conf.dialect import Dialect, dialect_of
from asterisk_lint.conf.encrypted import readable
from asterisk_lint.conf.lines import NO_COMMENT, CommentState
from asterisk_lint.conf.link import link
from asterisk_lint.conf.parse import PARSED, Parse, parse_file
from asterisk_lint.conf.parsed import ParsedFile
from asterisk_lint.conf.shared_results import WHOLE, Origin, OriginRange, ParseKey, Results, Table
from asterisk_lint.conf.values import Conf, Entry, Include, Section
from asterisk_lint.releases import RELEASE_22, Release
from asterisk_lint.tree.files import Files

__all__ = ["Conf", "Entry", "Include", "Section", "read_conf"]

# Files that include no others, by their content and `stop`
ALONE: Table[tuple[ParseKey, bool], Conf] = Table()
SAME_SECTIONS: Table[tuple[Section, ...], Origin] = Table()  # of such files


def read_conf(
    files: Files,
    name: str,
    *,
    release: Release = RELEASE_22,
    etc: str = "/etc/asterisk",
    stop: bool = False,
    results: Results | None = None,
) -> Conf | None:
    """Read the configuration file `name` with everything that it includes, as that release of
    Asterisk does; None if the file does not exist.

    `etc` is Asterisk's configuration directory on its own machine: an absolute `#include` below it
    is looked up in the PBX's directory, any other one is not read. `stop`: end where Asterisk gives
    up on a file; otherwise reading continues, so that what follows a mistake is still known.
    `results` holds what the PBXs of a run share. Raises Unreadable if `name` itself cannot be read.
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
    alone = results.of(ALONE)
    conf = alone.get((source, stop))
    if conf is None:
        conf = link(files, parsed, parse, dialect, etc, stop=stop)
        if not conf.includes:
            # Everything comes from this content, including what its templates make it include;
            # content that differs in comments alone has the same sections.
            origin = results.of(SAME_SECTIONS).setdefault(conf.sections, Origin(source, WHOLE))
            alone[source, stop] = conf = conf._replace(
                origins=(OriginRange(0, len(conf.sections), origin),)
            )
    return conf


def parser_of(dialect: Dialect, known: dict[ParseKey, ParsedFile]) -> Parse:
    """`parse_file` for one release, with every file that begins outside of a comment parsed once;
    `known` keeps the results.

    What it gives reads the file, and raises FileNotFoundError and Unreadable.
    """

    def parse(files: Files, name: str, first: bool, comments: CommentState) -> ParsedFile:
        data = readable(files.read(name))
        if comments.depth or comments.endless:
            return parse_file(name, data, dialect, first=first, comments=comments)
        source = ParseKey(name, data, dialect, first and dialect.byte_order_mark)
        parsed = known.get(source)
        if parsed is None:
            parsed = known[source] = parse_file(name, data, dialect, first=first)
        return parsed

    return parse
