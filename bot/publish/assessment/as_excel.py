"""A round as an Excel workbook: a sheet for each table, numbers as numbers, and beside each statement and row of the
plan an empty column for the organisation's own measures, which are nowhere kept here.

Texts are written as texts and never as formulas.
"""

from __future__ import annotations

import io

import xlsxwriter

from bot.publish.assessment.document import Words
from bot.publish.assessment.tables import sheets, sums
from bot.publish.assessment.whole import Whole

OWN = ("plan", "statements")
"""Tables with a column for own measures."""
WIDE = 9
"""Signs for each share of a column's width."""


def as_excel(words: Words, whole: Whole) -> bytes:
    """The workbook."""
    room = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(room, {"in_memory": True, **options}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for table in sheets(words, whole):
            sheet = book.add_worksheet(words.word(f"sheet-{table.key}"))
            columns = (*table.columns, *([words.word("own-measures")] if table.key in OWN else []))
            widths = (*table.widths, *([4] if table.key in OWN else []))
            for place, (name, width) in enumerate(zip(columns, widths, strict=True)):
                sheet.set_column(place, place, WIDE * width)
                sheet.write_string(0, place, name, bold)
            for line, row in enumerate(table.rows, 1):
                for place, cell in enumerate(row):
                    if isinstance(cell, int):
                        sheet.write_number(line, place, cell, wrap)
                    else:
                        sheet.write_string(line, place, cell, wrap)
            sheet.freeze_panes(1, 0)
        sheet = book.add_worksheet(words.word("sheet-about"))
        sheet.set_column(0, 0, 110)
        counted = [f"{name}: {count}" for name, count in sums(words, whole)[1:]]
        told = (whole.title, words.word("own"), whole.about, *counted, *whole.shown.method, words.word("unsigned"))
        for line, text in enumerate(told):
            sheet.write_string(line, 0, text, wrap)
    return room.getvalue()
