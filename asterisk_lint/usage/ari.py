"""What ARI, the interface for programs over HTTP and WebSocket, needs: the resources of the interface, and what they work with."""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import FindRow, Invisible, Reads, Row, With

_RESOURCES = (
    (
        "res_ari_applications",
        "an ARI program can ask for the Stasis applications and subscribe to events (/applications)",
    ),
    (
        "res_ari_asterisk",
        "an ARI program can ask for and change what concerns Asterisk as a whole (/asterisk)",
    ),
    ("res_ari_bridges", "an ARI program can put channels together (/bridges)"),
    ("res_ari_channels", "an ARI program can make and handle channels (/channels)"),
    ("res_ari_device_states", "an ARI program can ask for and set device states (/deviceStates)"),
    (
        "res_ari_endpoints",
        "an ARI program can ask for endpoints and send them messages (/endpoints)",
    ),
    (
        "res_ari_events",
        "an ARI program gets its events through the WebSocket of this module (/events); without them no call ever reaches it",
    ),
    ("res_ari_playbacks", "an ARI program can control what is played (/playbacks)"),
    ("res_ari_recordings", "an ARI program can handle recordings (/recordings)"),
    ("res_ari_sounds", "an ARI program can ask for the installed sounds (/sounds)"),
)

# ari.conf became sorcery's, and outbound WebSockets came, in 20.15, 21.10 and 22.5.
_SORCERY = (">=20.15 <21", ">=21.10 <22", ">=22.5")

ROWS: tuple[Row, ...] = (
    With(
        need("application Stasis"), needs("module res_ari"),
        "a call in Stasis() is in the hands of an ARI program, which reaches Asterisk only through res_ari",
        "apps/app_stasis.c; res/res_ari.c",
    ),
    With(
        need("module res_ari"), needs("module app_stasis; module res_stasis"),
        "calls come to an ARI program through Stasis(), also those that the program itself makes",
        "res/ari/resource_channels.c ast_ari_channels_originate_with_id(), pbx_findapp(\"Stasis\")",
    ),
    With(
        need("module res_ari"), needs("module res_http_websocket"),
        "ARI's events go through a WebSocket",
        "res/res_ari.c, res/res_ari_events.c AST_MODULE_INFO",
    ),
    *(
        With(
            need("module res_ari"), needs("module res_websocket_client"),
            "res_ari makes ARI's outbound WebSockets with it and cannot be loaded without it",
            "res/res_ari.c AST_MODULE_INFO", releases=releases,
        )
        for releases in _SORCERY
    ),
    With(
        need("module res_websocket_client"), needs("wizard config"),
        "res_websocket_client reads websocket_client.conf through res_sorcery_config, and Asterisk does not start without that",
        "res/res_websocket_client.c load_module()",
    ),
    *(
        With(
            need("module res_ari"), needs("wizard config"),
            "res_ari reads ari.conf through res_sorcery_config",
            "res/ari/config.c ari_conf_load()", releases=releases,
        )
        for releases in _SORCERY
    ),
    With(
        need("application Stasis"), needs("module res_ari_events"),
        "an ARI program hears of the calls in Stasis() through the WebSocket of this module (/events)",
        "res/res_ari_events.c",
    ),
    *(FindRow(needs(f"module {module}"), because, f"res/{module}.c") for module, because in _RESOURCES),
    With(need("module res_ari_applications"), needs("module res_ari_model"), "ARI checks what it says against the models of res_ari_model",
         "res/res_ari.c"),
    With(need("module res_ari_channels"), needs("module res_stasis_answer"), "ARI answers channels with it",
         "res/res_ari_channels.c AST_MODULE_INFO"),
    With(need("module res_ari_channels"), needs("module res_stasis_playback"), "ARI plays sounds with it", "res/res_ari_channels.c AST_MODULE_INFO"),
    With(need("module res_ari_channels"), needs("module res_stasis_recording"), "ARI records with it", "res/res_ari_channels.c AST_MODULE_INFO"),
    With(need("module res_ari_channels"), needs("module res_stasis_snoop"), "ARI listens in with it", "res/res_ari_channels.c AST_MODULE_INFO"),
    With(
        need("module res_ari_device_states"), needs("module res_stasis_device_state"),
        "ARI keeps device states with it",
        "res/res_ari_device_states.c AST_MODULE_INFO",
    ),
    With(
        need("module res_ari_mailboxes"), needs("module res_stasis_mailbox; module res_mwi_external"),
        "ARI keeps mailboxes with them",
        "res/res_ari_mailboxes.c AST_MODULE_INFO",
    ),
    With(
        need("module res_stasis_broadcast"), needs("module app_stasis_broadcast"),
        "the broadcast of calls is started by StasisBroadcast()",
        "res/res_stasis_broadcast.c", releases=">=22",
    ),
    Invisible(
        "res_ari_mailboxes",
        "ARI's mailboxes take the place of voicemail: res_mwi_external, which they need, and the voicemail modules exclude each other",
        "res/res_ari_mailboxes.c, res/res_mwi_external.c",
        shown_by="an ARI program keeps message counts (/mailboxes)",
    ),
    Invisible("res_stasis_test", "res_stasis_test serves Asterisk's own tests", "res/res_stasis_test.c", never=True),
)  # fmt: skip

READS: tuple[Reads, ...] = (
    Reads("ari.conf", "*", needs("module res_ari"), "a user or an outbound connection of ARI"),
    Reads("http.conf", "enabled|bindaddr|tlsenable", needs("module res_ari"), "ARI is reached through Asterisk's web server"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find the users of ari.conf, where ARI and HTTP are not switched off."""
    from asterisk_lint.conf.truth import is_false, is_true

    read = configuration.conf("ari.conf")
    if read is None:
        return
    if any(
        is_false(entry.value)
        for section in read.named("general")
        for entry in section.all("enabled")
    ):
        return
    http = configuration.conf("http.conf")
    served = http is None or any(
        is_true(entry.value)
        for section in http.named("general")
        for entry in section.all("enabled")
    )
    for section in read.objects():
        kind = section.get("type")
        if kind is None or section.name.lower() == "general":
            continue
        if kind.value.lower() == "user" and served:
            yield Use(
                "module",
                "res_ari",
                kind.file,
                kind.line,
                kind.column,
                because=f"ari.conf lets {section.name} in",
            )
        elif kind.value.lower() == "outbound_websocket":
            yield Use(
                "module",
                "res_ari",
                kind.file,
                kind.line,
                kind.column,
                because=f"ari.conf sends events to {section.name}",
            )
