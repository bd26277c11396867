"""What a door shows of a round of practice. Plain data; no contact, no number and no link is among it, by type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from bot.conversation.messages import SourceNote, Text
from bot.dialog.case_schema import Gate, Skill
from bot.practice.confidence import QUESTIONS, SILENT, Answers
from bot.practice.score import Score


class Stage(Enum):
    """Which screen of a round it is. LOST: what came in means no round any more."""

    START = "start"
    CHOICE = "choice"
    CONSEQUENCE = "consequence"
    DEBRIEF = "debrief"
    LOST = "lost"


HEADINGS = ("tutorial", "sector-health", "sector-dental", "sector-social")
"""The groups of a list of cases, by their words; what teaches the page stands first."""


@dataclass(frozen=True, slots=True)
class Card:
    """A case as it is offered. id: its name in an address. trains: skills, in the order of a talk."""

    id: str
    title: Text
    place: Text
    sector: str
    minutes: int
    trains: tuple[Skill, ...]
    tutorial: bool

    @property
    def heading(self) -> str:
        """The group that it stands in."""
        return "tutorial" if self.tutorial else f"sector-{self.sector}"


def in_groups(cards: Iterable[Card]) -> tuple[Card, ...]:
    """The cards group by group, in each as they came."""
    return tuple(sorted(cards, key=lambda card: HEADINGS.index(card.heading)))


@dataclass(frozen=True, slots=True)
class BeatText:
    """What is seen, or heard. who: whose words they are, "" for what is seen."""

    text: Text
    who: str


@dataclass(frozen=True, slots=True)
class LineText:
    """A line. move: what chooses it, "" where it can no longer be chosen."""

    text: Text
    spoken: bool
    move: str = ""


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line of a flashcard. right: the guides say it. why: what makes it good, or not."""

    text: Text
    spoken: bool
    right: bool
    why: Text


@dataclass(frozen=True, slots=True)
class FlashcardView:
    """A flashcard as it is shown. live: the title of the guide that holds the same step."""

    id: str
    title: Text
    scene: tuple[BeatText, ...]
    lines: tuple[CardLine, ...]
    live: Text


@dataclass(frozen=True, slots=True)
class Told:
    """One decision, looked back on: what was seen, what was chosen, what it led to, how that felt, and why.

    better: the line that would have been better; None where the chosen one was right.
    """

    skill: Skill
    scene: tuple[BeatText, ...]
    chosen: LineText
    then: tuple[BeatText, ...]
    felt: Text
    why: Text
    better: LineText | None
    missed: tuple[Gate, ...]
    sources: tuple[SourceNote, ...]


@dataclass(frozen=True, slots=True)
class Debrief:
    """After the last scene. features: each in words, and whether it was shown (None: missed and mended).

    live: the title of the guide that holds the same steps; guide: its name.
    """

    title: Text
    scene: tuple[BeatText, ...]
    next: Text
    score: Score
    features: tuple[tuple[Text, bool | None], ...]
    path: tuple[Told, ...]
    lessons: tuple[Text, ...]
    live: Text
    guide: str


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen. sealed: the round so far, "" when it is lost. card: None when it is lost. decision: which one it
    is, from 1. spoken: whether all lines are said (yes), all are done (no), or some of each (None). counted: the round
    is counted, in the tables of practice, as one of a unit. before, after: what was said of own confidence."""

    stage: Stage
    staff: str
    sealed: str = ""
    card: Card | None = None
    refused: bool = False
    counted: bool = False
    unit: int = 0
    before: Answers = SILENT
    after: Answers = SILENT
    note: Text | None = None
    scene: tuple[BeatText, ...] = ()
    lines: tuple[LineText, ...] = ()
    spoken: bool | None = None
    decision: int = 0
    told: Told | None = None
    debrief: Debrief | None = None

    @property
    def asks(self) -> tuple[int, ...]:
        """The questions about confidence that make sense now, by their place: before the first choice all of them, at
        the end those that were answered then, and none in between or where only the page is taught."""
        if self.stage is Stage.START and self.card and not self.card.tutorial:
            return tuple(range(len(QUESTIONS)))
        return tuple(place for place, said in enumerate(self.before) if said is not None and self.debrief)
