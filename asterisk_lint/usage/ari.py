"""What ARI, the interface for programs over HTTP and WebSocket, needs: its resources, and the
modules that they use.
"""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import FindRow, Invisible, Reads, Row, With

_RESOURCES = (
    (
        "res_ari_applications",
        "an ARI program can list the Stasis applications and subscribe to events (/applications)",
    ),
    (
        "res_ari_asterisk",
        "an ARI program can read and change settings of Asterisk itself (/asterisk)",
    ),
    ("res_ari_bridges", "an ARI program can bridge channels (/bridges)"),
    ("res_ari_channels", "an ARI program can create and control channels (/channels)"),
    ("res_ari_device_states", "an ARI program can read and set device states (/deviceStates)"),
    (
        "res_ari_endpoints",
        "an ARI program can list endpoints and send them messages (/endpoints)",
    ),
    (
        "res_ari_events",
        (
            "an ARI program receives its events through this module's WebSocket (/events); "
            "without it no call ever reaches the program"
        ),
    ),
    ("res_ari_playbacks", "an ARI program can control playback (/playbacks)"),
    ("res_ari_recordings", "an ARI program can manage recordings (/recordings)"),
    ("res_ari_sounds", "an ARI program can list the installed sounds (/sounds)"),
)

# ari.conf moved to sorcery, and outbound WebSockets were added, in 20.15, 21.10 and 22.5.
_SORCERY = (">=20.15 <21", ">=21.10 <22", ">=22.5")

ROWS: tuple[Row, ...] = (
    With(
        need("application Stasis"), needs("module res_ari"),
        "an ARI program controls a call in Stasis(), and it reaches Asterisk only through res_ari",
        "apps/app_stasis.c; res/res_ari.c",
    ),
    With(
        need("module res_ari"), needs("module app_stasis; module res_stasis"),
        "calls reach an ARI program through Stasis(), including those that the program makes",
        "res/ari/resource_channels.c ast_ari_channels_originate_with_id(), pbx_findapp(\"Stasis\")",
    ),
    With(
        need("module res_ari"), needs("module res_http_websocket"),
        "ARI sends its events through a WebSocket",
        "res/res_ari.c, res/res_ari_events.c AST_MODULE_INFO",
    ),
    *(
        With(
            need("module res_ari"), needs("module res_websocket_client"),
            "res_ari uses it for ARI's outbound WebSockets and cannot be loaded without it",
            "res/res_ari.c AST_MODULE_INFO", releases=releases,
        )
        for releases in _SORCERY
    ),
    With(
        need("module res_websocket_client"), needs("wizard config"),
            "res_websocket_client reads websocket_client.conf through res_sorcery_config, and "
            "Asterisk does not start without it",
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
        "an ARI program learns of the calls in Stasis() through this module's WebSocket (/events)",
        "res/res_ari_events.c",
    ),
    *(FindRow(needs(f"module {module}"), because, f"res/{module}.c") for module,
        because in _RESOURCES),
    With(need("module res_ari_applications"), needs("module res_ari_model"),
        "ARI checks its messages against the models of res_ari_model", "res/res_ari.c"),
    With(need("module res_ari_channels"), needs("module res_stasis_answer"),
        "ARI uses it to answer channels", "res/res_ari_channels.c AST_MODULE_INFO"),
    With(need("module res_ari_channels"), needs("module res_stasis_playback"),
        "ARI uses it to play sounds", "res/res_ari_channels.c AST_MODULE_INFO"),
    With(need("module res_ari_channels"), needs("module res_stasis_recording"),
        "ARI uses it to record", "res/res_ari_channels.c AST_MODULE_INFO"),
    With(need("module res_ari_channels"), needs("module res_stasis_snoop"),
        "ARI uses it to listen in on calls", "res/res_ari_channels.c AST_MODULE_INFO"),
    With(
        need("module res_ari_device_states"), needs("module res_stasis_device_state"),
        "ARI uses it to store device states",
        "res/res_ari_device_states.c AST_MODULE_INFO",
    ),
    With(
        need("module res_ari_mailboxes"),
            needs("module res_stasis_mailbox; module res_mwi_external"),
        "ARI uses them to store mailboxes",
        "res/res_ari_mailboxes.c AST_MODULE_INFO",
    ),
    With(
        need("module res_stasis_broadcast"), needs("module app_stasis_broadcast"),
        "StasisBroadcast() starts the broadcast of calls",
        "res/res_stasis_broadcast.c", releases=">=22",
    ),
    Invisible(
        "res_ari_mailboxes",
            "ARI's mailboxes replace voicemail: they need res_mwi_external, which cannot be "
            "loaded together with a voicemail module",
        "res/res_ari_mailboxes.c, res/res_mwi_external.c",
        shown_by="an ARI program stores message counts (/mailboxes)",
    ),
    Invisible("res_stasis_test", "res_stasis_test is only for Asterisk's own tests",
        "res/res_stasis_test.c", never=True),
)  # fmt: skip

READS: tuple[Reads, ...] = (
    Reads("ari.conf", "*", needs("module res_ari"), "an ARI user or an outbound connection"),
    Reads("http.conf", "enabled|bindaddr|tlsenable", needs("module res_ari"),
        "ARI is reached through Asterisk's web server"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find the users of ari.conf, unless ARI or HTTP is disabled."""
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
                because=f"ari.conf gives {section.name} access",
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
