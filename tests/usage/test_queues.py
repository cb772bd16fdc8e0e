import pytest

from tests.usage.found import names, uses


@pytest.mark.parametrize(
    ("files", "release", "expected"),
    [
        # as shipped
        ({"queues.conf": "[general]\npersistentmembers=yes\nmonitor-type=MixMonitor\n"}, "22",
            set()),
        ({"queues.conf": "[sales]\n"}, "22", set()),
        ({"queues.conf": "[sales](!)\nmember => SIP/1\n"}, "22", set()),
        (
            {"queues.conf": "[sales]\nmember => PJSIP/1,0,Joe,Custom:joe\nmember => Local/1@x\n"
                "membergosub=ctx,s,1\n"},
            "22",
            {"channel PJSIP", "channel Local", "function DEVICE_STATE", "application Gosub"},
        ),
        ({"queues.conf": "[sales]\nmembermacro=m\n"}, "22", set()),  # there is no Macro() any more
        ({"queues.conf": "[sales]\nmembermacro=m\n"}, "16", {"application Macro"}),
        ({"queues.conf": "[sales]\nmonitor-format=wav\n"}, "22",
            {"application MixMonitor", "format wav"}),
        ({"queues.conf": "[sales]\nmonitor-format=wav\n"}, "16", {"application Monitor"}),
        (
            {"queues.conf": "[general]\nmonitor-type=MixMonitor\n[sales]\nmonitor-format=wav\n"},
            "16",
            {"application MixMonitor"},
        ),
        # nothing is recorded
        ({"queues.conf": "[general]\nmonitor-type=MixMonitor\n[sales]\n"}, "16", set()),
        ({"agents.conf": "[general]\n[1001]\nfullname=Joe\n"}, "22", set()),
        ({"agents.conf": "[agents]\nagent => 1001,4321,Joe\n"}, "1.8", {"channel Agent"}),
        ({"agents.conf": "[general]\n"}, "22", set()),
    ],
)  # fmt: skip
def test_uses(files: dict[str, str], release: str, expected: set[str]) -> None:
    assert names("queues", files, release) >= expected
    assert {name for name in names("queues", files, release) if not name.startswith("format")} == {
        name for name in expected if not name.startswith("format")
    }


def test_what_queues_conf_needs_counts_only_with_app_queue() -> None:
    files = {"queues.conf": "[sales]\nmember => PJSIP/1\nmonitor-format=wav\n"}
    assert {use.readers for use in uses("queues", files)} == {("app_queue",)}
