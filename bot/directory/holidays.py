"""Swedish public holidays, computed.

Rules: lag (1989:253) om allmänna helgdagar, as changed by 2004:1320 (6 June in, Whit Monday out from 2005);
Easter by the anonymous Gregorian method (Nature, 1876; known as Meeus/Jones/Butcher). The three eves are
no public holidays by that law, but offices are closed on them all the same.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5
FIRST_YEAR = 2005
"""The rules below hold from this year."""


def easter(year: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - correction + 15) % 30
    quarters, quarter_rest = divmod(rest, 4)
    to_sunday = (32 + 2 * century_rest + 2 * quarters - epact - quarter_rest) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _saturday_from(first: date) -> date:
    return first + timedelta(days=(SATURDAY - first.weekday()) % 7)


def midsummer(year: int) -> date:
    """Midsommardagen: the Saturday of 20–26 June."""
    return _saturday_from(date(year, 6, 20))


def all_saints(year: int) -> date:
    """Alla helgons dag: the Saturday of 31 October–6 November."""
    return _saturday_from(date(year, 10, 31))


@lru_cache(maxsize=16)
def red_days(year: int) -> frozenset[date]:
    """The public holidays of a year, without the ordinary Sundays."""
    sunday = easter(year)
    fixed = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26))
    from_easter = (-2, 0, 1, 39, 49)  # Good Friday, Easter, Easter Monday, Ascension, Whit Sunday
    return frozenset(
        (
            *(date(year, month, day) for month, day in fixed),
            *(sunday + timedelta(days=days) for days in from_easter),
            midsummer(year),
            all_saints(year),
        )
    )


@lru_cache(maxsize=16)
def closed_days(year: int) -> frozenset[date]:
    """The public holidays and the eves of midsummer, Christmas and New Year: days without office hours."""
    eves = (midsummer(year) - timedelta(days=1), date(year, 12, 24), date(year, 12, 31))
    return red_days(year).union(eves)


def is_closed_day(day: date) -> bool:
    """Whether offices are closed on this day for another reason than a weekend."""
    return day in closed_days(day.year)
