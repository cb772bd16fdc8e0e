"""What modules look up by name during a call, although no configuration line and no declaration of
theirs says so.

tools/catalog_generator/asked.py finds these lookups in Asterisk's sources;
tests/catalog/test_asked.py checks that each is known.
"""

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.usage.rows import OptionRow, Row, With

_FORWARDED = (
    "a phone that forwards its calls names an extension, which Asterisk calls through a "
    "Local channel"
)

ROWS: tuple[Row, ...] = (
    # Local is built in since 12
    With(need("module app_dial"), needs("channel Local"), _FORWARDED,
        "apps/app_dial.c do_forward() (1.4: wait_for_answer())", releases="<12"),
    With(need("module app_queue"), needs("channel Local"), _FORWARDED,
        "apps/app_queue.c wait_for_answer()", releases="<12"),
    With(need("module app_page"), needs("channel Local"), _FORWARDED,
        "main/dial.c handle_call_forward()", releases=">=1.6.2 <12"),
    With(need("application Originate"), needs("channel Local"), _FORWARDED,
        "main/channel.c ast_call_forward()", releases="<12"),
    With(need("module pbx_spool"), needs("channel Local"), _FORWARDED,
        "main/channel.c ast_call_forward()", releases="<12"),
    With(need("module app_followme"), needs("channel Local"),
        "FollowMe() calls each number through a Local channel", "apps/app_followme.c findmeexec()",
        releases="<12"),
    With(need("application AgentCallbackLogin"), needs("channel Local"),
        "an agent who waits for a callback is called through a Local channel",
        "channels/chan_agent.c agent_request() (1.4, 1.6.2)", releases="<1.8"),
    OptionRow("features.conf", "featuremap", "atxfer", "?*", needs=needs("channel Local"),
              because="the target of an attended transfer is called through a Local channel",
              source="main/features.c builtin_atxfer(); res/res_features.c (1.4)", releases="<12"),
    # Causes of hanging up that chan_sip stores
    OptionRow("sip.conf", "general", "storesipcause", "true", needs=needs("function HASH"),
        because="the cause of each call is written to HASH(SIP_CAUSE)",
        source="main/channel.c ast_channel_hangupcause_hash_set()", releases=">=11 <21"),
    # Conferences
    With(need("module app_confbridge"), needs("channel Bridge"),
        "ConfBridge() plays sounds to a conference through a channel of chan_bridge",
        "apps/app_confbridge.c play_sound_file(): ast_request(\"Bridge\"); since 12 the module "
        "has a channel of its own", releases=">=1.6.2 <12"),
    With(need("application MeetMe"), needs("channel DAHDI"),
         "MeetMe() plays announcements and records through a channel of chan_dahdi",
         "apps/app_meetme.c build_conf(): ast_request(\"DAHDI\")"),
    # Pickup from a phone that watches a hint
    OptionRow("sip.conf", "general", "notifycid", "!no|off|false|n|f|0",
        needs=needs("application Pickup"),
        because="a phone that watches a hint can pick up its call through Pickup()",
        source="channels/chan_sip.c do_magic_pickup()", releases=">=1.6.2 <21"),
)  # fmt: skip
