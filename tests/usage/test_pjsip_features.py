"""What each module behind an option of pjsip.conf does: seen with all of them, and gone where they
are left out (two boots for each release).
"""

import socket
import struct
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache

import pytest

from asterisk_lint.witness.boot import Asterisk, boot
from asterisk_lint.witness.layout import Layout
from tests.usage.needed import reasons
from tests.usage.sip import Dialog, Message, Phone, inside
from tests.usage.test_pjsip_calls import said, while_it_rings

ENDPOINT = (
    "[{0}]\ntype=endpoint\naors={0}\ntransport=udp\ncontext=office\nallow=!all,ulaw\n"
    "direct_media=no\n{1}[{0}]\ntype=aor\nmax_contacts=2\n{2}"
)
FILES = {
    "pjsip.conf": "[udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0\n[ws]\ntype=transport\n"
    "protocol=ws\n"
    "bind=0.0.0.0\n"
    + ENDPOINT.format("fax", "t38_udptl=yes\n", "")
    + ENDPOINT.format("desk", "one_touch_recording=yes\n", "")
    + ENDPOINT.format("far", "message_context=texts\n", "support_path=yes\n")
    + ENDPOINT.format("anonymous", "", "")
    + (
        "[trunk]\ntype=endpoint\nidentify_by=ip\ncontext=office\nallow=!all,ulaw\n[trunk]\n"
        "type=identify\nendpoint=trunk\nmatch=127.0.0.2\n"
    )
    + "[friends]\ntype=resource_list\nevent=presence\nlist_item=100\n"
    + (
        "[lamps]\ntype=inbound-publication\nevent_asterisk-mwi=lamps\nendpoint=far\n[lamps]\n"
        "type=asterisk-publication\nmailbox_state=yes\n"
    )
    + "[provider]\ntype=registration\nserver_uri=sip:127.0.0.4:5083\nclient_uri=sip:me@127.0.0.4\n"
    + "[far]\ntype=phoneprov\nendpoint=far\nMAC=deadbeef4dad\nPROFILE=plain\n",
    "pjsip_wizard.conf": "[new]\ntype=wizard\naccepts_registrations=yes\naor/max_contacts=1\n"
    "endpoint/context=office\nendpoint/allow=!all,ulaw\n",
    "pjsip_notify.conf": "[mine]\nEvent=>x-mine\n",
    "http.conf": "[general]\nenabled=yes\nbindaddr=127.0.0.1\nbindport=8088\n",
    "phoneprov.conf": "[general]\nserveraddr=127.0.0.1\ndefault_profile=plain\n[plain]\n"
    "mime_type => text/xml\nstatic_file => plain.txt\n",
    "features.conf": "[featuremap]\nautomixmon=*3\n",
    "hep.conf": "[general]\nenabled=yes\ncapture_address=127.0.0.1:9061\n",
    "extensions.conf": """[office]
exten => 100,hint,PJSIP/far
exten => show,1,Answer
 same => n,Verbose(0,<in by ${CHANNEL(name)}>)
 same => n,Wait(9)
exten => far,1,Dial(PJSIP/far,3)
exten => fax,1,Dial(PJSIP/fax/sip:fax@127.0.0.1:5080,5,X)
[texts]
exten => me,1,Verbose(0,<${MESSAGE(body)}>)
""",
}
T38 = (
    "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=image 6666 udptl t38\r\na=T38FaxVersion:0\r\na=T38MaxBitRate:9600\r\n"
)
WEBSOCKET = (
    "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Protocol: sip\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def web(asterisk: Asterisk, request: str) -> str:
    """The first line of the answer to an HTTP request."""

    def ask() -> str:
        with socket.create_connection(("127.0.0.1", 8088), 2) as connection:
            connection.sendall(request.encode())
            return connection.recv(400).decode().split("\r\n")[0]

    return inside(asterisk, ask)


def by_address(asterisk: Asterisk) -> object:
    phone = Phone(asterisk, "nobody", 5070, address="127.0.0.2")
    call = phone.invite("show", seconds=2)
    known = said(asterisk, "<in by PJSIP/trunk-")
    phone.ask("BYE", call, seconds=1)
    phone.close()
    return known


def by_nobody(asterisk: Asterisk) -> object:
    phone = Phone(asterisk, "stranger", 5070)
    call = phone.invite("show", seconds=2)
    known = said(asterisk, "<in by PJSIP/anonymous-")
    phone.ask("BYE", call, seconds=1)
    phone.close()
    return known


def fax(asterisk: Asterisk) -> object:
    """Asterisk takes T.38 up and asks what the other side of the call says (so it is late), or
    refuses at once.
    """
    phone = Phone(asterisk, "fax", 5080)
    call = phone.invite("show")
    status = phone.ask("INVITE", call, (), T38, "application/sdp", seconds=1)
    phone.ask("BYE", call, seconds=1)
    phone.close()
    return status


def record_key(asterisk: Asterisk) -> object:
    desk, other = Phone(asterisk, "desk", 5071), Phone(asterisk, "fax", 5080)
    calls: list[Dialog] = []

    def accept(request: Message) -> None:
        other.answer(request, 200, (), other.sdp(), "application/sdp")

    while_it_rings(other, accept, lambda: calls.append(desk.invite("fax")))
    time.sleep(0.3)
    desk.ask("INFO", calls[0], ["Record: on"], seconds=1)
    recording = said(asterisk, "Begin MixMonitor")
    desk.ask("BYE", calls[0], seconds=1)
    desk.close()
    other.close()
    return recording


def along_the_path(asterisk: Asterisk) -> object:
    """Whether a call to a phone that registered through a proxy goes to that proxy."""
    far, proxy, desk = (
        Phone(asterisk, "far", 5075),
        Phone(asterisk, "proxy", 5099),
        Phone(asterisk, "desk", 5071),
    )
    far.register(["Supported: path", "Path: <sip:127.0.0.1:5099;lr>"])
    there: list[bool] = []

    def refuse(request: Message) -> None:
        there.append(True)
        proxy.answer(request, 486)

    def call() -> None:
        desk.invite("far")

    while_it_rings(proxy, refuse, call)
    for each in (far, proxy, desk):
        each.close()
    return bool(there)


def told(asterisk: Asterisk) -> object:
    far = Phone(asterisk, "far", 5076)
    far.register()
    asterisk.cli("pjsip send notify mine endpoint far")
    notify = far.expect("NOTIFY", 1)
    far.close()
    return bool(notify and notify.get("Event") == "x-mine")


def text(asterisk: Asterisk) -> object:
    far = Phone(asterisk, "far", 5076)
    status = far.ask("MESSAGE", Dialog("sip:me@127.0.0.1"), (), "hello", "text/plain")
    far.close()
    return status, said(asterisk, "<hello>")


def made_by_the_wizard(asterisk: Asterisk) -> object:
    new = Phone(asterisk, "new", 5077)
    status = new.register()
    new.close()
    return status


def friends(asterisk: Asterisk) -> object:
    desk = Phone(asterisk, "desk", 5071)
    accept = "Accept: application/pidf+xml, application/rlmi+xml, multipart/related"
    status = desk.ask(
        "SUBSCRIBE",
        Dialog("sip:friends@127.0.0.1"),
        ["Event: presence", accept, "Supported: eventlist", "Expires: 60"],
        seconds=2,
    )
    desk.close()
    return status


def published(asterisk: Asterisk) -> object:
    far = Phone(asterisk, "far", 5076)
    status = far.ask(
        "PUBLISH",
        Dialog("sip:lamps@127.0.0.1"),
        ["Event: asterisk-mwi", "Expires: 60"],
        "{}",
        "application/json",
        seconds=2,
    )
    far.close()
    return status


def registers(asterisk: Asterisk) -> object:
    provider = Phone(asterisk, "provider", 5083, address="127.0.0.4")
    asterisk.cli("pjsip send register provider")
    request = provider.expect("REGISTER", 3)
    if request:
        provider.answer(request, 200)
    provider.close()
    return bool(request)


def copied(asterisk: Asterisk) -> object:
    """Whether the HEP server gets what a phone says."""

    def open_socket() -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind(("127.0.0.1", 9061))
        return made

    server = inside(asterisk, open_socket)
    desk = Phone(asterisk, "desk", 5071)
    desk.register()
    server.settimeout(1)
    try:
        packet = server.recv(4000)
    except TimeoutError:
        packet = b""
    desk.close()
    server.close()
    return b"REGISTER" in packet


def reported(asterisk: Asterisk) -> object:
    """Whether the HEP server gets what a phone reports of the sound of its call."""

    def open_socket(port: int) -> Callable[[], socket.socket]:
        def open_one() -> socket.socket:
            made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            made.bind(("127.0.0.1", port))
            return made

        return open_one

    desk = Phone(asterisk, "desk", 5071)
    call = desk.invite("show")
    assert desk.last
    port = int(desk.last.body.partition("m=audio ")[2].split()[0])
    found = False
    with (
        inside(asterisk, open_socket(9061)) as server,
        inside(asterisk, open_socket(6072)) as sound,
    ):
        server.settimeout(1)
        sound.sendto(struct.pack("!BBH12I", 0x81, 200, 12, *range(1, 13)), ("127.0.0.1", port + 1))
        with suppress(TimeoutError):
            while not found:
                found = b"sender_information" in server.recv(4000)
    desk.ask("BYE", call, seconds=1)
    desk.close()
    return found


# The module left out, what is looked at, what it shows with the module and without it.
CASES: list[tuple[str, Callable[[Asterisk], object], object, object]] = [
    ("res_pjsip_endpoint_identifier_ip", by_address, True, False),
    ("res_pjsip_endpoint_identifier_anonymous", by_nobody, True, False),
    ("res_pjsip_t38", fax, 0, 488),
    ("res_pjsip_one_touch_record_info", record_key, True, False),
    ("res_pjsip_path", along_the_path, True, False),
    ("res_pjsip_notify", told, True, False),
    ("res_pjsip_messaging", text, (202, True), (501, False)),
    ("res_pjsip_config_wizard", made_by_the_wizard, 200, None),
    ("res_pjsip_exten_state", friends, 200, 489),
    ("res_pjsip_publish_asterisk", published, 500, 489),
    ("res_pjsip_outbound_registration", registers, True, False),
    (
        "res_pjsip_transport_websocket",
        lambda asterisk: web(asterisk, WEBSOCKET),
        "HTTP/1.1 101 Switching Protocols",
        "HTTP/1.1 400 Bad Request",
    ),
    ("res_hep_pjsip", copied, True, False),
    ("res_hep_rtcp", reported, True, False),
]
LEAVES = frozenset(module for module, *_ in CASES)


@cache
def observed(root: str, without: frozenset[str]) -> Mapping[str, object]:
    """What every scene shows on an Asterisk without those modules, by the module it is about."""
    found = reasons(FILES, root.rpartition("-")[2])
    assert without <= set(found)
    modules = [
        "[modules]",
        "autoload=no",
        *(f"load={module}" for module in found if module not in without),
    ]
    files = {name: content.encode() for name, content in FILES.items()}
    with boot(
        root, files, modules=modules, layout=Layout(options={"entityid": "00:11:22:33:44:55"})
    ) as asterisk:
        assert asterisk.up, asterisk.failure
        assert all(module.running for module in asterisk.modules().values())
        return {module: scene(asterisk) for module, scene, *_ in CASES}


@pytest.mark.parametrize(
    ("module", "with_it", "without_it"),
    [(module, with_it, without_it) for module, _, with_it, without_it in CASES],
)
def test_what_an_option_asks_for_is_there_and_without_its_module_is_missed(
    asterisk_root: str, module: str, with_it: object, without_it: object
) -> None:
    assert observed(asterisk_root, frozenset())[module] == with_it
    if without_it is not None:
        assert observed(asterisk_root, LEAVES)[module] == without_it
    else:
        assert observed(asterisk_root, LEAVES)[module] != with_it
