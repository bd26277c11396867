"""The open cells as bytes and back: fixed width, in canonical order, with a checksum.

    magic 8 | run 2 | length of the head 4 | head (canonical JSON) | cells | SHA-256 of all before, 32

The head says which tables and periods are open and with which lists. Each cell takes eight bytes (signed) and each
group of a sheet one for its cap, so neither the number of conversations nor their order changes a single length.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from math import prod
from typing import Any

from bot.statistics.book import Book
from bot.statistics.cells import Sheet
from bot.statistics.frame import OTHER, Frame, Group
from bot.statistics.periods import Period
from bot.statistics.tables import BY_KEY

MAGIC = b"FSCELLS1"
_START = struct.Struct(">8sHI")
_HASH_BYTES = 32


def pack(book: Book) -> bytes:
    """The whole book; what waits in memory and what caps have counted is no part of it."""
    frames: list[Frame] = []
    for sheet in book.sheets:
        if sheet.frame not in frames:
            frames.append(sheet.frame)
    head = json.dumps(
        {
            "week": _period(book.week),
            "settled": book.settled,
            "frames": [{**asdict(frame), "quarter": _period(frame.quarter)} for frame in frames],
            "sheets": [[s.table.key, _period(s.period), frames.index(s.frame)] for s in book.sheets],
        },
        sort_keys=True,
        separators=(",", ":"),
    ).encode()
    cells = b"".join(struct.pack(f">{len(s.values)}q{len(s.met)}?", *s.values, *s.met) for s in book.sheets)
    whole = _START.pack(MAGIC, book.run, len(head)) + head + cells
    return whole + hashlib.sha256(whole).digest()


def unpack(content: bytes) -> Book | None:
    """The book in a file's bytes; None when they are torn, damaged or of another program."""
    whole, checksum = content[:-_HASH_BYTES], content[-_HASH_BYTES:]
    if len(content) < _START.size + _HASH_BYTES or hashlib.sha256(whole).digest() != checksum:
        return None
    magic, run, length = _START.unpack_from(whole)
    if magic != MAGIC:
        return None
    head: dict[str, Any] = json.loads(whole[_START.size : _START.size + length])
    if any(key not in BY_KEY for key, _, _ in head["sheets"]):
        return None
    sheets = list(_sheets(head, whole[_START.size + length :]))
    return Book(run, _read_period(head["week"]), sheets, settled=head.get("settled", 0))


def _sheets(head: dict[str, Any], cells: bytes) -> Iterator[Sheet]:
    frames = [_read_frame(found) for found in head["frames"]]
    at = 0
    for key, period, place in head["sheets"]:
        table, frame = BY_KEY[key], frames[place]
        form = struct.Struct(f">{prod(len(frame.lists[axis]) for axis in table.axes)}q{len(frame.groups)}?")
        found = form.unpack_from(cells, at)
        at += form.size
        groups = len(frame.groups)
        yield Sheet(table, _read_period(period), frame, list(found[:-groups]), list(found[-groups:]))


def _period(period: Period) -> list[str | int]:
    return [period.first.isoformat(), period.weeks]


def _read_period(found: list[Any]) -> Period:
    return Period(date.fromisoformat(found[0]), found[1])


def _read_frame(found: dict[str, Any]) -> Frame:
    groups = tuple(Group(**{**group, "units": tuple(group["units"])}) for group in found["groups"])
    return Frame(
        _read_period(found["quarter"]),
        found["release"],
        groups,
        tuple(found["subjects"]),
        tuple(found["doors"]),
        tuple(found["languages"]),
        tuple(found.get("cases", (OTHER,))),
    )
