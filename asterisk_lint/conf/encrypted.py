"""Files whose text is elsewhere: encrypted ones, and pointers that Git replaces by the file."""

# How such a file begins: git-crypt, ansible-vault, age, PGP and other armour, openssl (transcrypt),
# Git LFS, git-annex.
_BEGINNINGS = (
    b"\0GITCRYPT\0",
    b"$ANSIBLE_VAULT;",
    b"age-encryption.org/",
    b"-----BEGIN ",
    b"Salted__",
    b"U2FsdGVkX1",
    b"version https://git-lfs.github.com/spec/",
    b"/annex/objects/",
)
# What sops writes in place of each value.
_VALUE = b"ENC[AES256_GCM,"


def is_encrypted(content: bytes) -> bool:
    """Tell whether a file does not contain the text that Asterisk will read, or only a part of
    it.
    """
    return content.startswith(_BEGINNINGS) or _VALUE in content


def readable(content: bytes) -> bytes:
    """Return what can be read of a file: nothing of one that is encrypted as a whole."""
    if content.startswith(_BEGINNINGS) or (content.startswith(b"{") and _VALUE in content):
        return b""
    return content
