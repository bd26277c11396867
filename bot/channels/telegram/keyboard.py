"""Buttons in rows that a phone shows whole. What does not fit on a button stands, numbered, in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.channels.telegram.markup import Speech
from bot.channels.telegram.message import HOLE, KeyboardButton, OwnMove
from bot.conversation.messages import Button, Control, Turn, View, read_move, write_move
from bot.dialog.model import Kind
from bot.text.chat import all_fit, fits

COLUMNS = 3
NUMBERS = 5
"""Number buttons in a row."""
MANY = 8
"""More answers than this are a list to look through: they stand as close as they are shown whole."""
TICK = "✓ "
Row = tuple[KeyboardButton, ...]


def numbered(view: View) -> bool:
    """Whether an answer is too long for a button, so that the text lists them and the buttons bear numbers."""
    labels = [label for _, label in _labels(view)]
    return view.kind is not Kind.SAY and not all_fit((f"{TICK}{label}" for label in labels), 1)


def answers(turn: Turn) -> tuple[Row, ...]:
    """The answers, each with its number, and what ends a choose-several."""
    view = turn.view
    if view.kind is Kind.SAY or view.outcome:
        return tuple((button(choice),) for choice in view.choices)
    short = numbered(view)
    labels = _labels(view)
    made = [
        KeyboardButton(_tick(turn, choice) + (str(place) if short else label), HOLE + choice.move)
        for place, (choice, label) in enumerate(labels, 1)
    ]
    done = ((button(view.done),),) if view.done else ()
    if len(made) > MANY and not short:
        return (*rows(made), *done)
    return (*grid(made, NUMBERS if short else _columns(view, made)), *done)


def rows(buttons: Iterable[KeyboardButton]) -> list[Row]:
    """Buttons in their order, two in a row where both are shown whole."""
    found: list[Row] = []
    for each in buttons:
        beside = found[-1] if found else ()
        if len(beside) == 1 and fits(beside[0].label, 2) and fits(each.label, 2):
            found[-1] = (*beside, each)
        else:
            found.append((each,))
    return found


def grid(buttons: list[KeyboardButton], columns: int) -> tuple[Row, ...]:
    """Buttons in rows of so many."""
    return tuple(tuple(buttons[start : start + columns]) for start in range(0, len(buttons), columns))


def own_row(speech: Speech, back: Control | None) -> Row:
    """The row at the foot of each screen: Back, Hide, Menu."""
    ways = [("back", back.value)] if back else []
    ways += [("hide", OwnMove.HIDE.value), ("menu", OwnMove.MENU.value)]
    return tuple(KeyboardButton(speech.label(key), HOLE + write_move(move)) for key, move in ways)


def turn_row(speech: Speech, shown: int, count: int, data: Callable[[int], str]) -> tuple[Row, ...]:
    """The buttons that turn to the part before and the one after; none when there is one part alone.

    data: what the button of a part brings back.
    """
    ways = [("part-before", shown - 1)] if shown else []
    ways += [("part-after", shown + 1)] if shown + 1 < count else []
    return (tuple(KeyboardButton(speech.label(key), data(part)) for key, part in ways),) if ways else ()


def button(choice: Button) -> KeyboardButton:
    """A button as the turn gives it."""
    return KeyboardButton(choice.label.text, HOLE + choice.move)


def _labels(view: View) -> list[tuple[Button, str]]:
    """All answers with their numbered labels. “None of this” is one of them, with the last number."""
    every = (*view.choices, *([view.none] if view.none else []))
    return [(choice, f"{place}. {choice.label.text}") for place, choice in enumerate(every, 1)]


def _columns(view: View, buttons: list[KeyboardButton]) -> int:
    """As many in a row as are shown whole; ticks, which change their label, have a row each."""
    if view.kind is Kind.SEVERAL:
        return 1
    return next((n for n in range(COLUMNS, 1, -1) if all_fit((each.label for each in buttons), n)), 1)


def _tick(turn: Turn, choice: Button) -> str:
    """What stands before a ticked answer."""
    move = read_move(choice.move)
    several = turn.view.kind is Kind.SEVERAL
    return TICK if several and move is not None and move < Control.STAY.value and turn.ticks >> move & 1 else ""
