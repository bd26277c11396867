"""The way from an entry towards a dialog. Pure.

Who has practised a step opens the real talk near the same step. What the entry itself asks (where one works, what one
needs) can be answered by what is wanted. Everything behind it is asked of a person or of the room, by the gate first of
all; that nobody else may answer, so the way ends there.
"""

from __future__ import annotations

from collections import deque
from itertools import takewhile

from bot.dialog.model import Kind, Program
from bot.engine.step import State, step

MOST = 5_000
"""States that are looked at: some 400 lie before any guide of ours that can be reached so."""
Steps = tuple[tuple[int, int], ...]
"""Node and answer, one after the other."""


def way(program: Program, begun: State, dialog: str) -> tuple[int, ...]:
    """The answers that the first dialog asks for on the shortest way to another; () where none is found.

    Args:
        program: the guides.
        begun: a state before any answer.
        dialog: which guide is wanted.
    """
    first = program.nodes[begun[0]].dialog
    waiting: deque[tuple[State, Steps]] = deque([(begun, ())])
    seen = {begun}
    while waiting and len(seen) < MOST:
        state, steps = waiting.popleft()
        node = program.nodes[state[0]]
        if node.dialog == dialog:
            return tuple(answer for _, answer in takewhile(lambda each: program.nodes[each[0]].dialog == first, steps))
        for answer in range(1 if node.kind is Kind.SEVERAL else len(node.edges)):
            after, _ = step(program, state, answer)
            if after not in seen:
                seen.add(after)
                waiting.append((after, (*steps, (state[0], answer))))
    return ()
