import pytest

from tests.usage.found import names

HTTP = "[general]\nenabled=yes\nbindaddr=127.0.0.1\n"
USER = "[general]\nenabled=yes\n[joe]\ntype=user\npassword=x\n"


@pytest.mark.parametrize(
    ("files", "used"),
    [
        ({"ari.conf": USER, "http.conf": HTTP}, True),
        ({"ari.conf": USER}, True),  # http.conf may be elsewhere
        ({"ari.conf": USER, "http.conf": "[general]\nbindaddr=127.0.0.1\n"}, False),  # nobody is served
        ({"ari.conf": "[general]\nenabled=yes\n", "http.conf": HTTP}, False),  # as shipped: nobody is let in
        ({"ari.conf": USER.replace("enabled=yes", "enabled=no"), "http.conf": HTTP}, False),
        ({"ari.conf": "[joe](!)\ntype=user\n", "http.conf": HTTP}, False),
        ({"ari.conf": "[out]\ntype=outbound_websocket\napps=a\n", "http.conf": "[general]\n"}, True),
    ],
)
def test_users(files: dict[str, str], used: bool) -> None:
    assert names("ari", files) == ({"module res_ari"} if used else set())
