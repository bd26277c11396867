"""A small organisation that counts: what tests of counting are made of."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from bot.statistics.book import Book, House, new_book, next_run, turn
from bot.statistics.cells import Draw
from bot.statistics.contribution import BANDS, Contribution, Rehearsal, Use
from bot.statistics.frame import NONE, OTHER, Frame, Size, group_units
from bot.statistics.ledger import Spent
from bot.statistics.noise import Below
from bot.statistics.periods import Period

FULL = os.environ.get("COUNTING") == "full"
"""`make audit` takes all runs; `make test` fewer."""
BEGIN = int(datetime(2026, 11, 16, 8, 0, tzinfo=UTC).timestamp()) // 60
"""A Monday morning, in minutes since 1970: week 47, in the quarter of weeks 40 to 53."""
DAY, WEEK = 24 * 60, 7 * 24 * 60
SUBJECTS = ("ask", "told", "child")
SIZES = (Size(1, "health", 40), Size(2, "dental", 12), Size(3, "social", 6), Size(4, "social", 7), Size(5, "health", 3))
RELEASE = 77


def no_noise(_: int) -> int:
    """Noise switched off, to be held against an oracle."""
    return 0


def chance(seed: int) -> Below:
    """Seeded whole numbers, so that a test of chance says the same each time."""
    source = random.Random(seed)
    return lambda below: int(source.random() * below)


def make_frame(quarter: Period, sizes: Sequence[Size] = SIZES) -> Frame:
    """The closed lists of a quarter."""
    subjects = (NONE, *SUBJECTS, "spare-1", "spare-2", OTHER)
    doors = (NONE, "child", "police", OTHER)
    return Frame(quarter, RELEASE, group_units(sizes), subjects, doors, ("sv", "en"), ENDINGS)


def house(
    spent: Sequence[Spent] = (),
    make: Callable[[Period], Frame] = make_frame,
    grow: Callable[[Frame], Frame] = lambda frame: frame,
) -> House:
    """What an installation knows of itself."""
    return House(make, grow, lambda: spent)


def opened(minute: int = BEGIN, noise: Draw = no_noise, known: House | None = None) -> Book:
    """A book with everything open."""
    book = next_run(new_book(0, minute))
    turn(book, minute, known or house(), noise)
    return book


TALK = Contribution(1, Use.FINISHED, "ask", 5, "police", 0, "web", RELEASE)
"""A talk at unit 1."""
ROUND = Rehearsal(1, "elin/quiet", "alone", "more", "same", "much-more")
"""A round of practice at unit 1."""
ENDINGS = ("elin/left", "elin/quiet", "marek/left", "marek/told", OTHER)


def any_round(source: random.Random) -> Rehearsal:
    """A round of any kind, with values that no list knows among them."""
    changes = (source.choice(("", *BANDS, "huge")) for _ in range(3))
    ending = source.choice((*ENDINGS, "new/left"))
    return Rehearsal(source.choice((0, 1, 2, 3, 900)), ending, source.choice(("", "alone", "moon")), *changes)


def any_talk(source: random.Random) -> Contribution:
    """A talk of any kind, with values that no list knows among them."""
    return Contribution(
        source.choice((0, 1, 2, 3, 4, 5, 900)),
        source.choice(tuple(Use)),
        source.choice(("", *SUBJECTS, "new", "other", "spare-1")),
        source.randrange(16),
        source.choice(("", "child", "police", "moon")),
        source.randrange(12),
        source.choice(("web", "telegram", "pigeon")),
        source.choice((RELEASE, 5)),
    )


def total(book: Book, name: str) -> int:
    """All that stands in the tables of a name."""
    return sum(sum(sheet.values) for sheet in book.sheets if sheet.table.name == name)
