"""Several who rate the same statement, each apart, before they agree. Only counts per answer are kept: nobody's own.

Three to eight raters from different levels are advised. Below five the counts would tell colleagues who answered what,
so only the agreed level is shown then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from bot.assess.answers import Beside, Given
from bot.dialog.assessment_schema import TOP, Key

ENOUGH = 5
"""Raters from whom on differences are shown."""
APART = 2
"""Levels between the lowest and the highest from which on it is worth a talk."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """How many chose what. levels: by level, 0 to 4."""

    levels: tuple[int, ...] = (0,) * (TOP + 1)
    unknown: int = 0
    not_ours: int = 0

    def add(self, said: int | Beside) -> Ballot:
        """With one more."""
        if said is Beside.UNKNOWN:
            return Ballot(self.levels, self.unknown + 1, self.not_ours)
        if said is Beside.NOT_OURS:
            return Ballot(self.levels, self.unknown, self.not_ours + 1)
        levels = tuple(count + (level == said) for level, count in enumerate(self.levels))
        return Ballot(levels, self.unknown, self.not_ours)

    @property
    def raters(self) -> int:
        """How many chose."""
        return sum(self.levels) + self.unknown + self.not_ours

    @property
    def median(self) -> int | None:
        """The middle level of those who chose one, the lower of two: a group that is split has not come further."""
        half = (sum(self.levels) + 1) // 2
        return next((level for level, sofar in enumerate(accumulate(self.levels)) if half and sofar >= half), None)

    @property
    def spread(self) -> int:
        """Levels between the lowest and the highest."""
        chosen = [level for level, count in enumerate(self.levels) if count]
        return chosen[-1] - chosen[0] if chosen else 0


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of a group. agreed: the answer they came to. ballot: None when they are too few to show it."""

    agreed: Given | None
    ballot: Ballot | None

    @property
    def apart(self) -> bool:
        """Whether they see it so differently that it is worth a talk; a level beside “not ours” is that as well."""
        if self.ballot is None:
            return False
        return self.ballot.spread >= APART or (self.ballot.not_ours > 0 and sum(self.ballot.levels) > 0)


def view(ballot: Ballot, agreed: Given | None) -> View:
    """What may be shown."""
    return View(agreed, ballot if ballot.raters >= ENOUGH else None)


def gathered(answers: Iterable[tuple[Key, int | Beside]]) -> Mapping[Key, Ballot]:
    """The counts of all answers."""
    found: dict[Key, Ballot] = {}
    for key, said in answers:
        found[key] = found.get(key, Ballot()).add(said)
    return found
