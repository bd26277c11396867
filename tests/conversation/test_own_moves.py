"""A door has moves of its own, such as Hide: they are no answer, and change and count nothing."""

from __future__ import annotations

from bot.conversation.messages import FIRST_OWN, FIRST_STAFF_LANGUAGE, Control, Press, write_move
from bot.conversation.talk import Talks
from bot.engine.answers import Place
from bot.engine.token import Header
from tests.channels.web.small_house import OneEdition, OneKey, open_house, open_talks

BINDING = b"web"


def test_no_move_of_a_door_is_an_answer_anywhere() -> None:
    """At a question and at a choose-several: the same screen, the same token, and it says that nothing was chosen."""
    talks = open_talks()
    turn = talks.begin(BINDING, unit=1)
    asked = [turn]
    for _ in range(3):
        turn = talks.press(Press(turn.sealed, "AA", BINDING))
        asked.append(turn)
    assert asked[-1].view.done is not None
    for before in (asked[0], asked[-1]):
        for number in range(FIRST_OWN, FIRST_STAFF_LANGUAGE):
            after = talks.press(Press(before.sealed, write_move(number), BINDING))
            assert after.refused and after.sealed == before.sealed and after.view is before.view


def test_a_move_of_a_door_is_not_counted() -> None:
    """Whoever hides the screen has said nothing."""
    seen: list[int] = []
    now = open_talks().now

    def observe(header: Header, place: Place, channel: str) -> None:
        seen.append(place.code)

    talks = Talks(OneEdition(open_house()), OneKey(), now, lambda: 1, observe)
    turn = talks.begin(BINDING, unit=1)
    talks.press(Press(turn.sealed, write_move(FIRST_OWN), BINDING))
    assert seen == []
    talks.press(Press(turn.sealed, "AA", BINDING))
    assert len(seen) == 1


def test_moves_of_a_door_stand_apart_from_all_others() -> None:
    """No control and no language can be taken for one."""
    assert all(control.value < FIRST_OWN for control in Control)
    assert FIRST_OWN < FIRST_STAFF_LANGUAGE
