"""What configuration files declare under a name, and which of their options name something.

Patterns are those of usage/patterns.py: alternatives between `|`, `*`, a leading `!` negates, case
is ignored.
"""

from asterisk_lint.records import NamedTuple


class Declares(NamedTuple):
    """The sections of a file (or their options) declare things of a kind."""

    kind: str
    file: str
    section: str  # pattern on the section's name
    source: str  # file in Asterisk's sources
    type: str = ""  # the section's `type=`; a pattern
    # pattern on the option that declares the thing; "": the section itself does
    option: str = ""
    # the thing's name: "{section}", "{option}", "{option}@{section}", "{value}" (up to the comma)
    name: str = "{section}"
    releases: str = ""


class Names(NamedTuple):
    """An option whose value names a thing of a kind (several, separated by commas); with the
    option "*" it is the option itself that names one.
    """

    kind: str
    file: str
    section: str
    option: str  # alternatives between `|`, in lower case; or "*"
    source: str
    type: str = ""
    severity: str = ""  # if it differs from that of the kind's rule
    releases: str = ""


class Always(NamedTuple):
    """Names of a kind that exist without being declared."""

    kind: str
    names: str  # separated by blanks; patterns
    source: str


class Open(NamedTuple):
    """With this option, things of a kind need not be declared."""

    kind: str
    file: str
    section: str
    option: str
    value: str  # a pattern as in usage/rows.py
    source: str


_QUEUE = "apps/app_queue.c"
_PJSIP = "res/res_pjsip/pjsip_configuration.c"
_WIZARD = "res/res_pjsip_config_wizard.c"
_CONFBRIDGE = "apps/confbridge/conf_config_parser.c"
_PARKING = "res/res_parking.c"
_VOICEMAIL = "apps/app_voicemail.c"
_SIP = "channels/chan_sip.c"
_IAX = "channels/chan_iax2.c"
_MOH = "res/res_musiconhold.c"
_FEATURES = "main/features_config.c"
_GROUPS = "!general|featuremap|applicationmap|globals|parkinglot_*"  # of features.conf

DECLARES = (
    Declares("queue", "queues.conf", "!general", _QUEUE),
    Declares("music class", "musiconhold.conf", "!general", _MOH),
    Declares(
        "mailbox",
        "voicemail.conf",
        "!general|zonemessages|aliases",
        _VOICEMAIL,
        option="*",
        name="{option}@{section}",
    ),
    Declares("mailbox", "voicemail.conf", "aliases", _VOICEMAIL, option="*", name="{option}"),
    Declares("mailbox", "users.conf", "!general", "pbx/pbx_config.c", option="hasvoicemail",
             name="{section}@default"),
    Declares("parking lot", "res_parking.conf", "!general", _PARKING, releases=">=12"),
    Declares("follow-me id", "followme.conf", "!general", "apps/app_followme.c"),
    Declares("agent", "agents.conf", "!general|agents", "apps/app_agent_pool.c", releases=">=12"),
    Declares(
        "agent", "agents.conf", "agents", "channels/chan_agent.c", option="agent", name="{value}",
        releases="<12",
    ),
    Declares("bridge profile", "confbridge.conf", "!general", _CONFBRIDGE, type="bridge"),
    Declares("user profile", "confbridge.conf", "!general", _CONFBRIDGE, type="user"),
    Declares("menu", "confbridge.conf", "!general", _CONFBRIDGE, type="menu"),
    Declares("endpoint", "pjsip.conf", "*", _PJSIP, type="endpoint"),
    Declares("aor", "pjsip.conf", "*", "res/res_pjsip/location.c", type="aor"),
    Declares("auth", "pjsip.conf", "*", "res/res_pjsip/config_auth.c", type="auth"),
    Declares(
        "transport", "pjsip.conf", "*", "res/res_pjsip/config_transport.c", type="transport"
    ),
    Declares("endpoint", "pjsip_wizard.conf", "*", _WIZARD, type="wizard"),
    Declares("aor", "pjsip_wizard.conf", "*", _WIZARD, type="wizard"),
    Declares("SIP peer", "sip.conf", "!general|authentication", _SIP, releases="<21"),
    Declares("SIP peer", "users.conf", "!general", _SIP, releases="<21"),
    Declares("IAX peer", "iax.conf", "!general", _IAX),
    Declares("IAX peer", "users.conf", "!general", _IAX),
    Declares("access list", "acl.conf", "!general", "main/named_acl.c", releases=">=11"),
    Declares("ODBC connection", "res_odbc.conf", "!general|env", "res/res_odbc.c"),
    Declares("queue rule", "queuerules.conf", "!general", _QUEUE, releases=">=1.8"),
    Declares("dynamic feature", "features.conf", "applicationmap", _FEATURES, option="*",
             name="{option}"),
    Declares("dynamic feature", "features.conf", _GROUPS, _FEATURES),
    Declares("applicationmap item", "features.conf", "applicationmap", _FEATURES, option="*",
             name="{option}"),
    Declares("calendar", "calendar.conf", "!general", "res/res_calendar.c", releases=">=1.8"),
    # No section declares an event: ALWAYS has them.
    Declares("CEL event", "cel.conf", "none", "main/cel.c", type="none", releases=">=12"),
    # Contexts that modules create themselves.
    Declares(
        "context",
        "res_parking.conf",
        "*",
        _PARKING,
        option="context",
        name="{value}",
        releases=">=12",
    ),
    Declares(
        "context",
        "features.conf",
        "*",
        "main/features.c",
        option="context",
        name="{value}",
        releases="<12",
    ),
    Declares("context", "sip.conf", "*", _SIP, option="regcontext", name="{value}", releases="<21"),
    Declares("context", "iax.conf", "*", _IAX, option="regcontext", name="{value}"),
    Declares("context", "pjsip.conf", "*", _PJSIP, option="regcontext", name="{value}"),
    Declares("context", "skinny.conf", "*", "channels/chan_skinny.c", option="regcontext",
             name="{value}", releases="<21"),
    Declares("context", "sla.conf", "*", "apps/app_sla.c, apps/app_meetme.c", option="autocontext",
             name="{value}"),
    Declares("context", "users.conf", "general", "pbx/pbx_config.c", option="context",
             name="{value}", releases="<23"),
)  # fmt: skip

NAMES = (
    # --- contexts
    Names(
        "context", "pjsip.conf", "*", "context|message_context|subscribe_context", _PJSIP,
        type="endpoint",
    ),
    Names("context", "pjsip_wizard.conf", "*", "endpoint/context|endpoint/message_context|"
          "endpoint/subscribe_context", _WIZARD, type="wizard"),
    Names("context", "sip.conf", "*", "context|subscribecontext|messagecontext|"
          "outofcall_message_context", _SIP, releases="<21"),
    Names("context", "iax.conf", "!general", "context", _IAX),
    Names("context", "chan_dahdi.conf", "*", "context", "channels/chan_dahdi.c"),
    Names("context", "motif.conf", "*", "context", "channels/chan_motif.c"),
    Names("context", "skinny.conf", "*", "context", "channels/chan_skinny.c", releases="<21"),
    Names("context", "mgcp.conf", "*", "context", "channels/chan_mgcp.c", releases="<21"),
    Names("context", "unistim.conf", "*", "context", "channels/chan_unistim.c"),
    Names("context", "console.conf", "*", "context", "channels/chan_console.c"),
    Names("context", "alsa.conf", "*", "context", "channels/chan_alsa.c", releases="<21"),
    Names("context", "oss.conf", "*", "context", "channels/chan_oss.c", releases="<20"),
    Names("context", "mobile.conf", "!general", "context", "addons/chan_mobile.c"),
    Names("context", "ooh323.conf", "*", "context", "addons/chan_ooh323.c"),
    Names("context", "calendar.conf", "!general", "context", "res/res_calendar.c"),
    Names("context", "queues.conf", "!general", "membergosub", _QUEUE, releases=">=1.8"),
    Names("context", "queues.conf", "!general", "context", _QUEUE, severity="warning"),
    Names("context", "voicemail.conf", "*", "dialout|callback|exitcontext", _VOICEMAIL,
          severity="warning"),
    Names("context", "followme.conf", "!general", "context", "apps/app_followme.c"),
    Names("context", "res_parking.conf", "*", "comebackcontext", _PARKING, releases=">=12",
          severity="warning"),
    # --- music
    Names("music class", "queues.conf", "!general", "musicclass|musiconhold|music", _QUEUE),
    Names("music class", "followme.conf", "!general", "musicclass|musiconhold|music",
          "apps/app_followme.c"),
    Names("music class", "confbridge.conf", "*", "music_on_hold_class", _CONFBRIDGE, type="user"),
    Names("music class", "res_parking.conf", "*", "parkedmusicclass", _PARKING, releases=">=12"),
    Names("music class", "pjsip.conf", "*", "moh_suggest", _PJSIP, type="endpoint"),
    Names("music class", "sip.conf", "*", "mohsuggest|mohinterpret", _SIP, releases="<21"),
    Names("music class", "iax.conf", "*", "mohsuggest|mohinterpret", _IAX),
    Names("music class", "chan_dahdi.conf", "*", "mohsuggest|mohinterpret",
          "channels/chan_dahdi.c"),
    Names("music class", "pjsip_wizard.conf", "*", "endpoint/moh_suggest", _WIZARD, type="wizard"),
    Names("music class", "agents.conf", "!general", "musiconhold", "apps/app_agent_pool.c",
          releases=">=12"),
    # --- parking lots
    Names("parking lot", "sip.conf", "*", "parkinglot", _SIP, releases=">=12 <21",
          severity="warning"),
    Names("parking lot", "iax.conf", "*", "parkinglot", _IAX, releases=">=12",
          severity="warning"),
    Names("parking lot", "chan_dahdi.conf", "*", "parkinglot", "channels/chan_dahdi.c",
          releases=">=12", severity="warning"),
    Names("parking lot", "motif.conf", "*", "parkinglot", "channels/chan_motif.c",
          releases=">=12", severity="warning"),
    # --- objects of pjsip.conf
    Names("aor", "pjsip.conf", "*", "aors", _PJSIP, type="endpoint"),
    Names("auth", "pjsip.conf", "*", "auth|outbound_auth", _PJSIP, type="endpoint"),
    Names("auth", "pjsip.conf", "*", "outbound_auth", "res/res_pjsip_outbound_registration.c",
          type="registration"),
    Names("auth", "pjsip.conf", "*", "outbound_auth", "res/res_pjsip_outbound_publish.c",
          type="outbound-publish"),
    Names("transport", "pjsip.conf", "*", "transport", _PJSIP,
          type="endpoint|registration|outbound-publish"),
    Names("transport", "pjsip_wizard.conf", "*", "transport", _WIZARD, type="wizard"),
    Names("endpoint", "pjsip.conf", "*", "endpoint", "res/res_pjsip_endpoint_identifier_ip.c",
          type="identify"),
    Names("endpoint", "pjsip.conf", "*", "endpoint", "res/res_pjsip_outbound_registration.c",
          type="registration"),
    Names("endpoint", "pjsip.conf", "*", "endpoint", "res/res_pjsip_phoneprov_provider.c",
          type="phoneprov"),
    # --- mailboxes whose messages a telephone shows
    Names("mailbox", "pjsip.conf", "*", "mailboxes", _PJSIP, type="endpoint|aor",
          severity="warning"),
    Names("mailbox", "pjsip_wizard.conf", "*", "endpoint/mailboxes|aor/mailboxes", _WIZARD,
          type="wizard", severity="warning"),
    Names("mailbox", "sip.conf", "*", "mailbox", _SIP, releases="<21", severity="warning"),
    Names("mailbox", "iax.conf", "!general", "mailbox", _IAX, severity="warning"),
    Names("mailbox", "chan_dahdi.conf", "*", "mailbox", "channels/chan_dahdi.c",
          severity="warning"),
    # --- queues, features
    Names("queue rule", "queues.conf", "!general", "defaultrule", _QUEUE, releases=">=1.8"),
    Names("applicationmap item", "features.conf", _GROUPS, "*", _FEATURES, releases=">=12"),
    # --- records
    Names("CEL event", "cel.conf", "general", "events", "main/cel.c", releases=">=12"),
    # --- lists, queues' members, databases
    Names("access list", "pjsip.conf", "*", "acl|contact_acl", "res/res_pjsip_acl.c",
          type="acl|endpoint", releases=">=12"),
    Names("access list", "sip.conf", "*", "acl|contactacl|directmediaacl", _SIP,
          releases=">=11 <21"),
    Names("access list", "iax.conf", "*", "acl", _IAX, releases=">=11"),
    Names("access list", "manager.conf", "*", "acl", "main/manager.c", releases=">=11"),
    Names("called devices", "queues.conf", "!general", "member", _QUEUE),
    Names("called devices", "calendar.conf", "!general", "channel", "res/res_calendar.c"),
    Names("ODBC connection", "cdr_adaptive_odbc.conf", "*", "connection",
          "cdr/cdr_adaptive_odbc.c"),
    Names("ODBC connection", "cdr_odbc.conf", "global", "dsn", "cdr/cdr_odbc.c"),
    Names("ODBC connection", "cel_odbc.conf", "*", "connection", "cel/cel_odbc.c"),
    Names("ODBC connection", "func_odbc.conf", "!general", "dsn|readhandle|writehandle",
          "funcs/func_odbc.c"),
    Names("ODBC connection", "voicemail.conf", "general", "odbcstorage", _VOICEMAIL),
)  # fmt: skip

OPEN = (
    Open("parking lot", "res_parking.conf", "general", "parkeddynamic", "true", _PARKING),
    Open("mailbox", "voicemail.conf", "general", "searchcontexts", "true", _VOICEMAIL),
    Open("mailbox", "voicemail.conf", "general", "aliasescontext", "?*", _VOICEMAIL),
    Open("SIP peer", "sip.conf", "general", "autocreatepeer", "!false", _SIP),
)

ALWAYS = (
    # Those of all releases since 12.
    Always(
        "CEL event",
        "ALL|CHAN_START|CHAN_END|ANSWER|HANGUP|APP_START|APP_END|PARK_START|PARK_END|USER_DEFINED|"
        "BRIDGE_ENTER|BRIDGE_EXIT|BLINDTRANSFER|ATTENDEDTRANSFER|PICKUP|FORWARD|LINKEDID_END|"
        "LOCAL_OPTIMIZE|LOCAL_OPTIMIZE_BEGIN|STREAM_BEGIN|STREAM_END|DTMF",
        "main/cel.c cel_event_types[]",
    ),
    Always("context", "stasis-*", "res/stasis/app.c"),
    Always("context", "park-dial", "res/parking/parking_bridge_features.c"),
    Always("context", "parkedcalls", _PARKING),
    Always("parking lot", "default", _PARKING),
    Always("bridge profile", "default_bridge", _CONFBRIDGE),
    Always("user profile", "default_user", _CONFBRIDGE),
    Always("menu", "default_menu", _CONFBRIDGE),
    Always("music class", "default|none", _MOH),
    Always("mailbox", "*@sip_remote", _SIP),  # of another PBX (`mwi =>`)
    Always("endpoint", "anonymous|artificial", _PJSIP),
)
