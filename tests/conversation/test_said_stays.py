"""What was said counts and stays: ticks that are left by a jump, a change of language or of unit in the middle."""

from __future__ import annotations

import pytest

from bot.conversation.messages import (
    FIRST_JUMP,
    FIRST_SAID_LANGUAGE,
    FIRST_STAFF_LANGUAGE,
    FIRST_UNIT,
    Control,
    Press,
    Safe,
    Turn,
    write_move,
)
from bot.conversation.talk import Talks
from bot.text.catalogues import LANGUAGES
from tests.channels.web.small_house import OneEdition, open_talks

BINDING = b"web"
ACUTE, STOP = (write_move(FIRST_JUMP + number) for number in (0, 1))
ROOTS = 1 << 2


def press(talks: Talks, turn: Turn, *moves: str, ticks: int | None = None) -> Turn:
    """The turn after these moves; `ticks` come with the last."""
    for place, move in enumerate(moves, 1):
        turn = talks.press(Press(turn.sealed, move, BINDING, ticks if place == len(moves) else None))
    return turn


def at_the_ticks(talks: Talks) -> Turn:
    """The choose-several of the fixture."""
    turn = press(talks, talks.begin(BINDING, unit=1), "AA", "AA", "AA")
    assert turn.view.step == "talk.signs" and not turn.refused
    return turn


def done(turn: Turn) -> list[str]:
    """The actions of an outcome."""
    assert turn.view.outcome is not None
    return [action.id for action in turn.view.outcome.actions]


def test_a_jump_takes_the_ticks_along() -> None:
    """Who ticks and then has to stop has said it: what follows from a tick stands in the ending."""
    talks = open_talks()

    assert done(press(talks, at_the_ticks(talks), STOP, ticks=ROOTS)) == ["water", "light", "new-time"]
    assert done(press(talks, at_the_ticks(talks), STOP, ticks=0)) == ["new-time"]


def test_back_from_such_a_jump_shows_the_ticks_again() -> None:
    """Two steps back: the screen after, then the choice with its ticks."""
    talks = open_talks()

    turn = press(talks, press(talks, at_the_ticks(talks), STOP, ticks=ROOTS), *[write_move(Control.BACK.value)] * 2)

    assert (turn.view.step, turn.ticks) == ("talk.signs", ROOTS)


@pytest.mark.parametrize("first", [FIRST_STAFF_LANGUAGE, FIRST_SAID_LANGUAGE, FIRST_UNIT])
def test_a_change_of_language_or_unit_keeps_the_ticks(first: int) -> None:
    """They stand as they stood."""
    talks = open_talks()
    move = write_move(first + (2 if first == FIRST_UNIT else LANGUAGES.index("sv")))

    turn = press(talks, at_the_ticks(talks), move, ticks=ROOTS)

    assert (turn.view.step, turn.ticks, turn.refused) == ("talk.signs", ROOTS, False)


def test_another_unit_keeps_the_talk() -> None:
    """The same screen, the other unit, and the way back as it was."""
    talks = open_talks()
    turn = at_the_ticks(talks)

    there = press(talks, turn, write_move(FIRST_UNIT + 2))

    assert (there.view.step, there.unit, turn.unit) == ("talk.signs", 2, 1)
    assert press(talks, there, write_move(Control.BACK.value)).view.step == "talk.open"


def test_a_unit_can_be_chosen_where_no_button_opens() -> None:
    """A page that stood open over night begins anew at the unit that is chosen."""
    turn = open_talks().press(Press("", write_move(FIRST_UNIT + 1), BINDING))

    assert (turn.view.step, turn.unit, turn.safe) == ("door.place", 1, None)


def test_a_unit_that_is_not_there_is_refused() -> None:
    """The talk stands where it stood."""
    talks = open_talks()
    turn = press(talks, at_the_ticks(talks), write_move(FIRST_UNIT + 9))

    assert (turn.view.step, turn.unit, turn.refused) == ("talk.signs", 1, True)


def test_a_recalled_house_says_that_it_is_closed() -> None:
    """Where what is served today was itself recalled, nobody is led in a circle."""
    talks = open_talks()
    assert isinstance(talks.editions, OneEdition)
    talks.editions.recalled = True

    turn = talks.begin(BINDING, unit=1)

    assert (turn.safe, turn.sealed) == (Safe.CLOSED, "")
    assert "stängt" in turn.view.lines[0].text.text
