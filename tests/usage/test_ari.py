import pytest

from asterisk_lint.releases import Release
from asterisk_lint.settings.values import DeclaredUse, Settings
from asterisk_lint.tree.target import Target
from tests.usage.found import names
from tests.usage.needed import reasons, states

HTTP = "[general]\nenabled=yes\nbindaddr=127.0.0.1\n"
USER = "[general]\nenabled=yes\n[joe]\ntype=user\npassword=x\n"


@pytest.mark.parametrize(
    ("files", "used"),
    [
        ({"ari.conf": USER, "http.conf": HTTP}, True),
        ({"ari.conf": USER}, True),  # http.conf may be elsewhere
        (
            {"ari.conf": USER, "http.conf": "[general]\nbindaddr=127.0.0.1\n"},
            False,
        ),  # nobody is served
        (
            {"ari.conf": "[general]\nenabled=yes\n", "http.conf": HTTP},
            False,
        ),  # as shipped: nobody is let in
        ({"ari.conf": USER.replace("enabled=yes", "enabled=no"), "http.conf": HTTP}, False),
        ({"ari.conf": "[joe](!)\ntype=user\n", "http.conf": HTTP}, False),
        (
            {"ari.conf": "[out]\ntype=outbound_websocket\napps=a\n", "http.conf": "[general]\n"},
            True,
        ),
    ],
)
def test_users(files: dict[str, str], used: bool) -> None:
    assert names("ari", files) == ({"module res_ari"} if used else set())


# What an ARI program asks of each resource, and the module that answers.
REQUESTS = {
    "applications": "res_ari_applications",
    "asterisk/info": "res_ari_asterisk",
    "bridges": "res_ari_bridges",
    "channels": "res_ari_channels",
    "deviceStates": "res_ari_device_states",
    "endpoints": "res_ari_endpoints",
    "recordings/stored": "res_ari_recordings",
    "sounds": "res_ari_sounds",
    "playbacks/1": "res_ari_playbacks",
    "events": "res_ari_events",
}
ARI = {
    "extensions.conf": b"[default]\nexten => s,1,NoOp()\n",
    "ari.conf": b"[general]\nenabled=yes\n[joe]\ntype=user\npassword=x\n",
    "http.conf": b"[general]\nenabled=yes\nbindaddr=127.0.0.1\nbindport=8088\n",
}


def answers(root: str, modules: list[str]) -> dict[str, str]:
    """What Asterisk answers to each request: a status, and the first line of the body."""
    from asterisk_lint.witness.boot import boot

    said = {}
    with boot(
        root, ARI, modules=["[modules]", "autoload=no", *(f"load={module}" for module in modules)]
    ) as asterisk:
        assert asterisk.up, asterisk.failure
        for request in REQUESTS:
            web = (
                f"GET /ari/{request}?api_key=joe:x HTTP/1.1\\r\\nHost: pbx\\r\\nConnection: "
                "close\\r\\n\\r\\n"
            )
            _, text = asterisk.run(
                [
                    "/bin/bash",
                    "-c",
                    f"exec 3<>/dev/tcp/127.0.0.1/8088; printf '{web}' >&3; timeout 2 cat <&3",
                ]
            )
            said[request] = text.partition("\r\n")[0] + " " + text.strip().rpartition("\n")[2]
    return said


def test_an_ari_users_whitelist_answers_every_request_and_no_module_is_there_for_nothing(
    asterisk_root: str,
) -> None:
    from asterisk_lint.check import gather
    from tests.memory import MemoryFiles

    release = asterisk_root.rpartition("-")[2]
    files = MemoryFiles({"modules.conf": "[modules]\nautoload=no\nload=res_ari.so\n", **ARI})
    # What a program needs is in the settings: no file of Asterisk's shows it.
    settings = Settings(
        uses=tuple(DeclaredUse("module", module, 1) for module in REQUESTS.values())
    )
    required = [
        requirement.module
        for requirement in gather(Target(files, Release.parse(release), settings)).required.values()
    ]
    assert set(REQUESTS.values()) <= set(required)
    full = answers(asterisk_root, required)
    bare = answers(
        asterisk_root, [module for module in required if module not in REQUESTS.values()]
    )
    assert {request for request in REQUESTS if full[request] == bare[request]} == set()
    assert {
        request
        for request in REQUESTS
        if "Invalid" not in bare[request] and " 404 " not in bare[request]
    } == set()


def test_what_an_ari_program_asks_for_is_undecided_and_never_asked_for() -> None:
    loads = " ".join(["pbx_config", "res_ari", *REQUESTS.values()])
    found = states(ARI, loads=loads)
    assert {found[module] for module in REQUESTS.values()} == {"undecided"}
    assert not set(REQUESTS.values()) & set(reasons(ARI, loads="pbx_config res_ari"))
