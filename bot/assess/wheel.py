"""The year's wheel: what comes back in the twelve months ahead, month by month. Pure.

A closed assessment is looked at again after half a year (what one began with) and made anew after a year; both are this
product's own proposal. Numbers are called once a quarter (docs/local.md). What should have been before stands first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

MONTHS = 12
HALF, WHOLE_YEAR = 6, 12
"""Months after a round was closed."""
QUARTER_ENDS = (3, 6, 9, 12)


class Kind(Enum):
    """What comes: numbers to call, a cycle to look at, gaps to see over, a round to make anew, a step of a plan."""

    CALLS = "calls"
    LOOK = "look"
    HALF = "half"
    AGAIN = "again"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing. month: YYYY-MM. about: of what, in words. path: of its page, below the prefix."""

    month: str
    kind: Kind
    about: str = ""
    path: str = ""


def months(today: date) -> tuple[str, ...]:
    """The month of a day and the eleven after it."""
    return tuple(later(f"{today:%Y-%m}", number) for number in range(MONTHS))


def later(month: str, number: int) -> str:
    """The month so many months after one."""
    year, at = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + number, 12)
    return f"{year}-{at + 1:02}"


def wheel(today: date, coming: Iterable[Coming]) -> tuple[tuple[str, tuple[Coming, ...]], ...]:
    """Month → what comes in it, for the year ahead; what is overdue stands in the first month."""
    ahead = months(today)
    found: dict[str, list[Coming]] = {month: [] for month in ahead}
    for each in coming:
        if each.month <= ahead[-1]:
            found[max(each.month, ahead[0])].append(each)
    for month in ahead:
        if int(month[5:]) in QUARTER_ENDS:
            found[month].append(Coming(month, Kind.CALLS, path="/kontakter"))
    return tuple((month, tuple(found[month])) for month in ahead)
