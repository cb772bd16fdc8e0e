"""The files in which sorcery looks for objects: the modules' own, and those that sorcery.conf names
(main/sorcery.c).
"""

from collections.abc import Iterable, Iterator

from asterisk_lint.conf.shared_results import OriginRange
from asterisk_lint.conf.values import Conf, Entry, Include
from asterisk_lint.records import NamedTuple

SORCERY = "sorcery.conf"
# How a section of sorcery.conf begins, and where its modules look without one
# (ast_sorcery_apply_default() in the sources of 13 to 22).
_OWN = (
    ("res_pjsip", "pjsip.conf"),
    ("res_pjproject", "pjproject.conf"),
    ("res_stir_shaken", "stir_shaken.conf"),
    ("res_geolocation", "geolocation.conf"),
    ("geolocation", "geolocation.conf"),
    ("res_aeap", "aeap.conf"),
    ("res_ari", "ari.conf"),
    ("res_websocket_client", "websocket_client.conf"),
    ("chan_websocket", "chan_websocket.conf"),
)
OBJECT_FILES = frozenset(file for _, file in _OWN)


def own_file(section: str) -> str:
    """Return the file that holds the objects of a section of sorcery.conf unless it says otherwise;
    "" if that is not known.
    """
    name = section.lower()
    return next((file for beginning, file in _OWN if name.startswith(beginning)), "")


class Mapping(NamedTuple):
    """An entry of sorcery.conf that says where objects are."""

    section: str
    entry: Entry
    own: str  # the file that holds them unless an entry says otherwise

    @property
    def kind(self) -> str:
        """Return the type of the objects, in lower case."""
        return self.entry.key.partition("/")[0].lower()

    @property
    def wizard(self) -> str:
        """Return the name of the wizard, in lower case."""
        return self.entry.value.partition(",")[0].strip().lower()

    @property
    def file(self) -> str:
        """Return the file that holds them; "" if they are not in one."""
        named = self.entry.value.partition(",")[2].partition(",")[0].strip()
        return named if self.wizard == "config" else ""


def mappings(sorcery: Conf | None) -> Iterator[Mapping]:
    """Yield the entries of sorcery.conf about modules whose own file is known."""
    for section in sorcery.objects() if sorcery else ():
        own = own_file(section.name)
        if own:
            for entry in section.entries:
                yield Mapping(section.name, entry, own)


def joined(conf: Conf | None, others: Iterable[tuple[Entry, Conf]], name: str) -> Conf | None:
    """Return a file with the objects of the others, as if it included each where an entry of
    sorcery.conf names it; `conf` is None if it does not exist.
    """
    for entry, other in others:
        place = (entry.file, entry.line, entry.value_column)
        include = Include("include", other.name, *place, (other.name,))
        if conf is None:
            conf = Conf(name, (), (), (), rejected=False)
        at = len(conf.sections)
        conf = conf._replace(
            sections=conf.sections + other.sections,
            includes=(*conf.includes, include, *other.includes),
            problems=conf.problems + other.problems,
            incomplete=conf.incomplete or other.incomplete,
            origins=conf.origins
            + tuple(
                OriginRange(start + at, stop + at, origin) for start, stop, origin in other.origins
            ),
        )
    return conf
