"""Weeks, months and quarters as runs of whole ISO weeks, Swedish time, so that every period nests in the next.

    quarter   13 weeks (the fourth of a long year 14)      1–13  14–26  27–39  40–
    month     4, 4 and 5 of them                           1–4   5–8    9–13   …

A conversation belongs to the period in which it began. Calendar months would cut weeks in two, and a conversation would
then stand in a week and a month that overlap without one holding the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cache
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")


class Cadence(Enum):
    """How often a table is released."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


STARTS = {Cadence.MONTH: (1, 5, 9, 14, 18, 22, 27, 31, 35, 40, 44, 48), Cadence.QUARTER: (1, 14, 27, 40)}
"""ISO weeks in which a period begins."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A run of whole weeks. first: its first Monday."""

    first: date
    weeks: int

    @property
    def begins(self) -> int:
        """Its first minute, in whole minutes since 1970 (UTC)."""
        return _minute(self.first)

    @property
    def ends(self) -> int:
        """The first minute that is no longer in it."""
        return _minute(self.first + timedelta(weeks=self.weeks))

    @property
    def name(self) -> str:
        """For instance "2026-w47", or "2026-w40-w52"."""
        year, week, _ = self.first.isocalendar()
        last = self.first + timedelta(weeks=self.weeks - 1)
        return f"{year}-w{week:02}" + (f"-w{last.isocalendar().week:02}" if self.weeks > 1 else "")

    def holds(self, minute: int) -> bool:
        """Whether a minute since 1970 lies in it."""
        return self.begins <= minute < self.ends

    @property
    def released_on(self) -> date:
        """The day on which its tables are released, soon after midnight: the Monday after it."""
        return self.first + timedelta(weeks=self.weeks)

    def mondays(self) -> tuple[date, ...]:
        """The Monday of each of its weeks."""
        return tuple(self.first + timedelta(weeks=week) for week in range(self.weeks))


def day_of(minute: int) -> date:
    """The Swedish day of a minute since 1970."""
    return datetime.fromtimestamp(minute * 60, UTC).astimezone(SWEDEN).date()


def period_of(minute: int, cadence: Cadence) -> Period:
    """The period that a minute since 1970 lies in."""
    year, week, weekday = (day := day_of(minute)).isocalendar()
    if cadence is Cadence.WEEK:
        return Period(day - timedelta(days=weekday - 1), 1)
    starts = STARTS[cadence]
    place = max(index for index, start in enumerate(starts) if start <= week)
    first = date.fromisocalendar(year, starts[place], 1)
    after = (year, starts[place + 1]) if place + 1 < len(starts) else (year + 1, 1)
    return Period(first, (date.fromisocalendar(*after, 1) - first).days // 7)


def parse_period(name: str) -> Period:
    """The period of a name such as "2026-w47" or "2026-w40-w53".

    Raises:
        ValueError: it names none.
    """
    year, first, *rest = name.replace("w", "").split("-")
    weeks = int(rest[0]) - int(first) + 1 if rest else 1
    return Period(date.fromisocalendar(int(year), int(first), 1), weeks)


def periods_between(first: date, last: date, cadence: Cadence) -> tuple[Period, ...]:
    """All periods that have a day of those from first to last in them, oldest first."""
    found = []
    day = first
    while day <= last:
        found.append(period := period_of(_minute(day), cadence))
        day = period.first + timedelta(weeks=period.weeks)
    return tuple(found)


@cache
def _minute(day: date) -> int:
    return int(datetime.combine(day, time(), SWEDEN).timestamp()) // 60
