"""The physical limit of a token: AES-SIV alone over as many bytes, no text, no fields."""

from __future__ import annotations

from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESSIV

PLAINS = tuple(number.to_bytes(30, "big") for number in range(500))


def prepare() -> Callable[[int], int]:
    """The unit is one encryption and one decryption."""
    cipher = AESSIV(bytes(range(32)))

    def run(count: int) -> int:
        for _ in range(count):
            for plain in PLAINS:
                assert cipher.decrypt(cipher.encrypt(plain, [b"web"]), [b"web"]) == plain
        return count * len(PLAINS)

    return run
