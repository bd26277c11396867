"""What Telegram is to show: a text with its buttons. Plain data, made by `pages`, sent by `door`.

A button's data is one of two things, told apart by its length (at most 64 bytes, Telegram's limit):
  64 characters    the sealed token (62) of a talk or a round, and a move (2): an answer, a control, or a move of this
                   door, see `OwnMove` and `RoundMove`
  2–52 characters  an *order*: what can be asked for without a token; verb, language and unit stand in it
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from bot.conversation.messages import FIRST_OWN, FIRST_STAFF_LANGUAGE, Control, write_move
from bot.engine.token import SEALED_CHARACTERS
from bot.text.catalogues import LANGUAGES

HOLE = "\ue000"
"""In a message that is kept: where the token goes. A character of private use, which stands in no text."""
PRESSED = SEALED_CHARACTERS + 2
"""Characters of a pressed button that carries a token."""
NO_UNIT = 99_999
"""The unit of a link that cannot be read: none has this number, since a token holds 16 bits of it."""
STAY = write_move(Control.STAY.value)
"""The move that shows the same screen again."""
_ORDER = re.compile(r"([a-z])([0-9a-f])([0-9]{0,5})(?:\.([0-9]{1,2})([ao])([0-9]?)|\.\.([A-Za-z0-9_-]{1,43}))?")


@dataclass(frozen=True, slots=True)
class KeyboardButton:
    """A button. label: plain text. data: what a press brings back. url: an address to open, instead of data."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Message:
    """A message. text: Telegram's HTML, at most 4,096 characters without its marks. rows: buttons, row by row.

    One that is kept comes again as the same object, so that what is made of it can be kept, too.
    """

    text: str
    rows: tuple[tuple[KeyboardButton, ...], ...] = ()

    def carrying(self, sealed: str) -> Message:
        """The same with a token in the holes of its buttons."""
        rows = tuple(tuple(replace(each, data=each.data.replace(HOLE, sealed)) for each in row) for row in self.rows)
        return Message(self.text, rows)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message and the token that its buttons carry, "" for none. `whole` is what is sent."""

    message: Message
    sealed: str = ""

    @property
    def whole(self) -> Message:
        """The message with its token."""
        return self.message.carrying(self.sealed) if self.sealed else self.message


class OwnMove(Enum):
    """Moves that only this door knows; `Talks` never takes them (see `Pages.press`).

    HIDE leaves the cover. MENU shows languages and what else is seldom needed. OPEN shows what a neutral ending
    keeps back. CARD asks the flashcard that an ending offers; the moves behind it answer that (see `card_move`). PART
    is the first part of a long text; the others follow.
    """

    HIDE = FIRST_OWN
    MENU = FIRST_OWN + 1
    OPEN = FIRST_OWN + 2
    CARD = FIRST_OWN + 3
    PART = FIRST_OWN + 24


CARD_LINES, CARD_SURE = 4, 3
"""Lines of a flashcard at most, and how sure one can be of one."""


def card_move(line: int, sure: int = 0) -> int:
    """The move that says how far the flashcard of an ending has come. line, sure: from 1, 0 before."""
    return OwnMove.CARD.value + line + CARD_LINES * sure


def read_card_move(move: int) -> tuple[int, int] | None:
    """The inverse of `card_move`; None for any other move."""
    place = move - OwnMove.CARD.value
    if not 0 <= place <= CARD_LINES * (CARD_SURE + 1):
        return None
    return (place - 1) % CARD_LINES + 1 if place else 0, max(0, place - 1) // CARD_LINES


class RoundMove(Enum):
    """The same in a round of practice; one move more is `bot.conversation.rounds.UNCOUNTED`.

    HIDE leaves the cover. LIVE begins a real talk near the same step. ASK asks about confidence. SAID is the first
    answer to that: three questions, of each what skips it and then 0 to 10. PART as in a talk.
    """

    HIDE = FIRST_OWN + 1
    LIVE = FIRST_OWN + 2
    ASK = FIRST_OWN + 3
    SAID = FIRST_OWN + 4
    PART = FIRST_OWN + 40


PARTS = FIRST_STAFF_LANGUAGE - OwnMove.PART.value
"""How many parts a text can be turned through."""
PARTS_OF_ROUND = FIRST_STAFF_LANGUAGE - RoundMove.PART.value
"""The same in a round."""


class Verb(Enum):
    """What can be asked for without a token, by a button or as a typed command. Values are what buttons carry."""

    WELCOME = "w"
    BEGIN = "b"
    ACUTE = "a"
    FIND = "f"
    PRACTICE = "p"
    CASE = "c"
    CARDS = "k"
    SUPPORT = "s"
    LANGUAGE = "l"
    HIDE = "h"
    HELP = "i"


COMMANDS = {
    "start": Verb.WELCOME,
    "akut": Verb.ACUTE,
    "find": Verb.FIND,
    "language": Verb.LANGUAGE,
    "practice": Verb.PRACTICE,
    "hide": Verb.HIDE,
    "end": Verb.HIDE,
    "help": Verb.HELP,
}
"""What can be typed after a slash, in the order of the menu. hide and end also delete what stands before them."""


@dataclass(frozen=True, slots=True)
class Order:
    """Something asked for without a token. unit: 0 for none.

    who: for FIND, whom it is about, by their number in `Talks.audiences`, 0 for nobody yet; for CASE, which one, by its
    number in the list. alone: nobody else sees the screen. part: of a text that is too long for one message. sitting:
    for CARDS, how far one has come with which, as `bot.practice.sitting` writes it; "" begins.
    """

    verb: Verb
    language: str
    unit: int = 0
    who: int = 0
    alone: bool = False
    part: int = 0
    sitting: str = ""

    @property
    def data(self) -> str:
        """What a button carries."""
        about = f".{self.who}{'a' if self.alone else 'o'}{self.part or ''}" if self.who else ""
        about = f"..{self.sitting}" if self.sitting else about
        return f"{self.verb.value}{LANGUAGES.index(self.language):x}{self.unit or ''}{about}"


def read_order(data: str) -> Order | None:
    """A button's data → the order, None when it is none."""
    found = _ORDER.fullmatch(data)
    if found is None or found[1] not in _VERBS or (place := int(found[2], 16)) >= len(LANGUAGES):
        return None
    unit, who, part = (int(found[group] or 0) for group in (3, 4, 6))
    return Order(_VERBS[found[1]], LANGUAGES[place], unit, who, found[5] == "a", part, found[7] or "")


_VERBS = {verb.value: verb for verb in Verb}
