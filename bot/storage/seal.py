"""The installation's own key, which seals what the database must not show by itself: secrets of one-time codes.

It lies beside the buttons' keys (`data/keys/account.key`, 0600), is never backed up, and lives as long as the
installation. Where it is lost, spare codes still work and everybody else sets up codes anew.
"""

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from bot.storage import StorageError
from bot.storage.keys import KEY_BYTES, OTHERS

NAME = "account.key"
SECRET_BYTES = 20
"""Of a one-time code's secret: 160 bits, as RFC 4226 recommends."""


class Seal:
    """Seals and opens short secrets, each bound to what it belongs to."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._cipher = AESSIV(key)

    def close(self, plain: str, owner: str) -> bytes:
        """Seal."""
        return self._cipher.encrypt(plain.encode(), [owner.encode()])

    def open(self, sealed: bytes, owner: str) -> str | None:
        """Open; None when it was sealed with another key or for another owner."""
        try:
            return self._cipher.decrypt(sealed, [owner.encode()]).decode()
        except (InvalidTag, ValueError):
            return None

    def secret_for(self, token: str) -> str:
        """A secret that follows from a token, so that nothing has to be kept until it is used; base32."""
        made = hmac.new(self._key, b"totp " + token.encode(), hashlib.sha256).digest()[:SECRET_BYTES]
        return base64.b32encode(made).decode()


def open_seal(folder: Path) -> Seal:
    """The seal of a folder of keys, which is made when it is missing. Impure.

    Raises:
        StorageError: the key cannot be made or read, is damaged, or may be read by others.
    """
    file = folder / NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _make(folder, file)
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            open_to_others = os.fstat(handle).st_mode & OTHERS
            key = os.read(handle, KEY_BYTES + 1)
        finally:
            os.close(handle)
    except OSError as error:
        raise StorageError(f"the key of accounts cannot be used: {file} ({error.strerror})") from error
    if open_to_others:
        raise StorageError(f"{file} may be read by others than its owner", "set it to 0600")
    if len(key) != KEY_BYTES:
        raise StorageError(f"{file} is damaged", "remove it; everybody then sets up one-time codes anew")
    return Seal(key)


def _make(folder: Path, file: Path) -> None:
    """Write beside and link: of processes that start together one wins, and all read what it wrote."""
    beside = folder / f"account.{secrets.token_hex(4)}"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.write(handle, secrets.token_bytes(KEY_BYTES))
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        file.hardlink_to(beside)
    except FileExistsError:
        return
    finally:
        beside.unlink()
