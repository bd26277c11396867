"""What the tests of Telegram's messages talk about: the content that ships, and an organisation with Telegram."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.channels.telegram.message import HOLE, KeyboardButton, Message, Shown
from bot.channels.telegram.pages import Pages
from bot.conversation.alone import MemoryKeys, OneEdition
from bot.conversation.content import require_edition
from bot.conversation.edition import Edition, open_edition
from bot.conversation.messages import Control, Press, Turn, View, read_move, write_move
from bot.conversation.talk import Talks
from bot.dialog.model import Kind
from tests.plans.shipped import numbers, planned_edition, plans

ROOT = Path(__file__).parents[3]
WEEKDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # a Wednesday, eleven in the morning in Sweden
CHAT = b"telegram:7"
ADDRESS = "https://stod.example/"
SEED, WALKS, LONGEST = 20_261_122, 100, 80
MANY = 20
"""More answers than any screen of ours has but a list of municipalities."""


@cache
def shipped(*, telegram: bool = True) -> Edition:
    """The content that ships, and whether the example organisation has opened Telegram."""
    return _opened(require_edition(ROOT / "dialogs", ROOT / "locales", ROOT / "docs" / "example-local"), telegram)


def changed(file: str, before: str, after: str) -> Edition:
    """The content that ships with one change in a file of dialogs."""
    shown = shipped()
    files = dict(shown.release.files)
    assert before in files[file].decode()
    files[file] = files[file].decode().replace(before, after, 1).encode()
    edition, problems = open_edition(files)
    assert edition is not None, problems
    edition.directory = shown.directory
    return edition


def _opened(edition: Edition, telegram: bool) -> Edition:
    organisation = edition.directory.organisation
    assert organisation is not None
    open_to_all = replace(organisation, telegram=telegram, signed=True)
    edition.directory = replace(edition.directory, organisation=open_to_all)
    return edition


def talks_with(edition: Edition) -> Talks:
    """Conversations with a clock that stands still."""
    return Talks(OneEdition(edition), MemoryKeys(), lambda: WEEKDAY, lambda: 1)


def pages_with(edition: Edition, address: str = ADDRESS) -> Pages:
    """The pages of a door."""
    return Pages(talks_with(edition), address)


def buttons(message: Message) -> list[KeyboardButton]:
    """All buttons of a message, in their order."""
    return [button for row in message.rows for button in row]


def labelled(message: Message, label: str) -> KeyboardButton:
    """The button with this label, or with a number before it."""
    found = [each for each in buttons(message) if each.label == label or each.label.partition(". ")[2] == label]
    assert len(found) == 1, (label, [each.label for each in buttons(message)])
    return found[0]


def pressed(pages: Pages, shown: Shown, label: str) -> Shown:
    """What comes after a press on a button with a token."""
    data = labelled(shown.message, label).data
    assert data.startswith(HOLE)
    return pages.press(shown.sealed, data.removeprefix(HOLE), CHAT)


@cache
def walked() -> tuple[Talks, tuple[Turn, ...]]:
    """Turns of all plans and of random talks, and of what neither comes to; each screen as it was come to."""
    talks = talks_with(planned_edition(telegram=True, signed=True))
    chance = random.Random(SEED)
    used: Counter[tuple[str, str, str]] = Counter()
    by_chance = (turn for _ in range(WALKS) for turn in _walk(talks, chance, used))
    begun = (*_planned(talks), *by_chance)
    return talks, (*begun, *_beyond(talks, begun))


def _planned(talks: Talks) -> Iterator[Turn]:
    """The turns of each plan in each language, at the unit that knows what the plan begins with."""
    for plan in plans():
        unit = numbers()[frozenset(plan.given.items())]
        for staff in talks.languages():
            swedish, turn = (
                talks.begin(CHAT, entry=plan.entry, unit=unit, staff=language) for language in ("sv", staff)
            )
            for exchange in plan.exchanges:
                yield turn
                move, ticks = _meant(swedish, exchange.answer.text)
                turn = talks.press(Press(turn.sealed, move, CHAT, ticks))
                swedish = turn if staff == "sv" else talks.press(Press(swedish.sealed, move, CHAT, ticks))
            yield turn


def _beyond(talks: Talks, turns: Iterable[Turn]) -> Iterator[Turn]:
    """A turn of each step that these turns lead to and do not show, in each language, and for each set of choices.

    Each answer of a step is pressed once in each language, of a list of municipalities the first: what follows is
    mostly an ending, long to write.
    """
    found = {_offer(turn): turn for turn in turns}
    open_turns = deque(turn for turn in found.values() if turn.view.outcome is None)
    pressed = set()
    while open_turns:
        turn = open_turns.popleft()
        choices = turn.view.choices if len(turn.view.choices) <= MANY else turn.view.choices[:1]
        for button in (*choices, turn.view.done, turn.view.none):
            if button is not None and (way := (turn.staff, turn.view.step, button.move)) not in pressed:
                pressed.add(way)
                after = talks.press(Press(turn.sealed, button.move, CHAT))
                if found.setdefault(_offer(after), after) is after:
                    open_turns.append(after)
                    yield after


def _offer(turn: Turn) -> tuple[str, ...]:
    return turn.staff, turn.view.step, *(choice.move for choice in turn.view.choices)


def _meant(turn: Turn, answer: str) -> tuple[str, int | None]:
    """The move and the ticks that an answer of a plan means; STAY where it is not offered."""
    view = turn.view
    offered = {button.label.text: button.move for button in (*view.jumps, *view.choices, view.none) if button}
    if view.done and answer not in {*(button.label.text for button in (*view.jumps, view.none) if button)}:
        return view.done.move, sum(1 << (read_move(offered.get(part, "AA")) or 0) for part in answer.split(" + "))
    return offered.get(answer, write_move(Control.STAY.value)), None


def _walk(talks: Talks, chance: random.Random, used: Counter[tuple[str, str, str]]) -> Iterator[Turn]:
    unit = chance.choice((0, *(unit.id for unit in talks.units())))
    staff, said = chance.choice(talks.languages()), chance.choice(talks.languages())
    turn = talks.begin(CHAT, unit=unit, staff=staff, said=said)
    for _ in range(LONGEST):
        yield turn
        if turn.view.kind is Kind.FINISH:
            return
        move = _choose(turn, chance, used)
        used[turn.staff, turn.view.step, move] += 1
        turn = talks.press(Press(turn.sealed, move, CHAT))


def _choose(turn: Turn, chance: random.Random, used: Counter[tuple[str, str, str]]) -> str:
    """One of the moves that the screen offers, by turns the one that was chosen least; a jump now and then."""
    view = turn.view
    if view.jumps and chance.random() < 0.05:
        return chance.choice(view.jumps).move
    own = [button.move for button in (*view.choices, view.done, view.none) if button]
    if chance.random() < 0.5:
        return chance.choice(own)
    return min(own, key=lambda move: used[turn.staff, turn.view.step, move])


def ticked(view: View, turn: Turn) -> list[str]:
    """Labels of what stands ticked."""
    return [choice.label.text for choice in view.choices if turn.ticks >> (read_move(choice.move) or 0) & 1]


@cache
def rendered() -> tuple[tuple[Turn, Message], ...]:
    """Each different screen of `walked`, with the message of it."""
    talks, turns = walked()
    pages = Pages(talks, ADDRESS)
    found: dict[int, tuple[Turn, Message]] = {}
    for turn in turns:
        message = pages.screens.message(turn)
        found.setdefault(id(message), (turn, message))
    return tuple(found.values())
