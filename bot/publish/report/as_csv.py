"""A report as CSV that opens well in a Swedish Excel and reads well by program.

UTF-8 with a byte order mark, or Excel takes å, ä and ö for something else; semicolons, since a Swedish Excel reads the
comma as the decimal sign and would put a whole line in one cell. Numbers have a decimal comma for the same reason; a
program that wants points asks for JSON. One long table: a row for each figure, with the reason where there is none.

A text that begins like a formula (= + - @, tab, return) gets an apostrophe, or a unit's name could run in a reader's
spreadsheet (OWASP, “CSV Injection”).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from bot.publish.report.document import Document, number

MARK = "\ufeff"
COLUMNS = ("report", "table", "days", "about", "row", "column", "value", "wide", "unit", "reason", "simulated")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(documents: Iterable[Document]) -> Iterator[bytes]:
    """The reports as lines of bytes, one after the other, so that a long one is never whole in memory."""
    yield MARK.encode()
    for place, document in enumerate(documents):
        if not place:
            yield _line([document.words[f"csv-{name}"] for name in COLUMNS])
        yield from _figures(document)
        for text in filter(None, (document.simulated, *document.notes, *document.method, document.sources)):
            yield _line([document.title, document.words["sheet-notes"], document.days, document.about, text])


def _figures(document: Document) -> Iterator[bytes]:
    for table in document.tables:
        for line in table.lines:
            for column, unit, cell in zip(table.columns, table.units, line.cells, strict=True):
                figure = cell.figure
                shown = figure.value is not None
                value = number(figure.value) if figure.value is not None else ""
                wide = number(figure.plus_minus) if shown and figure.plus_minus is not None else ""
                texts = [document.title, table.title, document.days, document.about, line.name, column]
                yield _line(texts, [value, wide], [unit, cell.reason, document.simulated])


def plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _line(texts: Iterable[str], numbers: Iterable[str] = (), more: Iterable[str] = ()) -> bytes:
    room = io.StringIO()
    fields = [*map(plain, texts), *numbers, *map(plain, more)]
    csv.writer(room, delimiter=";", lineterminator="\r\n").writerow(fields)
    return room.getvalue().encode()
