"""The law of the noise in a sum of released cells, so that every sum carries an honest ±.

Each released cell carries two draws of discrete Laplace noise, a sum of n cells 2·n of them, maybe of several costs.
Draws are independent, so variances add exactly, and the law of the sum has the characteristic function

    φ(t) = ∏ ((1 − a)² / (1 − 2·a·cos t + a²))^draws        a = exp(−ε)

from which P(|S| ≤ w) follows by the inversion sum over N points with Dirichlet's kernel; N is so large that what wraps
around is less than one in a million. For more than `EXACT` draws the normal law with the fourth cumulant's correction
(Cornish and Fisher, 1938) is closer than rounding, and quick.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, cos, exp, pi, sin, sqrt

Draws = tuple[tuple[int, int], ...]
"""(hundredths of ε, how many draws of that cost), sorted by cost."""
EXACT = 64
LIKELY, SURE = 0.95, 0.98
"""Share of a ± ; and the one whose upper tail is one in a hundred, which a floor is made of."""
NORMAL = {LIKELY: 1.959964, SURE: 2.326348}
"""How many standard deviations of a normal law hold that share."""


def variance(draws: Draws) -> float:
    """Of the sum, in squared conversations: 2a/(1 − a)² for each draw."""
    return sum(count * 2 * a / (1 - a) ** 2 for a, count in _shrinking(draws))


def plus_minus(draws: Draws) -> int:
    """Half the width of the interval that holds the truth 95 times in 100, in conversations."""
    return _width(draws, LIKELY)


def floor(draws: Draws) -> int:
    """The least figure that a sum of empty cells reaches at most once in a hundred times."""
    return _width(draws, SURE) + 1


def half_share(draws: Draws, width: int) -> float:
    """P(|S| ≤ width), exactly."""
    points, law = _points(draws)
    inside = law[0] * (2 * width + 1)
    for place in range(1, points // 2):
        half = pi * place / points
        inside += 2 * law[place] * sin((2 * width + 1) * half) / sin(half)
    half = pi / 2
    inside += law[points // 2] * sin((2 * width + 1) * half)
    return inside / points


@lru_cache(maxsize=4096)
def _width(draws: Draws, share: float) -> int:
    """The least whole w with P(|S| ≤ w) ≥ share."""
    if not draws:
        return 0
    if sum(count for _, count in draws) > EXACT:
        return _wide(draws, share)
    low, high = -1, _points(draws)[0] // 2 - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if half_share(draws, middle) >= share else (middle, high)
    return high


def _wide(draws: Draws, share: float) -> int:
    spread, z = variance(draws), NORMAL[share]
    fourth = sum(count * 2 * a * ((1 - a) ** 2 + 6 * a) / (1 - a) ** 4 for a, count in _shrinking(draws))
    reach = sqrt(spread) * (z + (z**3 - 3 * z) * fourth / spread**2 / 24)
    return max(0, ceil(reach - 0.5))


@lru_cache(maxsize=32)
def _points(draws: Draws) -> tuple[int, list[float]]:
    """How many points, and φ at each of the first half of them."""
    room = 2 * (12 * sqrt(variance(draws)) + 30 * 100 / min(cost for cost, _ in draws))
    points = 1 << ceil(room).bit_length()
    law = []
    for place in range(points // 2 + 1):
        angle, product = cos(2 * pi * place / points), 1.0
        for a, count in _shrinking(draws):
            product *= ((1 - a) ** 2 / (1 - 2 * a * angle + a * a)) ** count
        law.append(product)
    return points, law


def _shrinking(draws: Draws) -> list[tuple[float, int]]:
    return [(exp(-cost / 100), count) for cost, count in draws]
