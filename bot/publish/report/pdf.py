"""A report as a PDF that a screen reader can read: tagged, with title, language and a text for each picture (PDF/UA-1).

Typst sets it from `report.typ`; the words go in as data and never as markup. The same report gives the same bytes, for
the day in the file is the report's last.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import typst

from bot.publish.report.chart import has_picture, svg
from bot.publish.report.document import Document, Table

TEMPLATE = Path(__file__).with_name("report.typ")


class PdfError(Exception):
    """The report cannot be set: for instance, no font here has the letters of its language. Says what Typst said."""


def as_pdf(document: Document, last: date, picture: Callable[[Document, Table], str] = svg) -> bytes:
    """The report as a file. last: the day that it ends with. picture: gives each table's as SVG.

    Raises:
        PdfError: see there.
    """
    made = datetime(last.year, last.month, last.day, tzinfo=UTC)
    data = {
        "title": document.title,
        "lang": document.language.partition("-")[0],
        "about": document.about,
        "days": document.days,
        "made": made.date().isoformat(),
        "simulated": document.simulated,
        "notes": document.notes,
        "tables": [_table(document, table, picture) for table in document.tables if table.lines],
        "about-figures": document.words["sheet-notes"],
        "method": [*document.method, document.sources],
        "foot": " · ".join(filter(None, (document.title, document.about, document.simulated))),
    }
    try:
        compiler = typst.Compiler(TEMPLATE, sys_inputs={"report": json.dumps(data, ensure_ascii=False)})
        found = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made)
    except typst.TypstError as error:
        raise PdfError(error.message) from None
    assert isinstance(found, bytes)  # one document is one file
    return found


def _table(document: Document, table: Table, picture: Callable[[Document, Table], str]) -> dict[str, object]:
    return {
        "title": table.title,
        "alt": table.alt,
        "picture": picture(document, table) if has_picture(table) else "",
        "head": table.head or " ",
        "columns": list(table.columns),
        "lines": [[line.name, *(cell.text for cell in line.cells)] for line in table.lines],
    }
