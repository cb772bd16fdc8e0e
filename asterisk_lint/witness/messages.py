"""The messages with which Asterisk 1.4 to 23 says that something is not loaded, one row for each.
`recognize.py` uses it to read log lines.

The texts are the fixed parts of the messages, just enough to distinguish each from all others.
`{name}` is what is missing (kind "failed": the module that could not be started, `{names}` several
of them), `{missing}` the modules that the message names as the cause, `{symbol}`, `{file}`,
`{version}` and `{codecs}` as named, `{place}` context, extension and priority, `{}` anything. If a
message asks for something without naming it, that is its `need`, as in the usage tables. `level` is
Asterisk's. Found by comparing the sources of 1.4, 1.6.2, 1.8 and 10 to 23; every row for 16 or 22
was triggered in them (tests/witness/causes.py).
"""

from asterisk_lint.catalog.needs import need
from asterisk_lint.model import Need
from asterisk_lint.records import NamedTuple


class Message(NamedTuple):
    """One message, its place in Asterisk's sources, and what it asks for."""

    kind: str
    text: str
    source: str
    level: str
    releases: str = ""
    need: Need | None = None


# At least one of these is in a fixed part of every text: finding these few in a gigabyte is the
# main cost of reading a log.
ANCHORS = (
    "application", " load", "available", "registered", "transl", "No such ", "could not be",
    "technology", "timer", "MixMonitor app", "depend",
    "No provider", " option",
)  # fmt: skip

CAPABILITIES = (
    Message("application", "No application '{name}' for extension ({place})", "main/pbx.c",
        "WARNING"),
    Message("application", "Could not find application ({name})", "apps/app_exec.c, res/res_agi.c",
        "WARNING"),
    Message("application", "Could not find application! ({name})", "apps/app_exec.c", "WARNING"),
    Message("application", "Could not find application Macro", "apps/app_dial.c, apps/app_queue.c",
        "ERROR", "<11", need=need("application Macro")),
    Message("application", "Could not find application Gosub", "apps/app_dial.c, apps/app_queue.c",
        "ERROR", ">=1.6 <11", need=need("application Gosub")),
    Message("application", "'.  The app_stack module is not available", "main/app.c", "WARNING",
        ">=11", need=need("application Gosub")),
    Message("application", "Cannot run 'Macro({})'.  The application is not available",
        "main/app.c", "WARNING", ">=11 <21", need=need("application Macro")),
    Message("application", "because the 'Macro' application in not available", "main/app.c",
        "WARNING", ">=10 <11", need=need("application Macro")),
    Message("application", "The monitor application is disabled",
        "main/features.c, res/res_features.c", "ERROR", "<12", need=need("application Monitor")),
    Message("application", "The mixmonitor application is disabled", "main/features.c", "ERROR",
        ">=1.6 <12", need=need("application MixMonitor")),
    Message("application", "cannot find the MixMonitor app", "apps/app_queue.c", "WARNING", "<12",
        need=need("application MixMonitor")),
    Message("application", "Is the MixMonitor app loaded?", "apps/app_queue.c", "WARNING", ">=12",
        need=need("application MixMonitor")),
    Message("application", "No loaded module currently provides MixMonitor", "main/mixmonitor.c",
        "ERROR", ">=12", need=need("application MixMonitor")),
    Message("application", "record ConfBridge, MixMonitor app is not installed",
        "apps/app_confbridge.c", "WARNING", ">=10", need=need("application MixMonitor")),
    Message("application", "No voicemail provider registered", "main/app.c", "VERBOSE", ">=12",
        need=need("application VoiceMail")),
    Message("application", "No voicemail greeter provider registered", "main/app.c", "VERBOSE",
        ">=13", need=need("application VoiceMail")),
    Message("function", "Function {name} not registered",
        "main/pbx_functions.c (main/pbx.c before 13)", "ERROR"),
    Message("channel", "No channel type registered for '{name}'", "main/channel.c", "WARNING"),
    Message("codec", "Unable to find a codec translation path{codecs}", "main/channel.c",
        "WARNING"),
    Message("codec", "No translator path from {codecs}", "main/translate.c", "WARNING"),
    Message("codec", "No translator path: ({} codec is not valid)", "main/translate.c", "WARNING",
        need=need("codec *")),
    Message("codec", "No translator path exists for channel type {} (native {codecs}",
        "main/channel.c, main/core_local.c", "WARNING"),
    Message("codec", "Unable to create translator path for {codecs} on IAX2/",
        "channels/chan_iax2.c", "WARNING"),
    Message("codec", "No path to translate from {}", "main/channel.c", "WARNING",
        need=need("codec *")),
    Message("format", "No such format '{name}'", "main/file.c", "WARNING"),
    Message("engine", "found to engine '{name}', but the engine is not available", "main/config.c",
        "WARNING"),
    Message("wizard", "Wizard '{name}' could not be applied to object type", "main/sorcery.c",
        "ERROR", ">=13"),
    Message("switch", "No such switch '{name}'", "main/pbx.c", "WARNING"),
    Message("bridge", ".  No technology to support it", "main/bridge.c", "WARNING", ">=12",
        need=need("bridge *")),
    Message("bridge", "has no technology available to support it", "main/bridge.c", "WARNING",
        ">=12", need=need("bridge *")),
    Message("bridge", "mixing bridge could not be created", "apps/app_confbridge.c", "ERROR",
        ">=10", need=need("bridge softmix")),
    Message("timing", "No timing module loaded", "main/channel.c", "WARNING", ">=20",
        need=need("timing *")),
    Message("timing", "Failed to open timer for softmix bridge", "bridges/bridge_softmix.c",
        "WARNING", ">=11", need=need("timing *")),
    Message("timing", "Unable to create timer: ", "res/res_musiconhold.c", "WARNING", ">=1.8",
        need=need("timing *")),
    Message("message", "No message technology '{name}' found", "main/message.c", "WARNING", ">=10"),
    Message("presence", "No provider found for label: {name}", "main/presencestate.c", "WARNING",
        ">=14"),
    Message("presence", "No provider found for label {name}", "main/presencestate.c", "WARNING",
        ">=11 <14"),
    Message("subscription", "No registered subscribe handler for event {name}",
        "res/res_pjsip_pubsub.c", "WARNING", ">=12"),
    Message("publication", "No registered publish handler for event {name}",
        "res/res_pjsip_pubsub.c", "WARNING", ">=12"),
    Message("fax_technology", "Could not locate a FAX technology module", "res/res_fax.c", "ERROR",
        ">=1.8", need=need("fax_technology *")),
    Message("feature", "Requested DTMF feature {name} not available", "main/bridge_basic.c",
        "ERROR", ">=12"),
)  # fmt: skip

OTHERS = (
    Message("module", "requested but no musiconhold loaded", "main/channel.c", "VERBOSE",
        need=need("module res_musiconhold")),
    Message("module", "No RTP engine was found. Do you have one loaded", "main/rtp_engine.c",
        "ERROR", ">=1.8", need=need("module res_rtp_asterisk")),
    Message("module", "SRTP support module is not loaded or available", "res/res_rtp_asterisk.c",
        "ERROR", ">=11", need=need("module res_srtp")),
    Message("module", "No SRTP module loaded, can't setup", "channels/chan_sip.c", "ERROR",
        ">=1.8 <21", need=need("module res_srtp")),
    Message("module", "No SIP authenticator registered", "res/res_pjsip.c", "WARNING", ">=12",
        need=need("module res_pjsip_authenticator_digest")),
    Message("module", "No SIP outbound authenticator registered", "res/res_pjsip.c", "WARNING",
        ">=12", need=need("module res_pjsip_outbound_authenticator_digest")),
    Message("module", "(is res_sorcery_config loaded?)", "res/res_pjsip/config_system.c", "ERROR",
        ">=12 <13", need=need("module res_sorcery_config")),
    Message("module", "please ensure func_periodic_hook is loaded",
        "apps/app_mixmonitor.c, res/res_monitor.c", "WARNING", ">=13",
        need=need("module func_periodic_hook")),
    Message("module", "but res_geolocation is not loaded", "res/res_pjsip/pjsip_configuration.c",
        "ERROR", ">=16", need=need("module res_geolocation")),
    Message("module", "Cannot load res_curl, so ", "funcs/func_curl.c, res/res_config_curl.c",
        "ERROR", ">=1.6 <16", need=need("module res_curl")),
    Message("module", "Cannot load func_curl, so ", "res/res_config_curl.c", "ERROR", ">=1.8 <16",
        need=need("module func_curl")),
    Message("module", "res_hep is not loaded or running", "res/res_hep_pjsip.c, res/res_hep_rtcp.c",
        "WARNING", ">=13 <16", need=need("module res_hep")),
)  # fmt: skip

# The text after "Error loading module" is the C library's: glibc's elf/dl-load.c, dl-lookup.c,
# dl-version.c, or musl's ldso/dynlink.c.
LOADER = (
    Message("failed", "Error loading module '{name}', missing {}: {missing}", "main/loader.c",
        "ERROR", ">=16"),
    Message("failed", "Error loading module '{name}': {file}: undefined symbol: {symbol}",
        "main/loader.c", "ERROR, WARNING before 16"),
    Message("failed",
        "Error loading module '{name}': Error relocating {file}: {symbol}: symbol not found",
        "main/loader.c", "ERROR, WARNING before 16"),
    Message("failed", "Error loading module '{name}': {file}: cannot open shared object file",
        "main/loader.c", "ERROR, WARNING before 16"),
    Message("failed",
        "Error loading module '{name}': Error loading shared library {file}: No such file",
        "main/loader.c", "ERROR, WARNING before 16"),
    Message("failed", "Error loading module '{name}': {file}: version `{version}' not found",
        "main/loader.c", "ERROR, WARNING before 16"),
    Message("failed", "Error loading module '{name}': ", "main/loader.c",
        "ERROR, WARNING before 16"),
    Message("failed", "Module '{name}' did not register itself during load", "main/loader.c",
        "ERROR, WARNING before 13"),
    Message("failed", "{name} has one or more unknown dependencies", "main/loader.c", "ERROR",
        ">=16"),
    Message("failed", "{name} loaded before dependency {missing}!", "main/loader.c", "ERROR",
        ">=16"),
    Message("failed", "Unloading module '{name}' that previously declined to load", "main/loader.c",
        "NOTICE", ">=18.17"),
    Message("failed", "Failed to load {name} due to dependencies: {missing}.", "main/loader.c",
        "ERROR", ">=16"),
    Message("failed", "Declined modules which depend on {missing}: {names}", "main/loader.c",
        "ERROR", ">=16"),
    Message("failed", "Failed to resolve dependencies for {name}", "main/loader.c", "ERROR",
        ">=16"),
    Message("failed", "Cannot load required module {name} that depends on {missing}",
        "main/loader.c", "ERROR", ">=16"),
    Message("failed", "Required module {name} declined to load", "main/loader.c", "ERROR", ">=16"),
    Message("failed", "{name} declined to load.", "main/loader.c", "ERROR", ">=16"),
    Message("failed", "Failed to load required module {name}", "main/loader.c", "ERROR", ">=16"),
    Message("failed", "Failed to load module {name} - Required", "main/loader.c", "ERROR", ">=1.8"),
    Message("failed", "Failed to load module {name}", "main/loader.c", "ERROR", ">=1.8"),
    Message("failed", "Module '{name}' could not be loaded", "main/loader.c",
        "ERROR, WARNING before 16"),
    Message("failed", "Module '{name}' was not compiled with the same compile-time options",
        "main/loader.c", "ERROR, WARNING before 16"),
    Message("option", "Unknown configuration option '{name}'", "main/loader.c", "ERROR", ">=16"),
)  # fmt: skip

MESSAGES = (*LOADER, *CAPABILITIES, *OTHERS)
