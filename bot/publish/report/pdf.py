"""A report as a PDF, set from `report.typ` (`typeset`), with a text for each picture. Its day is the report's last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot.publish.report.chart import has_picture, svg
from bot.publish.report.document import Document, Table
from bot.publish.typeset import typeset

TEMPLATE = Path(__file__).with_name("report.typ")


def as_pdf(document: Document, last: date, picture: Callable[[Document, Table], str] = svg) -> bytes:
    """The report as a file. last: the day that it ends with. picture: gives each table's as SVG.

    Raises:
        PdfError: it cannot be set.
    """
    data = {
        "title": document.title,
        "lang": document.language.partition("-")[0],
        "about": document.about,
        "days": document.days,
        "made": last.isoformat(),
        "simulated": document.simulated,
        "notes": document.notes,
        "tables": [_table(document, table, picture) for table in document.tables if table.lines],
        "about-figures": document.words["sheet-notes"],
        "method": [*document.method, document.sources],
        "foot": " · ".join(filter(None, (document.title, document.about, document.simulated))),
    }
    return typeset(TEMPLATE, data, last)


def _table(document: Document, table: Table, picture: Callable[[Document, Table], str]) -> dict[str, object]:
    return {
        "title": table.title,
        "alt": table.alt,
        "picture": picture(document, table) if has_picture(table) else "",
        "head": table.head or " ",
        "columns": list(table.columns),
        "lines": [[line.name, *(cell.text for cell in line.cells)] for line in table.lines],
    }
