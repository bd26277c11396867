"""States that some conversations come to: played at random, the same each time.

Conversations go on from the screens that were left most seldom, by answers that were seldom given there, so that they
spread.
A sample proves nothing of what never happens. It shows at once what does: that a rule speaks of some state at all.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from random import Random

from bot.dialog.flow import own_answers
from bot.dialog.model import Kind, Program
from bot.engine.step import State, jumps, start, step, visible

PRESSES = 16_000
LONGEST = 5
"""Presses before a conversation is left for another."""
SEED = 1
JUMPED = 0.04
"""How often a jump is taken where one is offered; more, and few conversations come far."""


def sample(program: Program) -> tuple[State, ...]:
    """Different waiting states and endings that conversations from all entries reach, in the order they were met."""
    chance = Random(SEED)  # noqa: S311 - no secret depends on it
    begun = [
        start(program, entry, door)[0]
        for entry in program.entries
        for door in product(*(range(len(program.facts[slot].domain.values)) for slot in program.given))
    ]
    met: dict[State, None] = dict.fromkeys(begun)
    there: dict[int, list[State]] = {}
    for state in begun:
        there.setdefault(state[0], []).append(state)
    given: Counter[tuple[int, int]] = Counter()
    left: Counter[int] = Counter()
    for _ in range(PRESSES // LONGEST if begun else 0):
        node = min(there, key=lambda index: left[index] + chance.random())
        state = there[node][-1] if chance.random() < 0.5 else chance.choice(there[node])
        for _ in range(LONGEST):
            left[state[0]] += 1
            answer = _answer(program, state, given, chance)
            if answer is None:
                break
            given[state[0], answer] += 1
            state = step(program, state, answer)[0]
            if state not in met:
                met[state] = None
                there.setdefault(state[0], []).append(state)
    return tuple(met)


def _answer(program: Program, state: State, given: Counter[tuple[int, int]], chance: Random) -> int | None:
    """One of the answers that are offered; None at an ending."""
    node = program.nodes[state[0]]
    if node.kind is Kind.FINISH:
        return None
    offered = visible(node, state[1])
    ways = jumps(program, state)
    if ways and (chance.random() < JUMPED or not (offered or node.kind is Kind.SEVERAL)):
        return own_answers(node) + chance.choice(ways)
    if node.kind is Kind.SEVERAL:
        return offered & chance.getrandbits(len(node.options) or 1)
    answers = [number for number in range(len(node.edges)) if offered >> number & 1]
    return min(answers, key=lambda number: given[node.index, number] + 3 * chance.random(), default=None)
