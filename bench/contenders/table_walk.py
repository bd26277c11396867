"""The physical limit of a step: a walk over tables, written by hand for this one dialog.

Same shapes as the real step: state and answer in, state and effects out; nothing is skipped that the dialog needs.
"""

from __future__ import annotations

from collections.abc import Callable

from bench.abstract import DIALOG, FACTS, PATHS

State = tuple[int, tuple[int, ...], tuple[int, ...], int]
Effects = tuple[tuple[str, int, int], ...]
Rows = tuple[tuple[tuple[int, int | None, int], ...], ...]

REFUSED: Effects = (("refused", 0, 0),)


def step(rows: Rows, state: State, answer: int) -> tuple[State, Effects]:
    """One answer."""
    node, facts, stack, actions = state
    row = rows[node]
    if not 0 <= answer < len(row):
        return state, REFUSED
    target, slot, value = row[answer]
    if slot is not None:
        facts = (*facts[:slot], value, *facts[slot + 1 :])
    return (target, facts, stack, actions), (("chose", node, answer),)


def prepare() -> Callable[[int], int]:
    """Whole conversations; the unit is one answer."""
    rows: Rows = (*(tuple((a.target, *(a.sets or (None, 0))) for a in s.answers) for s in DIALOG), ())
    first: State = (0, (0,) * FACTS, (), 0)

    def run(count: int) -> int:
        units = 0
        for number in range(count):
            path, state = PATHS[number % len(PATHS)], first
            for answer in path:
                state, _ = step(rows, state, answer)
            units += len(path)
        return units

    return run
