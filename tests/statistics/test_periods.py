"""Periods are whole weeks that nest, and every minute is in exactly one of each."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.statistics.periods import Cadence, Period, day_of, parse_period, period_of, periods_between

MINUTES = some.integers(min_value=27_000_000, max_value=45_000_000)  # 2021 to 2055


@given(minute=MINUTES)
def test_periods_nest(minute: int) -> None:
    """A week lies in one month and a month in one quarter, so a conversation is in no two that overlap apart."""
    week, month, quarter = (period_of(minute, cadence) for cadence in (Cadence.WEEK, Cadence.MONTH, Cadence.QUARTER))

    assert week.holds(minute) and week.weeks == 1
    assert set(week.mondays()) <= set(month.mondays()) <= set(quarter.mondays())
    assert quarter.weeks in (13, 14)


@given(minute=MINUTES, cadence=some.sampled_from(Cadence))
def test_periods_follow_each_other_without_a_gap(minute: int, cadence: Cadence) -> None:
    """The first minute after a period is the first of the next, also where a clock is put forward or back."""
    period = period_of(minute, cadence)

    assert period_of(period.begins, cadence) == period == period_of(period.ends - 1, cadence)
    assert period_of(period.ends, cadence).begins == period.ends


@pytest.mark.parametrize(
    ("day", "cadence", "name"),
    [
        (date(2026, 11, 22), Cadence.WEEK, "2026-w47"),
        (date(2026, 11, 22), Cadence.MONTH, "2026-w44-w47"),
        (date(2026, 11, 22), Cadence.QUARTER, "2026-w40-w53"),
        (date(2027, 1, 3), Cadence.QUARTER, "2026-w40-w53"),
        (date(2027, 1, 4), Cadence.WEEK, "2027-w01"),
    ],
)
def test_periods_have_names_that_sort(day: date, cadence: Cadence, name: str) -> None:
    """A name tells year and weeks; 2026 has 53 of them."""
    minute = (day - date(1970, 1, 1)).days * 24 * 60 + 12 * 60

    assert day_of(minute) == day
    assert period_of(minute, cadence).name == name


def test_a_day_begins_at_swedish_midnight() -> None:
    """A talk at half past midnight on Monday, in Sweden, belongs to the new week."""
    monday = Period(date(2026, 11, 16), 1)

    assert day_of(monday.begins) == date(2026, 11, 16)
    assert day_of(monday.begins - 1) == date(2026, 11, 16) - timedelta(days=1)


def test_a_period_is_found_by_its_name() -> None:
    """Every period of three years, a long one among them, comes back from its name."""
    for cadence in Cadence:
        for period in periods_between(date(2026, 1, 1), date(2028, 12, 31), cadence):
            assert parse_period(period.name) == period


def test_periods_between_two_days_leave_no_gap() -> None:
    """Each begins where the one before ended, across the turn of the clocks and of a long year."""
    for cadence in Cadence:
        found = periods_between(date(2026, 8, 3), date(2027, 3, 1), cadence)
        assert all(one.released_on == other.first for one, other in pairwise(found))
        assert found[0].first <= date(2026, 8, 3) and found[-1].released_on > date(2027, 3, 1)
