"""What a newer release does differently with a configuration that it still accepts: `upgrade`
reports it (rule release-change).

Options that make Asterisk reject a file are in unsupported.py, removed capabilities in
catalog/data/successors.txt, modules in catalog/data/lineage.txt. Files that no module of the new
release reads follow from the catalogs.
"""

from asterisk_lint.records import NamedTuple


class Change(NamedTuple):
    """One thing that releases in a range do differently from those before.

    `what` names the affected part of a configuration:

    - `argument QUEUE WHERE`: an application's argument that is given (WHERE as in
      dialplan/arguments/row.py, several separated by "|")
    - `application NAME`: each call of it
    - `variable A|B`: a variable that is set; `read NAME`: one that is read
    - `option FILE SECTION/OPTION=VALUE`: such an entry (patterns; without VALUE any value)
    - `absent FILE SECTION/OPTION`: a file without such an entry
    """

    what: str
    releases: tuple[str, ...]
    says: str  # for people: what is different
    instead: str  # for people: what to do
    source: str
    given: str = ""  # only if another entry exists or, with "!", does not: as in rows.Choice
    breaks: bool = True  # something stops working; otherwise it is good to know


CHANGES: tuple[Change, ...] = (
    Change(
        "argument Queue 7-",
        (">=21",),
        (
            "Queue() has no macro argument now: the seventh argument is the Gosub target, the "
            "eighth the rule, the ninth the position"
        ),
        "Queue(queue,options,URL,announcement,timeout,AGI,gosub,rule,position)",
        "apps/app_queue.c queue_exec() (21)",
    ),
    Change(
        "argument Dial 3:M",
        (">=21",),
        "option M was removed with Macro(): nothing runs when the call is answered",
        "option U, which runs a Gosub target",
        "apps/app_dial.c dial_exec_options (21)",
    ),
    Change(
        "argument Dial 3:wW",
        (">=21",),
        (
            "options w and W enable a key that recorded with Monitor(), which was removed: the "
            "key does nothing"
        ),
        "options x and X, with automixmon in features.conf",
        "bridges/bridge_builtin_features.c (21)",
    ),
    Change(
        "argument Queue 2:wW",
        (">=21",),
        (
            "options w and W enable a key that recorded with Monitor(), which was removed: the "
            "key does nothing"
        ),
        "options x and X, with automixmon in features.conf",
        "bridges/bridge_builtin_features.c (21)",
    ),
    Change(
        "argument ResetCDR 1:e",
        (">=21",),
        "option e was removed: disabled records stay disabled",
        "Set(CDR_PROP(disable)=0)",
        "apps/app_cdr.c (21)",
    ),
    Change(
        "argument ForkCDR 1:ADRTds",
        (">=12",),
        "options A, D, R, T, d and s were removed: records fork as in the engine of 12",
        "options a, e, r and v, if they are needed",
        "apps/app_forkcdr.c (12)",
    ),
    Change(
        "argument ConfBridge 2",
        (">=10",),
        (
            "the second argument is the name of a bridge profile of confbridge.conf, not a "
            "string of options"
        ),
        "a bridge and a user profile in confbridge.conf",
        "apps/app_confbridge.c confbridge_exec() (10)",
    ),
    Change(
        "argument MixMonitor 2:rt",
        (">=18",),
        "silence is inserted to keep the files of options r and t synchronous",
        "option n, if you do not want this",
        "apps/app_mixmonitor.c (18)",
        breaks=False,
    ),
    Change(
        "application BridgeAdd",
        (">=18",),
        "a BridgeAdd() that fails continues in the dialplan instead of hanging up",
        "the same call, and a check of BRIDGERESULT after it",
        "apps/app_bridgeaddchan.c (18)",
    ),
    Change(
        "application AMD",
        (">=14",),
        (
            "the maximum number of words is the last that still counts as a person, not the "
            "first that counts as a machine"
        ),
        "one less for maximum_number_of_words, in the call or in amd.conf",
        "apps/app_amd.c (14)",
    ),
    Change(
        "variable CONNECTED_LINE_CALLEE_SEND_MACRO*|CONNECTED_LINE_CALLER_SEND_MACRO*"
        "|REDIRECTING_CALLEE_SEND_MACRO*|REDIRECTING_CALLER_SEND_MACRO*",
        (">=21",),
        "no macro runs any more when the connected line or the redirection changes",
        "the variables that end in _SEND_SUB, with a Gosub target",
        "main/channel.c (21)",
    ),
    Change(
        "read PARKINGSLOT",
        (">=17",),
        "Asterisk no longer sets PARKINGSLOT",
        "PARKING_SPACE",
        "res/parking/parking_bridge_features.c (17)",
    ),
    Change(
        "option queues.conf */membermacro",
        (">=21",),
        "membermacro is ignored: no macro runs when an agent answers",
        "membergosub",
        "apps/app_queue.c (21)",
    ),
    Change(
        "option queues.conf */monitor-format",
        (">=21",),
        "MixMonitor() records calls of the queue, into one file; Monitor() was removed",
        "monitor-type = MixMonitor, before the upgrade; then check what processes the recordings",
        "apps/app_queue.c (21)",
        given="!queues.conf */monitor-type=mixmonitor",
    ),
    Change(
        "option chan_dahdi.conf */cc_callback_macro",
        (">=21",),
        "cc_callback_macro is ignored: no macro runs before a caller is called back",
        "cc_callback_sub",
        "main/ccss.c (21)",
    ),
    Change(
        "option voicemail.conf */maxmessage",
        (">=23",),
        "maxmessage is ignored: the length of messages is not limited",
        "maxsecs",
        "apps/app_voicemail.c (23)",
    ),
    Change(
        "option voicemail.conf */minmessage",
        (">=23",),
        "minmessage is ignored: silent messages are kept",
        "minsecs",
        "apps/app_voicemail.c (23)",
    ),
    Change(
        "option musiconhold.conf */random=true",
        (">=23",),
        "random is ignored: the files are played in order",
        "sort = random",
        "res/res_musiconhold.c (23)",
    ),
    Change(
        "option logger.conf general/rotatetimestamp=true",
        (">=23",),
        "rotatetimestamp is ignored: rotated log files get numbers",
        "rotatestrategy = timestamp",
        "main/logger.c (23)",
    ),
    Change(
        "option res_odbc.conf */pooling|shared_connections|share*|limit|idlecheck",
        (">=13.8",),
        "pooling, shared_connections, limit and idlecheck are ignored",
        "max_connections",
        "res/res_odbc.c (13.8)",
    ),
    Change(
        "option pjsip.conf */endpoint_identifier_order=!*header*",
        (">=13.20 <14", ">=15.3"),
        "requests are matched by header only if the order has header, no longer if it has ip",
        "endpoint_identifier_order with header in it",
        "res/res_pjsip_endpoint_identifier_ip.c (15.3)",
        given="pjsip.conf */match_header",
    ),
    Change(
        (
            "option sip.conf|iax.conf|chan_dahdi.conf|skinny.conf|mgcp.conf|unistim.conf "
            "*/mailbox=!*@*"
        ),
        (">=12",),
        "a mailbox without a context does not match voicemail.conf: the lamp stays dark",
        "mailbox = NUMBER@default",
        "UPGRADE notes of 12; main/app.c",
    ),
    Change(
        "option features.conf applicationmap/*=*,*/caller*|*,*/callee*|*,*/both*",
        (">=12",),
        (
            "this no longer sets who may press the key: it is the channel that "
            "DYNAMIC_FEATURES was set on"
        ),
        "DYNAMIC_FEATURES set by a handler of option b or B",
        "main/features_config.c applicationmap_handler() (12)",
    ),
    Change(
        "option queues.conf */check_state_unknown|eventwhencalled|eventmemberstatus",
        (">=12",),
        "the option is ignored: AMI always gets the events of agents",
        "eventfilter in manager.conf",
        "apps/app_queue.c (12)",
        breaks=False,
    ),
    Change(
        "absent rtp.conf general/srtpreplayprotection",
        (">=16.17 <17", ">=17.9.2 <18", ">=18.3"),
        "replayed packets of encrypted calls are dropped; some phones get no audio",
        "srtpreplayprotection = no, if they do",
        "res/res_rtp_asterisk.c (16.17, 18.3)",
        given="pjsip.conf */media_encryption=sdes|dtls",
        breaks=False,
    ),
    Change(
        "absent http.conf general/enable_status",
        (">=20.18.2 <21", ">=21.12.1 <22", ">=22.8.2 <23", ">=23.2.2"),
        "the page /httpstatus is disabled by default",
        "enable_status = yes, if something reads it",
        "main/http.c (22.8.2)",
        given="http.conf general/enabled=true",
        breaks=False,
    ),
    Change(
        "absent cdr.conf general/endbeforehexten",
        (">=13",),
        "calls are recorded up to their end, not up to the h extension",
        "endbeforehexten = no, if you want records of the h extension",
        "main/cdr.c (13)",
        given="cdr.conf general/*",
        breaks=False,
    ),
    Change(
        "absent asterisk.conf options/live_dangerously",
        (">=12",),
        "AMI, ARI and AGI clients can no longer run SHELL(), FILE() and similar",
        "live_dangerously = yes, if they must",
        "main/asterisk.c (12)",
        given="manager.conf general/enabled=true",
        breaks=False,
    ),
)
