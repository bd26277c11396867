"""Exact draws of discrete Laplace noise: whole numbers from the system's randomness, no floating point anywhere.

    P(k) ∝ exp(−ε·|k|), k any whole number

Algorithms 1 and 2 of Canonne, Kamath and Steinke, “The Discrete Gaussian for Differential Privacy” (NeurIPS 2020).
Floating point would leak: which numbers it can reach depends on what the noise is added to (Mironov, CCS 2012).

OpenDP (0.16) was weighed: well kept, the same law, but a compiled package of 14 MB whose sampler stands behind a switch
for contributed code, in place of the twenty lines below, which docs/statistics.md holds against the exact law.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from fractions import Fraction

Below = Callable[[int], int]
"""A uniform whole number from 0 up to, not with, the one given."""


def draw(hundredths: int, below: Below = secrets.randbelow) -> int:
    """One draw for a table that may cost `hundredths` of an ε (40 is ε = 0.40)."""
    epsilon = Fraction(hundredths, 100)
    shrink, room = epsilon.numerator, epsilon.denominator
    while True:
        low = below(room)
        if not _happens(low, room, below):
            continue
        high = 0
        while _happens(1, 1, below):
            high += 1
        size = (low + room * high) // shrink
        negative = below(2)
        if size or not negative:  # zero has one sign, or it would come up twice as often
            return -size if negative else size


def _happens(part: int, whole: int, below: Below) -> bool:
    """True with probability exp(−part/whole), for 0 ≤ part ≤ whole."""
    turn = 1
    while below(whole * turn) < part:
        turn += 1
    return turn % 2 == 1
