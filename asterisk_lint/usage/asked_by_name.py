"""What modules look up by name while a call runs, where no line of a configuration and no declaration of theirs says so.

tools/catalog_generator/asked.py finds these lookups in Asterisk's sources; tests/catalog/test_asked.py holds that each is known.
"""

from asterisk_lint.usage.rows import Entry, Row, With

_FORWARDED = (
    "a phone that forwards its calls names an extension, which is called through a Local channel"
)

ROWS: tuple[Row, ...] = (
    # Local is built in since 12
    With("module app_dial", "channel Local", _FORWARDED, "apps/app_dial.c do_forward() (1.4: wait_for_answer())", "<12"),
    With("module app_queue", "channel Local", _FORWARDED, "apps/app_queue.c wait_for_answer()", "<12"),
    With("module app_page", "channel Local", _FORWARDED, "main/dial.c handle_call_forward()", ">=1.6.2 <12"),
    With("application Originate", "channel Local", _FORWARDED, "main/channel.c ast_call_forward()", "<12"),
    With("module pbx_spool", "channel Local", _FORWARDED, "main/channel.c ast_call_forward()", "<12"),
    With("module app_followme", "channel Local", "FollowMe() calls each number through a Local channel", "apps/app_followme.c findmeexec()", "<12"),
    With("application AgentCallbackLogin", "channel Local", "an agent who waits for a call back is called through a Local channel",
         "channels/chan_agent.c agent_request() (1.4, 1.6.2)", "<1.8"),
    Entry("features.conf", "featuremap", "atxfer", "?*", "channel Local", "whom an attended transfer goes to is called through a Local channel",
          "main/features.c builtin_atxfer(); res/res_features.c (1.4)", releases="<12"),
    # Conferences
    With("module app_confbridge", "channel Bridge", "sounds are played to a conference through a channel of chan_bridge",
         "apps/app_confbridge.c play_sound_file(): ast_request(\"Bridge\"); since 12 the module has a channel of its own", ">=1.6.2 <12"),
    With("application MeetMe", "channel DAHDI", "announcements are played to a conference, and recordings made, through a channel of chan_dahdi",
         "apps/app_meetme.c build_conf(): ast_request(\"DAHDI\")"),
    # Pickup from a phone that watches a hint
    Entry("sip.conf", "general", "notifycid", "!no|off|false|n|f|0", "application Pickup",
          "a phone that watches a hint picks up its call through Pickup()", "channels/chan_sip.c do_magic_pickup()", releases=">=1.6.2 <21"),
)  # fmt: skip
