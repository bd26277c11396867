"""What a cycle of follow-up may say: dialogs/assessment/cycles.yaml. Shapes only.

A cycle is one narrow question, one change, and one look at one figure when enough time has passed (`bot.assess.cycle`).
Nothing in it is free text: questions, changes and what was learned are chosen, so nobody can be written into it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bot.dialog.schema import Label, Name, Shape, Text

CYCLES = "assessment/cycles.yaml"
CONTEXT = "cycle"
"""The gettext context."""
Counts = Literal["begun", "finished", "asked", "reports", "referrals"]
"""What is looked at. begun: talks opened with the tool. finished: the share of them that came to an end. asked: the
share of visits at which somebody was asked, reports, referrals: numbers, all three from the units' own records."""
Seen = Literal["more", "less", "untold"]


class CycleQuestion(Shape):
    """A question that is narrow enough to be answered. changes: measures of the frame that suit it."""

    says: Text
    counts: Counts
    changes: Annotated[list[Name], Field(min_length=1)]


class Lesson(Shape):
    """Something that can have been learned. after: what the look must have shown for anybody to say so."""

    says: Text
    after: Annotated[list[Seen], Field(min_length=1)]


class Cycles(Shape):
    """All there is to choose from. figures: a name for each thing that can be looked at."""

    figures: dict[Counts, Label]
    questions: Annotated[dict[Name, CycleQuestion], Field(min_length=1)]
    lessons: Annotated[dict[Name, Lesson], Field(min_length=1)]
