"""What the messages of practice are put together from: how they speak, what is seen and heard, what it led to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.channels.telegram.keyboard import Row
from bot.channels.telegram.markup import Speech
from bot.channels.telegram.message import HOLE, KeyboardButton, Order, RoundMove, Verb
from bot.channels.telegram.parts import Block
from bot.channels.telegram.screen import heading
from bot.conversation.messages import Text, write_move
from bot.conversation.round_view import BeatText, Card, LineText, Screen, Told
from bot.practice.confidence import QUESTIONS, SILENT
from bot.text.catalogues import SOURCE
from bot.text.languages import quotes


@dataclass(frozen=True, slots=True)
class Voice:
    """How practice speaks.

    own: its own words; in what it says no number can be called. door: the words of all doors. languages: those that
    staff can read here. live: whether real talks may be had here.
    """

    own: Speech
    door: Speech
    languages: tuple[str, ...]
    live: bool

    @property
    def refused(self) -> list[Block]:
        """What is said of a press that did not fit."""
        return [Block((f"<b>{self.own.word('refused')}</b>",))]

    def head(self, title: str) -> str:
        """How each message begins: neutral for a list of chats, then the sign. title: HTML."""
        return heading(self.door, f"{self.own.word('sign').upper()} · {title}")

    def about(self, card: Card) -> str:
        """Where a case takes place, and how long it takes."""
        minutes = self.own.word("minute" if card.minutes == 1 else "minutes")
        return f"{self.own.say(card.place)} · {card.minutes} {minutes}"

    def foot(self, unit: int, *, sealed: bool) -> tuple[Row, ...]:
        """The way out, all cases, and Hide; what is hidden comes back where there is a token (sealed)."""
        back = HOLE + write_move(RoundMove.HIDE.value)
        hide = back if sealed else Order(Verb.HIDE, self.own.language, unit).data
        last = (self.order("all", Verb.PRACTICE, unit), KeyboardButton(self.door.label("hide"), hide))
        return (self.order("stop", Verb.SUPPORT, unit),), last

    def order(self, key: str, verb: Verb, unit: int, who: int = 0) -> KeyboardButton:
        """A button that needs no token, by its word."""
        return KeyboardButton(self.own.label(key), Order(verb, self.own.language, unit, who).data)


def beats(found: Iterable[BeatText], own: Speech) -> list[Block]:
    """What is seen, slanted, and heard: who, and the words in quotation marks."""
    return [Block(_heard(beat, own) if beat.who else _seen(beat, own)) for beat in found]


def _heard(beat: BeatText, own: Speech) -> tuple[str, ...]:
    who = own.strong(Text(f"{beat.who}:", beat.text.lang))
    return (f"{who} ", *own.prose(beat.text, *quotes(beat.text.lang)))


def _seen(beat: BeatText, own: Speech) -> tuple[str, ...]:
    return tuple(f"<i>{piece.rstrip()}</i>{piece[len(piece.rstrip()) :]}" for piece in own.prose(beat.text))


def told_blocks(told: Told, own: Speech) -> list[Block]:
    """One decision: what was chosen, what came of it, and only then why, with the better line."""
    found = [chosen(told.chosen, own), Block((f"<b>{own.word('then')}</b>",)), *beats(told.then, own)]
    found += [labelled("felt", told.felt, own), labelled("why", told.why, own)]
    found += [Block((f"<b>{own.word('gates')}:</b> {own.word(f'gate-{gate}')}",)) for gate in told.missed]
    if told.better:
        found.append(framed("better", told.better.text, own))
    found.append(Block((f"<i>{own.word('is-better')}</i>",)))
    if told.sources:
        titles = tuple(f"• {own.say(Text(note.title, SOURCE))}\n" for note in told.sources)
        found.append(Block(titles, *own.folded("rests-on")))
    return found


def chosen(line: LineText, own: Speech) -> Block:
    """The line that was taken, in a frame."""
    return framed("you-said" if line.spoken else "you-did", line.text, own)


def framed(key: str, text: Text, own: Speech) -> Block:
    """A text in a frame, under its word."""
    return Block(own.prose(text), f"<blockquote><b>{own.word(key)}</b>\n", "</blockquote>")


def labelled(key: str, text: Text, own: Speech) -> Block:
    """A text behind its word."""
    return Block((f"<b>{own.word(key)}</b> ", *own.prose(text)))


def confidence(screen: Screen, own: Speech) -> list[Block]:
    """What was said of own confidence, before and, once that is answered, after."""
    told = [
        f"• {own.word(f'confidence-{name}')} {before}{'' if after is None else f' → {after}'}\n"
        for name, before, after in zip(QUESTIONS, screen.before, screen.after, strict=True)
        if before is not None
    ]
    means = [Block((f"<i>{own.word('confidence-means')}</i>",))] if screen.after != SILENT else []
    return [Block(tuple(told)), *means] if told else []


def counting(screen: Screen, own: Speech) -> list[Block]:
    """Whether the round is counted, and what that means, folded."""
    if screen.card and screen.card.tutorial:
        return []
    if not screen.counted:
        return [Block((f"<i>{own.word('uncounted')}</i>",))]
    told = tuple(f"{own.word(key)}\n" for key in ("counted-what", "counted-who", "chat-kept"))
    return [Block(told, *own.folded("counted"))]
