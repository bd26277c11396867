"""Which facts proofs came to need together.

A slice may keep more facts than it needs. So what one proof learnt fact by fact, the next takes up at the first of
them: it searches less often, and no verdict changes.
"""

from __future__ import annotations

from collections import Counter
from itertools import product


class Experience:
    """What the proofs over one program learnt so far."""

    def __init__(self) -> None:
        self.alone: Counter[int] = Counter()
        self.pairs: Counter[tuple[int, int]] = Counter()

    def note(self, learnt: frozenset[int]) -> None:
        """A proof needed these besides those that its rule names."""
        self.alone.update(learnt)
        self.pairs.update(product(learnt, learnt))

    def likely(self, learnt: frozenset[int]) -> frozenset[int]:
        """Those that at least half of the proofs needed which needed one of these."""
        return frozenset(b for (a, b), count in self.pairs.items() if a in learnt and 2 * count >= self.alone[a])
