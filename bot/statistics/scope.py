"""Who may ask which question, of which unit and over which days: the same for pages and for programs. Pure.

Who coordinates some units sees those, and what is told of the whole organisation without naming one; the list of all
units side by side is for those who see them all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.statistics.frame import OTHER
from bot.statistics.reports import Question

QUESTIONS = tuple(Question)
UNNAMED = (Question.STEPS, Question.DOORS, Question.LANGUAGES)
"""Told of the whole organisation, without a unit's name in it."""
_WEEKS = {Question.USE: 13}
_YEAR = 52


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may see. sees_all: every unit, and all side by side. units: the open ones among those it sees."""

    sees_all: bool
    units: Collection[int]

    def questions(self) -> list[Question]:
        """The questions that may be asked."""
        if self.sees_all:
            return list(QUESTIONS)
        return [each for each in QUESTIONS if each in UNNAMED or (self.units and each is not Question.COMPARE)]


def rows_seen(known: Iterable[int], opened: Iterable[int], counted: Mapping[int, str]) -> frozenset[str]:
    """Rows of units that who sees some may see: each one's own, also of quarters in which it was larger or open, and
    those that its open ones are counted under now. counted: unit → row."""
    own = {f"unit-{unit}" for unit in known}
    return frozenset(own | {counted.get(unit, OTHER) for unit in opened})


def is_of_units(question: Question) -> bool:
    """Whether it can be asked of one unit."""
    return question not in UNNAMED and question is not Question.COMPARE


def usual_days(question: Question, today: date) -> tuple[date, date]:
    """First and last day when nobody says otherwise. The last is a Sunday: the week that runs has no figures."""
    last = today - timedelta(days=today.weekday() + 1)
    return last - timedelta(weeks=_WEEKS.get(question, _YEAR)) + timedelta(days=1), last
