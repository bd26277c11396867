"""This program's whole turn: open the token, fold, find the texts, seal what the next buttons need."""

from __future__ import annotations

from collections.abc import Callable

from bench.abstract import ANSWERS, PATHS, guide
from bot.conversation.alone import terminal_talks
from bot.conversation.edition import open_edition
from bot.conversation.messages import Press, write_move


def prepare() -> Callable[[int], int]:
    """Whole conversations; the unit is one turn (each press, and the first screen)."""
    edition, problems = open_edition({"guides/abstract.yaml": guide().encode()})
    assert edition, problems
    talks = terminal_talks(edition)
    moves = [write_move(number) for number in range(ANSWERS)]

    def run(count: int) -> int:
        units = 0
        for number in range(count):
            path, turn = PATHS[number % len(PATHS)], talks.begin(b"web")
            for answer in path:
                turn = talks.press(Press(turn.sealed, moves[answer], b"web"))
            assert turn.view.outcome
            units += 1 + len(path)
        return units

    return run
