"""What a door hands in and gets back. Plain data; every door renders the same turn.

A *move* is the two plain characters after the sealed token. Its number (12 bits) says:
  0–2047        the option with this number (choose several: put or take away this tick)
  2048–2111     jump number, less 2048
  from 2112     a control, see `Control`; 2120–2199 a door's own, which `Talks` never takes (nothing changes)
  from 2200     staff language; from 2216 language said or shown
  from 2240     a unit: none, then the organisation's in file order
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from bot.dialog.model import Audience, Kind

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
VALUE = {letter: number for number, letter in enumerate(ALPHABET)}
FIRST_JUMP, FIRST_CONTROL, FIRST_OWN = 2048, 2112, 2120
FIRST_STAFF_LANGUAGE, FIRST_SAID_LANGUAGE, FIRST_UNIT = 2200, 2216, 2240


class Control(Enum):
    """Moves that are not answers. STAY shows the same turn again; DONE and NONE end a choose-several."""

    STAY = FIRST_CONTROL
    BACK = FIRST_CONTROL + 1
    RESTART = FIRST_CONTROL + 2
    DONE = FIRST_CONTROL + 3
    NONE = FIRST_CONTROL + 4


def write_move(number: int) -> str:
    """A move's number → two characters."""
    return ALPHABET[number >> 6] + ALPHABET[number & 63]


def read_move(text: str) -> int | None:
    """Two characters → number, None when they are not a move."""
    if len(text) != 2 or text[0] not in VALUE or text[1] not in VALUE:
        return None
    return VALUE[text[0]] << 6 | VALUE[text[1]]


class Press(NamedTuple):
    """A pressed button. binding: channel and chat, b"web" or b"telegram:…". ticks: all ticks of a form
    with boxes, as a mask, whatever button was pressed; None when the door toggles them one by one."""

    sealed: str
    move: str
    binding: bytes
    ticks: int | None = None

    @property
    def channel(self) -> str:
        """The channel alone, "web" or "telegram"."""
        return self.binding.partition(b":")[0].decode("ascii", "replace")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the language it came out in. `fallback`: the wanted language had none, this is Swedish."""

    text: str
    lang: str
    fallback: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """What a person can point at on a card: a picture with its word, or (picture "") the name of a language."""

    picture: str
    label: Text


@dataclass(frozen=True, slots=True)
class Line:
    """A text with its audience. beside: the same in the language of staff, None where that is the same.

    points: what the person can point at.
    """

    audience: Audience
    text: Text
    beside: Text | None = None
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """What can be pressed. `move`: see the module. `near`: False for municipalities behind "another"."""

    move: str
    label: Text
    near: bool = True


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A source as shown: title as it is, address, day it was checked, trust ("verified", "older", "not-verified",
    "proposal"), and whether its date has passed."""

    title: str
    url: str | None
    checked: str
    trust: str
    expired: bool


@dataclass(frozen=True, slots=True)
class ContactNote:
    """A way to reach somebody, now. `tel`: digits to dial, "" when there is only a web address or nothing.
    `missing`: the unit has not entered its own; what follows are the fallbacks. `hours_known`: False when nobody
    knows the hours; then neither "open" nor "closed" may be said. `stands_in`: who answers instead of who was
    asked for. `asks`: what to ask for there. `opens`: when it opens next, None when it is open or nobody knows."""

    key: str
    name: Text
    number: str
    tel: str
    web: str
    hours: Text
    open: bool
    note: Text | None
    trust: str
    expired: bool
    missing: bool
    hours_known: bool = True
    stands_in: bool = False
    asks: Text | None = None
    opens: Text | None = None


@dataclass(frozen=True, slots=True)
class ActionNote:
    """One thing to do. level: must, must-not, should, may, rule, or own (the organisation's).
    deadline, decides: ids (see bot.text.ui). door: what kind of help it leads to, order: its place by the rule of
    precedence, small first, see `bot.dialog.schema.Action`."""

    id: str
    level: str
    text: Text
    details: tuple[Text, ...]
    deadline: str
    decides: str
    basis: tuple[SourceNote, ...]
    contacts: tuple[ContactNote, ...]
    door: str
    order: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end. `unsigned`: to staff only, what nobody has signed. `assumed`: to staff, what the list takes for
    granted since nobody has told. card: the flashcard that practises its first step that has one, "" for none."""

    actions: tuple[ActionNote, ...]
    unsigned: tuple[Text, ...]
    assumed: tuple[Text, ...] = ()
    card: str = ""


class Safe(Enum):
    """Why a press led to the safe turn instead of on. CLOSED: what is served today was itself recalled."""

    UNREADABLE = "unreadable"
    EXPIRED = "expired"
    RECALLED = "recalled"
    UNKNOWN_RELEASE = "unknown-release"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One screen without its token. The same object comes again for the same screen, so a door may keep
    what it made of it (outcomes excepted: numbers and hours are of the moment; `lasting` is False).

    step: "dialog.step". kind: None on the safe turn. choices: for SEVERAL one button for each tick.
    code: release and step, for a deviation report (see `report_code`); stage: of its dialog. Both "" on the safe turn.
    personal: an ending that staff came to for their own sake; nothing of it belongs in a record.
    held: the person's language is held back until an interpreter is there (see `Edition.may_say`).
    web_only: its dialog is not for Telegram, in the release that the talk is on.
    own: the step is the organisation's own: whose it is, and since when; None for a step of the guides.
    asking: how the unit asks by its own routine, where a guide about asking begins; to staff, opened on demand.
    """

    step: str
    kind: Kind | None
    private: bool
    title: Text
    lines: tuple[Line, ...]
    question: Text | None
    choices: tuple[Button, ...]
    done: Button | None
    none: Button | None
    jumps: tuple[Button, ...]
    why: Text | None
    sources: tuple[SourceNote, ...]
    neutral: bool
    outcome: Outcome | None
    lasting: bool
    code: str = ""
    stage: str = ""
    personal: bool = False
    held: bool = False
    web_only: bool = False
    own: Text | None = None
    asking: Text | None = None


class Turn(NamedTuple):
    """What the door shows. sealed: "" on the safe turn. ticks: boxes ticked so far. refused: the last
    move did not fit and nothing changed. unit: 0 for none. sector: as the talk knows it, "" where nobody has said."""

    sealed: str
    view: View
    ticks: int
    can_back: bool
    refused: bool
    safe: Safe | None
    staff: str
    said: str
    unit: int
    mode: str
    sector: str = ""
