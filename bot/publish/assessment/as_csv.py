"""A table of a round as CSV that opens well in a Swedish Excel: a byte order mark, semicolons."""

from __future__ import annotations

import csv
import io

from bot.publish.assessment.tables import Sheet
from bot.publish.report.as_csv import MARK, plain


def as_csv(table: Sheet) -> bytes:
    """The table."""
    room = io.StringIO()
    rows = csv.writer(room, delimiter=";", lineterminator="\r\n")
    rows.writerow(table.columns)
    rows.writerows([plain(cell) if isinstance(cell, str) else cell for cell in row] for row in table.rows)
    return f"{MARK}{room.getvalue()}".encode()
