"""Files as packages install them ask for nothing, but where they really do something."""

from pathlib import Path

from tests.usage.found import names

AREAS = (
    "ari", "calendar", "call_files", "cdr_cel", "conferencing", "dialplan", "fax", "features",
    "manager", "monitoring", "provisioning", "queues",
    "realtime", "runtime", "say", "speech", "voicemail",
)  # fmt: skip


def test_an_installed_configuration_needs_only_what_its_dialplan_does(asterisk_root: str) -> None:
    release = asterisk_root.rpartition("-")[2]
    directory = Path(asterisk_root, "etc/asterisk")
    files = {
        path.name: path.read_text(encoding="utf-8", errors="surrogateescape")
        for path in directory.iterdir()
        if path.is_file()
    }
    found = {area: needed for area in AREAS if (needed := names(area, files, release))}
    # extensions.conf as installed has contexts, and includes parkedcalls.
    assert found == {"dialplan": {"module pbx_config"}, "features": {"application Park"}}
