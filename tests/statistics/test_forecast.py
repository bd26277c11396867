"""What a unit is told that it will see, held against the exact law, the frame, and what is really released."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from bot.statistics.forecast import (
    Forecast,
    Seen,
    Standing,
    Verdict,
    Whose,
    chance,
    forecast,
    row_of,
    standing,
    surely_shown,
)
from bot.statistics.frame import Size
from bot.statistics.law import half_share
from bot.statistics.tables import TABLES, Table
from tests.statistics.law import two_draws
from tests.statistics.shown import at, released, shelf
from tests.statistics.small import no_noise

NOW = int(datetime(2026, 11, 25, 10, 0, tzinfo=UTC).timestamp()) // 60
"""A Wednesday in the middle of the last quarter of 2026 (weeks 40 to 53)."""
SIZES = (
    Size(1, "health", 40), Size(2, "health", 12), Size(3, "health", 6), Size(4, "health", 3), Size(5, "dental", 4),
    Size(6, "health", None), Size(7, "social", 9), Size(8, "social", 20),
)  # fmt: skip


def told(unit: int, talks: dict[int, int | None], sizes: Sequence[Size] = SIZES) -> Forecast:
    """The forecast of a unit now."""
    return forecast(unit, sizes, talks, NOW)


def row(found: Forecast, key: str) -> Seen:
    """What is told of a table."""
    return next(each for each in found.seen if each.table.key == key)


@pytest.mark.parametrize("hundredths", [10, 15, 20, 40])
@pytest.mark.parametrize("least", [-60, -7, -1, 0, 1, 9, 55])
def test_chances_are_those_of_the_exact_law(hundredths: int, least: int) -> None:
    """The chance that two draws reach a figure, summed apart from the program."""
    law = two_draws(hundredths, reach=900)

    assert chance(hundredths, least) == pytest.approx(sum(p for s, p in law.items() if s >= least), abs=1e-9)
    if least > 0:
        inside = half_share(((hundredths, 2),), least - 1)
        assert chance(hundredths, least) == pytest.approx((1 - inside) / 2, abs=1e-6), "as reports have it"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_surely_shown_is_the_least_count_that_is(table: Table) -> None:
    """With one talk less it would be shown in fewer than 95 of 100."""
    least = surely_shown(table)

    assert chance(table.hundredths, table.floor - least) >= 0.95 > chance(table.hundredths, table.floor - least + 1)
    assert least > table.floor


def test_a_large_unit_is_told_first_days_and_uncertainty() -> None:
    """New in mid-quarter: by month until it ends, so its first figure comes with the month; each with its ±."""
    found = told(1, {1: 30})

    assert found.alone and not found.other and found.group == () and found.joins == ()
    use = row(found, "use-week")
    assert (use.whose, use.table.plus_minus, use.verdict) == (Whose.UNIT, 10, Verdict.SHOWN)
    assert use.first == date(2027, 1, 4), "the month of weeks 48 to 53, the unit's first, ends there"
    assert use.talks == 30, "the figures that come after it are of one week"
    assert row(found, "subject-quarter").first == date(2027, 1, 4)


def test_a_small_unit_is_told_whom_it_is_shown_with_and_from_the_next_quarter() -> None:
    """It is joined when the next quarter begins, and the talks are those of all in the row."""
    sizes = (*SIZES, Size(9, "health", 5))
    found = told(3, {3: 2, 4: 3, 6: 0, 9: 1}, sizes)

    assert not found.alone and not found.other and found.group == (4, 6, 9)
    use = row(found, "use-month")
    assert use.whose is Whose.GROUP and use.first == date(2027, 2, 1)
    assert use.talks == 6 * 4


def test_a_unit_that_is_too_small_even_together_stands_under_other() -> None:
    """Four staff, alone in their sector: counted with all that are too few."""
    found = told(5, {5: 4})

    assert found.other and not found.alone
    assert row(found, "use-month").whose is Whose.OTHER


def test_a_weekly_figure_is_judged_by_the_talks_of_a_week() -> None:
    """Twelve talks a week are seen each month, but seldom each week: no promise of the one for the other."""
    use = row(told(1, {1: 12}), "use-week")

    assert use.talks == 12 < use.least and use.verdict is Verdict.SOMETIMES


def test_what_can_never_be_seen_is_said() -> None:
    """One talk a week never reaches a floor of the quarter's tables when all have said what they expect."""
    sizes = (Size(8, "social", 20),)
    found = told(8, {8: 1}, sizes)

    verdicts = {each.table.key: each.verdict for each in found.seen}
    assert verdicts["surroundings-quarter"] is Verdict.NEVER
    assert verdicts["rounds-quarter"] is Verdict.UNFORESEEN, "nobody is asked how many will practise"


def test_what_others_have_not_said_is_unknown_unless_what_is_known_is_enough() -> None:
    """Half a sum is no forecast, but what already suffices does."""
    assert row(told(8, {8: 1}), "surroundings-quarter").verdict is Verdict.UNKNOWN
    found = row(told(8, {8: 100}), "surroundings-quarter")
    assert found.verdict is Verdict.SHOWN and not found.whole


def test_joining_is_proposed_in_the_order_given_and_only_as_far_as_needed() -> None:
    """The fewest of the same sector that reach ten staff, and then 25; nobody who has not said how many they are."""
    assert told(3, {}).joins == ((1,),), "the first that comes to mind already reaches both"
    near = tuple(Size(unit, "health", staff) for unit, staff in ((3, 6), (4, 3), (2, 12), (6, None), (1, 40)))
    assert told(3, {}, near).joins == ((4, 2), (4, 2, 1)), "9 are too few; 21 reach ten, 61 reach 25"
    assert told(7, {}).joins == ((8,),), "29 reach both"
    assert told(5, {}).joins == ()


@pytest.mark.parametrize("weeks", [5, 14])
def test_a_unit_that_has_figures_is_told_since_when(weeks: int) -> None:
    """What was released holds its row: by week since the first week, of the quarter not before the quarter is over, and
    of the whole organisation the same. A unit that no release names is new."""
    chain = shelf(released(lambda _: at(1, 30), weeks, no_noise, SIZES))
    over, after = weeks == 14, date(2027, 1, 4)

    def seen(unit: int, key: str, sizes: Sequence[Size] = SIZES) -> Seen:
        known = standing(chain, row_of(unit, sizes).key, "health")
        return row(forecast(unit, sizes, {}, NOW, known), key)

    assert seen(1, "use-week").now == Standing(date(2026, 10, 5), 1, 4), "30 talks, all of one end"
    assert seen(2, "use-month").now == Standing(date(2026, 10, 26), 0, 4), "nobody used it there"
    for key in ("subject-quarter", "surroundings-quarter", "rounds-quarter"):
        now = seen(1, key).now
        assert (now.since if now else None) == (after if over else None)
        assert seen(1, key).first == after, "it stands in this quarter's lists"
    new = (*SIZES, Size(9, "dental", 30))
    assert seen(9, "use-week", new).now is None and seen(9, "use-week", new).first == after
    assert bool(seen(9, "surroundings-quarter", new).now) == over, "a figure of all units"


def test_a_unit_that_came_in_mid_quarter_is_told_of_its_months_and_then_of_weeks() -> None:
    """Its months are there; weeks begin with the next quarter."""
    known = {"use-month": Standing(date(2026, 11, 23), 2, 4)}
    found = forecast(1, SIZES, {1: 30}, NOW, known)

    assert row(found, "use-month").now == known["use-month"] and found.has_figures
    assert row(found, "use-week").now is None and row(found, "use-week").first == date(2027, 1, 11)
    assert not told(1, {1: 30}).has_figures
