"""Fernet from the same cryptography package: a token of 140 characters around the same 30 bytes."""

from __future__ import annotations

import base64
from collections.abc import Callable

from cryptography.fernet import Fernet

PLAINS = tuple(number.to_bytes(30, "big") for number in range(500))


def prepare() -> Callable[[int], int]:
    """The unit is one encryption and one decryption."""
    cipher = Fernet(base64.urlsafe_b64encode(bytes(range(32))))

    def run(count: int) -> int:
        for _ in range(count):
            for plain in PLAINS:
                assert cipher.decrypt(cipher.encrypt(plain)) == plain
        return count * len(PLAINS)

    return run
