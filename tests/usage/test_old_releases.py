"""What older releases need where newer ones have it built in, or have it elsewhere."""

import pytest

from asterisk_lint.catalog.load import load
from asterisk_lint.releases import Release
from tests.usage.needed import reasons, states

CONFERENCE = {
    "extensions.conf": "[a]\nexten => 1,1,ConfBridge(1)\n",
    "confbridge.conf": "[general]\n",
}
PHONES = {
    "pjsip.conf": "[global]\ntype=global\nkeep_alive_interval=30\n[udp]\ntype=transport\n"
    "protocol=udp\n"
    "[a]\ntype=endpoint\naors=a\nallow=ulaw\n[a]\ntype=aor\nmax_contacts=1\n"
}
SIP = {"sip.conf": "[phone]\ntype=friend\nhost=dynamic\ndisallow=all\nallow=alaw,gsm\n"}


@pytest.mark.parametrize(
    ("release", "files", "needed", "not_needed"),
    [
        (
            "1.8",
            CONFERENCE,
            {"bridge_multiplexed", "bridge_softmix"},
            set(),
        ),  # bridge_simple can serve too, and stays where it is loaded
        ("11", CONFERENCE, {"bridge_softmix"}, {"bridge_multiplexed", "bridge_simple"}),
        ("1.8", SIP, {"codec_alaw", "codec_gsm"}, set()),
        ("10", SIP, {"codec_alaw", "codec_gsm"}, set()),
        ("11", SIP, {"codec_alaw", "codec_gsm"}, set()),
        ("12", SIP, {"codec_alaw", "codec_gsm"}, set()),
        ("1.8", {"logger.conf": "[logfiles]\nsecurity => security\n"}, {"res_security_log"}, set()),
        ("1.8", {"ais.conf": "[mwi]\ntype=event_channel\npublish_event=mwi\n"}, {"res_ais"}, set()),
        ("1.4", {"cdr_mysql.conf": "[global]\nhostname=db\n"}, {"cdr_addon_mysql"}, {"cdr_mysql"}),
        ("11", {"cdr_mysql.conf": "[global]\nhostname=db\n"}, {"cdr_mysql"}, {"cdr_addon_mysql"}),
        (
            "12.0",
            PHONES,
            {"res_pjsip_registrar_expire", "res_pjsip_log_forwarder"},
            {"res_pjsip_multihomed"},
        ),
        ("12.2", PHONES, {"res_pjsip_multihomed"}, set()),
        (
            "13.8.0",
            PHONES,
            {"res_pjsip_registrar_expire", "res_pjsip_keepalive", "res_pjsip_multihomed"},
            {"res_pjsip_log_forwarder"},
        ),
        ("13.8.1", PHONES, {"res_pjsip_transport_management"}, {"res_pjsip_keepalive"}),
        (
            "13.19.1",
            PHONES,
            {"res_pjsip_registrar_expire", "res_pjsip_transport_management"},
            {"res_pjsip_multihomed"},
        ),
        ("13.20", PHONES, set(), {"res_pjsip_registrar_expire", "res_pjsip_transport_management"}),
        ("14.7", PHONES, {"res_pjsip_registrar_expire"}, {"res_pjsip_multihomed"}),
        ("15.2.1", PHONES, {"res_pjsip_registrar_expire", "res_pjsip_transport_management"}, set()),
        ("15.3", PHONES, set(), {"res_pjsip_registrar_expire"}),
    ],
)
def test_what_a_release_needs(
    release: str, files: dict[str, str | bytes], needed: set[str], not_needed: set[str]
) -> None:
    loads = " ".join(sorted(needed | not_needed))
    found = set(reasons(files, release, loads))
    assert (needed - found, not_needed & found) == (set(), set())


def test_an_empty_module_is_unused() -> None:
    assert (
        states(PHONES, "15.7", "chan_pjsip res_pjsip_registrar_expire")[
            "res_pjsip_registrar_expire"
        ]
        == "unused"
    )


ATXFER = {"features.conf": "[featuremap]\natxfer = *2\n"}


@pytest.mark.parametrize(
    ("release", "files", "needed", "not_needed"),
    [
        ("1.4", {"extensions.conf": "[a]\nexten => 1,1,Dial(SIP/1)\n"}, {"chan_local"}, set()),
        ("11", {"extensions.conf": "[a]\nexten => 1,1,FollowMe(1)\n"}, {"chan_local"}, set()),
        ("11", {"extensions.conf": "[a]\nexten => 1,1,Playback(hello)\n"}, set(), {"chan_local"}),
        (
            "11",
            {"extensions.conf": "[a]\nexten => 1,1,Bridge(SIP/1)\n", **ATXFER},
            {"chan_local"},
            set(),
        ),
        ("1.8", CONFERENCE, {"chan_bridge"}, set()),
        ("11", CONFERENCE, {"chan_bridge"}, set()),
        ("16", {"extensions.conf": "[a]\nexten => 1,1,MeetMe(1)\n"}, {"chan_dahdi"}, set()),
        (
            "16",
            {"sip.conf": "[general]\nnotifycid=yes\n[a]\ntype=friend\nsecret=x\n"},
            {"app_directed_pickup"},
            set(),
        ),
        (
            "16",
            {"sip.conf": "[general]\nnotifycid=no\n[a]\ntype=friend\nsecret=x\n"},
            set(),
            {"app_directed_pickup"},
        ),
    ],
)
def test_what_is_looked_up_in_calls(
    release: str, files: dict[str, str | bytes], needed: set[str], not_needed: set[str]
) -> None:
    found = set(reasons(files, release, " ".join(sorted(needed | not_needed))))
    assert (needed - found, not_needed & found) == (set(), set())


@pytest.mark.parametrize(
    "release", ["13.8", "14", "15", "16.2.1", "16.30", "17", "18.1", "18.2", "22"]
)
def test_pjproject_does_not_start_without_the_wizard_of_configuration_files(release: str) -> None:
    assert "res_sorcery_config" in load(Release.parse(release)).closure("res_pjproject")


@pytest.mark.parametrize("release", ["12.0", "12", "13", "16", "22"])
def test_pjsip_does_not_start_without_its_wizards(release: str) -> None:
    assert {"res_sorcery_config", "res_sorcery_memory", "res_sorcery_astdb"} <= set(
        reasons({"pjsip.conf": "[a]\ntype=endpoint\n"}, release)
    )
