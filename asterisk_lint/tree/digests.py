"""Digests of bytes, without `hashlib`: its import loads OpenSSL, which costs more than all digests
of a check.
"""

import sys
from collections.abc import Callable
from functools import cache

from asterisk_lint.records import TYPE_CHECKING, Protocol, import_module

if TYPE_CHECKING:

    class _Digest(Protocol):
        def hexdigest(self) -> str: ...


# (Looking for a module that is not there takes Python longer than any digest.)
_SHA256 = "_sha2" if sys.version_info >= (3, 12) else "_sha256"


def sha1(content: bytes) -> str:
    """Return the SHA-1 of `content`, in hexadecimal: Git's names of blobs, not a protection."""
    return _algorithm("sha1", "_sha1")(content, usedforsecurity=False).hexdigest()


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content`, in hexadecimal."""
    return _algorithm("sha256", _SHA256)(content).hexdigest()


def blake2b(content: bytes) -> str:
    """Return the BLAKE2b (32 bytes) of `content`, in hexadecimal."""
    return _algorithm("blake2b", "_blake2")(content, digest_size=32).hexdigest()


@cache
def _algorithm(name: str, module: str) -> "Callable[..., _Digest]":
    """Return an algorithm from this module of the interpreter if it has it, otherwise from
    `hashlib`.
    """
    for home in (module, "hashlib"):
        try:
            found: Callable[..., _Digest] = getattr(import_module(home), name)
        except (ImportError, AttributeError):
            continue
        return found
    raise ImportError(f"no {name} in this Python")  # hashlib has them all
