"""Configuration files as Asterisk's own reader takes them (main/config.c)."""

from asterisk_lint.conf.dialect import ways
from asterisk_lint.conf.lines import Comments
from asterisk_lint.conf.problems import GivenUp
from asterisk_lint.conf.reading import Reading
from asterisk_lint.conf.values import Conf, Entry, Include, Section
from asterisk_lint.releases import RELEASE_22, Release
from asterisk_lint.tree.files import Files, memo_of

__all__ = ["Conf", "Entry", "Include", "Section", "read_conf"]


def read_conf(files: Files, name: str, *, release: Release = RELEASE_22, etc: str = "/etc/asterisk", stop: bool = False) -> Conf | None:
    """The configuration file `name` with all that it includes, as that release of Asterisk reads it; None when there is no such file.

    `etc` is Asterisk's configuration directory on its own machine: an absolute `#include` below it is looked for in the PBX's directory,
    one elsewhere is out of sight. `stop`: end where Asterisk gives up on a file; else the reading goes on, so that what stands behind a
    mistake stays known. Raises Unreadable when `name` itself cannot be read.
    """
    try:
        data = files.read(name)
    except FileNotFoundError:
        return None
    memo = memo_of(files)
    key = ("conf", name, data, release, stop)
    known: Conf | None = memo.get(key) if memo is not None else None
    if known is not None:
        return known
    reading = Reading(files, ways(release), etc, stop=stop)
    category, comments = None, Comments()
    try:
        reading.read(name, data, category, comments, first=True)
    except GivenUp:
        reading.report.rejected = True
    reading.unterminated(name, comments)
    conf = Conf(name, reading.sections.frozen(), tuple(reading.includes), tuple(dict.fromkeys(reading.report.problems)), reading.report.rejected)
    if memo is not None and not conf.includes:
        memo[key] = conf  # nothing but this content decides it
    return conf
