"""The year's wheel: what comes back, in its month; what is overdue first."""

from __future__ import annotations

from datetime import date

from bot.assess.kept import Head, closed_last
from bot.assess.wheel import Coming, Kind, later, months, wheel


def test_twelve_months_from_any_day() -> None:
    """Over the turn of the year."""
    assert months(date(2026, 11, 23)) == ("2026-11", "2026-12", *(f"2027-{month:02}" for month in range(1, 11)))
    assert [later("2026-07", number) for number in (0, 6, 12)] == ["2026-07", "2027-01", "2027-07"]


def test_each_thing_stands_in_its_month() -> None:
    """Numbers at the end of each quarter; what is past in the first month; what lies beyond the year nowhere."""
    late, next_year = Coming("2026-02", Kind.LOOK, "a"), Coming("2027-03", Kind.AGAIN, "b")
    beyond = Coming("2027-11", Kind.PLAN, "c")
    found = dict(wheel(date(2026, 11, 23), [late, next_year, beyond]))

    assert found["2026-11"] == (late,)
    assert found["2027-03"][0] == next_year
    assert beyond not in [each for month in found.values() for each in month]
    calls = [month for month, each in found.items() if any(one.kind is Kind.CALLS for one in each)]
    assert calls == ["2026-12", "2027-03", "2027-06", "2027-09"]


def test_an_open_round_is_not_asked_for_again() -> None:
    """The newest of each unit and sector counts, and none while one is open."""
    old = Head(1, 3, "health", 1, "2024-01", "2024-02")
    new, going = Head(2, 3, "health", 1, "2025-01", "2025-02"), Head(3, 3, "dental", 1, "2025-01")

    assert closed_last([old, new, going]) == [new]
    assert closed_last([old, Head(4, 3, "health", 1, "2026-01")]) == []
