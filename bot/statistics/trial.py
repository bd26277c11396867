"""One change, two spans of equal length, one look: how long to wait for it, and what it then shows.

Whoever looks each week and stops at the first good figure finds improvements that are not there: ten looks at a level
of 5 % find one in about five (Armitage, McPherson and Rowe, “Repeated significance tests on accumulating data”, Journal
of the Royal Statistical Society A 132, 1969). So the day of the look is settled beforehand, from how much the unit has
to count, and nothing is concluded before it. What is found is a difference, never its cause.

Two kinds of chance stand between figures and truth: the noise of released cells, whose law is exact, and that of
the conversations themselves, taken as binomial for a share and as Poisson for a number. Tested by simulation with real
noise: tests/statistics/test_trial.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import ceil, sqrt

from bot.statistics.change import LIKELY, POWER

LONGEST = 104
"""Periods on each side beyond which nobody is asked to wait: two years of weeks."""
LEAST = 2
"""Periods on each side at least: one of each is no span."""


class Sort(Enum):
    """What is compared: how many of those counted, or how many in all."""

    SHARE = "share"
    NUMBER = "number"


class Verdict(Enum):
    """What one look can say."""

    MORE = "more"
    LESS = "less"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Span:
    """What was counted in a span. part: of what is asked about. whole: of all; for a number nothing but part counts.
    part_noise, rest_noise: variance of the noise in part, and in what is whole but not part; 0 for own figures."""

    part: float
    whole: float = 0
    part_noise: float = 0
    rest_noise: float = 0


@dataclass(frozen=True, slots=True)
class Look:
    """The one look. difference: percentage points of a share, or how many more in the whole span; None where the whole
    is too small to make a share of. plus_minus: half the width of its 95 % interval."""

    difference: float | None
    plus_minus: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Expected:
    """What is counted in one period. level, wanted: for a share from 0 to 1, for a number per period. whole: counted in
    all per period, for a share. part_noise, rest_noise: as in `Span`, of one period."""

    sort: Sort
    level: float
    wanted: float
    whole: float = 0
    part_noise: float = 0
    rest_noise: float = 0


def wait(expected: Expected) -> int | None:
    """Periods on each side of the change after which a change of that size is told four times in five, at a level of
    5 %; None when that is more than `LONGEST`, or when there is nothing to tell."""
    gap = abs(expected.wanted - expected.level)
    if not gap or (expected.sort is Sort.SHARE and expected.whole <= 0):
        return None
    spread = _of_share(expected) if expected.sort is Sort.SHARE else _of_number(expected)
    periods = max(LEAST, ceil(spread * ((LIKELY + POWER) / gap) ** 2))
    return periods if periods <= LONGEST else None


def look(sort: Sort, before: Span, after: Span) -> Look:
    """What two spans of equal length show. Taken once, on the day that was settled."""
    if sort is Sort.NUMBER:
        difference = after.part - before.part
        spread = sum(span.part_noise + max(span.part, 0) for span in (before, after))
    else:
        if min(before.whole, after.whole) < 1:
            return Look(None, None, Verdict.UNTOLD)
        shares = [min(max(span.part / span.whole, 0), 1) for span in (before, after)]
        difference = 100 * (shares[1] - shares[0])
        # Both shares as one: where nothing has changed that is the truth, and small spans claim too much otherwise.
        pooled = min(max((before.part + after.part) / (before.whole + after.whole), 0), 1)
        spread = 1e4 * sum(_noise_and_chance(pooled, span) for span in (before, after))
    wide = LIKELY * sqrt(spread)
    verdict = Verdict.UNTOLD
    if abs(difference) > wide:
        verdict = Verdict.MORE if difference > 0 else Verdict.LESS
    return Look(round(difference, 1), round(wide, 1), verdict)


def _noise_and_chance(level: float, span: Span) -> float:
    noise = (1 - level) ** 2 * span.part_noise + level**2 * span.rest_noise
    return level * (1 - level) / span.whole + noise / span.whole**2


def _of_share(expected: Expected) -> float:
    """Variance of the difference of two shares, times the number of periods on each side."""
    one = Span(0, expected.whole, expected.part_noise, expected.rest_noise)
    return sum(_noise_and_chance(level, one) for level in (expected.level, expected.wanted))


def _of_number(expected: Expected) -> float:
    """Variance of the difference of two numbers per period, times the number of periods on each side."""
    return expected.level + expected.wanted + 2 * expected.part_noise
