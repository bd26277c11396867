"""Flashcards of practice: one decision each, to be met again when it is about to be forgotten. Form and compiled value.

A whole case is no card: who knows its ending is no longer asked anything. A card is one moment of a talk, three or four
lines, and why each is good or not. As in a case the right line is the live guides' own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.dialog.case_model import Beat, context
from bot.dialog.case_schema import FOLDER, Skill, Words
from bot.dialog.schema import ROW, STEP, Label, Name, Shape, Text
from bot.dialog.tree import Tree
from bot.problem import Problem, Span, nearest

FILE = f"{FOLDER}flashcards.yaml"
DECK = "flashcards"
"""What stands for the name of a case in the gettext context of their texts."""


class Moment(Shape):
    """What is seen, or heard: exactly one of tells and says."""

    tells: Text | None = None
    says: Text | None = None


class Line(Shape):
    """What can be said or done. guides: where the live guides say it, as `dialog.step` or `action.id`; a line with it
    is right. why: what makes it good, or what happens instead."""

    say: Words | None = None
    do: Words | None = None
    guides: list[Annotated[str, StringConstraints(pattern=STEP)]] = Field(default_factory=list)
    why: Text


class Card(Shape):
    """One card. patient: whose words are heard. live: the guide with the same step. rows: the clauses that it
    practises. sources: what its explanations rest on."""

    title: Label
    skill: Skill
    patient: Label
    live: Name
    scene: Annotated[list[Moment], Field(min_length=1, max_length=3)]
    lines: Annotated[dict[Name, Line], Field(min_length=3, max_length=4)]
    rows: list[Annotated[str, StringConstraints(pattern=ROW)]] = Field(default_factory=list)
    sources: list[Name] = Field(default_factory=list)


class Deck(Shape):
    """The file."""

    flashcards: dict[Name, Card]


@dataclass(frozen=True, slots=True)
class Option:
    """A line, compiled."""

    id: str
    text: str
    spoken: bool
    data: Line
    where: Span

    @property
    def is_right(self) -> bool:
        """Whether the live guides say it."""
        return bool(self.data.guides)


@dataclass(frozen=True, slots=True)
class Flashcard:
    """A card, compiled. context: the gettext context of its texts."""

    id: str
    beats: tuple[Beat, ...]
    lines: tuple[Option, ...]
    data: Card
    where: Span

    @property
    def context(self) -> str:
        """The gettext context of its texts."""
        return context(DECK, self.id)


def compile_cards(
    file: tuple[Tree, Deck] | None, sources: Collection[str], dialogs: Collection[str]
) -> tuple[tuple[Flashcard, ...], list[Problem]]:
    """All cards in the order of the file, and every fault of a name in them.

    Args:
        file: as written and as validated, None where there is none.
        sources, dialogs: what it may name.
    """
    if file is None:
        return (), []
    tree, deck = file
    problems: list[Problem] = []
    cards = []
    for name, card in deck.flashcards.items():
        path = ("flashcards", name)
        if card.live not in dialogs:
            message = f"no dialog is called “{card.live}”"
            problems.append(Problem("N005", tree.span((*path, "live")), message, nearest(card.live, dialogs)))
        problems += [
            Problem("N007", tree.span((*path, "sources", at)), f"no source is called “{each}”", nearest(each, sources))
            for at, each in enumerate(card.sources)
            if each not in sources
        ]
        beats = []
        for number, moment in enumerate(card.scene):
            problems += _one(tree, (*path, "scene", number), moment.tells, moment.says, "tells", "says")
            key = "says" if moment.says is not None else "tells"
            where = tree.span((*path, "scene", number, key))
            beats.append(Beat(moment.says or moment.tells or "", key == "says", None, None, where))
        lines = []
        for key, line in card.lines.items():
            problems += _one(tree, (*path, "lines", key), line.say, line.do, "say", "do")
            where = tree.span((*path, "lines", key), key=True)
            lines.append(Option(key, line.say or line.do or "", line.say is not None, line, where))
        cards.append(Flashcard(name, tuple(beats), tuple(lines), card, tree.span(path, key=True)))
    return tuple(cards), problems


def _one(tree: Tree, path: tuple[str | int, ...], first: str | None, second: str | None, *names: str) -> list[Problem]:
    if (first is None) != (second is None):
        return []
    said = f"exactly one of these is wanted here: {', '.join(names)}"
    return [Problem("S005", tree.span(path), said, f"write “{names[0]}:” or “{names[1]}:”, and not both")]
