"""A report as an Excel workbook: a sheet for each table with numbers as numbers, and one about the figures.

Written row by row (`constant_memory`), so a large one needs no more memory than a small one. Texts are written as texts
and never as formulas, whatever a unit is called.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.publish.report.document import Document, Table

SHEET_NAME = 31
"""Most signs of a sheet's name."""
Tell = Callable[[str], None]


def as_excel(documents: Iterable[Document], tell: Tell = lambda _: None) -> bytes:
    """The workbook. tell: hears the title of each table as it is written."""
    room = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(room, {**options, "strings_to_numbers": False}) as book:
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        taken: set[str] = set()
        notes: list[str] = []
        about = ""
        for document in documents:
            about = document.words["sheet-notes"]
            for table in document.tables:
                tell(table.title)
                sheet = book.add_worksheet(_free(table.title, taken))
                _write(sheet, document, table, bold)
            told = (document.simulated, *document.notes, *document.method, document.sources)
            notes += [f"{document.title} · {document.about} · {document.days}", *filter(None, told), ""]
        sheet = book.add_worksheet(_free(about or "Report", taken))
        sheet.set_column(0, 0, 110)
        for row, text in enumerate(notes):
            sheet.write_string(row, 0, text, wrap)
    return room.getvalue()


def _write(sheet: Worksheet, document: Document, table: Table, bold: Format) -> None:
    """Name, then for each column its figure, its ± and, where there is none, why."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 3 * len(table.columns), 16)
    heading = " · ".join(filter(None, (table.title, document.about, document.days, document.simulated)))
    sheet.write_string(0, 0, heading, bold)
    sheet.write_string(1, 0, table.head, bold)
    say = document.words
    for place, column in enumerate(table.columns):
        for offset, text in enumerate((column, f"± {column}", say["reason"])):
            sheet.write_string(1, 1 + 3 * place + offset, text, bold)
    sheet.freeze_panes(2, 1)
    for row, line in enumerate(table.lines, 2):
        sheet.write_string(row, 0, line.name)
        for place, cell in enumerate(line.cells):
            at, figure = 1 + 3 * place, cell.figure
            if figure.value is None:
                sheet.write_string(row, at + 2, cell.reason)
                continue
            sheet.write_number(row, at, figure.value)
            if figure.plus_minus is not None:
                sheet.write_number(row, at + 1, figure.plus_minus)


def _free(title: str, taken: set[str]) -> str:
    """A name that no other sheet has, without the signs that names of sheets may not hold."""
    base = re.sub(r"[\[\]:*?/\\']", " ", title)[:SHEET_NAME].strip()
    name, count = base, 2
    while name.casefold() in taken:
        name, count = f"{base[: SHEET_NAME - 4]} {count}", count + 1
    taken.add(name.casefold())
    return name
