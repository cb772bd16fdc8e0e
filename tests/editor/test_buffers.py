"""What an unsaved text says, compared with the file on the disk."""

import pytest

from asterisk_lint.editor.buffers import to_bytes


@pytest.mark.parametrize(
    ("text", "on_disk", "expected"),
    [
        ("a\n", None, b"a\n"),  # a file that was never saved
        ("a\n", b"a\n", None),
        ("a\r\n", b"a\n", b"a\r\n"),
        ("b\n", b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfb\n"),  # editors do not show the mark
        ("a\n", b"\xef\xbb\xbfa\n", None),
        ("caf\xe9\n", b"caf\xe9\n", None),  # read as Latin-1
        ("caf\ufffd\n", b"caf\xe9\n", None),  # read as UTF-8, with a replacement character
        ("caf\xe9!\n", b"caf\xe9\n", "caf\xe9!\n".encode()),
        ("\ud800", b"", b"?"),  # half of a surrogate pair: no file can hold it
    ],
)
def test_to_bytes(text: str, on_disk: bytes | None, expected: bytes | None) -> None:
    assert to_bytes(text, on_disk) == expected
