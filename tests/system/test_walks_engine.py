"""Random conversations over the content that ships, through the same use case that every door calls.

The checker proves rules over states; these walks look at what comes out in the end: turns, tokens, Back, endings.
"""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation.alone import MemoryKeys, OneEdition
from bot.conversation.content import require_edition
from bot.conversation.edition import Edition
from bot.conversation.messages import Control, Press, Turn, read_move, write_move
from bot.conversation.talk import Talks
from bot.dialog.model import Kind

SEED, WALKS = 20_261_122, 2300
LONGEST = 80  # turns; jumps are counted by the program, so no walk is endless
ROOM = 64  # characters in a button, Telegram Bot API: callback_data
WEEKDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
DOOR = b"walk"


@dataclass(frozen=True, slots=True)
class Taken:
    """One press of a walk: the turn before it, the press, the turn after it."""

    before: Turn
    press: Press
    after: Turn


@pytest.fixture(scope="module")
def edition(root: Path) -> Edition:
    """The content that ships, with the example organisation."""
    return require_edition(root / "dialogs", root / "locales", root / "docs" / "example-local")


@pytest.fixture(scope="module")
def talks(edition: Edition) -> Talks:
    """Conversations with a clock that stands still and numbers that come again."""
    chance = random.Random(SEED)
    return Talks(OneEdition(edition), MemoryKeys(), lambda: WEEKDAY, lambda: chance.getrandbits(40))


@pytest.fixture(scope="module")
def walks(talks: Talks, edition: Edition) -> list[list[Taken]]:
    """Walks from every entry, unit, mode and language to an ending, by buttons that were offered; most from the hub."""
    chance, pressed = random.Random(SEED), Counter[tuple[str, str]]()
    hub, *others = edition.program.entries
    entries = (others[number // 10 % len(others)] if number % 10 == 0 else hub for number in range(WALKS))
    return [list(_walk(talks, chance, pressed, entry)) for entry in entries]


def _walk(talks: Talks, chance: random.Random, pressed: Counter[tuple[str, str]], entry: str) -> Iterator[Taken]:
    languages = talks.languages()
    turn = talks.begin(
        DOOR,
        entry=entry,
        mode=chance.choice(("live", "practice", "look")),
        unit=chance.choice((0, *(unit.id for unit in talks.units()))),
        staff=chance.choice(languages),
        said=chance.choice(languages),
    )
    for _ in range(LONGEST):
        if turn.view.kind is Kind.FINISH:
            return
        press = Press(turn.sealed, *_choose(turn, chance, pressed))
        after = talks.press(press)
        yield Taken(turn, press, after)
        turn = after
    pytest.fail(f"a conversation of {LONGEST} turns has not ended")


def _choose(turn: Turn, chance: random.Random, pressed: Counter[tuple[str, str]]) -> tuple[str, bytes, int | None]:
    """One of the moves that the screen offers, a jump now and then; the binding; the ticks of a form.

    pressed: how often each answer of a step was; the seldom ones come first.
    """
    view = turn.view
    if view.jumps and chance.random() < 0.08:
        return chance.choice(view.jumps).move, DOOR, None
    if view.kind is not Kind.SEVERAL:
        move = min(view.choices, key=lambda each: pressed[view.step, each.move] + 3 * chance.random()).move
        pressed[view.step, move] += 1
        return move, DOOR, None
    ticks = sum(1 << (read_move(box.move) or 0) for box in view.choices if chance.random() < 0.4)
    way = chance.randrange(3)
    if way == 0 or view.done is None:
        return chance.choice(view.choices).move, DOOR, None  # one tick, as a door without forms sends it
    if view.none is not None and (way == 1 or not ticks):
        return view.none.move, DOOR, None
    return view.done.move, DOOR, ticks


def seen(turn: Turn) -> tuple[object, ...]:
    """All that a person can see of a turn: everything but the token."""
    view = tuple(getattr(turn.view, part.name) for part in dataclasses.fields(turn.view))
    return (view, turn.ticks, turn.can_back, turn.refused, turn.safe, turn.staff, turn.said, turn.unit, turn.mode)


def test_every_offered_button_leads_on(walks: list[list[Taken]]) -> None:
    """No button that a screen offers is refused, leads to a safe turn or raises."""
    bad = [f"{t.before.view.step} {t.press.move}" for walk in walks for t in walk if t.after.refused or t.after.safe]

    assert bad == []


def test_every_walk_ends_with_something_to_do_or_says_nothing(walks: list[list[Taken]]) -> None:
    """Each ending has at least one action, or is a neutral one that betrays nothing."""
    endings = {walk[-1].after.view.step: walk[-1].after.view for walk in walks}
    empty = [step for step, view in endings.items() if not (view.neutral or (view.outcome and view.outcome.actions))]

    assert len(endings) >= 5
    assert empty == []


def test_every_button_fits_into_telegram(walks: list[list[Taken]]) -> None:
    """Token and move of every button of every turn are at most 64 characters of one byte."""
    long = [
        taken.after.view.step
        for walk in walks
        for taken in walk
        for button in (*taken.after.view.choices, *taken.after.view.jumps, taken.after.view.done, taken.after.view.none)
        if button and len((taken.after.sealed + button.move).encode()) > ROOM
    ]

    assert long == []


def test_second_press_of_the_same_button_gives_the_same_turn(talks: Talks, walks: list[list[Taken]]) -> None:
    """A double tap, even a late one, changes nothing: same screen, same token."""
    other = [
        taken.before.view.step
        for walk in walks
        for taken in walk
        if (again := talks.press(taken.press)).sealed != taken.after.sealed or seen(again) != seen(taken.after)
    ]

    assert other == []


def test_back_after_an_answer_shows_the_screen_before_it(talks: Talks, walks: list[list[Taken]]) -> None:
    """Back undoes exactly one answer. The ticks that were sent stand there again, ready to be put right.

    A jump away from ticks is two answers, the ticks and the jump, so it takes two; where the way on from the ticks has
    no such jump (it ends), the jump stands alone.
    """
    other = []
    for taken in (taken for walk in walks for taken in walk if not _is_tick(taken)):
        back = talks.press(Press(taken.after.sealed, write_move(Control.BACK.value), DOOR))
        was = taken.before._replace(ticks=taken.press.ticks or 0)
        if _leaves_ticks(taken) and seen(back) != seen(was := taken.before._replace(ticks=0)):
            was = taken.before._replace(ticks=_ticked(taken))
            back = talks.press(Press(back.sealed, write_move(Control.BACK.value), DOOR))
        if seen(back) != seen(was):
            other.append(f"{was.view.step} {taken.press.move}")

    assert other == []


def _ticked(taken: Taken) -> int:
    """What stood ticked when the press came: sent with it, or put there before."""
    return taken.before.ticks if taken.press.ticks is None else taken.press.ticks


def _leaves_ticks(taken: Taken) -> bool:
    """Whether a jump was taken where something stood ticked."""
    return bool(_ticked(taken)) and taken.press.move in {button.move for button in taken.before.view.jumps}


def _is_tick(taken: Taken) -> bool:
    """Whether the press only ticked a box, which is no answer yet: its Back belongs to the answer before."""
    return taken.before.view.kind is Kind.SEVERAL and taken.press.move in {b.move for b in taken.before.view.choices}


def test_walks_see_most_of_the_content(walks: list[list[Taken]], edition: Edition) -> None:
    """The walks are worth something: they meet nearly every screen, long lists of places aside."""
    waiting = {node.id for node in edition.program.nodes if node.kind not in {Kind.ROUTE, Kind.CALL, Kind.RETURN}}
    listed = {step for step in waiting if "#" not in step}
    met = {turn.view.step for walk in walks for taken in walk for turn in (taken.before, taken.after)}

    assert met <= waiting
    assert len(met & listed) >= 0.9 * len(listed), sorted(listed - met)
