"""What a self-assessment may say: dialogs/assessment/frame.yaml and one file for each sector. Shapes only.

An organisation rates its own work statement by statement, on a ladder from nothing to followed up. The statements rest
on HSLF-FS 2022:39; ladder, weights and safety are this product's own. It is not Socialstyrelsens tool, whose areas are
not known: so areas have names that can be replaced.

What names in it mean is settled in `bot.check.assessments`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.dialog.schema import ROW, Label, Name, Sector, Shape, Text, YesNo

FOLDER = "assessment/"
FRAME = "assessment/frame.yaml"
TOP = 4
"""The highest level; the lowest is 0."""
CONTEXT = "assess"
"""The gettext context of the frame; a statement's is `assess.<its id>`."""

KEY = r"^[A-Z][0-9]{1,2}$"
Key = Annotated[str, StringConstraints(pattern=KEY)]
Clause = Annotated[str, StringConstraints(pattern=ROW)]
Force = Literal["must", "should", "open"]
"""must: a regulation or law binds. should: general advice. open: neither; asked, and in no figure."""
Proof = Literal["none", "paper", "use", "change"]
Soon = Literal["now", "half-year", "decision"]
Follow = Literal[
    "use", "endings", "doors", "languages", "practice", "own-asked", "own-reports", "sample", "next-round"
]  # fmt: skip
"""How one sees that a measure helped: a question of the reports, the unit's own figures, a sample of its own files, or
the next round of this assessment."""
Question = Literal["use", "endings", "subjects", "steps", "doors", "languages", "practice", "visits"]


class Area(Shape):
    """A part of the work. first: of two gaps that weigh the same the one here comes first."""

    title: Label
    first: YesNo = "no"


class Level(Shape):
    """A step of the ladder, lowest first. proof: what shows that one stands there."""

    title: Label
    says: Text
    proof: Proof


class Answer(Shape):
    """An answer beside the ladder."""

    title: Label
    says: Text


class Measure(Shape):
    """Something to do about a gap. role: the function that does it. follow: where one sees that it helped."""

    says: Text
    role: Name
    follow: Follow


class Frame(Shape):
    """What all assessments share. papers, uses, changes: what can be shown for the levels that ask for it."""

    areas: Annotated[dict[Name, Area], Field(min_length=1)]
    levels: Annotated[list[Level], Field(min_length=TOP + 1, max_length=TOP + 1)]
    unknown: Answer
    beside: Answer
    reasons: Annotated[dict[Name, Label], Field(min_length=1)]
    papers: Annotated[dict[Name, Label], Field(min_length=1)]
    uses: Annotated[dict[Name, Label], Field(min_length=1)]
    changes: Annotated[dict[Name, Label], Field(min_length=1)]
    soon: dict[Soon, Label]
    roles: Annotated[dict[Name, Label], Field(min_length=1)]
    measures: Annotated[dict[Name, Measure], Field(min_length=1)]

    def proofs(self, level: int) -> dict[Name, str]:
        """What can be shown for a level, by name; nothing where it asks for nothing."""
        wanted = self.levels[level].proof
        return {"none": {}, "paper": self.papers, "use": self.uses, "change": self.changes}[wanted]


class Statement(Shape):
    """What is rated.

    basis: what it rests on, in words. safety: 3 a gap can put a person in danger at once, 2 a gap lets violence go
    unseen, 1 a gap slows development. levels: how each level above the lowest looks here. since: the version in which
    it got the meaning that it has; answers from before cannot be compared. guides, clauses, question: what this program
    has for it.
    """

    area: Name
    says: Text
    basis: Text
    sources: Annotated[list[Name], Field(min_length=1)]
    force: Force
    safety: Annotated[int, Field(ge=1, le=3)]
    levels: Annotated[list[Text], Field(min_length=TOP, max_length=TOP)]
    since: Annotated[int, Field(ge=1)] = 1
    measures: Annotated[list[Name], Field(min_length=1)]
    guides: list[Name] = Field(default_factory=list)
    clauses: list[Clause] = Field(default_factory=list)
    question: Question | None = None


class Assessment(Shape):
    """One sector's statements, in the order that they are asked. version: raised when any of them changes."""

    assessment: Sector
    version: Annotated[int, Field(ge=1)]
    title: Label
    statements: Annotated[dict[Key, Statement], Field(min_length=1)]
