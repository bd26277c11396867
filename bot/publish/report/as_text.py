"""A report in a terminal: tables in columns, each figure with its ±, notes and method below."""

from __future__ import annotations

import textwrap

from bot.publish.report.document import Document, Table

WIDTH = 100


def as_text(document: Document) -> str:
    """The whole report as lines."""
    lines = [f"{document.title} · {document.about} · {document.days}", ""]
    if document.simulated:
        lines += [document.simulated.upper(), ""]
    for table in document.tables:
        lines += [table.title, *_table(table), ""]
    for text in (*document.notes, *document.method, document.sources):
        lines += textwrap.wrap(text, WIDTH, initial_indent="- ", subsequent_indent="  ")
    return "\n".join(lines) + "\n"


def _table(table: Table) -> list[str]:
    grid = [(table.head, *table.columns)]
    grid += [
        (f"{line.name} ◂" if line.marked else line.name, *(cell.text for cell in line.cells)) for line in table.lines
    ]
    widths = [max(len(row[place]) for row in grid) for place in range(len(grid[0]))]
    rows = [
        "  ".join(_fit(text, width, place) for place, (text, width) in enumerate(zip(row, widths, strict=True)))
        for row in grid
    ]
    return [rows[0], "─" * len(rows[0]), *(row.rstrip() for row in rows[1:])]


def _fit(text: str, width: int, place: int) -> str:
    return text.rjust(width) if place else text.ljust(width)
