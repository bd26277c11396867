"""Practice: all cases, a round, and the way out. The same rounds as in the other doors, with tokens of their own.

A round's token is bound to its chat as a talk's is, and to practice: neither opens as the other. So which of the two a
button carries is told by trying, and nothing has to stand in it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from bot.channels.telegram import cards
from bot.channels.telegram.cards import Asked
from bot.channels.telegram.keyboard import NUMBERS, grid
from bot.channels.telegram.markup import Speech
from bot.channels.telegram.message import (
    HOLE,
    STAY,
    KeyboardButton,
    Message,
    Order,
    OwnMove,
    RoundMove,
    Shown,
    Verb,
    card_move,
)
from bot.channels.telegram.parts import Block, join
from bot.channels.telegram.phone import Numbers
from bot.channels.telegram.rehearsed import Voice
from bot.channels.telegram.round import message, question
from bot.channels.telegram.standing import Standing
from bot.conversation.messages import FIRST_STAFF_LANGUAGE, Press, Turn, read_move, write_move
from bot.conversation.round_view import Card, Screen, Stage, in_groups
from bot.conversation.rounds import UNCOUNTED, rounds_of
from bot.conversation.talk import Talks
from bot.practice import sitting
from bot.practice.certificate import mark
from bot.practice.confidence import MOST, QUESTIONS, SILENT, Answers, only
from bot.practice.order import order

NO_NUMBERS = Numbers(None)
SITTING = 5
"""Flashcards in one sitting: some two to five minutes."""
LAST = 1 << 12
"""A part that no text has: its last one is shown."""


class Practice:
    """What is shown of practice. standing: for what stands on the pages of all doors."""

    def __init__(self, talks: Talks, standing: Standing) -> None:
        self._talks = talks
        self._standing = standing
        self._rounds = rounds_of(talks)

    def press(self, sealed: str, move: str, binding: bytes) -> Shown | Turn | None:
        """What a button of a round leads to: the turn of a real talk when that is begun at the end of it. None when the
        token is none of a round."""
        bound = _bound(binding)
        if not self._rounds.knows(sealed, bound):
            return None
        number = read_move(move) or 0
        own = RoundMove.HIDE.value <= number < FIRST_STAFF_LANGUAGE
        which, said = _read_said(number)
        screen = self._rounds.press(Press(sealed, STAY if own else move, bound), said)
        voice = self._voice(screen.staff)
        if screen.stage is Stage.LOST:
            return Shown(self._lost(voice))
        if number == RoundMove.HIDE.value:
            return Shown(self._standing.cover(screen.staff, HOLE + STAY), screen.sealed)
        if number == RoundMove.LIVE.value and screen.debrief and screen.card and self._standing.live:
            sector, guide = screen.card.sector, screen.debrief.guide
            return self._talks.begin(binding, unit=screen.unit, staff=screen.staff, sector=sector, toward=guide)
        asked = 0 if number == RoundMove.ASK.value else None if which is None else which + 1
        following = [place for place in screen.asks if asked is not None and place >= asked]
        if following:
            return Shown(question(screen, following[0], voice), screen.sealed)
        part = number - RoundMove.PART.value if own and number >= RoundMove.PART.value else 0
        at_end = asked is not None or number == UNCOUNTED  # these buttons stand on the last part
        return self._shown(screen, LAST if at_end else part)

    def ask(self, asked: Order, binding: bytes) -> Shown:
        """What can be had of practice without a token."""
        voice = self._voice(asked.language)
        if asked.verb is Verb.SUPPORT:
            return Shown(self._support(asked, voice))
        if asked.verb is Verb.CARDS and (shown := self._sitting(asked, voice)) is not None:
            return Shown(shown)
        listed = in_groups(self._rounds.cards(asked.language))
        if asked.verb is Verb.CASE and 0 < asked.who <= len(listed):
            case = listed[asked.who - 1].id
            screen = self._rounds.begin(case, _bound(binding), asked.language, asked.unit)
            return Shown(self._lost(voice)) if screen is None else self._shown(screen)
        return Shown(self._list(asked, listed, voice))

    def offered(self, turn: Turn, line: int, sure: int) -> Message | None:
        """The flashcard that an ending offers, on the ending's own token, so that the way back is not lost. None where
        there is none. line, sure: how far it has come."""
        view = turn.view
        name = view.outcome.card if view.outcome and not view.neutral and not view.web_only else ""
        card = next((each for each in self._rounds.flashcards(turn.staff) if each.id == name), None)
        if card is None or line > len(card.lines):
            return None
        voice = self._voice(turn.staff)
        asked = Asked(card, order(int.from_bytes(turn.sealed.encode(), "big"), card.id, len(card.lines)), line, sure)
        keys = (("back", STAY), ("hide", write_move(OwnMove.HIDE.value)))
        foot = tuple(KeyboardButton(voice.door.label(key), HOLE + move) for key, move in keys)
        ways = ((voice.order("stop", Verb.SUPPORT, turn.unit),), foot)
        return cards.message(asked, "", voice, lambda *come: HOLE + write_move(card_move(*come)), ways)

    def _sitting(self, asked: Order, voice: Voice) -> Message | None:
        """A few flashcards, one after the other; None for a button that means none of today's."""
        known = {mark(card.id): card for card in self._rounds.flashcards(asked.language)}
        chosen = order(self._talks.number(), "sitting", len(known))[:SITTING]
        begun = sitting.Sitting(tuple([*known][place] for place in chosen))
        found = sitting.read(asked.sitting) if asked.sitting else begun
        if not known or found is None or not known.keys() >= set(found.cards):
            return None

        def data(changed: sitting.Sitting) -> str:
            return replace(asked, sitting=sitting.write(changed)).data

        foot = voice.foot(asked.unit, sealed=False)
        if found.is_over:
            return self._answered(asked, found, voice)
        card = known[found.cards[len(found.answered)]]
        if found.line > len(card.lines):
            return None
        now = Asked(card, order(sum(found.cards), card.id, len(card.lines)), found.line, found.sure)
        following = data(found.after(now.chosen.right)) if now.is_told else ""
        ways = ((KeyboardButton(voice.own.label("card-next"), following),), *foot) if following else foot
        place = f" {len(found.answered) + 1}/{len(found.cards)}"
        return cards.message(now, place, voice, lambda *come: data(replace(found, line=come[0], sure=come[1])), ways)

    def _answered(self, asked: Order, found: sitting.Sitting, voice: Voice) -> Message:
        """After the last card: how many were taken as the guides would, and a code for the browser that remembers."""
        own, right = voice.own, sum(right for right, _ in found.answered)
        code = sitting.SIGN + sitting.write(found)
        told = f"{own.word('as-guide')}: {right} {own.word('of')} {len(found.cards)}."
        more = (voice.order("cards-more", Verb.CARDS, asked.unit),)
        home = [(KeyboardButton(own.label("cards-home-open"), url=at),)] if (at := self._standing.mine(code)) else []
        text = f"{voice.head(own.word('cards-title'))}\n\n{told}\n\n{own.word('cards-home')}\n\n<code>{code}</code>"
        return Message(text, (more, *home, *voice.foot(asked.unit, sealed=False)))

    def _shown(self, screen: Screen, part: int = 0) -> Shown:
        names = [card.id for card in in_groups(self._rounds.cards())]
        number = names.index(screen.card.id) + 1 if screen.card and screen.card.id in names else 0
        return Shown(message(screen, number, part, self._voice(screen.staff)), screen.sealed)

    def _voice(self, language: str) -> Voice:
        own = Speech(language, self._rounds.word, NO_NUMBERS)
        door = Speech(language, self._talks.word, NO_NUMBERS)
        return Voice(own, door, self._rounds.languages(), self._standing.live)

    def _list(self, asked: Order, listed: tuple[Card, ...], voice: Voice) -> Message:
        """All cases, numbered, and what Telegram sees of them."""
        own = voice.own
        keys = ["lead", "chat-kept", "fiction"]
        keys += ["machine"] if asked.language in self._talks.editions.current.catalogues.unreviewed else []
        told = [Block((own.word(key),)) for key in keys]
        for heading, group in groupby(enumerate(listed, 1), key=lambda each: each[1].heading):
            lines = (f"{number}. {own.say(card.title)} ({voice.about(card)})\n" for number, card in group)
            told.append(Block((f"<b>{own.word(heading)}</b>\n", *lines)))
        made = [KeyboardButton(str(n), replace(asked, verb=Verb.CASE, who=n).data) for n in range(1, len(listed) + 1)]
        short = (voice.order("cards-title", Verb.CARDS, asked.unit),)
        stop = (voice.order("stop", Verb.SUPPORT, asked.unit),)
        text = f"{voice.head(own.word('practice-title'))}\n\n{join(told)}"
        return Message(text, (*grid(made, NUMBERS), short, stop, *self._standing.ways(asked)))

    def _support(self, asked: Order, voice: Voice) -> Message:
        """Where to turn. Numbers are set so that no phone makes them a link."""
        own, notes = voice.own, self._rounds.support(asked.language)
        told = [Block((own.word(key),)) for key in ("chat-stopped", "support-talk", "support-own")]
        told.append(
            Block(tuple(f"• {own.say(note.name)}: <code>{note.number}</code>\n" for note in notes if note.number))
        )
        told += [Block((own.word(key),)) for key in ("support-numbers", "support-danger")]
        return Message(f"{voice.head(own.word('support-title'))}\n\n{join(told)}", self._standing.ways(asked))

    def _lost(self, voice: Voice) -> Message:
        text = f"{voice.head(voice.own.word('practice-title'))}\n\n{voice.own.word('lost')}"
        return Message(text, voice.foot(0, sealed=False))


def _bound(binding: bytes) -> bytes:
    """What a round's token is sealed with: its chat, and that it is practice."""
    return b"practice-" + binding


def _read_said(number: int) -> tuple[int | None, Answers]:
    """A move → which question about confidence it answers, None for no such move, and the answers with it alone."""
    place = number - RoundMove.SAID.value
    if not 0 <= place < len(QUESTIONS) * (MOST + 2):
        return None, SILENT
    which, answer = divmod(place, MOST + 2)
    return which, only(which, answer - 1 if answer else None)
