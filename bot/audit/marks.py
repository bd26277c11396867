"""Looks for a word in bytes, in every dress that a program may have put on it. Pure.

As it is, in capitals or not, backwards, in UTF-8, UTF-16 and Latin-1, percent-encoded, as a JSON string, in
hexadecimal, in base64 at each of its three offsets, as a hash, and a number also as bytes of either end and as SQLite
keeps it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus

LEAST = 5
"""Bytes of the shortest dress that is looked for; shorter ones stand everywhere by chance."""
URL_SAFE = bytes.maketrans(b"+/", b"-_")


def search(files: Mapping[str, bytes], marks: Iterable[str]) -> Counter[tuple[str, str]]:
    """(file, mark) → how often it stands there; a file's name counts as part of it."""
    needles: dict[bytes, set[str]] = defaultdict(set)
    for mark in marks:
        for dress in dresses(mark):
            needles[dress].add(mark)
    found = Counter[tuple[str, str]]()
    for name, content in files.items():
        text = name.encode() + b"\n" + content
        low = text.lower()
        for needle, owners in needles.items():
            times = max(text.count(needle), low.count(needle.lower()))
            if times:
                found.update({(name, mark): times for mark in owners})
    return found


def dresses(mark: str) -> frozenset[bytes]:
    """All the forms that a mark is looked for in; those too short to mean anything are left out."""
    plain = mark.encode()
    forms = {plain, plain[::-1], mark.encode("utf-16-le"), mark.encode("utf-16-be"), mark.encode("latin-1", "replace")}
    forms |= {quote(mark).encode(), quote_plus(mark).encode(), json.dumps(mark)[1:-1].encode()}
    forms |= {plain.hex().encode()}
    for offset in range(3):
        forms |= {_base64(plain, offset), _base64(plain, offset).translate(URL_SAFE)}
    for kind in (hashlib.md5, hashlib.sha1, hashlib.sha256):
        forms |= {kind(plain).digest(), kind(plain).hexdigest().encode()}
    if mark.lstrip("-").isdigit():
        number = int(mark)
        size = 8 if -(2**63) <= number < 2**63 else 16
        forms |= {number.to_bytes(size, end, signed=True) for end in ("big", "little")}
        forms |= {number.to_bytes(6, "big", signed=True)} if -(2**47) <= number < 2**47 else set()
    return frozenset(form for form in forms if len(form) >= LEAST)


def _base64(plain: bytes, offset: int) -> bytes:
    """What is the same in base64 wherever the text stands, when `offset` bytes come before it (modulo three)."""
    encoded = base64.b64encode(b"\0" * offset + plain)
    return encoded[(offset * 8 + 5) // 6 : (offset + len(plain)) * 8 // 6]
