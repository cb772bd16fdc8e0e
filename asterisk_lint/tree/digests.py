"""Digests of bytes, without `hashlib`: its import loads OpenSSL, which costs more than all digests
of a check.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module

from asterisk_lint.records import Protocol


class _Digest(Protocol):
    def hexdigest(self) -> str: ...


def sha1(content: bytes) -> str:
    """Return the SHA-1 of `content`, in hexadecimal: Git's names of blobs, not a protection."""
    return _algorithm("sha1", "_sha1")(content, usedforsecurity=False).hexdigest()


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content`, in hexadecimal."""
    return _algorithm("sha256", "_sha2", "_sha256")(content).hexdigest()


def blake2b(content: bytes) -> str:
    """Return the BLAKE2b (32 bytes) of `content`, in hexadecimal."""
    return _algorithm("blake2b", "_blake2")(content, digest_size=32).hexdigest()


@cache
def _algorithm(name: str, *modules: str) -> Callable[..., _Digest]:
    """Return an algorithm from the first of these interpreter modules that has it, otherwise from
    `hashlib`.
    """
    for module in (*modules, "hashlib"):
        try:
            found: Callable[..., _Digest] = getattr(import_module(module), name)
        except (ImportError, AttributeError):
            continue
        return found
    raise ImportError(f"no {name} in this Python")  # hashlib has them all
