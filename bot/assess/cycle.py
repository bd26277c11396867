"""A cycle of follow-up as it is kept: one question, one change, one look. Names and numbers alone, never words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.dialog.cycle_schema import Counts, Cycles, Lesson, Seen
from bot.dialog.schema import Name


@dataclass(frozen=True, slots=True)
class Cycle:
    """unit: its number, 0 for the whole organisation. question: one of the list, or "" where counts and change were put
    together freely. change: a measure of the frame. changed: the name of the period of the change, such as "2026-w47".
    periods: on each side of it, settled when it began. more: what it should lead to, percentage points of a share, or
    per cent of a number (140 is two fifths more). begun, ended: days in ISO form; ended "" while it runs. lesson: what
    was learned. next: the question that follows, "" for none.
    """

    id: int
    unit: int
    counts: Counts
    question: Name
    change: Name
    changed: str
    periods: int
    more: int
    begun: str
    ended: str = ""
    lesson: Name = ""
    next: Name = ""


class CycleStore(Protocol):
    """Cycles of an organisation and its units. Every method is one transaction; `by` is the account that did it."""

    def cycles(self) -> tuple[Cycle, ...]:
        """All, the oldest first."""

    def begin(self, cycle: Cycle, by: str) -> int:
        """Keep a new one, whatever its id says; its number. One like it that runs already is given instead."""

    def end(self, number: int, lesson: Name, following: Name, by: str) -> bool:
        """What was learned; False when it has ended already."""

    def drop(self, number: int, by: str) -> bool:
        """Forget one that runs; False when there is none such."""


def lessons(cycles: Cycles, seen: Seen) -> dict[Name, Lesson]:
    """What can have been learned after what was seen: nobody calls it more where no difference could be told."""
    return {name: lesson for name, lesson in cycles.lessons.items() if seen in lesson.after}


def asked_in(cycles: Cycles, cycle: Cycle) -> str:
    """What a cycle asks: its question, or the figure of one that was put together."""
    question = cycles.questions.get(cycle.question)
    return question.says if question else cycles.figures[cycle.counts]
