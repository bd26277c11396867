"""The check code of a certificate of practice: what stands on the paper, once more, in letters that can be typed.

    1 byte   form of the code
    2 bytes  day, since 1 January 1970
    3 bytes  beginning of the release id
    2 bytes  each case, by the mark of its name, in rising order
    4 bytes  CRC-32 of all before

spelled in Crockford's base32, four by four. The browser that prints the certificate writes it (certificate.js) and
sends nothing.

It shows that cases, day and release belong together and were read right. It does not show who practised, nor that
anybody did: whoever knows this page can make one. A signature of the server would not show more. It would have to be
told what the browser keeps, and would be as true on the paper of a friend, since no name is ever known here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: none of I, L, O and U, which are mistaken for others."""
MISTAKEN = str.maketrans("ILO", "110", " -\t\r\n")
FORM = 1
HEAD, MARK, CHECK = 6, 2, 4
"""Bytes: form, day and release together; one case; what checks the rest."""
MOST = 64
"""Cases on one certificate."""
MOST_CHARACTERS = 256
"""Characters of a code as typed, spaces and all."""
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a code says. release: the first six signs of its id. marks: of the cases, in rising order."""

    day: date
    release: str
    marks: tuple[int, ...]


def mark(name: str) -> int:
    """The mark of a case's name, or a flashcard's, 0 to 65,535. Two that ship never share one: tests hold it."""
    return crc32(name.encode()) & 0xFFFF


def write(day: date, release: str, cases: Collection[str]) -> str:
    """The code of a certificate, in groups of four."""
    plain = bytes([FORM]) + (day - EPOCH).days.to_bytes(2, "big") + bytes.fromhex(release[:6])
    plain += b"".join(number.to_bytes(MARK, "big") for number in sorted(map(mark, cases)))
    letters = _spelled(plain + crc32(plain).to_bytes(CHECK, "big"))
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def read(code: str) -> Certificate | None:
    """What a code says; None when it is none, or a letter of it is wrong. Spaces, hyphens and case do not matter."""
    found = _bytes(code.upper().translate(MISTAKEN)) if len(code) <= MOST_CHARACTERS else None
    if found is None or len(found) < HEAD + CHECK or found[0] != FORM:
        return None
    plain, check = found[:-CHECK], found[-CHECK:]
    marks = tuple(int.from_bytes(plain[at : at + MARK], "big") for at in range(HEAD, len(plain), MARK))
    if crc32(plain).to_bytes(CHECK, "big") != check or len(plain) % MARK or len(marks) > MOST:
        return None
    return Certificate(EPOCH + timedelta(days=int.from_bytes(plain[1:3], "big")), plain[3:HEAD].hex(), marks)


def _spelled(data: bytes) -> str:
    room = -(-len(data) * 8 // 5)
    number = int.from_bytes(data, "big") << (room * 5 - len(data) * 8)
    return "".join(ALPHABET[number >> (5 * at) & 31] for at in reversed(range(room)))


def _bytes(letters: str) -> bytes | None:
    if not letters or not set(letters) <= set(ALPHABET):
        return None
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    size, rest = divmod(len(letters) * 5, 8)
    return None if number & ((1 << rest) - 1) or rest >= 5 else (number >> rest).to_bytes(size, "big")
