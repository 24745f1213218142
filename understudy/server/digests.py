"""Digests of bodies and seeds."""

from collections.abc import Callable
from functools import cache
from typing import Any


def hashed(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal digits."""
    hexadecimal: str = _sha256()(data).hexdigest()
    return hexadecimal


@cache
def _sha256() -> Callable[[bytes], Any]:
    from hashlib import sha256  # noqa: PLC0415 - most mocks need none, and it brings half a megabyte of OpenSSL's

    return sha256
