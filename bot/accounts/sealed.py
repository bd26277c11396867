"""Short texts sealed into a link, each bound to what it is for. Pure."""

from __future__ import annotations

import base64
import re
from typing import Protocol


class Sealing(Protocol):
    """Seals short texts, each bound to what it is for."""

    def close(self, plain: str, owner: str) -> bytes:
        """Seal."""

    def open(self, sealed: bytes, owner: str) -> str | None:
        """Open; None when it was sealed with another key or for something else."""


def token_of(seal: Sealing, plain: str, use: str) -> str:
    """A text as a token of A–Z, a–z, 0–9, _ and -; the same text gives the same token."""
    return base64.urlsafe_b64encode(seal.close(plain, use)).rstrip(b"=").decode()


def plain_of(seal: Sealing, token: str, use: str) -> str | None:
    """The text in a token; None when it is none of ours, or for another use."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{22,86}", token):
        return None
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    return seal.open(sealed, use)
