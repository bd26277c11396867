"""What ten thousand conversations should come to, worked out from the whole log of their presses."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.engine.token import Mode
from bot.statistics.book import Book
from bot.statistics.cells import cell
from bot.statistics.contribution import Contribution, Counted, Withdrawn
from bot.statistics.frame import Frame
from bot.statistics.periods import Cadence, period_of
from bot.statistics.tables import TABLES
from bot.statistics.waiting import Caps
from tests.statistics.small import BEGIN, DAY, any_round, any_talk, make_frame

TALKS = 10_000


@dataclass(frozen=True)
class Logged:
    """One press: when, of which conversation, begun when, and what it means."""

    minute: int
    number: int
    start: int
    found: Counted | Withdrawn | None


def log(talks: int, seed: int) -> list[Logged]:
    """Presses of many conversations mixed, in the order they come: corrected answers, double taps, old buttons, Back,
    forks, turns to oneself, and returns after the hour."""
    source, found = random.Random(seed), []
    for number in range(talks):
        start = BEGIN + source.randrange(DAY)
        some = source.choice((any_talk, any_talk, any_talk, any_round))
        said = [some(source) for _ in range(source.randrange(1, 4))]
        for _ in range(source.randrange(1, 7)):
            minute = start + source.choice((0, 3, 20, 55, 59, 60, 61, 200))
            meant = Withdrawn.PERSONAL if source.random() < 0.03 else source.choice(said)
            found += [Logged(minute, number, start, meant)] * source.choice((1, 1, 2))
    return sorted(found, key=lambda press: press.minute)


class Unlimited(Caps):
    """No cap, where ten thousand talks a day are held at a handful of units."""

    def take(self, frame: Frame, place: int, mode: Mode, day: int) -> bool:
        """Always."""
        return True


def oracle(presses: Iterable[Logged]) -> dict[tuple[str, int], int]:
    """The same from the whole log: for each conversation its last press within the hour, and its deepest stage since
    it was last turned to oneself; one in one cell of each table."""
    held: dict[int, list[Counted]] = {}
    for press in presses:
        if press.minute >= press.start + 60 or press.found is None:
            continue
        if isinstance(press.found, Withdrawn):
            held[press.number] = []
        else:
            held.setdefault(press.number, []).append(press.found)
    frame, cells = make_frame(period_of(BEGIN, Cadence.QUARTER)), Counter[tuple[str, int]]()
    for said in held.values():
        if said:
            last = said[-1]
            if isinstance(last, Contribution):
                deepest = max(each.furthest for each in said if isinstance(each, Contribution))
                last = replace(last, furthest=deepest)
            for table in TABLES:
                place = cell(table, frame, last)
                if place is not None:
                    cells[table.key, place] += 1
    return dict(cells)


def stands(book: Book) -> dict[tuple[str, int], int]:
    """What stands in the cells."""
    return {
        (sheet.table.key, place): value for sheet in book.sheets for place, value in enumerate(sheet.values) if value
    }
