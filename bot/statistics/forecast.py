"""What a unit will see of the counts, worked out beforehand from its staff and the talks that it expects.

    a figure = talks in its row + two draws of discrete Laplace noise, shown at the table's floor and above

So the chance that a figure is shown follows from the exact law of two draws:

    P(s) = ((1 − a) / (1 + a))² · a^|s| · (|s| + (1 + a²) / (1 − a²)),   a = exp(−ε)

(`law` has sums of any draws; this is exact however far from zero.) It is the chance if all talks of the period stood in
one row, and so the most that can be hoped for: spread over several rows, fewer are seen. That talks come unevenly is
left out; the noise is the larger part where it matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache
from math import exp
from types import MappingProxyType

from bot.engine.token import Mode
from bot.statistics.frame import LEAST_STAFF, OTHER, WEEKLY_STAFF, Group, Size, group_units
from bot.statistics.periods import Cadence, Period, day_of, period_of
from bot.statistics.shelf import Shelf, chosen_cells
from bot.statistics.tables import TABLES, Axis, Table

SURE, HOPELESS = 0.95, 0.05
"""Chances from which a figure is said to be shown, and below which never."""
USE = "use"
"""The name of the tables of use, by week and by month; a row stands in one of them."""
REACH = 400
"""How far from zero the law is summed; beyond lies less than one in 10¹² for the cheapest table."""


class Whose(Enum):
    """Whose talks a figure is of."""

    UNIT = "unit"
    GROUP = "group"
    OTHER = "other"
    SECTOR = "sector"
    EVERYBODY = "everybody"


class Verdict(Enum):
    """Whether a figure will be shown. UNKNOWN: not all have said what they expect. UNFORESEEN: of practice nobody is
    asked what to expect."""

    SHOWN = "shown"
    SOMETIMES = "sometimes"
    NEVER = "never"
    UNKNOWN = "unknown"
    UNFORESEEN = "unforeseen"


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a row that has figures: the day since which, and how many of its figures could be shown in the newest release,
    of how many."""

    since: date
    shown: int
    cells: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What of a table can be hoped for. first: the first day on which there can be a figure; now: what is released of
    it, None where nothing is yet. talks: expected in one of its periods by those who have said; whole: that is
    everybody. least: talks in a row from which it is shown in at least 95 of 100."""

    table: Table
    whose: Whose
    first: date
    now: Standing | None
    talks: int
    whole: bool
    chance: float
    least: int

    @property
    def verdict(self) -> Verdict:
        """In one word."""
        if self.table.mode is not Mode.LIVE:
            return Verdict.UNFORESEEN
        if self.chance >= SURE:
            return Verdict.SHOWN
        if not self.whole:
            return Verdict.UNKNOWN
        return Verdict.NEVER if self.chance <= HOPELESS else Verdict.SOMETIMES


@dataclass(frozen=True, slots=True)
class Forecast:
    """Everything for one unit. group: the other units that share its row, () when it stands alone; other: it stands
    with all that are too few, and with talks of no unit. joins: which units to become one with, so that there are
    own figures (ten staff), and weekly ones (25); () where nothing is needed or possible."""

    alone: bool
    other: bool
    group: tuple[int, ...]
    seen: tuple[Seen, ...]
    joins: tuple[tuple[int, ...], ...]

    @property
    def has_figures(self) -> bool:
        """Whether the use of its row has been released already."""
        return any(each.now for each in self.seen if each.table.name == USE)


def row_of(unit: int, sizes: Sequence[Size]) -> Group:
    """The row that a unit stands in as the organisation is now."""
    groups = group_units(sizes)
    return next((each for each in groups if unit in each.units), groups[-1])


def standing(shelf: Shelf, group: str, sector: str) -> dict[str, Standing]:
    """Table → how a row of units stands in what is released; a table of which the newest release has no such row, or of
    which there is none, is not there. sector: what a table by sector is looked at for."""
    found = {}
    for table in TABLES:
        if since := shelf.since(table, group if _by_group(table) else ""):
            mine = {table.axes[0]: (group,)} if _by_group(table) else {}
            mine |= {Axis.SECTOR: (sector,)} if Axis.SECTOR in table.axes else {}
            cells = chosen_cells(shelf.newest(table), mine)
            found[table.key] = Standing(since, sum(table.shown(value) is not None for value in cells), len(cells))
    return found


def forecast(
    unit: int,
    sizes: Sequence[Size],
    talks: dict[int, int | None],
    minute: int,
    known: Mapping[str, Standing] = MappingProxyType({}),
) -> Forecast:
    """What a unit sees, and will see.

    Args:
        unit: its number.
        sizes: all open units; those of one sector in the order in which they come to mind to be joined.
        talks: unit → talks expected a week, None when nobody has said.
        minute: now, since 1970.
        known: of its row, as `standing` has it. A row that has figures of use stands in this quarter's lists; any
            other is taken to be there from today on.
    """
    here, group = next(size for size in sizes if size.unit == unit), row_of(unit, sizes)
    alone = group.units == (unit,) and (here.staff or 0) >= LEAST_STAFF
    quarter = period_of(minute, Cadence.QUARTER)
    stands = bool({table.key for table in TABLES if table.name == USE} & known.keys())
    following = quarter.first + timedelta(weeks=quarter.weeks)
    # A unit of its own takes a spare place next week; joining waits for the next quarter.
    begins = quarter.first if stands else _monday_after(minute) if alone else following
    seen = []
    for table in TABLES:
        if table.key not in known and not _holds(table, group):
            continue
        # By week where it was by month, or the other way round: from the next quarter on.
        start = following if stands and table.name == USE else begins
        first = _first(table, alone=alone, begins=start, quarter=quarter)
        seen.append(_seen(table, group, here, sizes, talks, first, known.get(table.key)))
    others = tuple(each for each in group.units if each != unit)
    return Forecast(alone, group.key == OTHER, others, tuple(seen), _joins(here, sizes))


@cache
def chance(hundredths: int, least: int) -> float:
    """Probability that two draws together are `least` or more."""
    a = exp(-hundredths / 100)
    scale, rest = ((1 - a) / (1 + a)) ** 2, (1 + a * a) / (1 - a * a)
    size = abs(least)
    beyond = sum(scale * a**s * (s + rest) for s in range(size, size + REACH))
    if least >= 0:
        return beyond
    return 1 - beyond + scale * a**size * (size + rest)


def surely_shown(table: Table) -> int:
    """Talks in a row from which it is shown in at least 95 of 100 releases."""
    return next(count for count in range(10_000) if chance(table.hundredths, table.floor - count) >= SURE)


def _holds(table: Table, group: Group) -> bool:
    """Whether the group has a row there."""
    if table.name == USE:
        return group.weekly == (Axis.WEEKLY in table.axes)
    return True


def _seen(
    table: Table,
    group: Group,
    here: Size,
    sizes: Sequence[Size],
    talks: dict[int, int | None],
    first: Period,
    now: Standing | None,
) -> Seen:
    by_group = _by_group(table)
    units: Iterable[int]
    if by_group and group.key == OTHER:
        placed = {unit for each in group_units(sizes) for unit in each.units}
        whose, units = Whose.OTHER, (size.unit for size in sizes if size.unit not in placed)
    elif by_group:
        whose, units = (Whose.UNIT if group.units == (here.unit,) else Whose.GROUP), group.units
    elif Axis.SECTOR in table.axes:
        whose, units = Whose.SECTOR, (size.unit for size in sizes if size.sector == here.sector)
    else:
        whose, units = Whose.EVERYBODY, (size.unit for size in sizes)
    # What is expected is real talks; nobody has said how many will practise.
    told = [talks.get(each) for each in units] if table.mode is Mode.LIVE else [None]
    known = [each for each in told if each is not None]
    # The first figure of a new unit is a month's; whether weeks will be seen is told by a week's talks.
    weeks = 1 if table.cadence is Cadence.WEEK else first.weeks
    expected, whole = sum(known) * weeks, len(known) == len(told)
    shown = chance(table.hundredths, table.floor - expected)
    day = first.first + timedelta(weeks=first.weeks)
    return Seen(table, whose, day, now, expected, whole, shown, surely_shown(table))


def _by_group(table: Table) -> bool:
    return table.axes[0] in (Axis.WEEKLY, Axis.MONTHLY, Axis.GROUPS)


def _first(table: Table, *, alone: bool, begins: date, quarter: Period) -> Period:
    """The first period with a figure. A unit that comes in mid-quarter is released by month until the quarter ends."""
    ends = quarter.first + timedelta(weeks=quarter.weeks)
    cadence = table.cadence
    if alone and cadence is Cadence.WEEK and begins < ends:
        cadence = Cadence.MONTH
    return period_of(_minute_of(begins), cadence)


def _joins(here: Size, sizes: Sequence[Size]) -> tuple[tuple[int, ...], ...]:
    """The fewest units, in the order given, that together reach ten staff, and 25."""
    found: list[tuple[int, ...]] = []
    near = [size for size in sizes if size.unit != here.unit and size.sector == here.sector and size.staff]
    for least in (LEAST_STAFF, WEEKLY_STAFF):
        staff, chosen = here.staff or 0, list[int]()
        if staff >= least:
            continue
        for size in near:
            if staff >= least:
                break
            staff, chosen = staff + (size.staff or 0), [*chosen, size.unit]
        if staff >= least and tuple(chosen) not in found:
            found.append(tuple(chosen))
    return tuple(found)


def _monday_after(minute: int) -> date:
    day = day_of(minute)
    return day + timedelta(days=7 - day.weekday())


def _minute_of(day: date) -> int:
    return Period(day, 1).begins
