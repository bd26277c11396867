"""All that was ever released, as one file: how large it is, and the file, streamed or as a workbook.

What a coordinator of some units gets holds the rows in which those are counted, and what names no unit.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web

from bot.accounts.model import Role
from bot.dashboard.desk import Visit
from bot.dashboard.figures import KINDS, reports_of, scope_of
from bot.dashboard.headers import headers
from bot.publish.report import dataset
from bot.statistics.frame import SPARE
from bot.statistics.scope import rows_seen
from bot.statistics.shelf import Shelf
from bot.statistics.tables import TABLES, Table

PIECE = 1 << 16
"""Bytes of the stream that are made at once."""
ROW_BYTES, ROWS_A_SECOND = 130, 12_000
"""About what a row weighs as CSV, and how many a workbook takes (docs/performance.md); for what the page tells."""
FILES = ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class Size:
    """One table. rows: about, from its newest period."""

    key: str
    first: str
    last: str
    periods: int
    rows: int


def show(visit: Visit) -> web.Response:
    """What there is, and how large it is."""
    shelf, groups = reports_of(visit).renewed(), _groups(visit)
    sizes = [size for table in TABLES if (size := _size(shelf, table, groups))]
    rows = sum(size.rows for size in sizes)
    return visit.page(
        "whole.html",
        sizes=sizes,
        rows=rows,
        megabytes=f"{rows * ROW_BYTES / 1e6:.1f}",
        seconds=rows // ROWS_A_SECOND + 1,
    )


def show_file(visit: Visit) -> web.Response:
    """The file. CSV is sent as it is made; a workbook is whole before it can be sent."""
    kind = visit.place["kind"]
    if kind not in FILES:
        raise web.HTTPNotFound
    reports = reports_of(visit)
    names = reports.names(visit.language)
    found = dataset.parts(reports.renewed(), names, groups=_groups(visit))
    if kind == "csv":
        answer = web.Response(body=_sent(dataset.as_csv(found)), headers=headers(KINDS[kind], https=visit.desk.https))
    else:
        with visit.desk.whole, TemporaryDirectory() as folder:
            file = Path(folder, "allt.xlsx")
            dataset.write_excel(found, file, names.words)
            answer = web.Response(body=file.read_bytes(), headers=headers(KINDS[kind], https=visit.desk.https))
    answer.headers["Content-Disposition"] = f'attachment; filename="siffror-allt.{kind}"'
    return answer


async def _sent(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Pieces as they are made, each in a thread. One that cannot be made cuts the connection, so that nobody takes a
    part for the whole."""
    while piece := await asyncio.to_thread(_piece, pieces):
        yield piece


def _piece(pieces: Iterator[bytes]) -> bytes:
    made = bytearray()
    for piece in pieces:
        made += piece
        if len(made) >= PIECE:
            break
    return bytes(made)


def _size(shelf: Shelf, table: Table, groups: frozenset[str] | None) -> Size | None:
    """How much there is of a table; None when none was released."""
    periods = shelf.periods(table)
    if not periods:
        return None
    figures, _ = shelf.take(table, periods[-1:])[periods[-1]]
    *outer, _ = figures.axes
    each = sum(
        not any(name.startswith(SPARE) for name in labels) and dataset.is_shown(table, labels, groups)
        for labels in product(*(listed for _, listed in outer))
    )
    return Size(table.key, periods[0].name, periods[-1].name, len(periods), each * len(periods))


def _groups(visit: Visit) -> frozenset[str] | None:
    """The rows of units that the account may see, None for all."""
    if visit.may(Role.ALL):
        return None
    return rows_seen((unit.id for unit in visit.units), scope_of(visit).units, reports_of(visit).rows())
