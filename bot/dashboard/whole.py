"""All that was ever released, as one file: how large it is, and the file, streamed or as a workbook; a page that grows
while the workbook is made says how far it has come.

What a coordinator of some units gets holds the rows in which those are counted, and what names no unit.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from aiohttp import web

from bot.accounts.model import Role
from bot.dashboard.desk import Visit
from bot.dashboard.figures import KINDS, reports_of, scope_of
from bot.dashboard.headers import HTML, headers
from bot.publish.report import dataset
from bot.publish.report.document import label_text
from bot.statistics.figures import Kind, Label
from bot.statistics.frame import SPARE
from bot.statistics.periods import Period
from bot.statistics.scope import rows_seen
from bot.statistics.shelf import Shelf
from bot.statistics.tables import TABLES, Table
from bot.text.catalogues import SOURCE

PIECE = 1 << 16
"""Bytes of the stream that are made at once."""
ROW_BYTES, ROWS_A_SECOND = 130, 12_000
"""About what a row weighs as CSV, and how many a workbook takes (docs/performance.md); for what the page tells."""
FILES = ("csv", "xlsx")
CUT, END = b"<!--cut-->", -1
"""Between the parts of the page that grows; and what is told when nothing more comes."""


@dataclass(frozen=True, slots=True)
class Size:
    """One table. rows: about, from its newest period."""

    key: str
    first: Period
    last: Period
    periods: int
    rows: int


def show(visit: Visit) -> web.Response:
    """What there is, and how large it is."""
    shelf, groups = reports_of(visit).renewed(), _groups(visit)
    sizes = [size for table in TABLES if (size := _size(shelf, table, groups))]
    rows, names = sum(size.rows for size in sizes), reports_of(visit).names(visit.language)
    return visit.page(
        "whole.html",
        sizes=sizes,
        rows=rows,
        megabytes=_megabytes(visit, rows * ROW_BYTES),
        seconds=rows // ROWS_A_SECOND + 1,
        period=lambda each: label_text(Label(Kind.PERIOD, each.name), names),
    )


def show_file(visit: Visit) -> web.Response:
    """The file. CSV is sent as it is made; a workbook is whole before it can be sent."""
    kind = visit.place["kind"]
    if kind not in FILES:
        raise web.HTTPNotFound
    if kind == "csv":
        reports = reports_of(visit)
        found = dataset.parts(reports.renewed(), reports.names(visit.language), groups=_groups(visit))
        answer = web.Response(body=_sent(dataset.as_csv(found)), headers=headers(KINDS[kind], https=visit.desk.https))
    else:
        body = _workbook(visit, lambda _: None)
        answer = web.Response(body=body, headers=headers(KINDS[kind], https=visit.desk.https))
    answer.headers["Content-Disposition"] = f'attachment; filename="siffror-allt.{kind}"'
    return answer


def show_making(visit: Visit) -> web.Response:
    """A page that is sent while the workbook is made, a bar at a time, and ends with the link to it: no script, and
    nothing to be asked again and again."""
    reports_of(visit)
    html = visit.page("whole_making.html").body
    assert isinstance(html, bytes)
    head, bar, done, failed, foot = (part.decode() for part in html.split(CUT))

    async def sent() -> AsyncIterator[bytes]:
        loop, steps = asyncio.get_running_loop(), asyncio.Queue[int]()
        making = asyncio.create_task(
            asyncio.to_thread(_workbook, visit, lambda step: loop.call_soon_threadsafe(steps.put_nowait, step))
        )
        making.add_done_callback(lambda _: steps.put_nowait(END))
        yield (head + bar.format(percent=0)).encode()
        while (step := await steps.get()) != END:
            yield bar.format(percent=step).encode()
        fault = making.exception()
        if fault is None:
            size = _megabytes(visit, len(making.result()))
            yield (bar.format(percent=100) + done.format(megabytes=size) + foot).encode()
        else:
            yield (failed + foot).encode()
            raise fault

    answer = web.Response(body=sent(), headers=headers(HTML, https=visit.desk.https))
    answer.headers["X-Accel-Buffering"] = "no"  # a proxy that waits for the whole page would hide what it shows
    return answer


def _megabytes(visit: Visit, size: int) -> str:
    return f"{max(size / 1e6, 0.1):.1f}".replace(".", "," if visit.language == SOURCE else ".")


def _workbook(visit: Visit, tell: Callable[[int], object]) -> bytes:
    """The workbook. tell: hears each full tenth of it, in percent."""
    reports, groups = reports_of(visit), _groups(visit)
    shelf, names = reports.renewed(), reports.names(visit.language)
    rows = {size.key: size.rows for table in TABLES if (size := _size(shelf, table, groups))}
    whole, before = max(1, sum(rows.values())), list(rows)
    told = 0

    def hear(table: str, done: int, of: int) -> None:
        nonlocal told
        written = sum(rows[key] for key in before[: before.index(table)]) + rows[table] * done / of
        if (step := int(10 * written / whole) * 10) > told:
            told = step
            tell(step)

    def write(file: Path) -> None:
        dataset.write_excel(dataset.parts(shelf, names, hear, groups=groups), file, names.words)

    told_of = repr((reports.mark(), visit.language, sorted(groups) if groups is not None else None))
    return visit.desk.workbooks.make(hashlib.sha256(told_of.encode()).hexdigest(), write)


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
    return Size(table.key, periods[0], periods[-1], len(periods), each * len(periods))


def _groups(visit: Visit) -> frozenset[str] | None:
    """The rows of units that the account may see, None for all."""
    if visit.may(Role.ALL):
        return None
    return rows_seen((unit.id for unit in visit.units), scope_of(visit).units, reports_of(visit).rows())
