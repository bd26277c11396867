"""All that was ever released, as a data set: a part for each table, a row for each period and label, streamed.

The last axis of a table runs across, so that half a million figures are a hundred thousand rows. What lies below the
floor of a single cell is left empty, as everywhere; its column and ± are there, so that the gap can be seen. Excel says
at the end of the row why, and has a sheet about the figures.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from types import MappingProxyType

import xlsxwriter

from bot.publish.report.as_csv import MARK, plain
from bot.publish.report.document import METHOD, Names, label_text
from bot.statistics.figures import Kind, Label
from bot.statistics.frame import SPARE
from bot.statistics.periods import Period
from bot.statistics.release import Figures
from bot.statistics.shelf import Shelf
from bot.statistics.tables import TABLES, Axis, Table

KINDS: Mapping[Axis, Kind] = MappingProxyType(
    {
        Axis.WEEKLY: Kind.GROUP,
        Axis.MONTHLY: Kind.GROUP,
        Axis.GROUPS: Kind.GROUP,
        Axis.USE: Kind.USE,
        Axis.SUBJECT: Kind.SUBJECT,
        Axis.VERSION: Kind.VERSION,
        Axis.FURTHEST: Kind.STAGE,
        Axis.SECTOR: Kind.SECTOR,
        Axis.DOOR: Kind.DOOR,
        Axis.LANGUAGE: Kind.LANGUAGE,
        Axis.CHANNEL: Kind.CHANNEL,
        Axis.CASE: Kind.CASE,
        Axis.GATE: Kind.GATE,
        Axis.ASK: Kind.CHANGE,
        Axis.RECEIVE: Kind.CHANGE,
        Axis.NEXT: Kind.CHANGE,
    }
)
Value = str | int | None
"""Of a figure: None is below its floor, "" was in no list of its period."""
Tell = Callable[[str, int, int], None]
"""Hears the table, how many of its periods are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table over all its periods. rows: period, labels, a figure for each column, ±, "" or that it is made up.
    first: the column of the first figure; after the last one come two more."""

    table: Table
    head: tuple[str, ...]
    rows: Iterator[Sequence[Value]]
    first: int

    @property
    def key(self) -> str:
        """The name of the table."""
        return self.table.key


def parts(
    shelf: Shelf,
    names: Names,
    tell: Tell = lambda *_: None,
    tables: Iterable[Table] = TABLES,
    groups: Collection[str] | None = None,
) -> Iterator[Part]:
    """Tables that were released, each with all its periods, oldest first. groups: rows of units that may be shown, None
    for all."""
    for table in tables:
        found = sorted(shelf.take(table, shelf.periods(table)).items())
        if found:
            yield _part(table, [(period, figures) for period, (figures, _) in found], names, tell, groups)


def is_shown(table: Table, labels: Sequence[str], groups: Collection[str] | None) -> bool:
    """Whether a row or a figure with these labels, axis by axis, may be shown to who may see these rows of units."""
    if groups is None:
        return True
    return all(name in groups for axis, name in zip(table.axes, labels, strict=False) if KINDS[axis] is Kind.GROUP)


def as_csv(found: Iterator[Part]) -> Iterator[bytes]:
    """The data set as CSV, a period at a time; each table begins with a line of its columns."""
    yield MARK.encode()
    for part in found:
        room = io.StringIO()
        writer = csv.writer(room, delimiter=";", lineterminator="\r\n")
        writer.writerow([part.key, *map(plain, part.head)])
        for number, row in enumerate(part.rows):
            writer.writerow([part.key, *row])
            if not number % 1000:
                yield room.getvalue().encode()
                room.seek(0)
                room.truncate()
        yield room.getvalue().encode()


def write_excel(found: Iterator[Part], file: Path, words: Mapping[str, str]) -> None:
    """The data set as a workbook, a sheet for each table, row by row, and at the end one about the figures. Impure."""
    withheld, absent = words["why-floor"], words["why-not-asked"]
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(file), {**options, "strings_to_numbers": False}) as book:
        tables: list[Table] = []
        for part in found:
            tables.append(part.table)
            sheet = book.add_worksheet(part.key)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 1, 24)
            for place, text in enumerate((*part.head, words["csv-reason"])):
                sheet.write_string(0, place, text)
            text_cell, number_cell = sheet.write_string, sheet.write_number
            figures = range(part.first, len(part.head) - 2)
            for number, row in enumerate(part.rows, 1):
                for place, value in enumerate(row):
                    if value.__class__ is int:
                        number_cell(number, place, value)
                    elif value:
                        text_cell(number, place, value)
                    elif value is not None and place in figures:
                        text_cell(number, place, absent)
                if None in row:
                    text_cell(number, len(part.head), withheld)
        _about(book, tables, words)


def _about(book: xlsxwriter.Workbook, tables: Iterable[Table], words: Mapping[str, str]) -> None:
    """How the figures are to be read, and what each table's are worth."""
    sheet, wrap = book.add_worksheet(words["sheet-notes"]), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 80)
    sheet.set_column(1, 2, 24)
    told = [words[key] for key in (*METHOD, "method-data")]
    for row, text in enumerate(told):
        sheet.write_string(row, 0, text, wrap)
    lines: list[tuple[str | int, ...]] = [(words["csv-table"], words["csv-wide"], words["data-floor"])]
    lines += [(table.key, table.plus_minus, table.floor) for table in tables]
    for row, line in enumerate(lines, len(told) + 1):
        for place, value in enumerate(line):
            sheet.write(row, place, value)


def _part(
    table: Table, found: list[tuple[Period, Figures]], names: Names, tell: Tell, groups: Collection[str] | None
) -> Part:
    *_, last = table.axes
    across = dict.fromkeys(
        name for _, figures in reversed(found) for name in figures.axes[-1][1] if not name.startswith(SPARE)
    )
    say = names.words
    head = (
        say["head-period"],
        *(say[f"head-{KINDS[axis].value}"] for axis in table.axes[:-1]),
        *(label_text(Label(KINDS[last], name), names) for name in across),
        say["csv-wide"],
        say["csv-simulated"],
    )
    return Part(table, head, _rows(table, found, tuple(across), names, tell, groups), len(table.axes))


def _rows(
    table: Table,
    found: list[tuple[Period, Figures]],
    across: Sequence[str],
    names: Names,
    tell: Tell,
    groups: Collection[str] | None,
) -> Iterator[Sequence[Value]]:
    worded: dict[tuple[Axis, str], str] = {}

    def text(axis: Axis, name: str) -> str:
        key = (axis, name)
        if key not in worded:
            worded[key] = plain(label_text(Label(KINDS[axis], name), names))
        return worded[key]

    for done, (period, figures) in enumerate(found, 1):
        *outer, (_, columns) = figures.axes
        places = {name: place for place, name in enumerate(columns)}
        at = [places.get(name) for name in across]
        when = label_text(Label(Kind.PERIOD, period.name), names)
        made_up = say if (say := names.words["simulated"]) and figures.simulated else ""
        values, floor, width = figures.values, table.floor, len(columns)
        for number, labels in enumerate(product(*(listed for _, listed in outer))):
            if any(name.startswith(SPARE) for name in labels) or not is_shown(table, labels, groups):
                continue
            cells = values[number * width : (number + 1) * width]
            shown = ["" if place is None else None if cells[place] < floor else cells[place] for place in at]
            told = [text(axis, name) for axis, name in zip(table.axes, labels, strict=False)]
            yield [when, *told, *shown, table.plus_minus, made_up]
        tell(table.key, done, len(found))
