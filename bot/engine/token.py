"""The sealed token: a whole conversation in 62 characters, plus two plain ones for the answer.

    plain   30 bytes   header 126 bits | answers 114 bits
    sealed  46 bytes   AES-SIV (RFC 5297): 16 bytes of tag, 30 of ciphertext; deterministic
    text    62 characters of URL-safe base64 without padding, then two for the move → 64, Telegram's limit

The channel and chat are associated data: a token pressed elsewhere does not open. The same conversation gives
the same token, so a second press of a button is the same press. Age counts from the conversation's start.
The move is not sealed: the engine validates it, and another move is another answer, never another state.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from bot.engine.answers import LIMIT

SEALED_BYTES, PLAIN_BYTES = 46, 30
SEALED_CHARACTERS = 62
ANSWER_BITS = 114
LIFE_MINUTES = 12 * 60
"""A token opens for 12 hours after its conversation began."""
URL_SAFE, STANDARD = bytes.maketrans(b"+/", b"-_"), bytes.maketrans(b"-_+/", b"+/  ")
LAST = "AQgw"
"""The 62nd character carries two bits; its other four are zero, or a token could be spelled in sixteen ways."""
TICKS = 1 << 12
"""The start is kept in minutes modulo 4,096 (68 hours): keys live only 24, so no older token opens at all."""


class Mode(IntEnum):
    """Chosen at the door, sealed, never mixed: a real talk, practice, or trying the tool out."""

    LIVE = 0
    PRACTICE = 1
    LOOK = 2


class Header(NamedTuple):
    """What a conversation is besides its answers. No part names a person.

    A named tuple, since each press makes one: it takes a quarter of the time of a frozen dataclass.

    release: first 24 bits of the release id. number: random, 40 bits, for counting. start: minute of the
    beginning, modulo TICKS. counter: which counter run it was given by, 12 bits. unit: 0 for none, 16 bits.
    entry: its place in the release's entries, 8 bits. staff, said: languages, places in the installation's
    list, 4 bits each. furthest: deepest stage reached, 4 bits.
    """

    release: int
    number: int
    start: int
    counter: int = 0
    unit: int = 0
    entry: int = 0
    mode: Mode = Mode.LIVE
    staff: int = 0
    said: int = 0
    furthest: int = 0


MODES = tuple(Mode)  # numbered from 0, so a mode stands at its value
HEADER_BITS = 24 + 40 + 12 + 12 + 16 + 8 + 2 + 4 + 4 + 4
"""Widths of the fields of `Header`, in their order."""
assert HEADER_BITS + ANSWER_BITS == PLAIN_BYTES * 8 and LIMIT == 1 << ANSWER_BITS


class Key:
    """One AES-SIV key of 32 bytes, ready to use."""

    def __init__(self, secret: bytes) -> None:
        self._cipher = AESSIV(secret)

    def seal(self, header: Header, code: int, binding: bytes) -> str:
        """Header and answers → 62 characters. `binding`: channel and chat, for instance b"web"."""
        packed = pack(header) << ANSWER_BITS | code
        return _spell(self._cipher.encrypt(packed.to_bytes(PLAIN_BYTES, "big"), [binding]))

    def open(self, sealed: bytes, binding: bytes) -> tuple[Header, int] | None:
        """46 bytes → header and answers, None when they were not sealed by this key for this binding."""
        try:
            plain = self._cipher.decrypt(sealed, [binding])
        except InvalidTag:
            return None
        packed = int.from_bytes(plain, "big")
        header = unpack(packed >> ANSWER_BITS)
        return (header, packed & (LIMIT - 1)) if header else None


def read(text: str) -> bytes | None:
    """62 characters → 46 bytes, None when they are not a token. Each token has exactly one spelling."""
    if len(text) != SEALED_CHARACTERS or text[-1] not in LAST:
        return None
    try:
        sealed = binascii.a2b_base64(text.encode("ascii").translate(STANDARD) + b"==")
    except ValueError:
        return None
    # Decoding skips what is no letter of the alphabet, and what it skips is missing in the end.
    return sealed if len(sealed) == SEALED_BYTES else None


def _spell(sealed: bytes) -> str:
    return binascii.b2a_base64(sealed, newline=False).translate(URL_SAFE)[:SEALED_CHARACTERS].decode("ascii")


def open_any(keys: Iterable[Key], text: str, binding: bytes) -> tuple[Header, int] | None:
    """Open with the first key that fits, newest first."""
    sealed = read(text)
    if sealed is None:
        return None
    for key in keys:
        opened = key.open(sealed, binding)
        if opened is not None:
            return opened
    return None


def age(header: Header, minute: int) -> int:
    """Minutes since the conversation began, at `minute` (whole minutes since 1970)."""
    return (minute - header.start) % TICKS


def is_expired(header: Header, minute: int) -> bool:
    """Whether the conversation began more than 12 hours ago."""
    return age(header, minute) >= LIFE_MINUTES


def pack(header: Header) -> int:
    """The header as one number of 126 bits.

    Written out, in two halves of at most 64 bits: a loop over the fields costs four times as much at each press.
    """
    first = (header.release & 0xFFFFFF) << 40 | header.number & 0xFFFFFFFFFF
    rest = (header.start & 0xFFF) << 50 | (header.counter & 0xFFF) << 38 | (header.unit & 0xFFFF) << 22
    rest |= (header.entry & 0xFF) << 14 | header.mode << 12
    return first << 62 | rest | (header.staff & 0xF) << 8 | (header.said & 0xF) << 4 | header.furthest & 0xF


def unpack(packed: int) -> Header | None:
    """The header in a number, None when the mode is none that exists."""
    first, rest = packed >> 62, packed & (1 << 62) - 1
    mode = rest >> 12 & 3
    if mode >= len(MODES):
        return None
    return Header(
        first >> 40,
        first & 0xFFFFFFFFFF,
        rest >> 50,
        rest >> 38 & 0xFFF,
        rest >> 22 & 0xFFFF,
        rest >> 14 & 0xFF,
        MODES[mode],
        rest >> 8 & 0xF,
        rest >> 4 & 0xF,
        rest & 0xF,
    )
