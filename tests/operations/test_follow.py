"""A cycle of follow-up on the made-up year: what was planted is found, what was not is not claimed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.conversation.alone import OneEdition
from bot.conversation.content import require_edition
from bot.operations import demo
from bot.operations.reporting import Desk, new_desk
from bot.statistics import noise
from bot.statistics.asked import Asked, Own, Reader
from bot.statistics.figures import Figure
from bot.statistics.follow import BASELINE, Plan, Point, What, chart, decide, expected, grain_of, points
from bot.statistics.periods import Cadence, Period, periods_between
from bot.statistics.trial import LONGEST, Span, Verdict, wait
from bot.storage.database import open_database
from tests.conftest import ROOT

LAST = date(2026, 2, 4)
TRAINED, ELSEWHERE, MONTHLY = 3, 11, 4
"""Units of the year: with the training of week 26, as large without one, and one that is released by month."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The whole year. The noise is that of real cells, drawn from a seed, so that the look is the same each time."""
    folder = tmp_path_factory.mktemp("year") / "data"
    local = demo.prepare(folder)
    edition = require_edition(ROOT / "dialogs", ROOT / "locales", local)
    address = f"sqlite:///{folder / 'fragestod.db'}"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(noise.draw, "__defaults__", (random.Random(1).randrange,))
        demo.fill(folder, address, OneEdition(edition), LAST, 1, lambda done, whole: None)
    found = new_desk(open_database(address), lambda: edition)
    found.renewed()
    return found


def reader(desk: Desk, unit: int, today: date = LAST) -> Reader:
    """A reader of the year for one unit."""
    sizes = [place.size for place in demo.places()]
    return Reader(desk.shelf, sizes, Asked(today, LAST - timedelta(weeks=52), LAST, unit=unit))


def trained_in() -> Period:
    """The week of the training."""
    weeks = periods_between(LAST - timedelta(weeks=demo.WEEKS), LAST - timedelta(weeks=1), Cadence.WEEK)
    return weeks[demo.TRAINED]


def plan(desk: Desk, unit: int, what: What, more: float) -> Plan:
    """As a coordinator plans it in the week of the change: how long, from how it was until then."""
    change = trained_in()
    then = reader(desk, unit, change.first)
    assert grain_of(then, what) is Cadence.WEEK
    before = periods_between(change.first - timedelta(weeks=BASELINE), change.first - timedelta(days=1), Cadence.WEEK)
    found = expected(what, points(then, what, before), more)
    assert found is not None
    weeks = wait(found)
    assert weeks is not None and weeks <= LONGEST
    return Plan(what, change, weeks)


def test_what_was_planted_is_found_and_nothing_else(desk: Desk) -> None:
    """After the training the unit opens the tool half as much again; one as large, without it, does not. How often such
    a look errs in general is measured in tests/statistics/test_trial.py; this year is one draw."""
    for unit, verdict in ((TRAINED, Verdict.MORE), (ELSEWHERE, Verdict.UNTOLD)):
        settled = plan(desk, unit, What.BEGUN, 1.4)
        found = decide(reader(desk, unit, settled.due), settled)

        assert settled.due <= LAST, (unit, settled)
        assert found is not None and found.verdict is verdict, (unit, settled, found)


def test_who_is_too_few_is_told_to_wait_longer_than_the_year(desk: Desk) -> None:
    """More of its talks come to an end as well, but at 24 a week that drowns in the noise, and nothing is claimed."""
    settled = plan(desk, TRAINED, What.FINISHED, 0.15)

    assert settled.due > LAST
    assert decide(reader(desk, TRAINED), settled) is None


def test_nothing_is_concluded_before_its_day(desk: Desk) -> None:
    """However good the figures look the day before."""
    settled = plan(desk, TRAINED, What.BEGUN, 1.5)

    assert decide(reader(desk, TRAINED, settled.due - timedelta(days=1)), settled) is None


def test_the_week_of_the_change_lies_in_no_span(desk: Desk) -> None:
    """Spans of equal length on each side of it, and it is marked in the chart."""
    settled = Plan(What.BEGUN, trained_in(), 5)
    then = reader(desk, TRAINED)
    panel = chart(settled, points(then, settled.what, (*settled.before, settled.change, *settled.after)))

    assert settled.before[-1].released_on == settled.change.first
    assert settled.after[0].first == settled.change.released_on
    assert len(settled.before) == len(settled.after) == 5
    assert (panel.mark, len(panel.rows)) == (settled.change.name, 11)
    assert all(row.figures[0].plus_minus is not None for row in panel.rows)


def test_a_unit_released_by_month_is_followed_by_month(desk: Desk) -> None:
    """And so is whatever units count themselves; its spans are whole months."""
    then = reader(desk, MONTHLY)
    (month,) = periods_between(date(2025, 10, 20), date(2025, 10, 20), Cadence.MONTH)
    settled = Plan(What.BEGUN, month, 2)

    assert grain_of(then, What.BEGUN) is grain_of(then, What.ASKED) is Cadence.MONTH
    assert [each.weeks > 1 for each in (*settled.before, *settled.after)] == [True] * 4
    assert all(point.span for point in points(then, What.BEGUN, settled.before))


def test_own_figures_need_every_unit(desk: Desk) -> None:
    """A share of those asked from the records: 30 of 100, then 60 of 100; where a month lacks there is no look."""
    (month,) = periods_between(date(2025, 10, 20), date(2025, 10, 20), Cadence.MONTH)
    settled = Plan(What.ASKED, month, 2)
    own = [
        Own(TRAINED, each.first, visits=100, asked=30 if each.first < month.first else 60)
        for each in (*settled.before, *settled.after)
    ]
    told = replace(reader(desk, TRAINED), asked=Asked(LAST, LAST, LAST, unit=TRAINED, own=tuple(own)))
    lacking = replace(told, asked=replace(told.asked, own=tuple(own[1:])))
    found = decide(told, settled)

    assert found is not None
    assert (found.difference, found.plus_minus, found.verdict) == (30.0, 9.8, Verdict.MORE)
    assert decide(lacking, settled) is None


def test_a_share_is_never_wanted_beyond_the_whole() -> None:
    """Nine of ten already: ten points more can be, twenty cannot, and are not offered."""
    found = [Point(Period(date(2026, 9, 28), 4), Figure(90.0), Span(90, 100))]

    assert expected(What.ASKED, found, 0.10) is not None
    assert expected(What.ASKED, found, 0.20) is None
