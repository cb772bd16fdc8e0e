"""Bridged calls: bridge technologies, their features, and timing."""

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.usage.rows import Choice, FindRow, Invisible, OptionRow, Row, With

TWO = "bridge_simple connects two channels that talk to each other"
RTP = "two RTP channels exchange their audio directly instead of through Asterisk's core"
MANY = "bridge_softmix mixes more than two channels, for which it needs a timing source"
WAIT = "bridge_holding holds the callers that wait in a bridge"

# Measured on 22 and 16: without a timing module music on hold and tones are silent for phones that
# send nothing, conferences cannot be created, and an incoming call of chan_sip stays in Answer()
# forever.
CLOCK = "calls need a timing source for music, tones and conferences"
DRIVERS = (
    "chan_pjsip chan_sip chan_iax2 chan_dahdi chan_motif chan_mgcp chan_skinny chan_unistim "
    "chan_ooh323 chan_h323 chan_gtalk chan_jingle chan_misdn "
    "chan_mobile chan_console chan_alsa chan_oss chan_phone chan_vpb chan_nbs chan_rtp "
    "chan_multicast_rtp chan_audiosocket chan_websocket"
)

# What joins two channels, and the technologies that use RTP.
JOINERS = (
    "module app_dial", "module app_queue", "module app_followme", "module app_agent_pool",
        "module app_bridgeaddchan", "application Bridge",
    "application ParkedCall", "application Pickup", "application PickupChan",
        "module res_ari_bridges", "module app_sla",
)  # fmt: skip
RTP_CHANNELS = ("module chan_pjsip", "module chan_sip", "module chan_motif", "module chan_mgcp",
    "module chan_skinny", "module chan_unistim", "module chan_ooh323")  # fmt: skip

ROWS: tuple[Row, ...] = (
    *(With(need(joiner), needs("bridge simple_bridge"), TWO, "bridges/bridge_simple.c",
        releases=">=12") for joiner in JOINERS),
    *(
        With(need(channel), needs("bridge native_rtp"), RTP, "bridges/bridge_native_rtp.c",
            releases=">=12", also=need("bridge simple_bridge"), if_loaded=True)
        for channel in RTP_CHANNELS
    ),
    *(
        With(need(mixer), needs("module bridge_softmix; timing *"), MANY,
            "bridges/bridge_softmix.c", releases=">=1.6.2")
        for mixer in ("module app_confbridge", "module res_ari_bridges", "module app_bridgeaddchan")
    ),
    # Up to 1.8 a conference is created for two and changes to mixing with the third; without
    # modules for both it is not created at all.
    With(need("module app_confbridge"), needs("module bridge_simple"),
        "a conference of two is a smart bridge, which uses any technology that connects two "
        "channels",
        "apps/app_confbridge.c: ast_bridge_new(AST_BRIDGE_CAPABILITY_1TO1MIX, "
        "AST_BRIDGE_FLAG_SMART); main/bridging.c (1.8)", releases=">=1.6.2 <10", if_loaded=True),
    With(need("module app_confbridge"), needs("module bridge_multiplexed"),
        "a conference of two uses bridge_multiplexed",
        "apps/app_confbridge.c (1.8): ast_bridge_new(AST_BRIDGE_CAPABILITY_1TO1MIX, "
        "AST_BRIDGE_FLAG_SMART)", releases=">=1.6.2 <10"),
    Invisible("bridge_simple",
        "in 10 and 11 it bridges no call: conferences are always mixed, and the core bridges "
        "all other calls", "apps/app_confbridge.c (10, 11)", releases=">=10 <12", never=True),
    Invisible("bridge_multiplexed",
        "in 10 and 11 nothing requests a bridge of two: conferences are always mixed",
        "apps/app_confbridge.c (11): ast_bridge_new(AST_BRIDGE_CAPABILITY_MULTIMIX, 0)",
        releases=">=10 <12", never=True),
    Invisible("bridge_builtin_features",
        "up to 11 no part of Asterisk enables these features; those of features.conf are built in",
        "ast_bridge_features_enable() is called nowhere else (1.6.2 to 11)", releases="<12",
        never=True),
    OptionRow("features.conf", "featuremap", "atxfer", "?*", needs=needs("module bridge_softmix"),
        because=
        "during an attended transfer *3 joins all three parties, and bridge_softmix mixes them",
        source="main/bridge_basic.c: atxferthreeway", releases=">=13"),
    *(
        With(need(waiter), needs("module bridge_holding"), WAIT, "bridges/bridge_holding.c",
            releases=">=12")
        for waiter in ("module app_bridgewait", "module app_agent_pool", "module res_parking",
            "module res_ari_bridges")
    ),
    With(need("module res_ari_bridges"), needs("module chan_bridge_media"),
        "ARI's bridges play sounds and music, and record, through channels of their own",
        "res/ari/resource_bridges.c: prepare_bridge_media_channel()", releases=">=12"),
    FindRow(needs("module bridge_builtin_interval_features"),
        "the option L() of Dial() or Bridge() requests warnings: L(60000:10000)",
        "main/features.c: ast_bridge_timelimit()", ">=12"),
    With(need("kind channel"), needs("timing *"), CLOCK, "main/channel.c: ast_timer_open()",
        releases=">=1.6.1"),
    *(With(need(f"module {driver}"), needs("timing *"), CLOCK, "main/channel.c: ast_timer_open()",
        releases=">=1.6.1") for driver in DRIVERS.split()),
    Choice(need("timing *"),
        "res_timing_timerfd res_timing_pthread res_timing_kqueue res_timing_dahdi",
        "the kernel's timers cost the least; one timing module is enough",
        "main/timing.c, res/res_timing_*.c"),
)  # fmt: skip
