"""Digests of bytes, without `hashlib`: its import loads OpenSSL, which costs more than all the digests of a check."""

from collections.abc import Callable
from importlib import import_module

from asterisk_lint.records import Protocol


class _Digest(Protocol):
    def hexdigest(self) -> str: ...


def sha1(content: bytes) -> str:
    """The SHA-1 of some bytes, in hexadecimal: Git's names of blobs, not a protection."""
    return _algorithm("sha1", "_sha1")(content, usedforsecurity=False).hexdigest()


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return _algorithm("sha256", "_sha2", "_sha256")(content).hexdigest()


def blake2b(content: bytes) -> str:
    """The BLAKE2b of some bytes, of 32 bytes, in hexadecimal."""
    return _algorithm("blake2b", "_blake2")(content, digest_size=32).hexdigest()


def _algorithm(name: str, *modules: str) -> Callable[..., _Digest]:
    """An algorithm from the first of these modules of the interpreter that has it, else from `hashlib`."""
    for module in (*modules, "hashlib"):
        try:
            found: Callable[..., _Digest] = getattr(import_module(module), name)
        except (ImportError, AttributeError):
            continue
        return found
    raise ImportError(f"no {name} in this Python")  # hashlib has them all
