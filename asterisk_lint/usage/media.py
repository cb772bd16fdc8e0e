"""Sound and pictures: the codecs that configuration files allow, what translating them needs, and format attributes."""

from collections.abc import Iterator
from typing import NamedTuple

from asterisk_lint.conf.reader import Entry as Line
from asterisk_lint.conf.reader import Section as Part
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.patterns import matcher, release_matches
from asterisk_lint.usage.rows import Invisible, Row, With

SDP = "the codec's parameters in a session description are understood by this module alone"
RATES = "16 kHz and more meet 8 kHz in prompts, recordings and other phones: the rate is changed by codec_resample"
STEP = "A-law and mu-law meet here: one step instead of two, and nothing lost between"

ATTRIBUTES: tuple[Row, ...] = tuple(
    With(f"codec {codec}", f"module res_format_attr_{module}", SDP, f"res/res_format_attr_{module}.c", releases)
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
    )
)

ROWS: tuple[Row, ...] = (
    *ATTRIBUTES,
    *(
        With(f"codec {codec}", "module codec_resample", RATES, "codecs/codec_resample.c", ">=1.6.2")
        for codec in ("g722", "opus", "speex16", "speex32", "silk", "silk12", "silk16", "silk24", "slin12", "slin16", "slin24", "slin32", "slin44",
                      "slin48", "slin96", "slin192")
    ),
    With("codec alaw", "module codec_a_mu", STEP, "codecs/codec_a_mu.c", also="codec ulaw"),
    Invisible("codec_dahdi", "it translates on a DAHDI transcoding card, which no configuration shows", "codecs/codec_dahdi.c"),
    Invisible("res_remb_modifier", "it changes video bit rates at the console, for tests", "res/res_remb_modifier.c", releases=">=15"),
)  # fmt: skip


class Driver(NamedTuple):
    """A file in which channels are given their codecs, and those that they have when it says nothing."""

    file: str
    sections: str  # pattern on the sections' names
    type: str  # pattern on the sections' `type=`; "" is any
    allow: str  # the options' names
    disallow: str
    default: str  # codecs of a section that says nothing, separated by commas
    source: str
    releases: str = ""


DRIVERS: tuple[Driver, ...] = (
    Driver("pjsip.conf", "*", "endpoint", "allow", "disallow", "", "res/res_pjsip/pjsip_configuration.c"),
    Driver("pjsip_wizard.conf", "*", "wizard", "endpoint/allow", "endpoint/disallow", "", "res/res_pjsip_config_wizard.c"),
    Driver("sip.conf", "!authentication", "", "allow", "disallow", "", "channels/chan_sip.c"),
    Driver("iax.conf", "*", "", "allow", "disallow", "", "channels/chan_iax2.c"),
    Driver("users.conf", "*", "", "allow", "disallow", "", "channels/chan_sip.c, channels/chan_iax2.c"),
    Driver("mgcp.conf", "*", "", "allow", "disallow", "", "channels/chan_mgcp.c"),
    Driver("skinny.conf", "*", "", "allow", "disallow", "", "channels/chan_skinny.c"),
    Driver("motif.conf", "!general", "", "allow", "disallow", "", "channels/chan_motif.c"),
    Driver("ooh323.conf", "*", "", "allow", "disallow", "", "addons/chan_ooh323.c"),
    Driver("h323.conf", "*", "", "allow", "disallow", "", "channels/chan_h323.c"),
    Driver("gtalk.conf", "*", "", "allow", "disallow", "", "channels/chan_gtalk.c"),
    Driver("jingle.conf", "*", "", "allow", "disallow", "", "channels/chan_jingle.c"),
)

# Older names that Asterisk still takes (main/frame.c to 1.8, main/format_pref.c and main/format.c later).
ALIASES = {"slinear": "slin", "slinear16": "slin16", "g723.1": "g723", "g722.1": "siren7", "g722.1c": "siren14"}


def find(configuration: Configuration) -> Iterator[Use]:
    """The codecs that each channel driver's file leaves allowed, each where it is allowed."""
    names = configuration.names()
    for driver in DRIVERS:
        if driver.file in names and (not driver.releases or release_matches(driver.releases, configuration.release)):
            yield from _driver_uses(configuration, driver)


def _driver_uses(configuration: Configuration, driver: Driver) -> Iterator[Use]:
    conf = configuration.conf(driver.file)
    if conf is None:
        return
    section_fits, type_fits = matcher(driver.sections), matcher(driver.type) if driver.type else None
    seen: set[tuple[str, str, int]] = set()
    for section in conf.sections:
        if section.template or not section_fits(section.name):
            continue
        kind = section.get("type")
        if type_fits is not None and not type_fits(kind.value if kind else ""):
            continue
        for codec, line in allowed(section, driver.allow, driver.disallow).items():
            if (codec, line.file, line.line) in seen:
                continue
            seen.add((codec, line.file, line.line))
            for name in every_codec(configuration.release) if codec == "all" else (of_own_kind(configuration, codec),):
                because = f"[{section.name}] allows {codec}, and whatever else meets it has to be translated"
                yield Use("codec", name, line.file, line.line, line.value_column, because=because)


def allowed(section: Part, allow: str, disallow: str) -> dict[str, Line]:
    """The codecs that a section's lines leave allowed, in Asterisk's order of reading; "all" where everything is (main/format_cap.c)."""
    found: dict[str, Line] = {}
    for line in section.entries:
        option = line.key.lower()
        if option in (allow, disallow):
            for word in line.value.strip("()").replace("|", ",").split(","):
                word = word.strip()
                allows = (option == allow) != word.startswith("!")
                codec = word.lstrip("!").partition(":")[0].strip().lower()
                codec = ALIASES.get(codec, codec)
                if codec == "all":
                    found.clear()
                if allows and codec:
                    found[codec] = line
                else:
                    found.pop(codec, None)
    return found


def every_codec(release: str) -> tuple[str, ...]:
    """The codecs that some module of a release translates: what `allow=all` comes to."""
    from asterisk_lint.catalog.load import load

    catalog = load(release)
    return tuple(name for name in catalog.names("codec") if catalog.providers("codec", name) != ("",))


def of_own_kind(configuration: Configuration, codec: str) -> str:
    """The codec behind a name that codecs.conf makes (`[speech](x) type=opus`, since 13), or the name itself."""
    conf = configuration.conf("codecs.conf") if "codecs.conf" in configuration.names() else None
    for section in conf.sections if conf else ():
        kind = section.get("type")
        if kind is not None and section.name.lower() == codec:
            return kind.value.lower()
    return codec
