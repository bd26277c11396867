"""Searches everything that a server process has written, or still holds open, for what must not be there.

Looks for each mark as it is and in the dresses that programs put on text: percent-encoding, JSON escapes, hexadecimal,
base64 at each of its three offsets, UTF-16 of either end, Latin-1, backwards, as an unsalted hash, a number as bytes of
either end, and for sealed tokens the bytes behind the letters. A salted hash cannot be looked for; that no file is
written at all stands against it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, quote_plus

from bot.engine.token import read

HEAD = 6
"""Bytes by which a needle is first recognised; marks are at least as long, and a chat's number as SQLite keeps it."""

URL_SAFE = bytes.maketrans(b"+/", b"-_")

Found = Counter[tuple[str, str]]
"""(file, mark) → how often."""


def search(files: Mapping[str, bytes], marks: Iterable[str]) -> Found:
    """How often each mark stands in each file, in any dress; a file's name counts as part of it."""
    if not files:
        return Counter()
    needles: dict[bytes, set[tuple[bytes, str]]] = defaultdict(set)
    for mark in marks:
        for needle in dresses(mark):
            needles[needle[:HEAD]].add((needle, mark))
    found: Found = Counter()
    for name, content in files.items():
        text = name.encode() + b"\n" + content.lower()
        for place in range(len(text) - HEAD + 1):
            for needle, mark in needles.get(text[place : place + HEAD], ()):
                if text.startswith(needle, place):
                    found[name, mark] += 1
    return found


def dresses(mark: str) -> set[bytes]:
    """All the forms that the mark is looked for in, in lower case; those too short to mean anything are left out."""
    plain = mark.encode()
    forms = {plain, mark.lower().encode(), mark.encode("latin-1", "replace"), plain[::-1]}
    forms |= {mark.encode(f"utf-16-{end}") for end in ("le", "be")}
    forms |= {quote(mark).encode(), quote_plus(mark).encode(), json.dumps(mark)[1:-1].encode(), plain.hex().encode()}
    for offset in range(3):
        forms |= {_base64(plain, offset), _base64(plain, offset).translate(URL_SAFE)}
    for kind in (hashlib.md5, hashlib.sha1, hashlib.sha256):
        forms |= {kind(plain).digest(), kind(plain).hexdigest().encode()}
    if re.fullmatch(r"-?\d{1,14}", mark):  # more does not go into six bytes
        forms |= {int(mark).to_bytes(size, end, signed=True) for size in (6, 8) for end in ("big", "little")}
    sealed = read(mark)
    if sealed is not None:
        forms.add(sealed)
    return {form.lower() for form in forms if len(form) >= HEAD}


def _base64(plain: bytes, offset: int) -> bytes:
    """What is the same in base64 wherever the text stands, when `offset` bytes come before it (modulo three)."""
    encoded = base64.b64encode(b"\0" * offset + plain)
    return encoded[(offset * 8 + 5) // 6 : (offset + len(plain)) * 8 // 6]


def read_house(house: Path, process: int | None = None) -> dict[str, bytes]:
    """All files below a folder, and what the process holds open elsewhere, files without a name included."""
    files = {str(path.relative_to(house)): path.read_bytes() for path in sorted(house.rglob("*")) if path.is_file()}
    return {**files, **(dict(_held(house, process)) if process else {})}


def _held(house: Path, process: int) -> Iterator[tuple[str, bytes]]:
    for link in sorted(Path(f"/proc/{process}/fd").iterdir()):
        with suppress(FileNotFoundError):  # closed while we look
            target = link.readlink()
            if link.is_file() and not (target.is_relative_to(house) and target.exists()):
                yield f"{link.name} → {target}", link.read_bytes()


def digest(files: Mapping[str, bytes]) -> dict[str, str]:
    """Name → hash, to see whether anything was written at all."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
