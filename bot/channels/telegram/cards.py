"""Flashcards of practice → messages: a moment and its lines, then how sure one is, and only then why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.channels.telegram.keyboard import NUMBERS, Row, grid
from bot.channels.telegram.message import CARD_SURE, KeyboardButton, Message
from bot.channels.telegram.parts import Block, join
from bot.channels.telegram.rehearsed import Voice, beats, framed, labelled
from bot.conversation.round_view import CardLine, FlashcardView

Data = Callable[[int, int], str]
"""How far a card has come (line from 1, how sure from 1; 0 before) → what its button brings back."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A card as it stands. line, sure: how far it has come. order: of its lines on the screen."""

    card: FlashcardView
    order: Sequence[int]
    line: int = 0
    sure: int = 0

    @property
    def is_told(self) -> bool:
        """Whether it is answered, so that the reasons may stand there."""
        return bool(self.line and self.sure)

    @property
    def chosen(self) -> CardLine:
        """The line that was taken."""
        return self.card.lines[self.line - 1]


def message(asked: Asked, place: str, voice: Voice, data: Data, ways: Iterable[Row]) -> Message:
    """The message of a card. place: which of how many, "" for one alone. ways: the rows below what answers it."""
    card, own = asked.card, voice.own
    told = [Block((f"<b>{own.say(card.title)}</b>",)), *beats(card.scene, own)]
    made: list[KeyboardButton] = []
    if not asked.line:
        lines = (f"{number}. {own.say(card.lines[at].text)}\n" for number, at in enumerate(asked.order, 1))
        told += [Block((f"<b>{own.word('card-asks')}</b>",)), Block(tuple(lines))]
        made = [KeyboardButton(str(number), data(at + 1, 0)) for number, at in enumerate(asked.order, 1)]
    elif not asked.is_told:
        told += [framed("your-choice", asked.chosen.text, own), Block((f"<b>{own.word('sure')}</b>",))]
        made = [KeyboardButton(own.label(f"sure-{n}"), data(asked.line, n)) for n in range(1, CARD_SURE + 1)]
    else:
        told = [told[0], Block((own.word("card-right" if asked.chosen.right else "card-otherwise-here"),))]
        told += [block for at in asked.order for block in _reasons(card.lines[at], at + 1 == asked.line, voice)]
        told.append(labelled("live", card.live, own))
    answers = grid(made, 1 if asked.line else NUMBERS)
    return Message(f"{voice.head(own.word('cards-title') + place)}\n\n{join(told)}", (*answers, *ways))


def _reasons(line: CardLine, mine: bool, voice: Voice) -> list[Block]:
    own = voice.own
    label = own.word("as-guide" if line.right else "card-other") + (f" · {own.word('you-chose')}" if mine else "")
    head = f"<blockquote><b>{label}</b>\n"
    return [Block(own.prose(line.text), head, "</blockquote>"), Block(own.prose(line.why))]
