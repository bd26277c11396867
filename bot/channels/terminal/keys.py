"""What a person types → the move it means.

3        the third choice shown      1+4    tick the first and fourth, and go on (choose several)
0        the last answer of a choose-several ("none of these"), or no ticks
j2       the second of the jumps     b      back        r   begin anew
words    of an answer or a jump, as they stand there
m        at a neutral ending: what waits behind one more key
l ar     the language to say or show, by its code
"""

from __future__ import annotations

import re

from bot.conversation.messages import FIRST_SAID_LANGUAGE, Control, Turn, read_move, write_move
from bot.dialog.model import Kind
from bot.text.catalogues import LANGUAGES

NUMBER = re.compile(r"[0-9]{1,3}")
SEVERAL = re.compile(r"[0-9]{1,2}(\+[0-9]{1,2})*")
CONTROLS = {"b": Control.BACK, "r": Control.RESTART}


def read_key(turn: Turn, typed: str) -> tuple[str, int | None] | None:
    """The move, and the ticks of a choose-several; None when what was typed means nothing here."""
    key = typed.strip().lower()
    if key in CONTROLS:
        return write_move(CONTROLS[key].value), None
    if key.startswith("l ") and key[2:].strip() in LANGUAGES:
        return write_move(FIRST_SAID_LANGUAGE + LANGUAGES.index(key[2:].strip())), None
    view = turn.view
    if view.kind is Kind.SEVERAL and SEVERAL.fullmatch(key):
        return _ticks(turn, [int(part) for part in key.split("+")])
    if key == "" and view.kind is Kind.SAY:
        return view.choices[0].move, None
    offered = view.jumps if view.kind is Kind.SEVERAL else (*view.choices, *view.jumps)
    for button in offered:
        if button.label.text.casefold() == typed.strip().casefold():
            return button.move, None
    buttons, number = (view.jumps, key[1:]) if key.startswith("j") else (view.choices, key)
    if not NUMBER.fullmatch(number) or not 1 <= int(number) <= len(buttons):
        return None
    return buttons[int(number) - 1].move, None


def _ticks(turn: Turn, numbers: list[int]) -> tuple[str, int | None] | None:
    choices = turn.view.choices
    if numbers == [0]:
        last = turn.view.none or turn.view.done
        return (last.move, None if turn.view.none else 0) if last else None
    if any(not 1 <= number <= len(choices) for number in numbers) or turn.view.done is None:
        return None
    mask = 0
    for number in numbers:
        mask |= 1 << (read_move(choices[number - 1].move) or 0)
    return turn.view.done.move, mask
