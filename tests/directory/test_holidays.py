"""Public holidays: computed for any year, right for the years that can be looked up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.directory.holidays import all_saints, closed_days, easter, is_closed_day, midsummer, red_days

YEARS = st.integers(2005, 2299)


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (1818, date(1818, 3, 22)),  # the earliest possible
        (1943, date(1943, 4, 25)),  # the latest possible
        (2000, date(2000, 4, 23)),
        (2008, date(2008, 3, 23)),
        (2019, date(2019, 4, 21)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
        (2049, date(2049, 4, 18)),  # where a simplified rule says 25 April
    ],
)
def test_easter_falls_as_the_almanac_says(year: int, sunday: date) -> None:
    """Known Easter Sundays, the extremes and the exceptions among them."""
    assert easter(year) == sunday


def test_the_whole_year_2026() -> None:
    """Every public holiday of one year, and the three eves."""
    assert sorted(red_days(2026)) == [
        date(2026, 1, 1),
        date(2026, 1, 6),
        date(2026, 4, 3),
        date(2026, 4, 5),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 24),
        date(2026, 6, 6),
        date(2026, 6, 20),
        date(2026, 10, 31),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]
    assert closed_days(2026) - red_days(2026) == {date(2026, 6, 19), date(2026, 12, 24), date(2026, 12, 31)}


@given(YEARS)
def test_moving_days_keep_to_their_weeks(year: int) -> None:
    """Easter is a Sunday from 22 March to 25 April; midsummer and all saints are Saturdays in their weeks."""
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)
    assert midsummer(year).weekday() == all_saints(year).weekday() == 5
    assert date(year, 6, 20) <= midsummer(year) <= date(year, 6, 26)
    assert date(year, 10, 31) <= all_saints(year) <= date(year, 11, 6)


@given(YEARS)
def test_offices_rest_on_the_days_around_easter(year: int) -> None:
    """Good Friday, Easter Monday and Ascension Day are closed, the Thursday before Easter is not."""
    sunday = easter(year)

    assert is_closed_day(sunday - timedelta(days=2))
    assert is_closed_day(sunday + timedelta(days=1))
    assert is_closed_day(sunday + timedelta(days=39))
    assert not is_closed_day(sunday - timedelta(days=3))


def test_whit_monday_is_a_working_day() -> None:
    """Since 2005 the national day has its place."""
    assert not is_closed_day(date(2026, 5, 25))
    assert is_closed_day(date(2028, 6, 6))
