"""The exact law of the noise, and exact intervals for shares, worked out apart from the program."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import exp, lgamma, log, sqrt


def laplace(hundredths: int, reach: int) -> dict[int, float]:
    """Probability of each value from −reach to reach for one draw."""
    a = exp(-hundredths / 100)
    return {k: (1 - a) / (1 + a) * a ** abs(k) for k in range(-reach, reach + 1)}


@cache
def two_draws(hundredths: int, reach: int = 400) -> dict[int, float]:
    """Probability of each sum of two draws: P(s) = ((1−a)/(1+a))² a^|s| (|s| + (1+a²)/(1−a²))."""
    a = exp(-hundredths / 100)
    c = ((1 - a) / (1 + a)) ** 2
    return {s: c * a ** abs(s) * (abs(s) + (1 + a * a) / (1 - a * a)) for s in range(-reach, reach + 1)}


def half_width(hundredths: int) -> tuple[int, float]:
    """The least w for which |sum of two draws| ≤ w in at least 95 %, and the share."""
    law, share, w = two_draws(hundredths), 0.0, -1
    while share < 0.95:
        w += 1
        share += law[w] + (law[-w] if w else 0)
    return w, share


def least_floor(hundredths: int) -> int:
    """The least figure that two draws on an empty cell reach in at most 1 %."""
    law = two_draws(hundredths)
    return next(t for t in range(400) if sum(p for s, p in law.items() if s >= t) <= 0.01)


def variance(hundredths: int) -> Fraction:
    """Of one draw: 2a/(1−a)²."""
    a = Fraction(exp(-hundredths / 100))
    return 2 * a / (1 - a) ** 2


def chi_square(seen: dict[int, int], law: dict[int, float]) -> tuple[float, int]:
    """Statistic and degrees of freedom; values that are rarer than five are put together."""
    total = sum(seen.values())
    common = [k for k, p in law.items() if p * total >= 5]
    rest = total - sum(seen.get(k, 0) for k in common)
    left = total * (1 - sum(law[k] for k in common))
    found = sum((seen.get(k, 0) - law[k] * total) ** 2 / (law[k] * total) for k in common)
    return found + (rest - left) ** 2 / left, len(common)


def chi_square_limit(freedom: int, z: float = 3.0902) -> float:
    """What chi-square exceeds once in a thousand (Wilson and Hilferty's approximation, good from ten degrees up)."""
    share = 2 / (9 * freedom)
    return float(freedom * (1 - share + z * share**0.5) ** 3)


def interval(hits: int, runs: int, tail: float = 0.025) -> tuple[float, float]:
    """The interval of Clopper and Pearson for a share."""
    low = _quantile(lambda p: _at_least(hits, runs, p), tail) if hits else 0.0
    high = _quantile(lambda p: _at_least(hits + 1, runs, p), 1 - tail) if hits < runs else 1.0
    return low, high


def least_epsilon(true: int, false: int, runs: int) -> float:
    """The 95 % lower bound of ε that a rule shows: it said yes `true` times where the conversation was, `false` times
    where it was not, of `runs` each."""
    low, _ = interval(true, runs)
    _, high = interval(false, runs)
    return log(low / high) if low > 0 else 0.0


def apart(first: Sequence[float], second: Sequence[float]) -> float:
    """How many standard errors the second lies above the first by rank (Mann and Whitney's test, normal law): no few
    slow ones decide, as they would a mean. Equal values are taken as they come, which times hardly are."""
    ranked = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    below = sum(place - seen for seen, place in enumerate(at for at, (_, which) in enumerate(ranked) if which))
    pairs = len(first) * len(second)
    return (below - pairs / 2) / sqrt(pairs * (len(ranked) + 1) / 12)


def _quantile(rising: object, target: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < target else (low, middle)  # type: ignore[operator]
    return low


def _at_least(hits: int, runs: int, p: float) -> float:
    """P(X ≥ hits) of a binomial, as the regularised incomplete beta function I_p(hits, runs − hits + 1)."""
    return _beta(p, hits, runs - hits + 1)


def _beta(x: float, a: float, b: float) -> float:
    """Continued fraction of Lentz (Press and others, Numerical Recipes, section 6.4)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, 5000):
        for part in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 / (1 + part * d), 1 + part / c
            found *= c * d
        if abs(c * d - 1) < 1e-12:
            break
    return front * found
