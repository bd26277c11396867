"""What the tables promise of their figures, held against the exact law; and T15, how often ± covers the truth."""

from __future__ import annotations

import pytest

from bot.engine.token import Mode
from bot.statistics.noise import draw
from bot.statistics.tables import CAP, TABLES, Table
from tests.statistics.law import half_width, least_floor, variance
from tests.statistics.small import FULL, chance

COVERED = {40: 0.955, 30: 0.960, 20: 0.958, 15: 0.951, 10: 0.952}
CELLS = 100_000 if FULL else 10_000


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_uncertainty_and_floor_are_those_of_the_exact_law(table: Table) -> None:
    """± is the least half-width that covers 95 %, and an empty cell reaches the floor in at most one of a hundred."""
    width, share = half_width(table.hundredths)

    assert (table.plus_minus, table.floor) == (width, least_floor(table.hundredths))
    assert share == pytest.approx(COVERED[table.hundredths], abs=0.0006)


def test_tables_of_a_kind_cost_the_cap_together() -> None:
    """One talk stands in one cell of each live table, once; together they cost ε = 1.00, no more and no less. So does a
    round of practice in its own: which case and end 0.40, the first gate 0.30, three questions 0.10 each."""
    cost = {
        mode: sum({table.name: table.hundredths for table in TABLES if table.mode is mode}.values()) for mode in Mode
    }

    assert cost == {Mode.LIVE: CAP, Mode.PRACTICE: CAP, Mode.LOOK: 0}
    assert {table.name: table.hundredths for table in TABLES if table.mode is Mode.PRACTICE} == {
        "rounds": 40,
        "gates": 30,
        "ask": 10,
        "receive": 10,
        "next": 10,
    }


def covered(table: Table, noise: int, clip: bool = False) -> tuple[float, float]:
    """Share of empty and small cells whose truth lies within ±, and the mean error in standard errors."""
    below, inside, errors = chance(table.hundredths), 0, 0
    for cell in range(CELLS):
        truth = cell % 10
        figure = truth + draw(noise, below) + draw(noise, below)
        figure = max(figure, 0) if clip else figure
        inside += abs(figure - truth) <= table.plus_minus
        errors += figure - truth
    spread = float(2 * variance(table.hundredths) / CELLS) ** 0.5
    return inside / CELLS, errors / CELLS / spread


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_stated_uncertainty_covers_the_truth(table: Table) -> None:
    """T15: of ten thousand cells 94.5 to 97 % lie within the stated ±, wrong upwards as much as downwards."""
    inside, shift = covered(table, table.hundredths)

    assert 0.945 <= inside <= 0.97
    assert abs(shift) <= 3


def test_wrong_scale_and_clipped_figures_are_seen() -> None:
    """T15's mutants: noise of a smaller ε than is stated, and figures clipped at zero before they are summed."""
    use = TABLES[0]

    assert covered(use, 32)[0] < 0.945
    assert covered(use, 40, clip=True)[1] > 3


def test_what_is_below_the_floor_is_withheld() -> None:
    """A figure below the floor is not shown; the floor itself is."""
    use = TABLES[0]

    assert [use.shown(value) for value in (-3, 0, 13, 14, 90)] == [None, None, None, 14, 90]
