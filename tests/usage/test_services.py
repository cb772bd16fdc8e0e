"""The small areas: conferences, fax, calendars, AMI and HTTP, monitoring, speech, provisioning, the
console.
"""

import pytest

from tests.usage.found import names, uses


@pytest.mark.parametrize(
    ("area", "files", "expected"),
    [
        ("conferencing", {"confbridge.conf": "[b]\ntype=bridge\nrecord_conference=yes\n"},
            {"application MixMonitor"}),
        ("conferencing", {"confbridge.conf": "[u]\ntype=user\ndenoise=yes\njitterbuffer=yes\n"},
            {"function DENOISE", "function JITTERBUFFER"}),
        # as shipped
        ("conferencing",
            {"confbridge.conf": "[general]\n[default_user]\ntype=user\n[default_bridge]\n"
                "type=bridge\n"}, set()),
        ("conferencing", {"sla.conf": "[general]\n[line1]\ntype=trunk\ndevice=PJSIP/line1\n"},
            {"application SLAStation", "channel PJSIP"}),
        ("calendar", {"calendar.conf": "[mine]\ntype=caldav\nurl=https://x\n"},
            {"module res_calendar_caldav"}),
        (
            "calendar",
            {"calendar.conf": "[mine]\ntype=ical\nchannel=PJSIP/1\napp=Playback\n"
                "appdata=${TOUPPER(a)}\n"},
            {"module res_calendar_icalendar", "channel PJSIP", "application Playback",
                "function TOUPPER", "format *", "unseen module:res_http_media_cache"},
        ),
        ("calendar", {"calendar.conf": "; [mine]\n"}, set()),
        ("manager", {"logger.conf": "[logfiles]\nsecurity => notice,security\n"},
            {"module res_security_log"}),
        ("manager", {"logger.conf": "[logfiles]\nfull => *\n"}, {"module res_security_log"}),
        # as shipped
        ("manager", {"logger.conf": "[general]\n[logfiles]\nconsole => notice,warning,error\n"},
            set()),
        ("manager", {"http.conf": "[post_mappings]\nuploads = /var/lib/asterisk/uploads\n"},
            {"module res_http_post"}),
        ("manager", {"http.conf": "[general]\nbindaddr=127.0.0.1\n"}, set()),  # as shipped
        ("manager", {"manager.conf": "[general]\nchannelvars = a,CHANNEL(peerip),b\n"},
            {"function CHANNEL"}),
        ("manager", {"ari.conf": "[general]\nchannelvars = PJSIP_HEADER(read,X)\n"},
            {"function PJSIP_HEADER"}),
        ("monitoring", {"res_snmp.conf": "[general]\n"}, set()),  # as shipped
        ("monitoring", {"res_snmp.conf": "[general]\nsubagent=yes\n"}, {"module res_snmp"}),
        # as shipped
        ("monitoring", {"prometheus.conf": "[general]\nenabled = no\nuri = metrics\n"}, set()),
        ("monitoring", {"prometheus.conf": "[general]\nenabled = yes\n"},
            {"module res_prometheus"}),
        # as shipped
        ("monitoring",
            {"hep.conf": "[general]\nenabled = no\ncapture_address = 192.168.1.1:9061\n"}, set()),
        # enabled unless it says no
        ("monitoring", {"hep.conf": "[general]\ncapture_address = 192.168.1.1:9061\n"},
            {"module res_hep", "function CHANNEL"}),
        ("monitoring", {"statsd.conf": "[general]\nenabled=yes\n"}, {"module res_statsd"}),
        (
            "speech",
            {"aeap.conf": "[ear]\ntype=client\nurl=ws://127.0.0.1\nprotocol=speech_to_text\n"
                "codecs=!all,ulaw,gsm,opus,!gsm\n"},
            {"module res_aeap", "module res_speech_aeap", "codec ulaw", "codec opus"},
        ),
        ("provisioning", {"users.conf": "[general]\n[100]\nautoprov=yes\n"},
            {"module res_phoneprov"}),
        ("provisioning",
            {"phoneprov.conf": "[general]\n[polycom]\nstaticdir => configs/\n${MAC}.cfg => t.cfg\n"
            },
            {"module res_phoneprov"}),
        ("provisioning", {"phoneprov.conf": "[mine]\n${TOUPPER(${MAC})}.cfg => t.cfg\n"},
            {"module res_phoneprov", "function TOUPPER"}),
        ("provisioning", {"smdi.conf": "[interfaces]\n[mailboxes]\n"}, set()),  # as shipped
        ("provisioning", {"smdi.conf": "[interfaces]\nsmdiport => /dev/ttyS0\n"},
            {"module res_smdi"}),
        ("runtime", {"resolver_unbound.conf": "[general]\n"}, set()),  # as shipped
        ("runtime", {"resolver_unbound.conf": "[general]\nnameserver=127.0.0.1\n"},
            {"module res_resolver_unbound"}),
        ("runtime",
            {"cli_aliases.conf": "[general]\ntemplate = friendly\n[asterisk11]\n"
                "jabber show buddies=xmpp show buddies\n"}, {"module res_clialiases"}),
        ("runtime", {"cli_aliases.conf": "[ours]\nq=queue show\n"}, {"module res_clialiases"}),
        ("runtime", {"cli.conf": "[startup_commands]\ndialplan exec application x = yes\n"},
            {"module res_cliexec"}),
        ("runtime", {"bin/a.sh": "asterisk -rx 'channel originate Local/1@x extension s@y'\n"},
            {"module res_clioriginate"}),
        ("runtime", {"bin/a.sh": "# how to originate a call: see the manual\n"}, set()),
        ("runtime",
            {"extensions.conf": "[a]\nexten => s,1,System(asterisk -rx \"file convert a.wav "
                "b.gsm\")\n"}, {"module res_convert"}),
    ],
)  # fmt: skip
def test_uses(area: str, files: dict[str, str], expected: set[str]) -> None:
    assert names(area, files) - {"format *"} == expected - {"format *"}


def test_verified_name_lookups_are_protection() -> None:
    found = uses("runtime", {"resolver_unbound.conf": "[general]\nta_file=/etc/keys\n"})
    assert {use.name for use in found if use.enforces} == {"res_resolver_unbound"}
