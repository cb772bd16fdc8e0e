import pytest

from tests.usage.found import names


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"extensions.conf": "[a]\nexten => s,1,System(mv /tmp/c /var/spool/asterisk/outgoing/)\n"},
            {"module pbx_spool"}),
        ({"bin/call.sh": "#!/bin/sh\nmv \"$1\" /var/spool/asterisk/outgoing/\n"},
            {"module pbx_spool"}),
        ({"bin/call.sh": "#!/bin/sh\nmv \"$1\" /var/spool/asterisk/voicemail/\n"}, set()),
    ],
)  # fmt: skip
def test_uses(files: dict[str, str], expected: set[str]) -> None:
    assert {
        name for name in names("call_files", files) if not name.startswith("format")
    } == expected
