"""An organisation whose tables are released, week by week, to ask questions of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.statistics.book import CLOSE_AFTER, Book, new_book, next_run, over, settle, turn
from bot.statistics.cells import Draw
from bot.statistics.contribution import Contribution, Counted
from bot.statistics.frame import Size
from bot.statistics.ledger import Spent
from bot.statistics.periods import Period
from bot.statistics.release import FIRST, Released, freeze, spent_on
from bot.statistics.shelf import Shelf
from tests.statistics.small import SIZES, TALK, house, make_frame, no_noise

QUARTER = Period(date(2026, 9, 28), 14)
"""Weeks 40 to 53 of 2026."""

Talks = Callable[[int], Iterable[Counted]]
"""The talks of a week, counted from 0."""


def released(
    talks: Talks, weeks: int = 14, noise: Draw = no_noise, sizes: Sequence[Size] = SIZES, *, simulated: bool = False
) -> list[Released]:
    """What is released of these weeks from the quarter's start on, through the book as it runs."""
    return run(talks, weeks, noise, sizes, simulated=simulated)[0]


def run(
    talks: Talks,
    weeks: int,
    noise: Draw,
    sizes: Sequence[Size],
    *,
    simulated: bool = False,
    closed: int | None = None,
) -> tuple[list[Released], Book]:
    """The same, and the book with what is open then. closed: how many of the weeks are over, None for all."""
    chain: list[Released] = []

    def spent() -> tuple[Spent, ...]:
        return spent_on(chain)

    known = replace(house(make=lambda quarter: make_frame(quarter, sizes)), spent=spent)
    book = next_run(new_book(0, QUARTER.begins))
    for week in range(weeks):
        period = Period(QUARTER.first + timedelta(weeks=week), 1)
        start = period.begins  # in Swedish time: the clocks go back in week 43
        turn(book, start, known, noise)
        for day, found in enumerate(_days(list(talks(week)))):
            at = start + day * 24 * 60
            settle(book, ((at, talk) for talk in found), at + 60)
        for sheet in over(book, period.ends + CLOSE_AFTER) if closed is None or week < closed else ():
            chain.append(freeze(sheet, chain[-1].hash if chain else FIRST, noise, simulated=simulated))
            book.sheets.remove(sheet)
    return chain, book


def shelf(chain: Sequence[Released]) -> Shelf:
    """The tables to read from."""
    documents = {release.name: release.document for release in chain}
    return Shelf(documents, lambda names: {name: documents[name] for name in names})


def at(unit: int, count: int, **cells: object) -> list[Contribution]:
    """So many talks of a unit."""
    return [replace(TALK, unit=unit, **cells)] * count  # type: ignore[arg-type]


def _days(talks: list[Counted]) -> list[list[Counted]]:
    """Spread over six days, so that no cap is met."""
    return [talks[day::6] for day in range(6)]
