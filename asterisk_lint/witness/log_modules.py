"""From what a log says to the modules that it asks for."""

from collections.abc import Mapping

from asterisk_lint.catalog.load import CORE, Catalog
from asterisk_lint.records import NamedTuple
from asterisk_lint.requirements.reasons import in_words
from asterisk_lint.witness.logs import LoggedRequest
from asterisk_lint.witness.recognize import RecognizedLine
from asterisk_lint.witness.symbol_owners import owner_of

# The provider of a message, subscription, publication, presence state or DTMF feature of that name.
# Sources: ast_msg_tech_register in res/res_pjsip_messaging.c, res/res_xmpp.c, channels/chan_sip.c;
# ast_sip_register_subscription_handler and ..._publish_handler in res/res_pjsip_*.c;
# funcs/func_presencestate.c; bridges/bridge_builtin_features.c and res/res_parking.c (the features
# that main/bridge_basic.c does not provide itself).
SERVERS: Mapping[str, Mapping[str, str]] = {
    "message": {"pjsip": "res_pjsip_messaging", "xmpp": "res_xmpp", "sip": "chan_sip"},
    "subscription": {
        "presence": "res_pjsip_exten_state",
        "dialog": "res_pjsip_exten_state",
        "message-summary": "res_pjsip_mwi",
    },
    "publication": {
        "asterisk-devicestate": "res_pjsip_publish_asterisk",
        "asterisk-mwi": "res_pjsip_publish_asterisk",
    },
    "presence": {"custompresence": "func_presencestate"},
    "feature": {
        "disconnect": "bridge_builtin_features",
        "automon": "bridge_builtin_features",
        "automixmon": "bridge_builtin_features",
        "parkcall": "res_parking",
    },
}
WORDS = {
    "message": "a message by {name}",
    "subscription": "a subscription to {name}",
    "publication": "a publication of {name}",
    "presence": "a presence state of {name}",
    "feature": "the DTMF feature {name}",
    "fax_technology": "a FAX technology",
    "option": "the option {name}",
    "bridge": "a bridge technology",
    "codec": "the codec {name}",
}


class ModuleRequest(NamedTuple):
    """One thing that a log asks for, with the modules that would give it."""

    what: str  # for people: "Queue()", "a timing source"
    modules: tuple[str, ...]  # any of them; the default first
    every: bool = False  # all of them, not any
    failed: str = ""  # the module that could not be started without them
    symbol: str = ""  # that the module named in `failed` lacks
    unprovided: str = ""  # what of it no module of the release provides, if not all of it
    unnamed: bool = False  # the message does not say what it asks for


def modules_asked_for(
    seen: LoggedRequest, catalog: Catalog, loaded: frozenset[str] = frozenset()
) -> ModuleRequest:
    """Return what one kind of message asks for; `loaded` are the whitelisted modules, in lower
    case.
    """
    told = seen.told
    kind = told.message.kind
    if kind == "failed":
        return failed(seen, catalog, loaded)
    if told.message.need:
        kind = told.message.need.kind
    if kind == "module":
        return ModuleRequest(told.name, (told.name,))
    if kind in SERVERS:
        module = SERVERS[kind].get(told.name.lower())
        return ModuleRequest(
            in_words_of(kind, told.name), (module,) if module and catalog.module(module) else ()
        )
    if kind == "option":
        return ModuleRequest(in_words_of(kind, told.name), ())
    if kind == "codec":
        return translation(told, catalog)
    modules = [
        module
        for name in (catalog.names(kind) if told.name == "*" else (told.name,))
        for module in catalog.providers(kind, name)
    ]
    # The one that nearly every Asterisk has
    first = {"timing": "res_timing_timerfd", "bridge": "bridge_simple"}.get(kind)
    modules.sort(key=lambda module: module != first)
    return ModuleRequest(
        in_words_of(kind, told.name),
        tuple(dict.fromkeys(module for module in modules if module != CORE)),
    )


def translation(told: RecognizedLine, catalog: Catalog) -> ModuleRequest:
    """Process a translation that failed. Asterisk translates by way of signed linear, so it takes
    the translator of every codec in the message; where one of them has none, the others do not
    help.
    """
    if told.name == "*":
        return ModuleRequest("a translation between two codecs", (), unnamed=True)
    codecs = (told.name, *told.beside)
    what = (
        f"translation between {' and '.join(codecs)}" if told.beside else f"the codec {codecs[0]}"
    )
    modules = [translator_of(codec, catalog) for codec in codecs]
    unprovided = [codec for codec, module in zip(codecs, modules, strict=True) if module is None]
    if unprovided:
        return ModuleRequest(what, (), unprovided=" and ".join(unprovided))
    named = tuple(dict.fromkeys(module for module in modules if module is not None))
    return ModuleRequest(what, named, every=True)


def translator_of(codec: str, catalog: Catalog) -> str | None:
    """Return the module that translates a codec; None if none does. Asterisk itself can pass on
    codecs (g729) that no module of it translates.
    """
    module = next((name for name in catalog.providers("codec", codec) if name != CORE), None)
    if module is not None:
        return module
    return next(
        (
            each.name
            for each in catalog.modules.values()
            for pair in each.provides.get("translator", ())
            if codec in pair.split("/")
        ),
        None,
    )


def in_words_of(kind: str, name: str) -> str:
    """A thing that a log asks for as a person would name it."""
    return WORDS[kind].format(name=name) if kind in WORDS else in_words(kind, name)


def failed(seen: LoggedRequest, catalog: Catalog, loaded: frozenset[str]) -> ModuleRequest:
    """Process a module that could not be started: it asks for what it lacks."""
    told = seen.told
    if told.is_not_installed or told.library:
        return ModuleRequest(told.name, (), failed=told.name)
    missing = seen.missing
    if (
        not missing
        and told.symbol
        and (owner := owner_of(told.symbol, catalog)) not in (None, told.name)
    ):
        missing = (owner,)
    module = catalog.module(told.name)
    if not missing:
        missing = tuple(
            needed for needed in (module.requires if module else ()) if needed.lower() not in loaded
        )
    return ModuleRequest(told.name, missing, every=True, failed=told.name, symbol=told.symbol)
