"""Dial strings, `Tech/resource&Tech/resource`: the technologies, and the codecs that some name."""

from collections.abc import Iterator

from asterisk_lint.dialplan.expressions import MARK
from asterisk_lint.dialplan.splitting import clean, separate
from asterisk_lint.dialplan.substitution import variants
from asterisk_lint.dialplan.text_needs import UNSEEN, Setting, TextNeed, codecs

_OWN_TECHNOLOGY = r"(^|&)\s*\$\{(?:CHANNEL\(channeltype\)|CUT\(CHANNEL(?:\(name\))?,/,1\))\}/[^&]*"
# Technologies whose resource ends in options, c(CODEC) among them (channels/chan_rtp.c,
# chan_audiosocket.c, chan_websocket.c).
_WITH_CODECS = frozenset({"audiosocket", "multicastrtp", "unicastrtp", "websocket"})
_CODEC = r"c\(([^)]*)\)"


def in_dial(
    text: str, within: str | None, setting: Setting, because: str = ""
) -> Iterator[TextNeed]:
    """Yield the technologies of a dial string, `Tech/resource&Tech/resource`."""
    if "${C" in text:
        import re

        text = re.sub(_OWN_TECHNOLOGY, r"\1", text)
    for each in variants(text, setting.known.of):
        for destination in clean(each).split("&"):
            destination = destination.strip()
            technology, slash, resource = destination.partition("/")
            if MARK in technology:
                yield TextNeed(
                    UNSEEN,
                    text,
                    within,
                    "the channel technology is only known during a call",
                    frozenset({"channel"}),
                )
            elif slash and technology:
                yield TextNeed("channel", technology, within, because)
                if technology.lower() in _WITH_CODECS:
                    yield from _codecs(resource, within, setting)


def _codecs(resource: str, within: str | None, setting: Setting) -> Iterator[TextNeed]:
    import re

    options = resource.rpartition("/")[2]
    named = re.findall(_CODEC, options)
    because = "the other side sends and receives audio in this codec"
    if not named and MARK in options:
        named = [MARK]
    for text in named:
        yield from codecs(separate(text), within, because, setting)
