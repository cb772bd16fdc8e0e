"""What texts need that name something themselves: media, formats, codecs, hinted devices,
destinations.
"""

from collections.abc import Iterable, Iterator, Mapping

from asterisk_lint.dialplan.arguments.row import Argument
from asterisk_lint.dialplan.expressions import MARK
from asterisk_lint.dialplan.followed_variables import Variables
from asterisk_lint.dialplan.substitution import variants
from asterisk_lint.records import NamedTuple

UNSEEN = "unseen"  # an application, function or technology whose name is only known during a call


BROKEN = "broken"  # an expression that is never closed


class TextNeed(NamedTuple):
    """Something that a text needs; `kind` is a use's kind, or UNSEEN (`reaches` names what it could
    be) or BROKEN.
    """

    kind: str
    name: str
    within: str | None = None
    because: str = ""
    reaches: frozenset[str] = frozenset()


class Setting(NamedTuple):
    """The context of a scan: the release's table and separator, and what is known about
    variables.
    """

    table: Mapping[str, tuple[Argument, ...]]
    separator: str
    known: Variables
    depth: int = 0  # applications inside applications


def names_of(text: str, setting: Setting) -> list[str]:
    """Return each known value of this text."""
    return (
        list(dict.fromkeys(variants(text, setting.known.of)))
        if "$" in text or MARK in text
        else [text]
    )


def in_media(text: str, within: str | None, setting: Setting) -> Iterator[TextNeed]:
    """Yield what sounds on the web need, among those separated by `&`: the module that fetches
    them, and the file format of the address.
    """
    if "http" not in text and not text.lstrip().startswith(("${", MARK)):
        return
    for sound in dict.fromkeys(
        sound.strip() for each in names_of(text, setting) for sound in each.split("&")
    ):
        if sound.startswith(MARK):
            fetched = frozenset({"module:res_http_media_cache"})
            because = "the sound, which may be on the web, is only known during a call"
            yield TextNeed(UNSEEN, "", within, because, fetched)
        elif sound.startswith(("http://", "https://")):
            yield TextNeed(
                "module", "res_http_media_cache", within, "Asterisk fetches the sound from the web"
            )
            name = sound.partition("?")[0].partition("#")[0].partition("://")[2].rpartition("/")[2]
            if "." in name:
                yield from formats(
                    [name.rpartition(".")[2]],
                    within,
                    "the sound from the web is a file of this format",
                    setting,
                )


WARNING = "the warning before the time limit is one of Asterisk's own prompts"


def limits(text: str, within: str | None, because: str) -> Iterator[TextNeed]:
    """Yield what the option L(limit[:warning[:repeat]]) needs; the core enforces a limit alone
    (main/features.c, ast_bridge_timelimit()).
    """
    limit, _, warning = text.partition(":")
    if MARK in limit or "${" in limit or warning.partition(":")[0].strip() not in {"", "0"}:
        yield TextNeed("module", "bridge_builtin_interval_features", within, because)
        yield TextNeed("format", "gsm", within, WARNING)


def capability(
    kind: str, name: str, within: str | None, because: str, setting: Setting
) -> Iterator[TextNeed]:
    """Yield the capability that a text names, for each known value of the text."""
    for each in names_of(name, setting):
        if MARK in each:
            unknown = f"the {kind} is only known during a call"
            yield TextNeed(UNSEEN, "", within, unknown, frozenset({kind}))
        elif each:
            yield TextNeed(kind, each, within, because)


def formats(
    names: list[str], within: str | None, because: str, setting: Setting
) -> Iterator[TextNeed]:
    """Yield the file formats of these names."""
    for name in names:
        yield from capability("format", name.strip(), within, because, setting)


def codecs(
    names: Iterable[str], within: str | None, because: str, setting: Setting
) -> Iterator[TextNeed]:
    """Yield the codecs of these names, as a list of allowed and forbidden ones has them; `all` is
    any codec.
    """
    for name in names:
        codec = name.strip(" !").partition(":")[0]
        if codec.lower() == "all" and "!" not in name:
            because = "every codec is allowed"
            yield TextNeed(UNSEEN, "", within, because, frozenset({"codec"}))
        elif codec.lower() != "all":
            yield from capability("codec", codec, within, because, setting)


# What sends a text message, by the beginning of its destination (ast_msg_tech_register());
# chan_sip does as well, wherever there are SIP peers.
_MESSAGES = {"pjsip": "res_pjsip_messaging", "xmpp": "res_xmpp"}


def in_message(text: str, within: str | None, setting: Setting) -> Iterator[TextNeed]:
    """Yield what sends a text message to a destination, `Tech:address`."""
    for each in names_of(text, setting):
        technology = each.partition(":")[0].strip().lower()
        if MARK in technology:
            because = "the destination of the message is only known during a call"
            senders = frozenset(f"module:{module}" for module in _MESSAGES.values())
            yield TextNeed(UNSEEN, "", within, because, senders)
        elif technology in _MESSAGES:
            because = "only this module sends messages to such a destination"
            yield TextNeed("module", _MESSAGES[technology], within, because)


def in_devices(text: str, within: str | None, setting: Setting) -> Iterator[TextNeed]:
    """Process the devices of a hint, `Tech/resource&Custom:name,CustomPresence:name`: technologies,
    and providers of other states.
    """
    from asterisk_lint.dialplan.devices import ANY_DEVICE, state_need

    for each in variants(text, setting.known.of):
        for device in each.replace(",", "&").split("&"):
            device = device.strip()
            need = state_need(device)
            if MARK in device.partition("/")[0].partition(":")[0]:
                yield TextNeed(
                    UNSEEN,
                    text,
                    within,
                    "the device's technology is only known during a call",
                    ANY_DEVICE,
                )
            elif need:
                yield TextNeed(
                    *need, within, f"this watches the state of {device.replace(MARK, '...')}"
                )
