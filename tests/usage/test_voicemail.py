import pytest

from tests.usage.found import names

MAILBOX = "[general]\nformat=wav\n[default]\n100 => 1234,Joe\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"voicemail.conf": MAILBOX}, set()),  # no call gets there
        ({"voicemail.conf": "[general]\nusedirectory=yes\n"}, {"application Directory"}),
        ({"voicemail.conf": "[general]\nemailbody=${STRFTIME(,,%c)}\n"}, {"function STRFTIME"}),
        ({"voicemail.conf": "[general]\nsmdienable=yes\n"}, {"module res_smdi"}),
        ({"extconfig.conf": "[settings]\nvoicemail => odbc,asterisk\n"}, set()),
        (
            {"extconfig.conf": "[settings]\nvoicemail => odbc,asterisk\n",
                "sip.conf": "[joe]\nmailbox=300@anywhere\n"},
            {"application VoiceMail"},
        ),
        ({"extconfig.conf": "[settings]\nvoicemail => odbc,asterisk\n",
                "sip.conf": "[joe]\nmailbox=\n"}, set()),
        ({"users.conf": "[general]\nhasvoicemail=yes\n[100]\nhassip=yes\n"},
            {"application VoiceMail"}),
        ({"users.conf": "[general]\nhasvoicemail=yes\n[100]\nhasvoicemail=no\n"}, set()),
        # as shipped: a default for nobody
        ({"users.conf": "[general]\nhasvoicemail=yes\n"}, set()),
        # As shipped.
        ({"voicemail.conf": "[general]\nformat=wav49|gsm|wav\n[zonemessages]\neastern=X|Q\n"
            "[default]\n1234 => 4242,Example\n"}, set()),
    ],
)  # fmt: skip
def test_uses(files: dict[str, str], expected: set[str]) -> None:
    assert names("voicemail", files) == expected


@pytest.mark.parametrize(
    ("mailboxes", "lit"),
    [
        ("100", True),
        ("100@default", True),
        ("200,100@DEFAULT", True),
        ("100@other", False),
        ("300", False),
    ],
)
def test_a_message_light_needs_voicemail_only_for_a_mailbox_that_it_has(
    mailboxes: str, lit: bool
) -> None:
    from tests.usage.found import uses

    files = {"voicemail.conf": MAILBOX, "pjsip.conf": f"[joe]\ntype=aor\nmailboxes={mailboxes}\n"}
    assert any(use.file == "pjsip.conf" for use in uses("voicemail", files)) == lit
