"""What the rows of the call matrix need beside text: a certificate, a sound, a calendar, a page to
fax.
"""

import datetime
import struct
import subprocess
import tempfile
from pathlib import Path


def certificate() -> str:
    """A key and a certificate of its own in one text. Raises OSError without openssl."""
    with tempfile.TemporaryDirectory() as folder:
        key, shown = Path(folder, "key"), Path(folder, "certificate")
        make_certificate(key, shown)
        return key.read_text(encoding="ascii") + shown.read_text(encoding="ascii")


def make_certificate(key: Path, shown: Path) -> None:
    """Write a key and a certificate of its own. Raises OSError without openssl."""
    words = ["-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run(
        ["openssl", "req", "-x509", *words, "-keyout", key, "-out", shown],
        check=True,
        capture_output=True,
        timeout=60,
    )


def wav() -> bytes:
    """Thirty seconds of a loud tone."""
    sound = struct.pack("<80h", *([16000] * 40 + [-16000] * 40)) * 3000
    head = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16)
    data = b"WAVE" + head + struct.pack("<4sI", b"data", len(sound)) + sound
    return b"RIFF" + struct.pack("<I", len(data)) + data


def calendar() -> bytes:
    """A calendar with one event that lasts all day yesterday, today and tomorrow."""
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//example//EN",
        "BEGIN:VEVENT",
        "UID:1@example",
        f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
        f"DTSTART:{now - day:%Y%m%dT%H%M%SZ}",
        f"DTEND:{now + day:%Y%m%dT%H%M%SZ}",
        "SUMMARY:busy",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return ("\r\n".join(lines) + "\r\n").encode()


# ITU-T T.4: the end of a line, and 1728 white dots (a make-up code, and one for none more).
END_OF_LINE, WHITE = "000000000001", "01001101100110101"
LINES = 400


def fax_page() -> bytes:
    """A white page as a TIFF file with one-dimensional coding (compression 3), as a fax sends
    it.
    """
    bits = (END_OF_LINE + WHITE) * LINES + END_OF_LINE * 6
    bits += "0" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big")
    short, long, ratio = 3, 4, 5
    resolutions = 8 + len(data)
    tags = [
        (256, short, 1728),  # width
        (257, short, LINES),  # length
        (258, short, 1),  # bits of a sample
        (259, short, 3),  # compression
        (262, short, 0),  # 0 is white
        (266, short, 1),  # the first bit is the highest
        (273, long, 8),  # where the data are
        (277, short, 1),  # samples of a dot
        (278, short, LINES),  # lines of a strip
        (279, long, len(data)),
        (282, ratio, resolutions),
        (283, ratio, resolutions + 8),
        (292, long, 0),  # one-dimensional
        (296, short, 2),  # dots an inch
    ]
    table = struct.pack("<H", len(tags))
    for tag, kind, value in tags:
        table += struct.pack("<HHI", tag, kind, 1)
        table += struct.pack("<HH", value, 0) if kind == short else struct.pack("<I", value)
    table += struct.pack("<I", 0)
    dots = struct.pack("<IIII", 204, 1, 98, 1)
    return struct.pack("<2sHI", b"II", 42, resolutions + 16) + data + dots + table
