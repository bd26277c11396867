"""A turn → its message, with a hole in each button where the sealed token goes.

A screen is rendered once, an ending once for what it holds (numbers and hours are of the moment). Kept by what is
shown, never by whom.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime

from bot.channels.telegram.keyboard import answers, numbered, own_row, rows, turn_row
from bot.channels.telegram.markup import Speech, bold
from bot.channels.telegram.message import HOLE, PARTS, KeyboardButton, Message, Order, OwnMove, Verb
from bot.channels.telegram.outcome import outcome_groups
from bot.channels.telegram.parts import Block, Group, pack
from bot.channels.telegram.phone import Numbers
from bot.conversation.messages import Control, Line, Turn, View, read_move, write_move
from bot.conversation.reading import groups, refusal, tells
from bot.conversation.talk import Talks
from bot.dialog.model import Audience, Kind
from bot.directory.model import Directory
from bot.text.languages import quotes

MOST = 2048
"""Finished screens kept. At some 3 KiB each that is 6 MiB at the most; all are dropped when it is full."""
MOST_STANDING = 256
"""The same of pages that stand by themselves."""


class Screens:
    """Renders turns, and keeps what it made."""

    def __init__(self, talks: Talks) -> None:
        self._talks = talks
        self._kept: dict[tuple[object, ...], Message] = {}
        self._standing: dict[Hashable, Message] = {}
        self._minute: datetime | None = None
        self._directory: Directory | None = None
        self._speeches: dict[str, Speech] = {}

    def speech(self, language: str) -> Speech:
        """How a message in this language speaks today."""
        self._renew()
        if language not in self._speeches:
            numbers = Numbers(self._talks.editions.current.directory)
            self._speeches[language] = Speech(language, self._talks.word, numbers)
        return self._speeches[language]

    def message(self, turn: Turn, part: int = 0, *, opened: bool = False) -> Message:
        """The message of a turn; its buttons have `HOLE` for the token. The same object comes again.

        Args:
            turn: what to show.
            part: which part of a text that is too long for one message; beyond the last, the last.
            opened: at a neutral ending, whether what it keeps back is shown.
        """
        self._renew()
        key = _key(turn, part, opened=opened)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            kept = self._kept[key] = self._render(turn, part, opened=opened)
        return kept

    def standing(self, page: Hashable, make: Callable[[], Message]) -> Message:
        """A page that stands by itself, made once a minute: who answers is of the moment. page: which it is."""
        self._renew()
        minute = self._talks.local_time().replace(second=0, microsecond=0)
        if minute != self._minute or len(self._standing) >= MOST_STANDING:
            self._minute = minute
            self._standing.clear()
        kept = self._standing.get(page)
        if kept is None:
            kept = self._standing[page] = make()
        return kept

    def _renew(self) -> None:
        """Forget what was made with the words and numbers of another day."""
        directory = self._talks.editions.current.directory
        if self._directory is not directory:
            self._directory = directory
            self._speeches.clear()
            self._kept.clear()
            self._standing.clear()

    def _render(self, turn: Turn, part: int, *, opened: bool) -> Message:
        view, speech = turn.view, self.speech(turn.staff)
        kept_back = view.neutral and not opened
        told: list[Group] = [[*self._notes(turn, speech), *passages(view.lines, speech), *_asked(turn, speech)]]
        if view.outcome and not kept_back:
            told += outcome_groups(view.outcome, view.code, speech)
        told.append([*_reasons(view, speech), *self._doubts(turn, speech)])
        parts = pack(told)[:PARTS]
        shown = min(part, len(parts) - 1)
        text = f"{heading(speech, speech.say(view.title) + part_of(shown, len(parts)))}\n\n{parts[shown]}"
        turning = turn_row(speech, shown, len(parts), lambda part: HOLE + write_move(OwnMove.PART.value + part))
        return Message(text.rstrip(), (*turning, *_buttons(turn, speech, kept_back=kept_back, opened=opened)))

    def _notes(self, turn: Turn, speech: Speech) -> list[Block]:
        """What is said before all else: that nothing counts, whose step it is, and what went wrong."""
        found = [] if turn.mode == "live" else [Block((f"<i>{speech.word(f'mode-{turn.mode}')}</i>",))]
        found += [Block((f"<i>{speech.say(turn.view.own)}</i>",))] if turn.view.own else []
        return [*found, Block((f"<b>{speech.word(refusal(turn))}</b>",))] if turn.refused else found

    def _doubts(self, turn: Turn, speech: Speech) -> list[Block]:
        """What to know of the translation."""
        unread = self._talks.editions.current.catalogues.unreviewed
        keys = ["unreviewed"] if not unread.isdisjoint((turn.staff, turn.said)) else []
        keys += ["said-held"] if turn.view.held else []
        keys += ["no-translation"] if any(line.text.fallback for line in turn.view.lines) else []
        return [Block((f"<i>{speech.word(key)}</i>",)) for key in keys]


def _key(turn: Turn, part: int, *, opened: bool) -> tuple[object, ...]:
    """What a message is kept by. A lasting view comes again as itself; an ending is told by all that it holds."""
    view = turn.view
    shown: object = view
    if not view.lasting:
        shown = (view.step, view.code, view.title, view.lines, view.outcome, view.jumps, view.why, view.sources)
    ways = turn.ticks, turn.can_back, turn.refused, turn.staff, turn.said, turn.unit, turn.mode
    return (shown, *ways, part, opened)


def heading(speech: Speech, title: str) -> str:
    """How each message begins: a line that says nothing of what follows, since a list of chats shows it."""
    return f"<i>{speech.word('chat-lead')}</i>\n\n{bold(title)}"


def part_of(shown: int, count: int) -> str:
    """Which part of how many stands after a title; nothing when it is all."""
    return f" ({shown + 1}/{count})" if count > 1 else ""


def passages(lines: tuple[Line, ...], speech: Speech) -> list[Block]:
    """The passages. Who each is for is told by its form and by a word, never by colour or a picture."""
    found: list[Block] = []
    for audience, group in groups(lines):
        match audience:
            case Audience.STAFF:
                found += [Block(speech.prose(line.text)) for line in group]
            case Audience.ALOUD:
                said = tuple(piece for line in group for piece in speech.prose(line.text, *quotes(line.text.lang)))
                found.append(Block(said, f"<blockquote><b>{speech.word('aloud')}</b>\n", "</blockquote>"))
            case Audience.SHOWN:
                shown = (*speech.prose(group[0].text), *_points(group[0], speech))
                found.append(
                    Block(shown, f"<blockquote><b><u>{speech.word('shown-person')}</u></b>\n", "</blockquote>")
                )
        # In the language of staff, outside the frame that the person reads.
        found += [Block(speech.prose(line.beside)) for line in group if line.beside]
    return found


def _points(line: Line, speech: Speech) -> tuple[str, ...]:
    """What the person can point at, as words: a chat draws no pictures of ours."""
    return tuple(f"• {speech.say(point.label)}\n" for point in line.points)


def _asked(turn: Turn, speech: Speech) -> list[Block]:
    """The question; the answers too when they are too long for buttons; what stands ticked."""
    view = turn.view
    if view.outcome or turn.safe:
        return []
    found = [Block((speech.strong(view.question),))] if view.question else []
    labels = [choice.label for choice in (*view.choices, *([view.none] if view.none else []))]
    if numbered(view):
        found.append(Block(tuple(f"{place}. {speech.say(label)}\n" for place, label in enumerate(labels, 1))))
    if view.kind is Kind.SEVERAL:
        ticked = [str(n) for n, choice in enumerate(view.choices, 1) if turn.ticks >> (read_move(choice.move) or 0) & 1]
        found.append(Block((f"{speech.word('ticked')} {', '.join(ticked) or '–'}",)))
    return found


def _reasons(view: View, speech: Speech) -> list[Block]:
    """Why, and from where; folded until they are tapped."""
    found = [Block(speech.prose(view.asking), *speech.folded("asking"))] if view.asking else []
    if view.why:
        found.append(Block(speech.prose(view.why), *speech.folded("why")))
    if view.sources and tells(view):
        found.append(Block(speech.sources(view.sources), *speech.folded("sources")))
    return found


def _buttons(turn: Turn, speech: Speech, *, kept_back: bool, opened: bool) -> tuple[tuple[KeyboardButton, ...], ...]:
    view = turn.view
    if turn.safe:
        again = Order(Verb.WELCOME, turn.staff, turn.unit).data
        acute = Order(Verb.ACUTE, turn.staff, turn.unit).data
        return ((KeyboardButton(speech.label("restart"), again),), (KeyboardButton(speech.label("acute"), acute),))
    found = list(answers(turn))
    if view.outcome:
        if kept_back and view.outcome.actions:
            found.append((_button(speech.label("later"), write_move(OwnMove.OPEN.value)),))
        if view.outcome.card and not view.neutral:
            found.append((_button(speech.label("practise-short"), write_move(OwnMove.CARD.value)),))
        found.append((_button(speech.label("start-over"), write_move(Control.RESTART.value)),))
    found += rows([_button(jump.label.text, jump.move) for jump in view.jumps])
    back = Control.STAY if opened else Control.BACK if turn.can_back else None
    return (*found, own_row(speech, back))


def _button(label: str, move: str) -> KeyboardButton:
    return KeyboardButton(label, HOLE + move)
