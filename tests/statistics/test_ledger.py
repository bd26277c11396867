"""T13: what tables cost a conversation is added up right, and never above the cap."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from bot.engine.token import Mode
from bot.statistics.ledger import LedgerError, Spent, dearest, spend
from bot.statistics.periods import Period
from bot.statistics.tables import CAP
from tests.statistics.small import FULL, opened

MONDAY = date(2026, 9, 28)
PLANS = 10_000 if FULL else 150


def any_entry(source: random.Random) -> Spent:
    """A table of some weeks and units."""
    period = Period(MONDAY + timedelta(weeks=source.randrange(8)), source.choice((1, 1, 4, 6)))
    units = frozenset(source.sample(range(1, 6), source.randrange(4)))
    mode = source.choice((Mode.LIVE, Mode.LIVE, Mode.PRACTICE))
    return Spent("table", mode, period, source.choice((15, 20, 40, 40)), units, source.random() < 0.6)


def counted(entries: list[Spent], mode: Mode) -> int:
    """The dearest conversation, found by asking for each unit and week in turn."""
    most = 0
    for week in range(15):
        for unit in range(7):  # 0 and 6 stand in no entry's list
            cost = 0
            for entry in entries:
                first = (entry.period.first - MONDAY).days // 7
                inside = first <= week < first + entry.period.weeks
                named = unit in entry.units
                cost += entry.hundredths * (entry.mode is mode and inside and named != entry.all_but)
            most = max(most, cost)
    return most


def test_no_plan_costs_a_conversation_more_than_the_cap() -> None:
    """Random plans of tables, weeks and joined units: the sum is that of brute force, each step that would exceed the
    cap is refused, and each that would not is taken."""
    source, refused = random.Random(13), 0
    for _ in range(PLANS):
        entries: list[Spent] = []
        for _ in range(source.randrange(4, 12)):
            new = any_entry(source)
            if counted([*entries, new], new.mode) > CAP:
                with pytest.raises(LedgerError):
                    spend(entries, new)
                refused += 1
            else:
                entries = list(spend(entries, new))
        for mode in (Mode.LIVE, Mode.PRACTICE):
            assert dearest(entries, mode) == counted(entries, mode) <= CAP
    assert refused > PLANS / 10


def test_a_forgotten_table_is_seen() -> None:
    """T13's mutant: a ledger that leaves out one table would let another be opened."""
    sheets = [sheet.spent for sheet in opened().sheets]
    new = Spent("extra", Mode.LIVE, sheets[0].period, 15)

    with pytest.raises(LedgerError):
        spend(sheets, new)
    assert spend([entry for entry in sheets if entry.name != "furthest-quarter"], new)


def test_what_is_open_costs_the_cap_and_no_more() -> None:
    """All tables of a running quarter together cost a real talk ε = 1.00 at every unit, by week and by month alike."""
    sheets = [sheet.spent for sheet in opened().sheets]

    assert dearest(sheets, Mode.LIVE) == CAP
    assert dearest(sheets, Mode.PRACTICE) == CAP
    for unit in (None, 1, 2, 3):
        monday = sheets[0].period.first
        assert sum(entry.hundredths for entry in sheets if entry.mode is Mode.LIVE and entry.holds(unit, monday)) == CAP
