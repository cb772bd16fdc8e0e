"""What features.conf and parking make used."""

from collections.abc import Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import Entry, Reader, Row, Section, With

ROWS: tuple[Row, ...] = (
    Entry(
        "features.conf", "featuremap", "blindxfer|atxfer|disconnect", "?*", "module bridge_builtin_features",
        "bridge_builtin_features does what this key asks for during a call",
        "bridges/bridge_builtin_features.c load_module()", releases=">=12",
    ),
    Entry(
        "features.conf", "featuremap", "automon", "?*", "application Monitor; module bridge_builtin_features",
        "this key records the call as Monitor() does",
        "bridges/bridge_builtin_features.c feature_automonitor()", releases=">=12 <21",
    ),
    Entry(
        "features.conf", "featuremap", "automon", "?*", "application Monitor",
        "this key records the call by running Monitor()",
        "main/features.c builtin_automonitor()", releases="<12",
    ),
    Entry(
        "features.conf", "featuremap", "automixmon", "?*", "application MixMonitor; module bridge_builtin_features",
        "this key records the call by running MixMonitor()",
        "bridges/bridge_builtin_features.c feature_automixmonitor()", releases=">=12",
    ),
    Entry(
        "features.conf", "featuremap", "automixmon", "?*", "application MixMonitor",
        "this key records the call by running MixMonitor()",
        "main/features.c builtin_automixmonitor()", releases="<12",
    ),
    Entry(
        "features.conf", "featuremap", "parkcall", "?*", "application Park",
        "this key parks the call, which res_parking does",
        "res/parking/parking_bridge_features.c", releases=">=12",
    ),
    # Parking, a module of its own since 12 (in 1.4 part of res_features, then of the core)
    Entry(
        "extensions.conf", "*", "include", "parkedcalls", "application Park",
        "the context parkedcalls is made by res_parking, with an extension to park and one for each parked call",
        "res/parking/parking_applications.c; res/res_parking.c", releases=">=12",
    ),
    Section(
        "res_parking.conf", "!general|default", "application Park",
        "res_parking.conf has this parking lot, and only res_parking makes it",
        "res/res_parking.c load_module()", releases=">=12",
    ),
    Entry(
        "sip.conf", "!general", "parkinglot", "?*", "application Park",
        "calls of this phone are parked in a lot of res_parking's",
        "channels/chan_sip.c handle_common_options()", releases=">=12",
    ),
    Entry(
        "iax.conf", "!general", "parkinglot", "?*", "application Park",
        "calls of this phone are parked in a lot of res_parking's",
        "channels/chan_iax2.c build_user()", releases=">=12",
    ),
    Reader("res_parking.conf", "res_parking", "res/res_parking.c load_module()"),
    With(
        "module res_parking", "module bridge_holding",
        "parked calls wait in a holding bridge",
        "res/parking/parking_bridge.c bridge_parking_new(), AST_BRIDGE_CAPABILITY_HOLDING",
    ),
    With(
        "module res_features", "module res_adsi",
        "parking announces the place on ADSI phones by functions of res_adsi, which this release takes from it",
        "res/res_features.c (1.4)", releases="<1.6",
    ),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find the applications that features.conf hangs on keys, and contexts that only parking lots make."""
    yield from _application_map(configuration)
    yield from _parking_contexts(configuration)


def _application_map(configuration: Configuration) -> Iterator[Use]:
    from asterisk_lint.dialplan.uses import call_uses

    read = configuration.conf("features.conf")
    for section in read.sections if read else ():
        if section.template or section.name.lower() != "applicationmap":
            continue
        for entry in section.entries:
            call = mapped_call(entry.value)
            if call:
                place = Use("call", call, entry.file, entry.line, entry.value_column, because=f"the key for {entry.key} runs this during a call")
                yield from call_uses(call, place, configuration.release)


def mapped_call(value: str) -> str:
    """Give `App(arguments)` of an [applicationmap] value such as `#9,peer,Playback,tt-monkeys,default`; "" where there is none.

    Both `App(arguments)` and `App,arguments` are taken; what follows is the music on hold class (main/features_config.c
    applicationmap_handler()).
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


def _parking_contexts(configuration: Configuration) -> Iterator[Use]:
    from asterisk_lint.usage.patterns import release_matches

    read = configuration.conf("res_parking.conf")
    dialplan = configuration.conf("extensions.conf")
    if read is None or dialplan is None or not release_matches(">=12", configuration.release):
        return
    lots = {entry.value.lower() for section in read.sections if not section.template for entry in section.all("context")} - {"parkedcalls"}
    for section in dialplan.sections:
        for entry in section.all("include"):
            context = entry.value.split(",", 1)[0].strip()
            if context.lower() in lots:
                yield Use(
                    "application", "Park", entry.file, entry.line, entry.value_column,
                    because=f"the context {context} is made by res_parking, with an extension for each parked call",
                )  # fmt: skip
