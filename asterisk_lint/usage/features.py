"""What features.conf and parking make used."""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.conf.shared_results import Origin, Table, for_each
from asterisk_lint.conf.values import Entry as ConfEntry
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import (
    FindRow,
    OptionRow,
    Reader,
    Reads,
    Row,
    Sample,
    SectionRow,
    With,
)

ROWS: tuple[Row, ...] = (
    OptionRow(
        "features.conf", "featuremap", "disconnect", "?*",
            needs=needs("module bridge_builtin_features"),
        because="bridge_builtin_features provides the feature of this key during a call",
        source=
            "bridges/bridge_builtin_features.c load_module(); both transfers are in "
            "main/bridge_basic.c", releases=">=12",
    ),
    OptionRow(
        "features.conf", "featuremap", "automon", "?*",
            needs=needs("application Monitor; module bridge_builtin_features"),
        because="this key records the call like Monitor()",
        source="bridges/bridge_builtin_features.c feature_automonitor()", releases=">=12 <21",
    ),
    OptionRow(
        "features.conf", "featuremap", "automon", "?*", needs=needs("application Monitor"),
        because="this key runs Monitor() to record the call",
        source="main/features.c builtin_automonitor()", releases="<12",
    ),
    OptionRow(
        "features.conf", "featuremap", "automixmon", "?*",
            needs=needs("application MixMonitor; module bridge_builtin_features"),
        because="this key runs MixMonitor() to record the call",
        source="bridges/bridge_builtin_features.c feature_automixmonitor()", releases=">=12",
    ),
    OptionRow(
        "features.conf", "featuremap", "automixmon", "?*", needs=needs("application MixMonitor"),
        because="this key runs MixMonitor() to record the call",
        source="main/features.c builtin_automixmonitor()", releases="<12",
    ),
    OptionRow(
        "features.conf", "featuremap", "automon|automixmon", "?*", needs=needs("format wav"),
        because=
            "this key records a wav file, unless TOUCH_MONITOR_FORMAT or "
            "TOUCH_MIXMONITOR_FORMAT sets another format",
        source="main/features.c builtin_automonitor(), builtin_automixmonitor()", releases="<12",
    ),
    OptionRow(
        "features.conf", "featuremap", "automon", "?*", needs=needs("format wav"),
        because="this key records a wav file, unless TOUCH_MONITOR_FORMAT sets another format",
        source="bridges/bridge_builtin_features.c start_automonitor(), res/res_monitor.c",
            releases=">=12 <21",
    ),
    OptionRow(
        "features.conf", "featuremap", "automixmon", "?*", needs=needs("format wav"),
        because="this key records a wav file, unless TOUCH_MIXMONITOR_FORMAT sets another format",
        source="bridges/bridge_builtin_features.c start_automixmonitor()", releases=">=12",
    ),
    OptionRow(
        "features.conf", "featuremap", "parkcall", "?*", needs=needs("application Park"),
        because="this key parks the call through res_parking",
        source="res/parking/parking_bridge_features.c", releases=">=12",
    ),
    # Parking, a separate module since 12 (in 1.4 part of res_features, then of the core)
    FindRow(
        needs("application Park"),
            "the dialplan goes to or includes parkedcalls, or another context that a parking "
            "lot in res_parking.conf creates",
        "res/res_parking.c, main/pbx.c ast_context_find_or_create()", releases=">=12",
    ),
    SectionRow(
        "res_parking.conf", "!general|default", needs("application Park"),
        "only res_parking creates this parking lot of res_parking.conf",
        source="res/res_parking.c load_module()", releases=">=12",
    ),
    OptionRow(
        "sip.conf", "!general", "parkinglot", "?*", needs=needs("application Park"),
        because="calls of this phone are parked in a parking lot of res_parking",
        source="channels/chan_sip.c handle_common_options()", releases=">=12",
    ),
    OptionRow(
        "iax.conf", "!general", "parkinglot", "?*", needs=needs("application Park"),
        because="calls of this phone are parked in a parking lot of res_parking",
        source="channels/chan_iax2.c build_user()", releases=">=12",
    ),
    SectionRow(
        "res_parking.conf", "default", needs("module res_parking"),
        "res_parking is loaded, and this parking lot differs from the one that Asterisk ships",
        source="res/res_parking.c load_module()", releases=">=12", if_loaded=True,
    ),
    Reader("res_parking.conf", "res_parking", "res/res_parking.c load_module()"),
    Sample("res_parking.conf"),
    OptionRow(
        "res_parking.conf", "!general", "parkedcallhangup", "both|caller|callee",
            needs=needs("module bridge_builtin_features"),
        because="bridge_builtin_features lets a party hang up with *",
        source="res/parking/parking_controller.c; main/bridge_basic.c builtin_features_helper()",
            releases=">=12",
    ),
    OptionRow(
        "res_parking.conf", "!general", "parkedcallrecording", "both|caller|callee",
        needs=needs("module bridge_builtin_features; application MixMonitor; format wav"),
        because="bridge_builtin_features lets a party record the call with one touch",
        source="res/parking/parking_controller.c", releases=">=12",
    ),
    OptionRow(
        "res_parking.conf", "!general", "parkedcalltransfers", "both|caller|callee",
            needs=needs("format gsm"),
        because=
            "a prompt is played before a transfer, and Asterisk's prompts are installed as gsm "
            "files",
        source="res/parking/parking_controller.c; main/bridge_basic.c feature_blind_transfer()",
            releases=">=12",
    ),
    With(
        need("application Park"), needs("application Dial"),
            "a parked call that nobody retrieves returns to the parker through an extension "
            "that runs Dial()",
            "res/parking/parking_bridge_features.c parking_duration_callback(); main/features.c "
            "before 12",
    ),
    With(
        need("module res_parking"), needs("application Dial"),
            "a parked call that nobody retrieves returns to the parker through an extension "
            "that runs Dial()",
        "res/parking/parking_bridge_features.c parking_duration_callback()",
    ),
    OptionRow(
        "features.conf", "general",
        "courtesytone|pickupsound|pickupfailsound|xfersound|xferfailsound|recordingfailsound"
        "|automonsound",
        "?*", needs=needs("format gsm"),
            because=
            "Asterisk plays this sound in calls, and its own sounds are installed as gsm files",
        source="main/features_config.c; sounds/sounds.xml",
    ),
    With(
        need("module res_parking"), needs("module bridge_holding"),
        "parked calls wait in a holding bridge",
        "res/parking/parking_bridge.c bridge_parking_new(), AST_BRIDGE_CAPABILITY_HOLDING",
    ),
    With(
        need("module res_features"), needs("module res_adsi"),
        "parking uses functions of res_adsi to announce the parking space on ADSI phones",
        "res/res_features.c (1.4)", releases="<1.6",
    ),
)  # fmt: skip

READS: tuple[Reads, ...] = (
    Reads("features.conf", "*", needs("application *; function *"),
        "what a key runs ([applicationmap])"),
    Reads("res_parking.conf", "context", needs("application Park"),
        "the context that a parking lot creates"),
    Reads("extensions.conf extensions.ael extensions.lua", "*", needs("application Park"),
        "a way into a parking lot"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find the applications that features.conf assigns to keys, and contexts that only parking lots
    create.
    """
    yield from _application_map(configuration)
    yield from _parking_contexts(configuration)


def _application_map(configuration: Configuration) -> Iterator[Use]:
    from asterisk_lint.dialplan.text_uses import call_uses

    for section in configuration.named("features.conf", "applicationmap"):
        for entry in section.entries:
            call = mapped_call(entry.value)
            if call:
                place = Use(
                    "call",
                    call,
                    entry.file,
                    entry.line,
                    entry.value_column,
                    because=f"the key for {entry.key} runs this during a call",
                )
                yield from call_uses(call, place, configuration.release)


def mapped_call(value: str) -> str:
    """Return the `App(arguments)` of an [applicationmap] value such as
    `#9,peer,Playback,tt-monkeys,default`; "" if there is none.

    Both `App(arguments)` and `App,arguments` are accepted; the music on hold class follows
    (main/features_config.c applicationmap_handler()).
    """
    parts = value.split(",", 2)
    if len(parts) < 3 or not parts[0].strip() or not parts[1].strip():
        return ""
    rest = parts[2].strip()
    before = rest.split(",", 1)[0]
    if "(" in before:
        return rest[: rest.rindex(")") + 1] if ")" in rest else rest + ")"
    application, _, arguments = rest.partition(",")
    arguments = arguments.strip()
    quoted = arguments.startswith('"') and '"' in arguments[1:]
    arguments = arguments[1 : arguments.index('"', 1)] if quoted else arguments.split(",", 1)[0]
    return f"{application.strip()}({arguments})" if application.strip() else ""


_INCLUDES: Table[tuple[None, Origin], list[ConfEntry]] = Table()


def _parking_contexts(configuration: Configuration) -> Iterator[Use]:
    """Yield where the dialplan goes to, or includes, a context that a parking lot creates
    (parkedcalls, unless res_parking.conf has others).
    """

    if not configuration.release.within(">=12"):
        return
    lots = {
        entry.value
        for section in configuration.objects("res_parking.conf")
        for entry in section.all("context")
    }
    contexts = {lot.lower() for lot in lots if lot} | {"parkedcalls"}
    dialplan = configuration.conf("extensions.conf")
    sections, origins = (dialplan.sections, dialplan.origins) if dialplan else ((), ())
    for entry in for_each(
        sections,
        origins,
        configuration.results,
        _INCLUDES,
        None,
        lambda section: section.all("include"),
    ):
        context = entry.value.split(",", 1)[0].strip()
        if context.lower() in contexts:
            yield _parking(context, entry.file, entry.line, entry.value_column)
    for step in configuration.dialplan().steps if configuration.mentions(*contexts) else ():
        for context in _named(step.arguments, contexts):
            yield _parking(context, step.file, step.line, step.column)
    for file, comment in (("extensions.ael", "//"), ("extensions.lua", "--")):
        if file not in configuration.names():
            continue
        from asterisk_lint.dialplan.stock_samples import is_shipped_sample

        if not is_shipped_sample(file, "\n".join(configuration.lines(file))):
            for number, line in enumerate(configuration.lines(file), 1):
                for context in _named(line.partition(comment)[0], contexts):
                    yield _parking(context, file, number)


def _parking(context: str, file: str, line: int, column: int = 0) -> Use:
    because = (
        f"res_parking creates the context {context}, with an extension to park and one for each "
        "parked call"
    )
    return Use("application", "Park", file, line, column, because=because)


def _named(text: str, contexts: set[str]) -> set[str]:
    """Return which of the contexts (in lower case) a text names as a whole word."""
    small = text.lower()
    if not any(context in small for context in contexts):
        return set()
    return contexts & set(
        "".join(sign if sign.isalnum() or sign in "-_." else " " for sign in small).split()
    )
