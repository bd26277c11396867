"""Passwords, one-time codes, spare codes and tokens.

Passwords: argon2id with the parameters of RFC 9106, section 4 (second choice: 64 MiB, three passes), and length
instead of rules about signs (NIST SP 800-63B, 5.1.1). One-time codes: RFC 6238, six digits, 30 seconds, one step to
either side. Of tokens only the SHA-256 is kept: they hold 256 random bits, so no salt or slow hash adds anything.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 12, 200
"""Characters of a password."""
STEP = 30
"""Seconds that a one-time code is shown."""
SPARE_CODES, SPARE_SIGNS = 10, 16
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs that are not mistaken for one another: 5 bits each, 80 a spare code."""
ISSUER = "Samtalsstöd"
"""What an app for codes shows: neutral, since phones are looked at by others."""


class Passwords:
    """Hashes and checks. One check costs the same whether there is such an account or not."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        return self._hasher.hash(password)

    def fits(self, kept: str | None, password: str) -> bool:
        """Whether it is the one. kept: None where there is no such account."""
        try:
            self._hasher.verify(kept or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None


def is_good(password: str, name: str) -> bool:
    """Whether a password may be chosen: long enough, not the name, and not one sign again and again."""
    plain = password.casefold()
    return LEAST <= len(password) <= MOST and plain.replace(name, "") != "" and len(set(plain)) >= LEAST // 2


def matching_step(secret: str | None, code: str, now: int) -> int | None:
    """The step of a one-time code (30 seconds each since 1970), None when it is not one of now."""
    if secret is None or len(code) != 6 or not (code.isascii() and code.isdigit()):
        return None
    made, here = pyotp.TOTP(secret), now // STEP
    fitting = [step for step in (here, here - 1, here + 1) if hmac.compare_digest(made.generate_otp(step), code)]
    return fitting[0] if fitting else None


def code_address(secret: str, name: str) -> str:
    """What the QR code for an app holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def new_token() -> str:
    """A token for a link or a session: 43 characters, 256 random bits."""
    return secrets.token_urlsafe(32)


def new_spares() -> tuple[str, ...]:
    """Spare codes for who has lost the phone; each works once."""
    signs = ("".join(secrets.choice(_ALPHABET) for _ in range(SPARE_SIGNS)) for _ in range(SPARE_CODES))
    return tuple("-".join(code[at : at + 4] for at in range(0, SPARE_SIGNS, 4)) for code in signs)


def digest(token: str) -> str:
    """What is kept of a token or a spare code: SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def spare_digest(code: str) -> str | None:
    """The digest of a spare code as somebody types it, None when it cannot be one."""
    plain = code.upper().replace("-", "").replace(" ", "")
    if len(plain) != SPARE_SIGNS or not set(plain) <= set(_ALPHABET):
        return None
    return digest("-".join(plain[at : at + 4] for at in range(0, SPARE_SIGNS, 4)))


def form_mark(token: str) -> str:
    """What every form of a session carries, so that no other page can post it."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()[:32]


def is_same(one: str, other: str) -> bool:
    """Compare two marks without telling by the time how much of them fits."""
    return hmac.compare_digest(one.encode(), other.encode())
