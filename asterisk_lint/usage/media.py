"""Audio and images: the codecs that configuration files allow, what translating them needs, and
format attributes.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.conf.reader import Conf
from asterisk_lint.conf.reader import Entry as Line
from asterisk_lint.conf.reader import Section as Part
from asterisk_lint.conf.shared_results import Origin, Table, for_each_range
from asterisk_lint.conf.truth import is_true
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import PlacedUses, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.usage.alike_sections import PlacedLines, renamed, single_uses
from asterisk_lint.usage.codecs import allowed, every_codec, of_own_kind, options_of
from asterisk_lint.usage.file_tests import distinct
from asterisk_lint.usage.patterns import matcher
from asterisk_lint.usage.rows import Invisible, Reads, Row, With
from asterisk_lint.usage.shipped import is_shipped

SDP = "only this module understands the codec's parameters in a session description"
RATES = (
    "conferences and recordings combine 8 kHz with higher rates, and only codec_resample "
    "converts the rate without encoding the audio twice"
)
TRANSLATED = "and all other codecs must be translated"
_UNSAID = "every codec, because no line restricts them"
STEP = (
    "A-law and mu-law are used together: this translates in one step instead of two, without loss"
)

ATTRIBUTES: tuple[Row, ...] = tuple(
    With(
        need(f"codec {codec}"),
        needs(f"module res_format_attr_{module}"),
        SDP,
        f"res/res_format_attr_{module}.c",
        releases=releases,
    )
    for codec, module, releases in (
        ("celt", "celt", ">=10"),
        ("g729", "g729", ">=13"),
        ("h263", "h263", ">=10"),
        ("h263p", "h263", ">=10"),
        ("h264", "h264", ">=10"),
        ("ilbc", "ilbc", ">=14"),
        ("opus", "opus", ">=11"),
        ("silk", "silk", ">=10"),
        ("silk8", "silk", ">=10"),
        ("silk12", "silk", ">=10"),
        ("silk16", "silk", ">=10"),
        ("silk24", "silk", ">=10"),
        ("siren7", "siren7", ">=13"),
        ("siren14", "siren14", ">=13"),
        ("vp8", "vp8", ">=13"),
        ("amr", "amr", ">=16"),
        ("amrwb", "amr", ">=16"),
    )
)

ROWS: tuple[Row, ...] = (
    *ATTRIBUTES,
    *(
        With(need(f"codec {codec}"), needs("module codec_resample"), RATES,
            "codecs/codec_resample.c", releases=">=1.6.2")
        for codec in ("g722", "opus", "speex16", "speex32", "silk", "silk12", "silk16", "silk24",
            "slin12", "slin16", "slin24", "slin32", "slin44", "slin48", "slin96", "slin192")
    ),
    With(need("codec alaw"), needs("module codec_a_mu"), STEP, "codecs/codec_a_mu.c",
        also=need("codec ulaw"), if_loaded=True),
    Invisible("codec_dahdi",
        "it translates on a DAHDI transcoding card, which does not show in the configuration",
        "codecs/codec_dahdi.c"),
    Invisible("codec_zap",
        "it translates on a Zaptel transcoding card, which does not show in the configuration",
        "codecs/codec_zap.c (1.4)", releases="<1.4.22"),
    Invisible("res_format_attr_celt", "Asterisk has no CELT codec since 13",
        "res/res_format_attr_celt.c; main/codec_builtin.c",
        shown_by="another vendor's codec module provides CELT", releases=">=13"),
    Invisible("res_remb_modifier", "it changes video bit rates on the console, for tests",
        "res/res_remb_modifier.c", releases=">=15"),
)  # fmt: skip


class Driver(NamedTuple):
    """A file that sets the codecs of channels."""

    file: str
    modules: str  # that read it, separated by blanks
    source: str
    sections: str = "*"  # pattern on the names of the sections that are phones, lines or providers
    type: str = ""  # pattern on their `type=`; "" is any
    prefix: str = ""  # the prefix of `allow` and `disallow`
    general: str = ""  # the section whose codecs are the default for the others
    default: str = ""  # default codecs, separated by blanks
    guests: str = ""  # calls from others than these sections come in unless this option of
    # [general] says no; "*": always
    releases: str = ""


DRIVERS: tuple[Driver, ...] = (
    Driver("pjsip.conf", "chan_pjsip", "res/res_pjsip/pjsip_configuration.c", type="endpoint"),
    Driver("pjsip_wizard.conf", "chan_pjsip", "res/res_pjsip_config_wizard.c", type="wizard",
        prefix="endpoint/"),
    Driver("sip.conf", "chan_sip", "channels/chan_sip.c: sip_set_default_format_capabilities()",
        "!authentication", general="general", default="ulaw alaw gsm", guests="allowguest"),
    Driver("iax.conf", "chan_iax2", "channels/chan_iax2.c: iax2_capability", "!callnumberlimits",
        general="general", default="all"),
    Driver("users.conf", "chan_sip chan_iax2", "channels/chan_sip.c, channels/chan_iax2.c",
        "!general"),
    Driver("mgcp.conf", "chan_mgcp", "channels/chan_mgcp.c", general="general", default="ulaw",
        releases="<21"),
    Driver("skinny.conf", "chan_skinny", "channels/chan_skinny.c", general="general",
        default="ulaw alaw", releases="<21"),
    Driver("unistim.conf", "chan_unistim", "channels/chan_unistim.c", "!general",
        default="ulaw alaw"),
    Driver("motif.conf", "chan_motif", "channels/chan_motif.c", default="ulaw alaw",
        releases=">=11"),
    Driver("ooh323.conf", "chan_ooh323", "addons/chan_ooh323.c", general="general", default="ulaw",
        guests="*"),
    Driver("h323.conf", "chan_h323", "channels/chan_h323.c", general="general", default="ulaw",
        guests="acceptanonymous", releases="<13"),
    Driver("gtalk.conf", "chan_gtalk", "channels/chan_gtalk.c", general="general", default="ulaw",
        releases="<13"),
    Driver("jingle.conf", "chan_jingle", "channels/chan_jingle.c", general="general",
        default="ulaw", releases="<13"),
)  # fmt: skip


READS: tuple[Reads, ...] = (
    *(
        Reads(driver.file, "*allow|*codec_prefs*|bandwidth|type|autoframing", needs("codec *"),
            "the codecs of a phone or line", releases=driver.releases)
        for driver in DRIVERS
    ),
    Reads("codecs.conf", "*", needs("codec *"), "codecs under custom names"),
)  # fmt: skip


_Found = tuple[Use | PlacedUses, frozenset[str]]  # with the codecs that are removed from "all"
_CODECS: Table[
    tuple[tuple[Driver, tuple[tuple[str, Line | None], ...]], Origin],
    list[_Found],
] = Table()


def find(configuration: Configuration) -> Iterator[Use | PlacedUses]:
    """Yield the codecs that each channel driver's file leaves allowed, each where it is allowed."""
    names = configuration.names()
    for driver in DRIVERS:
        if driver.file in names and configuration.release.within(driver.releases):
            conf = configuration.conf(driver.file)
            if conf is not None:
                found = _driver_uses(configuration, driver, conf)
                # A line of [general] or of a template counts once, for the first section that it
                # applies to.
                yield from (
                    distinct(single_uses(found))
                    if driver.general or any(section.parents for section in conf.sections)
                    else found
                )


def _driver_uses(
    configuration: Configuration, driver: Driver, conf: Conf
) -> Iterator[Use | PlacedUses]:
    fits, type_fits = matcher(driver.sections), matcher(driver.type or "*")
    first: dict[str, Line | None] = dict.fromkeys(driver.default.split())
    if driver.general:
        for section in conf.named(driver.general):
            first = allowed(section, driver.prefix, first)
    if driver.guests:
        yield from _guest_uses(driver, conf, [codec for codec, line in first.items() if not line])
    key = (driver, tuple(first.items()))
    known: _Known = {}
    own_kinds = "codecs.conf" in configuration.names()

    def in_sections(sections: Sequence[Part]) -> Iterator[_Found]:
        alike: dict[object, list[Part]] = {}
        for section in sections:
            if (
                not section.template
                and fits(section.name)
                and type_fits(section.value("type") or "")
                and not is_shipped(driver.file, section)
            ):
                # What [general] or a template allows is in one place for many sections.
                own = section.is_plain and not driver.general
                values = _values(driver, section) if own else id(section)
                alike.setdefault(values, []).append(section)
        for those in alike.values():
            own_first = {} if those[0].name.lower() == driver.general else first
            yield from _section_uses(driver, those, own_first, known)

    for use, without in for_each_range(
        conf.sections, conf.origins, configuration.results, _CODECS, key, in_sections
    ):
        if use.name in {"all", _UNSAID}:
            names = every_codec(configuration, asked=use.name == "all")
            yield from (renamed(use, name) for name in names if name not in without)
        else:
            yield renamed(use, of_own_kind(configuration, use.name)) if own_kinds else use


def _guest_uses(driver: Driver, conf: Conf, codecs: Sequence[str]) -> Iterator[Use]:
    """Yield the default codecs of calls from anybody, where [general] invites them or nothing else
    in the file can make a call.
    """
    fits = matcher(driver.sections)
    general = [one for one in conf.named(driver.general) if not is_shipped(driver.file, one)]
    said = [line for one in general if (line := one.get(driver.guests))]
    phones = any(
        not section.template and fits(section.name) and section.name.lower() != driver.general
        for section in conf.sections
        if not is_shipped(driver.file, section)
    )
    if not general or (said and not is_true(said[-1].value)) or (phones and not said):
        return
    for codec in codecs:
        yield Use(
            "codec", codec, general[0].file, general[0].line, general[0].column,
            because=f"[{driver.general}] allows {codec} by default, {TRANSLATED}",
            readers=tuple(driver.modules.split()),
        )  # fmt: skip


# What sections with certain values allow: the codecs, each with the position of the entry that
# allows it (or that entry, if it is elsewhere), and those that are removed from "all".
_Allowed = tuple[list[tuple[str, int | Line | None]], frozenset[str]]
_Known = dict[tuple[object, ...], _Allowed]


def _values(driver: Driver, section: Part) -> tuple[object, ...]:
    """Return all that decides what a plain section allows, and in which columns."""
    positions = section.shape.among(options_of(driver.prefix))
    return (section.shape, section.file, section.column, *map(section.value_at, positions))


def _allowed(
    driver: Driver, section: Part, first: Mapping[str, Line | None], known: _Known
) -> _Allowed:
    key: tuple[object, ...] | None = None
    if section.is_plain:
        key = (not first, *_values(driver, section))
        found = known.get(key)
        if found is not None:
            return found
    codecs = allowed(section, driver.prefix, first)
    own = {line: at for at, line in enumerate(section.entry_lines())} if key else {}
    found = (
        [
            (codec, own[line.line] if line and key and first.get(codec) is not line else line)
            for codec, line in codecs.items()
        ],
        frozenset(codec[1:] for codec in codecs if codec.startswith("!")),
    )
    if key:
        known[key] = found
    return found


def _section_uses(
    driver: Driver, alike: Sequence[Part], first: Mapping[str, Line | None], known: _Known
) -> Iterator[_Found]:
    """Yield the codecs of sections that allow the same, and what is removed from "all"."""
    section = alike[0]
    codecs, without = _allowed(driver, section, first, known)
    for codec, place in codecs:
        line = section.entry(place) if isinstance(place, int) else place
        file, number, column = (
            (line.file, line.line, line.value_column)
            if line
            else (section.file, section.line, section.column)
        )
        if codec.startswith("!"):
            continue
        name = _UNSAID if codec == "all" and line is None else codec
        how = f"] allows {codec}{'' if line else ' by default'}, {TRANSLATED}"
        use = Use(
            "codec",
            name,
            file,
            number,
            column,
            because=f"[{section.name}{how}",
            readers=tuple(driver.modules.split()),
        )
        if len(alike) == 1:
            yield use, without
        else:
            lines = PlacedLines(alike, place if isinstance(place, int) else -1)
            yield PlacedUses(use, lines, partial(_reason, alike, how)), without


def _reason(sections: Sequence[Part], how: str, index: int) -> str:
    return f"[{sections[index].name}{how}"
