"""A screen of a round of practice → its message.

Each says that it is practice and has the way out. No number in it can be called and no source be opened; nothing leads
to a real talk but one button at the end.
"""

from __future__ import annotations

from bot.channels.telegram.debrief import sections
from bot.channels.telegram.keyboard import NUMBERS, Row, grid, turn_row
from bot.channels.telegram.message import HOLE, PARTS_OF_ROUND, KeyboardButton, Message, RoundMove, Verb
from bot.channels.telegram.parts import Block, pack
from bot.channels.telegram.rehearsed import Voice, beats, confidence, counting, told_blocks
from bot.channels.telegram.screen import part_of
from bot.conversation.messages import FIRST_STAFF_LANGUAGE, write_move
from bot.conversation.round_view import Screen, Stage
from bot.conversation.rounds import UNCOUNTED
from bot.practice.confidence import MOST, QUESTIONS, SILENT
from bot.text.catalogues import LANGUAGES
from bot.text.languages import NAMES

SCALE = 6
"""Buttons of the scale from 0 to 10 in a row."""


def message(screen: Screen, number: int, part: int, voice: Voice) -> Message:
    """The message of a screen; its buttons have `HOLE` for the token.

    Args:
        screen: any but a lost one.
        number: which case it is in today's list, from 1, to begin it again; 0 where it is there no longer.
        part: of a text that is too long for one message; beyond the last, the last.
        voice: how it speaks.
    """
    parts = _parts(screen, voice)[:PARTS_OF_ROUND]
    shown = min(part, len(parts) - 1)
    ways = [*turn_row(voice.door, shown, len(parts), lambda n: HOLE + write_move(RoundMove.PART.value + n))]
    if shown + 1 == len(parts):
        ways += _ways(screen, number, voice)
    title = voice.own.say(screen.card.title) if screen.card else ""
    if screen.decision and not screen.debrief:
        title += f" · {voice.own.word('decision')} {screen.decision}"
    head = voice.head(title + part_of(shown, len(parts)))
    return Message(f"{head}\n\n{parts[shown]}", (*ways, *voice.foot(screen.unit, sealed=True)))


def question(screen: Screen, which: int, voice: Voice) -> Message:
    """One of the three questions about confidence, with its scale. which: from 0."""
    told = voice.own.word("confidence-after" if screen.debrief else "confidence-before")
    asked = f"<b>{voice.own.word(f'confidence-{QUESTIONS[which]}')}</b>"
    first = RoundMove.SAID.value + which * (MOST + 2)
    scale = grid([_button(str(each), first + 1 + each) for each in range(MOST + 1)], SCALE)
    skip = (_button(voice.own.label("confidence-none"), first),)
    text = f"{voice.head(voice.own.word('confidence'))}\n\n{told}\n\n{asked}"
    return Message(text, (*scale, skip, *voice.foot(screen.unit, sealed=True)))


def _parts(screen: Screen, voice: Voice) -> tuple[str, ...]:
    """The text. The three parts of a debrief each begin a message."""
    own, refused = voice.own, voice.refused if screen.refused else []
    if screen.debrief:
        found = sections(screen, screen.debrief, voice)
        return tuple(text for section in found for text in pack(section))
    if screen.told:
        return pack([[*refused, *told_blocks(screen.told, own)]])
    if screen.stage is Stage.START:
        return pack([[*refused, *_start(screen, voice)]])
    asked = "say-or-do" if screen.spoken is None else "say" if screen.spoken else "do"
    listed = Block(tuple(f"{place}. {own.say(line.text)}\n" for place, line in enumerate(screen.lines, 1)))
    return pack([[*refused, *beats(screen.scene, own), Block((f"<b>{own.word(asked)}</b>",)), listed]])


def _start(screen: Screen, voice: Voice) -> list[Block]:
    own, found = voice.own, []
    if screen.card:
        found.append(Block((f"<i>{voice.about(screen.card)}</i>",)))
    if screen.note:
        found.append(Block(own.prose(screen.note), f"<blockquote><b>{own.word('note')}</b>\n", "</blockquote>"))
    found += [*beats(screen.scene, own), Block((f"<i>{own.word('hint')}</i>",))]
    return [*found, *confidence(screen, own), *counting(screen, own)]


def _ways(screen: Screen, number: int, voice: Voice) -> list[Row]:
    """What can be done on a screen, beside what can be done on each."""
    label = voice.own.label
    if screen.lines:
        numbers = [KeyboardButton(str(place), HOLE + line.move) for place, line in enumerate(screen.lines, 1)]
        return [*grid(numbers, NUMBERS)]
    uncount = [(_button(label("uncount"), UNCOUNTED),)] if screen.counted else []
    if screen.debrief:
        after = screen.asks and screen.after == SILENT
        found = [(_button(label("confidence-after"), RoundMove.ASK.value),)] if after else []
        found += [(voice.order("again", Verb.CASE, screen.unit, number),)] if number else []
        found += [(_button(label("to-live"), RoundMove.LIVE.value),)] if voice.live else []
        return [*found, *uncount]
    if screen.told:
        return [(_button(label("continue"), 0),)]
    asking = [(_button(label("confidence"), RoundMove.ASK.value),)] if screen.asks else []
    tongues = [
        _button(NAMES.get(code, code), FIRST_STAFF_LANGUAGE + LANGUAGES.index(code))
        for code in voice.languages
        if code != screen.staff
    ]
    return [(_button(label("begin"), 0),), *asking, *uncount, *grid(tongues, SCALE)]


def _button(label: str, move: int) -> KeyboardButton:
    return KeyboardButton(label, HOLE + write_move(move))
