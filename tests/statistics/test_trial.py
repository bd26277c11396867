"""How long to wait for one look, and how often that look is wrong: by simulation, with the noise of real cells."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from bot.statistics.law import variance
from bot.statistics.noise import draw
from bot.statistics.trial import LEAST, Expected, Sort, Span, Verdict, look, wait
from tests.statistics.small import FULL

EPSILON = 40
"""Of the table “use”, in hundredths, as it is released."""
SIMULATIONS = 10_000 if FULL else 1_000
FALSE, FOUND = 0.064, 0.80
"""At most so many claims where nothing changed: 5 % and what 1,000 simulations may be off. At least so many found."""
CELL = variance(((EPSILON, 2),))
"""Of the noise in one released cell."""
RESTS = 3
"""Cells of talks that did not finish: left early, quick exit, stopped at the gate."""
FINISH = Expected(Sort.SHARE, 0.60, 0.75, 100, CELL, RESTS * CELL)
"""The planted improvement: from 60 to 75 per cent, a hundred conversations a week."""


def noise(chance: random.Random, cells: int) -> int:
    """Of released cells in one period, two draws each, by the program's own sampler."""
    return sum(draw(EPSILON, chance.randrange) for _ in range(2 * cells))


def span(chance: random.Random, weeks: int, share: float, whole: int) -> Span:
    """Some weeks of conversations that end well as often as said, as they are released."""
    part = rest = 0
    for _ in range(weeks):
        talks = sum(chance.random() < 0.5 for _ in range(2 * whole))  # about as many, not always the same
        well = sum(chance.random() < share for _ in range(talks))
        part += well + noise(chance, 1)
        rest += talks - well + noise(chance, RESTS)
    return Span(part, part + rest, weeks * CELL, weeks * RESTS * CELL)


def number(chance: random.Random, weeks: int, mean: float) -> Span:
    """Some weeks of a number that is this large on average, as it is released."""
    many = 40
    talks = sum(chance.random() < mean / many for _ in range(weeks * many)) + noise(chance, weeks)
    return Span(talks, part_noise=weeks * CELL)


def verdicts(one: Callable[[random.Random], tuple[Span, Span]], sort: Sort, seed: int) -> dict[Verdict, float]:
    """How often each verdict falls."""
    chance = random.Random(seed)
    found = [look(sort, *one(chance)).verdict for _ in range(SIMULATIONS)]
    return {verdict: found.count(verdict) / SIMULATIONS for verdict in Verdict}


def test_nothing_planted_is_seldom_claimed_and_an_improvement_is_found() -> None:
    """At the waiting time that is told: false claims at most 6.4 %, and 60 → 75 % found four times in five."""
    weeks = wait(FINISH)
    assert weeks is not None
    same = verdicts(lambda chance: (span(chance, weeks, 0.6, 100), span(chance, weeks, 0.6, 100)), Sort.SHARE, 1)
    better = verdicts(lambda chance: (span(chance, weeks, 0.6, 100), span(chance, weeks, 0.75, 100)), Sort.SHARE, 2)

    assert same[Verdict.MORE] + same[Verdict.LESS] <= FALSE
    assert better[Verdict.MORE] >= FOUND
    assert better[Verdict.LESS] == 0


def test_a_number_that_grows_is_told_too() -> None:
    """Opened twenty times a week, then thirty, with noise: the same two promises."""
    weeks = wait(Expected(Sort.NUMBER, 20, 30, part_noise=CELL))
    assert weeks is not None
    same = verdicts(lambda chance: (number(chance, weeks, 20), number(chance, weeks, 20)), Sort.NUMBER, 3)
    better = verdicts(lambda chance: (number(chance, weeks, 20), number(chance, weeks, 30)), Sort.NUMBER, 4)

    assert same[Verdict.MORE] + same[Verdict.LESS] <= FALSE
    assert better[Verdict.MORE] >= FOUND


@pytest.mark.parametrize(
    ("whole", "waits"),
    [(15, [10, 17, 38, None]), (40, [4, 5, 8, 20]), (100, [2, 2, 3, 5])],
)
def test_waiting_is_as_long_as_worked_out_elsewhere(whole: int, waits: list[int | None]) -> None:
    """Weeks on each side for 60 → 75 %, without noise and at ε 1, 0.5 and 0.25, of a table of two cells: the figures
    that the design was made from, worked out before this program."""
    cells = [0.0, *(variance(((hundredths, 2),)) for hundredths in (100, 50, 25))]

    assert [wait(Expected(Sort.SHARE, 0.6, 0.75, whole, cell, cell)) for cell in cells] == waits


def test_what_cannot_be_told_is_never_promised() -> None:
    """No change, nobody to count, or too few for two years of waiting; and never a span of one."""
    assert wait(Expected(Sort.SHARE, 0.6, 0.6, whole=100)) is None
    assert wait(Expected(Sort.SHARE, 0.6, 0.75, whole=0)) is None
    assert wait(Expected(Sort.SHARE, 0.6, 0.61, 10, CELL, CELL)) is None
    assert wait(Expected(Sort.SHARE, 0.1, 0.9, whole=1000)) == LEAST
    assert look(Sort.SHARE, Span(0, 0), Span(4, 5)).verdict is Verdict.UNTOLD
    assert look(Sort.SHARE, Span(0, 0), Span(4, 5)).difference is None


def test_a_look_by_hand() -> None:
    """240 of 400, then 300 of 400, without noise: 15 points, ± 1.96 · √(0.675 · 0.325 · 2/400) = 6.5."""
    found = look(Sort.SHARE, Span(240, 400), Span(300, 400))

    assert (found.difference, found.plus_minus, found.verdict) == (15.0, 6.5, Verdict.MORE)
    assert look(Sort.SHARE, Span(300, 400), Span(240, 400)).verdict is Verdict.LESS
    assert look(Sort.NUMBER, Span(100), Span(120)).verdict is Verdict.UNTOLD  # ± 1.96 · √220 = 29.1
    assert look(Sort.NUMBER, Span(100), Span(130)).plus_minus == 29.7
