"""Opening hours: as written, over midnight, and on days when offices rest."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialog.directory_schema import DAYS
from bot.directory.hours import SWEDISH, describe, is_open, next_opening, parse
from bot.directory.model import Hours

OFFICE = parse(["mon-fri 08:30-16:00"])
NIGHT = parse(["daily 21:00-06:00"])
DUTY = parse(["daily 16:30-08:00", "sat-sun,holiday 08:00-16:30"])


def at(text: str) -> datetime:
    """A Swedish wall-clock time."""
    return datetime.fromisoformat(text)


def test_a_line_opens_on_the_minute_and_closes_on_the_minute() -> None:
    """From the first minute, up to but not including the last."""
    assert not is_open(OFFICE, at("2026-11-23 08:29:59"))
    assert is_open(OFFICE, at("2026-11-23 08:30"))
    assert is_open(OFFICE, at("2026-11-23 15:59:59"))
    assert not is_open(OFFICE, at("2026-11-23 16:00"))


def test_a_night_line_is_open_on_both_sides_of_midnight() -> None:
    """Hours over midnight belong to the day they began on, and reach into the next, year or not."""
    assert is_open(NIGHT, at("2026-12-31 23:59"))
    assert is_open(NIGHT, at("2027-01-01 05:59"))
    assert not is_open(NIGHT, at("2027-01-01 06:00"))
    assert not is_open(NIGHT, at("2027-01-01 20:59"))


def test_hours_over_midnight_do_not_leak_to_days_not_written() -> None:
    """Friday's night ends on Saturday morning; Saturday has none of its own."""
    line = parse(["mon-fri 16:30-08:00"])

    assert is_open(line, at("2026-11-28 07:59"))  # a Saturday
    assert not is_open(line, at("2026-11-28 17:00"))
    assert not is_open(line, at("2026-11-30 07:00"))  # Monday: Sunday's night is not written


@pytest.mark.parametrize(
    "day", ["2026-01-06", "2026-04-03", "2026-05-14", "2026-06-19", "2026-12-24", "2026-12-25", "2026-12-31"]
)
def test_office_hours_rest_on_red_days_and_eves(day: str) -> None:
    """A line with mon-fri in daytime is closed then; a daily line is not."""
    assert not is_open(OFFICE, at(f"{day} 12:00"))
    assert is_open(parse(["daily 09:00-19:00"]), at(f"{day} 12:00"))
    assert is_open(parse(["sun-thu 09:00-19:00", "fri 09:00-19:00"]), at(f"{day} 12:00")) is (
        at(day).weekday() != 4  # a single Friday is daytime on working days, too
    )


def test_the_duty_office_covers_every_hour_that_the_office_does_not() -> None:
    """Nights, weekends, red days and eves: with office hours to 16.30 the two never leave a gap in a year."""
    office = parse(["mon-fri 08:00-16:30"])
    start = at("2026-01-01 00:15")
    moments = [start + timedelta(minutes=30 * step) for step in range(2 * 24 * 365)]

    assert [when for when in moments if not (is_open(office, when) or is_open(DUTY, when))] == []


def test_holiday_means_the_days_that_offices_close() -> None:
    """“holiday” opens on red days and eves alone."""
    line = parse(["holiday 10:00-14:00"])

    assert is_open(line, at("2026-12-24 11:00"))
    assert not is_open(line, at("2026-12-23 11:00"))


def test_next_opening_skips_weekends_and_holidays() -> None:
    """From Christmas Eve (a Thursday) the office opens on Monday 28 December."""
    assert next_opening(OFFICE, at("2026-12-24 12:00")) == at("2026-12-28 08:30")
    assert next_opening(OFFICE, at("2026-11-23 07:00")) == at("2026-11-23 08:30")
    assert next_opening(OFFICE, at("2026-11-23 12:00")) is None
    assert next_opening(parse("always"), at("2026-11-23 12:00")) is None


def test_next_opening_is_found_across_a_rare_pause() -> None:
    """A Friday line in a year when Christmas and New Year fall on Fridays rests for three weeks."""
    assert next_opening(parse(["fri 09:00-12:00"]), at("2026-12-18 13:00")) == at("2027-01-08 09:00")


def test_unknown_hours_are_never_open() -> None:
    """Nobody is sent to a line that may be silent."""
    assert not is_open(parse("unknown"), at("2026-11-23 12:00"))
    assert next_opening(parse("unknown"), at("2026-11-23 12:00")) is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("always", "dygnet runt"),
        ("unknown", "tiderna är inte kända"),
        (["mon-fri 08:30-16:00"], "vardagar 8.30–16"),
        (["sun-thu 19:00-21:00"], "sön–tors 19–21"),
        (["daily 21:00-06:00"], "alla dagar 21–6"),
        (["mon,wed,fri 09:00-12:00"], "mån, ons, fre 9–12"),
        (["mon-thu 08:00-17:00", "fri 08:00-15:00"], "mån–tors 8–17; fre 8–15"),
        (["sat-sun,holiday 00:00-24:00"], "lör, sön, röda dagar 0–24"),
    ],
)
def test_hours_read_as_a_swede_writes_them(written: str | list[str], said: str) -> None:
    """The words on the screen."""
    assert describe(parse(written)) == said


def test_hours_can_be_told_in_another_language() -> None:
    """Words come from a table; another table with the same keys is another language."""
    english = dict(zip(SWEDISH, [*DAYS, "holidays", "every day", "weekdays", "always", "unknown"], strict=True))

    assert describe(DUTY, english) == "every day 16.30–8; sat, sun, holidays 8–16.30"


MOMENTS = st.datetimes(min_value=at("2005-01-01"), max_value=at("2100-12-31"))
CLOCK = st.integers(0, 1439).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
DAY = st.sampled_from(DAYS)
LINES = st.builds(lambda first, last, start, end: f"{first}-{last} {start}-{end}", DAY, DAY, CLOCK, CLOCK).filter(
    lambda line: line[-11:-6] != line[-5:]
)


@given(st.lists(LINES, min_size=1, max_size=3).map(parse), MOMENTS)
def test_at_its_next_opening_a_line_is_open_and_not_a_minute_before(hours: Hours, moment: datetime) -> None:
    """Whatever the hours: closed until then, open then."""
    opens = next_opening(hours, moment)

    if is_open(hours, moment):
        assert opens is None
    else:
        assert opens is not None
        assert is_open(hours, opens)
        assert not is_open(hours, max(moment, opens - timedelta(minutes=1)))
