"""Who walks, and which way: a written plan → what each screen must be, and which button leads on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.conversation.messages import ALPHABET, Control, Press, Turn, write_move
from bot.conversation.talk import Talks
from tests.conftest import ROOT
from tests.system.test_plans import _moves

WEEKDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # a Wednesday, eleven in the morning in Sweden
DOOR = b"walk"
SWEDISH, ENGLISH = "sv", "en"


@dataclass(frozen=True, slots=True)
class Person:
    """One of the staff. plan: a conversation in dialogs/plans. unit: number in docs/example-local.

    english: the language to say or show when staff reads English; who is met may speak Swedish all the same.
    """

    name: str
    unit: int
    plan: str
    english: str = ENGLISH

    @property
    def path(self) -> str:
        """The unit's link."""
        return f"/?e={self.unit}"


PEOPLE = (
    Person("nurse", 1, "health-ongoing-children-consent"),
    Person("dentist", 2, "dental-someone-walks-in", english=SWEDISH),
    Person("social worker", 3, "social-today-honour-rape"),
)


@dataclass(frozen=True, slots=True)
class Stop:
    """A screen on the way. move: the button that leads on. ticks: moves of the boxes that are ticked before it."""

    turn: Turn
    move: str
    ticks: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The heading."""
        return self.turn.view.title.text


def route(talks: Talks, person: Person, staff: str = SWEDISH, said: str = SWEDISH) -> tuple[Stop, ...]:
    """All screens of a person's plan, from the hub to the ending, whose own button begins anew.

    The plan is written in Swedish: its labels are found on the Swedish screens, and the moves hold in any language.
    """
    plan = (ROOT / "dialogs" / "plans" / f"{person.plan}.plan").read_text(encoding="utf-8")
    swedish = talks.begin(DOOR, unit=person.unit)
    turn = talks.begin(DOOR, unit=person.unit, staff=staff, said=said)
    stops = []
    for answer in (line.removeprefix("> ") for line in plan.splitlines() if line.startswith("> ")):
        move, mask = _moves(swedish, answer)
        ticks = tuple(write_move(place) for place in range(len(ALPHABET)) if (mask or 0) >> place & 1)
        stops.append(Stop(turn, move, ticks))
        swedish = talks.press(Press(swedish.sealed, move, DOOR, mask))
        turn = talks.press(Press(turn.sealed, move, DOOR, mask))
    assert turn.view.outcome is not None, f"{person.plan} does not end"
    return (*stops, Stop(turn, write_move(Control.RESTART.value)))


def betrayals(talks: Talks) -> list[str]:
    """The words that may not be seen by others, of all languages."""
    return [word for words in talks.editions.current.release.house.betraying.values() for word in words]
