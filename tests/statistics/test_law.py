"""The law of sums of noise, held against the law that is worked out apart and against draws."""

from __future__ import annotations

import random
from math import exp

import pytest

from bot.statistics import law
from bot.statistics.tables import TABLES, Table
from tests.statistics.law import two_draws


def convolved(costs: list[int], reach: int = 600) -> dict[int, float]:
    """The law of a sum of draws, step by step."""
    found = {0: 1.0}
    for cost in costs:
        a = exp(-cost / 100)
        one = {k: (1 - a) / (1 + a) * a ** abs(k) for k in range(-reach // 4, reach // 4 + 1)}
        total: dict[int, float] = {}
        for s, p in found.items():
            for k, q in one.items():
                if abs(s + k) <= reach:
                    total[s + k] = total.get(s + k, 0) + p * q
        found = total
    return found


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_one_cell_has_the_width_and_floor_of_its_table(table: Table) -> None:
    """The law of sums gives a single cell exactly the ± and the floor that its table declares."""
    draws = ((table.hundredths, 2),)

    assert (law.plus_minus(draws), law.floor(draws)) == (table.plus_minus, table.floor)


@pytest.mark.parametrize("costs", [[40] * 4, [40, 40, 20, 20], [40] * 10], ids=str)
def test_a_sum_of_draws_has_its_exact_law(costs: list[int]) -> None:
    """Inversion of the characteristic function gives what adding draw by draw gives."""
    draws = tuple((cost, costs.count(cost)) for cost in sorted(set(costs)))
    exact = convolved(costs)

    for width in (0, 5, 20, 40):
        inside = sum(p for s, p in exact.items() if abs(s) <= width)
        assert law.half_share(draws, width) == pytest.approx(inside, abs=1e-6)
    found = law.plus_minus(draws)
    assert law.half_share(draws, found) >= 0.95 > law.half_share(draws, found - 1)


def test_two_draws_agree_with_the_closed_form() -> None:
    """Also far out, where the floor lies."""
    closed = two_draws(15)
    tail = sum(p for s, p in closed.items() if abs(s) > 60)

    assert 1 - law.half_share(((15, 2),), 60) == pytest.approx(tail, abs=1e-6)


def test_long_sums_pass_smoothly_into_the_normal_law() -> None:
    """Beyond 64 draws the quick law differs from the exact one by at most one conversation."""
    for draws in (((40, 64),), ((10, 32), (40, 32))):
        for share in (law.LIKELY, law.SURE):
            exact, quick = law._width(draws, share), law._wide(draws, share)
            assert abs(exact - quick) <= 1


def test_variances_of_a_sum_add() -> None:
    """Twice the cells, twice the variance; a table of another cost adds its own."""
    one, other = law.variance(((40, 2),)), law.variance(((10, 2),))

    assert law.variance(((10, 2), (40, 4))) == pytest.approx(2 * one + other)


def test_the_interval_of_a_sum_covers_the_truth() -> None:
    """Twelve cells summed, 4,000 times: noise lies within ± in 95 % of them (three standard errors allowed)."""
    from bot.statistics.noise import draw

    source = random.Random(5)
    below = lambda n: int(source.random() * n)  # noqa: E731
    wide = law.plus_minus(((40, 24),))
    inside = sum(abs(sum(draw(40, below) for _ in range(24))) <= wide for _ in range(4000))

    assert 0.94 <= inside / 4000 <= 0.965
