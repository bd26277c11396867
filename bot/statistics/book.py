"""What happens at each save, purely: open what begins, settle what is due, freeze what is over. In this order: an hour
after a quarter's turn its first conversations settle while the last ones of the old quarter already have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.statistics.cells import Draw, Sheet, cell, open_sheet
from bot.statistics.contribution import Counted
from bot.statistics.frame import Frame
from bot.statistics.ledger import Spent, spend
from bot.statistics.noise import draw
from bot.statistics.periods import Cadence, Period, day_of, period_of
from bot.statistics.tables import TABLES
from bot.statistics.waiting import SHARED, Caps

CLOSE_AFTER = 75
"""Minutes after a period's end when it closes: its last conversations have settled by then."""


@dataclass(slots=True)
class Book:
    """All open cells. week: the last one whose new units and guides have been given spare places.
    run: number of this counter run, 1–4094, which stands in the tokens. settled: of a shared waiting array, the minute
    (of the clock grid) before which every conversation has been added; 0 where no array is shared."""

    run: int
    week: Period
    sheets: list[Sheet]
    caps: Caps = field(default_factory=Caps)
    settled: int = 0


@dataclass(frozen=True, slots=True)
class House:
    """What the installation knows of itself. make_frame: the lists of a quarter that begins. grow: a frame with its
    spare places taken by what is new. spent: the ledger of what was released; asked only when something opens."""

    make_frame: Callable[[Period], Frame]
    grow: Callable[[Frame], Frame]
    spent: Callable[[], Sequence[Spent]]


def turn(book: Book, minute: int, house: House, noise: Draw = draw) -> None:
    """Open what begins at `minute`, and give spare places to what is new since the week began. Changes the book.

    A clock that was wrong opens nothing twice: what was released is never opened again. Open cells of a table that an
    older program had, and this one has not, are dropped: nothing was counted there.
    """
    book.sheets = [sheet for sheet in book.sheets if sheet.table in TABLES]
    week, quarter = period_of(minute, Cadence.WEEK), period_of(minute, Cadence.QUARTER)
    if week != book.week:
        book.week = week
        for sheet in book.sheets:
            if sheet.frame.quarter == quarter:
                sheet.frame = house.grow(sheet.frame)
    frame = next((sheet.frame for sheet in book.sheets if sheet.frame.quarter == quarter), None)
    due = {table: period_of(minute, table.cadence) for table in TABLES}
    for sheet in book.sheets:
        if due.get(sheet.table) == sheet.period:
            del due[sheet.table]
    spent = house.spent() if due else ()
    for table, period in due.items():
        if any(entry.name == table.key and entry.period == period for entry in spent):
            continue
        frame = frame or house.make_frame(quarter)
        sheet = open_sheet(table, period, frame, noise)
        spend([*spent, *(other.spent for other in book.sheets)], sheet.spent)
        book.sheets.append(sheet)


def settle(book: Book, due: Iterable[tuple[int, Counted]], minute: int) -> None:
    """Add each conversation, once, to its cell of each table of the period in which it began. Changes the book."""
    day = day_of(minute).toordinal()
    for start, found in due:
        mine = [sheet for sheet in book.sheets if sheet.table.mode is found.mode and sheet.period.holds(start)]
        if not mine:
            continue
        place = mine[0].frame.group(found.unit)
        allowed = book.caps.take(mine[0].frame, place, found.mode, day)
        for sheet in mine:
            index = cell(sheet.table, sheet.frame, found)
            if index is None:
                continue
            if allowed:
                sheet.values[index] += 1
            else:
                sheet.met[place] = True


def over(book: Book, minute: int) -> list[Sheet]:
    """The sheets whose time to close has come, oldest first."""
    due = [sheet for sheet in book.sheets if sheet.period.ends + CLOSE_AFTER <= minute]
    return sorted(due, key=lambda sheet: (sheet.period, sheet.table.key))


def new_book(run: int, minute: int) -> Book:
    """A book before anything is open. Its week is the present one: the first frame holds all that there is."""
    return Book(run, period_of(minute, Cadence.WEEK), [])


def next_run(book: Book) -> Book:
    """The book for a counter that starts again: tokens of the run before count nothing any more."""
    return replace(book, run=book.run % (SHARED - 1) + 1, caps=Caps())
