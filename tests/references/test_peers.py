"""Which device names a peer that the configuration must declare (channels/chan_sip.c create_addr(),
channels/chan_iax2.c, res/res_pjsip.c).
"""

import pytest

from asterisk_lint.references.targets import peer_of


@pytest.mark.parametrize(
    ("technology", "resource", "peer"),
    [
        ("PJSIP", "anna", ("endpoint", "anna")),
        ("pjsip", "anna", ("endpoint", "anna")),
        ("PJSIP", "100@trunk", ("endpoint", "trunk")),
        ("PJSIP", "trunk/sip:100@192.0.2.1:5060", ("endpoint", "trunk")),
        ("PJSIP", "${EXTEN}", None),
        ("SIP", "desk", ("SIP peer", "desk")),
        ("SIP", "trunk/5551234", ("SIP peer", "trunk")),
        ("SIP", "100@pbx2", None),
        ("SIP", "sip.example.org", None),
        ("SIP", "192.0.2.1:5070", None),
        ("IAX2", "office/100", ("IAX peer", "office")),
        ("IAX2", "guest:secret@pbx.example.org/100@default", None),
        ("Agent", "1001", ("agent", "1001")),
        ("Agent", "@1", None),
        ("DAHDI", "g1/5551234", None),
        ("SIP", "", None),
    ],
)
def test_peer_of(technology: str, resource: str, peer: tuple[str, str] | None) -> None:
    assert peer_of(technology, resource) == peer
